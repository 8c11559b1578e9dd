"""What comes back before any money: TA1, 999 (005010X231A1, and its older sister 997) and 277CA (005010X214).

A TA1 answers an interchange, a 999 a functional group and each of its sets, a 277CA each claim. Only codes, control numbers
and amounts are kept, no names; the copy of bad data that a 999 may carry (IK404) is dropped for that reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Literal

from shared.x12.envelope import read_date, read_dates, read_time
from shared.x12.interchange import Transaction
from shared.x12.segments import Segment
from shared.x12.translate.values import read_number

REJECTED = frozenset({"A3", "A6", "A7", "A8"})
StatusLevel = Literal["source", "receiver", "provider", "claim"]
_LEVELS: dict[str, StatusLevel] = {"20": "source", "21": "receiver", "19": "provider", "PT": "claim"}


@dataclass(frozen=True, slots=True)
class InterchangeAck:
    """A TA1: the interchange with this ISA13 was accepted (A), accepted with errors (E) or rejected (R); `code` is TA105."""

    control_number: str
    on: date | None
    at: time | None
    status: str
    code: str

    @property
    def accepted(self) -> bool:
        """Whether the receiver goes on to read the groups."""
        return self.status in ("A", "E")


@dataclass(frozen=True, slots=True)
class ElementError:
    """IK4: element, component and repetition (0 where none), the data element number and the error code (IK403)."""

    element: int
    component: int
    repetition: int
    reference: str
    code: str


@dataclass(frozen=True, slots=True)
class SegmentError:
    """IK3: segment id, its position in the set (ST is 1), loop, error code (IK304), and what is wrong inside it.

    `patient_control_number` is the claim that the receiver names for it (CTX with CLM01), empty when it names none.
    """

    segment_id: str
    position: int
    loop: str
    code: str
    elements: tuple[ElementError, ...]
    patient_control_number: str = ""


@dataclass(frozen=True, slots=True)
class SetAck:
    """AK2 to IK5: one set by ST02. `status` is IK501, `codes` IK502 and on."""

    set_id: str
    control_number: str
    version: str
    status: str
    codes: tuple[str, ...]
    errors: tuple[SegmentError, ...]

    @property
    def accepted(self) -> bool:
        """Whether the set was taken in (A, or E with errors noted)."""
        return self.status in ("A", "E")


@dataclass(frozen=True, slots=True)
class FunctionalAck:
    """A 999: the group with this GS06. Sets not listed share the group's `status` (AK901: A, E, P partly, R)."""

    functional_id: str
    group_control_number: str
    version: str
    status: str
    included: int
    received: int
    accepted_count: int
    codes: tuple[str, ...]
    sets: tuple[SetAck, ...]

    @property
    def accepted(self) -> bool:
        """Whether the group as a whole was taken in; when it was not, look at `sets` (status P) or send all again (R)."""
        return self.status in ("A", "E")


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


def read_interchange_ack(ta1: Segment) -> InterchangeAck:
    """A TA1 segment (Interchange.acknowledgements holds those of a file)."""
    return InterchangeAck(ta1.get(1).strip(), read_date(f"20{ta1.get(2)}"), read_time(ta1.get(3)), ta1.get(4), ta1.get(5))


def read_functional_ack(transaction: Transaction) -> FunctionalAck:
    """A 999 or 997. Raises ValueError when the set is another one."""
    if transaction.set_id not in ("999", "997"):
        raise ValueError("not a 999")
    component = transaction.delimiters.component
    head = tail = Segment("", ("",))
    sets: list[_Set] = []
    for segment in transaction:
        match segment.id:
            case "AK1":
                head = segment
            case "AK2":
                sets.append(_Set(segment))
            case "AK9":
                tail = segment
            case _ if sets:
                sets[-1].take(segment, component)
    return FunctionalAck(
        head.get(1), head.get(2), head.get(3), tail.get(1),
        _int(tail.get(2)), _int(tail.get(3)), _int(tail.get(4)),
        tuple([code for code in tail.elements[5:10] if code]),
        tuple([each.ack() for each in sets]),
    )  # fmt: skip


class _Set:
    """AK2 to IK5 while it is read (AK3, AK4, AK5 are the names of the 997)."""

    def __init__(self, start: Segment) -> None:
        self._start = start
        self._end = Segment("", ("",))
        self._errors: list[tuple[Segment, list[ElementError], list[str]]] = []

    def take(self, segment: Segment, component: str) -> None:
        match segment.id:
            case "IK5" | "AK5":
                self._end = segment
            case "IK3" | "AK3":
                self._errors.append((segment, [], []))
            case "IK4" | "AK4" if self._errors:
                self._errors[-1][1].append(_element_error(segment, component))
            case "CTX" if self._errors and segment.component(1, 1, component) == "CLM01":
                self._errors[-1][2].append(segment.component(1, 2, component))

    def ack(self) -> SetAck:
        start, end = self._start, self._end
        errors = [
            SegmentError(ik3.get(1), _int(ik3.get(2)), ik3.get(3), ik3.get(4), tuple(elements), claims[0] if claims else "")
            for ik3, elements, claims in self._errors
        ]
        codes = tuple([code for code in end.elements[2:7] if code])
        return SetAck(start.get(1), start.get(2), start.get(3), end.get(1), codes, tuple(errors))


def _element_error(ik4: Segment, component: str) -> ElementError:
    place = [_int(part) for part in ik4.get(1).split(component)] + [0, 0]
    return ElementError(place[0], place[1], place[2], ik4.get(2), ik4.get(3))


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


def _int(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() else 0
