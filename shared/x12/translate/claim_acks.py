"""277CA, the claim acknowledgement (005010X214): what a clearinghouse or payer took in and what it refused, claim by claim.

Only codes, control numbers and amounts are kept when it is read, no names.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from shared.x12.envelope import read_date, read_dates
from shared.x12.interchange import Transaction
from shared.x12.segments import Segment
from shared.x12.translate.values import read_number

REJECTED = frozenset({"A3", "A6", "A7", "A8"})
StatusLevel = Literal["source", "receiver", "provider", "claim"]
_LEVELS: dict[str, StatusLevel] = {"20": "source", "21": "receiver", "19": "provider", "PT": "claim"}


@dataclass(frozen=True, slots=True)
class Status:
    """One STC status: `category` (A0 to A8), `code` (claim status code), `entity` the status speaks of."""

    category: str
    code: str
    entity: str = ""

    @property
    def is_rejection(self) -> bool:
        """Whether this status says that the claim or file was not taken in."""
        return self.category in REJECTED


@dataclass(frozen=True, slots=True)
class LineStatus:
    """Loop 2220D: a line by its control number (REF*FJ), with the procedure as we sent it."""

    control_number: str
    procedure: str
    statuses: tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class ClaimStatus:
    """Statuses of one level of a 277CA: the receiver's file, a billing provider's claims, or one claim.

    `trace` is TRN02: at claim level our patient control number (CLM01), at receiver level the BHT03 of our 837, which
    `batch_reference` repeats at every level below. `payer_claim_control_number` is REF*1K, `clearinghouse_number` REF*D9, `charge`
    STC04, `effective_on` STC02, `provider_npi` that of 2100C. `statuses` hold STC01, STC10 and STC11 of every STC.
    """

    level: StatusLevel
    trace: str
    batch_reference: str
    statuses: tuple[Status, ...]
    effective_on: date | None
    action: str
    charge: Decimal | None
    payer_claim_control_number: str
    clearinghouse_number: str
    provider_npi: str
    service_from: date | None
    service_to: date | None
    lines: tuple[LineStatus, ...]
    position: int

    @property
    def is_rejected(self) -> bool:
        """Whether any status of this level or of its lines refuses it: nothing was taken in, send again as frequency 1."""
        return any(status.is_rejection for status in self.statuses) or any(status.is_rejection for line in self.lines for status in line.statuses)


class _Level:
    """The segments of one HL while they are read."""

    def __init__(self, level: StatusLevel, batch_reference: str, provider_npi: str, position: int) -> None:
        self.level, self.batch_reference, self.provider_npi, self.position = level, batch_reference, provider_npi, position
        self.trace = self.icn = self.clearinghouse = ""
        self.service: tuple[date | None, date | None] = (None, None)
        self.statuses: list[Segment] = []
        self.lines: list[tuple[Segment, list[Segment], list[str]]] = []


def read_claim_statuses(transaction: Transaction) -> Iterator[ClaimStatus]:
    """The levels of a 277CA that carry a status, in order: receiver, then provider, then claims, one in memory at a time.

    A file that was refused as a whole has a receiver level only. Raises ValueError when the set is not a 277.
    """
    if transaction.set_id != "277":
        raise ValueError("not a 277")
    component = transaction.delimiters.component
    level: _Level | None = None
    reference = npi = ""
    for segment in transaction:
        if segment.id == "HL":
            if level is not None:
                yield from _status(level, component)
            kind = _LEVELS.get(segment.get(3))
            level = _Level(kind, reference, npi, segment.position) if kind else None
        elif level is not None:
            _collect(level, segment)
            if segment.id == "TRN" and level.level == "receiver":
                reference, npi = segment.get(2), ""
                level.batch_reference = reference
            elif segment.id == "NM1" and segment.get(1) == "85":
                npi = level.provider_npi = segment.get(9) if segment.get(8) == "XX" else ""
    if level is not None:
        yield from _status(level, component)


def _collect(level: _Level, segment: Segment) -> None:
    get = segment.get
    match segment.id:
        case "TRN":
            level.trace = get(2)
        case "SVC":
            level.lines.append((segment, [], []))
        case "STC":
            (level.lines[-1][1] if level.lines else level.statuses).append(segment)
        case "REF" if level.lines:
            if get(1) == "FJ":
                level.lines[-1][2].append(get(2))
        case "REF" if get(1) == "1K":
            level.icn = get(2)
        case "REF" if get(1) == "D9":
            level.clearinghouse = get(2)
        case "DTP" if get(1) == "472" and not level.lines:
            level.service = read_dates(get(2), get(3))


def _status(level: _Level, component: str) -> Iterator[ClaimStatus]:
    lines = [
        LineStatus(numbers[0] if numbers else "", svc.component(1, 2, component), _statuses(stcs, component)) for svc, stcs, numbers in level.lines
    ]
    if not level.statuses and not lines:
        return
    first = level.statuses[0] if level.statuses else Segment("", ("",))
    yield ClaimStatus(
        level.level, level.trace, level.batch_reference, _statuses(level.statuses, component), read_date(first.get(2)),
        first.get(3), read_number(first.get(4)), level.icn, level.clearinghouse, level.provider_npi,
        *level.service, tuple(lines), level.position,
    )  # fmt: skip


def _statuses(stcs: list[Segment], component: str) -> tuple[Status, ...]:
    found = [[*stc.get(element).split(component), "", ""] for stc in stcs for element in (1, 10, 11) if stc.get(element)]
    return tuple([Status(parts[0], parts[1], parts[2]) for parts in found])
