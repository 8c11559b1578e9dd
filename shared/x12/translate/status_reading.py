"""Segments of 276, 277 and 277CA into values, level by level (HL), so that a file of any size is read in flat memory.

Files are dirty: a value that cannot be read is None or empty and never guessed; what the guide does not know is passed over.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from shared.x12.scalars import ZERO, read_date, read_dates, read_number
from shared.x12.segments import Segment
from shared.x12.translate.naming import read_name
from shared.x12.translate.status import ClaimNumbers, Party, Person, Status, StatusLine, StatusReport

_NONE = Segment("", ("",))
NUMBERS = {
    "1K": "payer_claim_control_number",
    "BLT": "type_of_bill",
    "LU": "location",
    "6P": "group_number",
    "EJ": "patient_control_number",
    "XZ": "prescription_number",
    "VV": "voucher",
    "D9": "clearinghouse_number",
}
"""REF01 and the field of ClaimNumbers, in the order of the guides."""


class Track:
    """What a level says of one claim, file or batch: a TRN and what follows it; `lines` begin with SVC."""

    __slots__ = ("lines", "segments", "trace")

    def __init__(self, trace: str) -> None:
        self.trace = trace
        self.segments: list[Segment] = []
        self.lines: list[list[Segment]] = []

    def take(self, segment: Segment) -> None:
        """Adds a segment: an SVC begins a line, what comes after it belongs to that line."""
        if segment.id == "SVC":
            self.lines.append([segment])
        else:
            (self.lines[-1] if self.lines else self.segments).append(segment)


class Level:
    """An HL: its code (HL03), position, the segments before its first TRN, and its tracks."""

    __slots__ = ("code", "head", "position", "tracks")

    def __init__(self, code: str, position: int) -> None:
        self.code, self.position = code, position
        self.head: list[Segment] = []
        self.tracks: list[Track] = []

    def take(self, segment: Segment) -> None:
        """Adds a segment; a status without a TRN before it stands in a track without a trace."""
        if segment.id == "TRN" or (segment.id in ("STC", "SVC") and not self.tracks):
            self.tracks.append(Track(segment.get(2) if segment.id == "TRN" else ""))
        if segment.id != "TRN":
            if self.tracks:
                self.tracks[-1].take(segment)
            else:
                self.head.append(segment)


def read_levels(segments: Iterable[Segment]) -> Iterator[Level]:
    """The levels of a set in order, one in memory at a time. The first one, without a code, holds what precedes the first HL."""
    level = Level("", 1)
    for segment in segments:
        if segment.id == "HL":
            yield level
            level = Level(segment.get(3), segment.position)
        else:
            level.take(segment)
    yield level


def first(segments: Iterable[Segment], id: str, qualifier: str = "") -> Segment:
    """The first segment with this id and first element; one without elements when there is none."""
    return next((segment for segment in segments if segment.id == id and qualifier in ("", segment.get(1))), _NONE)


def read_party(nm1: Segment) -> Party:
    """NM1 of a payer, receiver or provider."""
    return Party(read_name(nm1), nm1.get(9), nm1.get(8), nm1.get(2) == "1")


def read_person(head: Iterable[Segment]) -> Person:
    """NM1 and DMG of a level."""
    head = list(head)
    nm1, dmg = first(head, "NM1"), first(head, "DMG")
    return Person(read_name(nm1), nm1.get(9), nm1.get(8) or "MI", read_date(dmg.get(2)), dmg.get(3), nm1.get(2) == "2")


def read_claim_numbers(segments: Iterable[Segment]) -> ClaimNumbers:
    """The REF segments of a claim; the first of each kind counts."""
    found: dict[str, str] = {}
    for segment in segments:
        if segment.id == "REF" and segment.get(1) in NUMBERS:
            found.setdefault(NUMBERS[segment.get(1)], segment.get(2))
    return ClaimNumbers(**found)


def read_served(segments: Iterable[Segment]) -> tuple[date | None, date | None]:
    """First and last day of service (DTP*472)."""
    dtp = first(segments, "DTP", "472")
    return read_dates(dtp.get(2), dtp.get(3))


def read_reports(segments: Iterable[Segment], component: str) -> tuple[StatusReport, ...]:
    """Every STC."""
    return tuple([_report(segment, component) for segment in segments if segment.id == "STC"])


def _report(stc: Segment, component: str) -> StatusReport:
    get = stc.get
    return StatusReport(
        tuple([_status(get(element), component) for element in (1, 10, 11) if get(element)]),
        read_date(get(2)), get(3), read_number(get(4)), read_number(get(5)), read_date(get(6)), read_date(get(8)), get(9), get(12),
    )  # fmt: skip


def _status(value: str, component: str) -> Status:
    parts = [*value.split(component), "", "", ""]
    return Status(parts[0], parts[1], parts[2], parts[3])


def read_line(segments: list[Segment], component: str) -> StatusLine:
    """SVC and what follows it."""
    svc = segments[0]
    parts = [*svc.get(1).split(component), ""]
    modifiers = tuple([part for part in parts[2:6] if part])
    control, prescription = first(segments, "REF", "FJ").get(2), first(segments, "REF", "XZ").get(2)
    return StatusLine(
        parts[1], read_number(svc.get(2)) or ZERO, read_number(svc.get(7)), *read_served(segments), parts[0], modifiers,
        svc.get(4), read_number(svc.get(3)), control, prescription, read_reports(segments, component),
    )  # fmt: skip
