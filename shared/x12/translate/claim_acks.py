"""277CA, the claim acknowledgement (005010X214), read: what a clearinghouse or payer took in and what it refused, claim by claim.

`read_claim_statuses` keeps codes, control numbers and amounts only; `read_claim_acknowledgement` keeps the names, too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from shared.x12.interchange import Transaction
from shared.x12.scalars import read_date, read_number, read_time
from shared.x12.segments import Segment
from shared.x12.translate.acknowledged_claim import AcknowledgedClaim, ClaimAcknowledgement, LevelStatus, ProviderClaims, Totals
from shared.x12.translate.naming import read_reference
from shared.x12.translate.status import REJECTED, Party, Status, all_statuses
from shared.x12.translate.status_reading import (
    Level,
    Track,
    first,
    read_claim_numbers,
    read_levels,
    read_line,
    read_party,
    read_person,
    read_reports,
    read_served,
)

__all__ = ["REJECTED", "ClaimStatus", "LineStatus", "Status", "read_claim_acknowledgement", "read_claim_statuses"]
StatusLevel = Literal["source", "receiver", "provider", "claim"]
_LEVELS: dict[str, StatusLevel] = {"20": "source", "21": "receiver", "19": "provider", "PT": "claim"}


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


def read_claim_statuses(transaction: Transaction) -> Iterator[ClaimStatus]:
    """The statuses of a 277CA in order: receiver, then provider, then claims, one level in memory at a time.

    A file that was refused as a whole has a receiver level only. Raises ValueError when the set is not a 277.
    """
    component = transaction.delimiters.component
    reference = npi = ""
    for level in _levels(transaction):
        kind = _LEVELS.get(level.code)
        nm1 = first(level.head, "NM1", "85")
        if kind == "receiver":
            reference, npi = next((track.trace for track in level.tracks if track.trace), ""), ""
        elif kind == "provider":
            npi = nm1.get(9) if nm1.get(8) == "XX" else ""
        if kind is not None:
            for track in level.tracks:
                yield from _status(kind, track, reference, npi, level.position, component)


def _levels(transaction: Transaction) -> Iterator[Level]:
    if transaction.set_id != "277":
        raise ValueError("not a 277")
    return read_levels(transaction)


def _status(kind: StatusLevel, track: Track, reference: str, npi: str, position: int, component: str) -> Iterator[ClaimStatus]:
    reports = read_reports(track.segments, component)
    read = [read_line(line, component) for line in track.lines]
    lines = tuple([LineStatus(line.control_number, line.code, tuple(all_statuses(line.reports))) for line in read])
    if not reports and not lines:
        return
    numbers = read_claim_numbers(track.segments)
    head = reports[0] if reports else None
    yield ClaimStatus(
        kind, track.trace, reference, tuple(all_statuses(reports)), head.effective_on if head else None, head.action if head else "",
        head.charge if head else None, numbers.payer_claim_control_number, numbers.clearinghouse_number, npi,
        *read_served(track.segments), lines, position,
    )  # fmt: skip


def read_claim_acknowledgement(transaction: Transaction) -> ClaimAcknowledgement:
    """A 277CA as a whole, with names. Raises ValueError when the set is not a 277."""
    component = transaction.delimiters.component
    head, source, receiver = [], [], []
    received: Track | None = None
    filed = LevelStatus("", ())
    providers: list[tuple[Party, LevelStatus | None, list[AcknowledgedClaim]]] = []
    for level in _levels(transaction):
        match level.code:
            case "":
                head = level.head
            case "20":
                source, received = level.head, next(iter(level.tracks), None)
            case "21":
                receiver = level.head
                filed = next((_level_status(track, component, ("90", "AA")) for track in level.tracks), filed)
            case "19":
                stated = next((_level_status(track, component, ("QA", "QC")) for track in level.tracks), None)
                providers.append((read_party(first(level.head, "NM1")), stated, []))
            case "PT" if providers:
                providers[-1][2].extend(_claims(level, component))
    bht, nm1 = first(head, "BHT"), first(source, "NM1")
    days = received.segments if received else []
    return ClaimAcknowledgement(
        bht.get(3), read_date(bht.get(4)), read_time(bht.get(5)), read_party(nm1), received.trace if received else "",
        _day(days, "050"), _day(days, "009"), read_party(first(receiver, "NM1")), filed,
        tuple([ProviderClaims(party, tuple(claims), stated) for party, stated, claims in providers]), nm1.get(1),
    )  # fmt: skip


def _day(segments: Iterable[Segment], qualifier: str) -> date | None:
    return read_date(first(segments, "DTP", qualifier).get(3))


def _level_status(track: Track, component: str, counts: tuple[str, str]) -> LevelStatus:
    segments = track.segments
    accepted, rejected = [read_number(first(segments, "QTY", qualifier).get(2)) for qualifier in counts]
    taken, refused = [read_number(first(segments, "AMT", qualifier).get(2)) for qualifier in ("YU", "YY")]
    references = tuple([read_reference(each) for each in segments if each.id == "REF"])
    return LevelStatus(track.trace, read_reports(segments, component), Totals(accepted, rejected, taken, refused), references)


def _claims(level: Level, component: str) -> Iterator[AcknowledgedClaim]:
    patient = read_person(level.head)
    for track in level.tracks:
        yield AcknowledgedClaim(
            patient, track.trace, read_reports(track.segments, component), read_claim_numbers(track.segments),
            *read_served(track.segments), tuple([read_line(line, component) for line in track.lines]),
        )  # fmt: skip
