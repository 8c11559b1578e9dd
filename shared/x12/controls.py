"""What ISA and GS themselves must say, and control numbers that come twice."""

from collections.abc import Iterator

from shared.x12.envelope import GroupHeader, InterchangeHeader
from shared.x12.segments import Segment

GROUP_OF = {
    "270": "HS", "271": "HB", "275": "PI", "276": "HR", "277": "HN", "278": "HI", "834": "BE", "835": "HP", "837": "HC", "820": "RA",
    "997": "FA", "999": "FA",
}  # fmt: skip
"""The functional group (GS01) that each set belongs into."""
_QUALIFIERS = frozenset({"01", "02", "03", "04", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21"})
_IDS = _QUALIFIERS | frozenset({str(number) for number in range(22, 39)} | {"AM", "NR", "SA", "SN", "ZZ", "A1", "A2", "A3"})
_AUTHORIZATION = frozenset({"00", "01", "02", "03", "04", "05", "06"})
_SECURITY = frozenset({"00", "01"})
_VERSIONS = frozenset({"00401", "00501", "00601", "00602", "00603", "00701", "00801"})
_REMEMBERED = 1 << 16


def header_faults(isa: Segment, header: InterchangeHeader) -> Iterator[tuple[str, str, int]]:
    """What is wrong with the values of an ISA: rule, TA105 and element."""
    stated = (
        (1, "010", header.authorization[0] in _AUTHORIZATION),
        (3, "012", header.security[0] in _SECURITY),
        (5, "005", header.sender_qualifier in _IDS),
        (6, "006", bool(header.sender_id)),
        (7, "007", header.receiver_qualifier in _IDS),
        (8, "008", bool(header.receiver_id)),
        (12, "017", header.version in _VERSIONS),
        (13, "018", header.control_number.isdecimal()),
        (14, "019", isa.get(14) in ("0", "1")),
        (15, "020", header.usage in ("P", "T", "I")),
    )
    for element, code, sound in stated:
        if not sound:
            yield "isa-code", code, element
    if header.on is None:
        yield "isa-date", "014", 9
    if header.at is None:
        yield "isa-date", "015", 10


def group_faults(gs: Segment, header: GroupHeader) -> Iterator[tuple[str, int]]:
    """What is wrong with the values of a GS: rule and element."""
    if header.on is None:
        yield "gs-date", 4
    if header.at is None:
        yield "gs-date", 5
    if gs.get(7).strip() != "X":
        yield "gs-code", 7
    if not header.version:
        yield "gs-code", 8


class Numbers:
    """Control numbers seen so far, in bounded memory: numbers that rise need no memory at all once it is full."""

    __slots__ = ("_highest", "_seen")

    def __init__(self) -> None:
        self._highest = -1
        self._seen: set[str] = set()

    def repeats(self, number: str) -> bool:
        """Whether a number has come before; notes it."""
        value = int(number) if number.isdecimal() and number.isascii() and len(number) <= 18 else -1
        if value <= self._highest and number in self._seen:
            return True
        self._highest = max(self._highest, value)
        if len(self._seen) < _REMEMBERED:
            self._seen.add(number)
        return False
