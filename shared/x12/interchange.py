"""Interchange, groups and sets of a file, streamed, with the envelope checked.

A defect is a `Fault`, kept with the part that it touches; the neighbours are read on. Only bytes that are not X12 raise
(X12Error). Memory holds one segment, whatever the size of the file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from shared.x12.controls import GROUP_OF, Numbers, group_faults, header_faults
from shared.x12.delimiters import HEADER_WIDTHS, Delimiters
from shared.x12.envelope import GroupHeader, InterchangeHeader, group_header, interchange_header
from shared.x12.faults import Fault, Level, X12Error
from shared.x12.segments import CHUNK, Segment, Source, Tokens

_ENVELOPE = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA"})
_MOST_FAULTS = 1000
_MOST_GROUPS = 99_999
"""As many as IEA01 can count; what is kept of an interchange stays bounded, whatever a file holds."""


@dataclass(slots=True)
class Group:
    """A functional group: `received` sets were found in it, its trailer claims `included` (GE01; None when unreadable)."""

    header: GroupHeader
    offset: int
    received: int = 0
    included: int | None = None
    faults: list[Fault] = field(default_factory=list)
    numbers: Numbers = field(default_factory=Numbers)

    @property
    def answerable(self) -> bool:
        """Whether a 999 can name this group: GS01 and GS06 are what they should be. If not, the TA1 rejects the interchange."""
        number = self.header.control_number
        return _is_code(self.header.functional_id, 2, 2) and number.isdecimal() and _is_code(number, 1, 9)


class Transaction:
    """One set, ST to SE. Iterating yields its segments, ST and SE included, once and in order.

    `set_id` is ST01, `control_number` ST02, `implementation` ST03 (an 835 has none), `version` ST03 or else GS08.
    `faults` is complete when the segments have been read to the end. A set that is not read is skipped (and still
    checked) when the next one is asked for; reading it after that, or a second time, raises RuntimeError.
    """

    def __init__(self, interchange: "Interchange", group: Group, start: Segment) -> None:
        self.interchange = interchange
        self.group = group
        self.set_id = start.get(1)
        self.control_number = start.get(2)
        self.implementation = start.get(3).strip()
        self.version = self.implementation or group.header.version
        self.delimiters: Delimiters = interchange.delimiters
        self.offset = start.offset
        self.faults: list[Fault] = []
        self._passed = False
        if not _is_code(self.set_id, 3, 3):
            self._fault("st01-id", "6", "ST01 is no set identifier", start, 1)
        if not _is_code(self.control_number, 4, 9):
            self._fault("st02-number", "7", "ST02 is no control number of four to nine characters", start, 2)
        if group.numbers.repeats(self.control_number):
            self._fault("st02-duplicate", "23", "another set of the group has this ST02", start, 2)
        if GROUP_OF.get(self.set_id, group.header.functional_id) != group.header.functional_id:
            self._fault("gs01-mismatch", "", "GS01 is not that of such a set", start, 1)
        if self.implementation not in ("", group.header.version):
            self._fault("gs08-mismatch", "", "ST03 differs from GS08", start, 3)
        self._segments = self._read(start)

    def __iter__(self) -> Iterator[Segment]:
        if self._passed:
            raise RuntimeError("a set can be read once, and before the next one is asked for")
        return self._segments

    def load(self) -> list[Segment]:
        """All segments that have not been read yet, at once."""
        return list(iter(self))

    def skip(self) -> None:
        """Reads what is left, for its envelope only."""
        for _ in self._segments:
            pass
        self._passed = True

    def _read(self, start: Segment) -> Iterator[Segment]:
        feed, last = self.interchange.feed, start
        yield start
        for segment in feed.segments:
            if segment.id in _ENVELOPE:
                if segment.id == "SE":
                    self._check(segment)
                    yield segment
                else:
                    feed.held = segment
                    self._fault("se-missing", "2", "the set has no SE before the next envelope segment", segment, 0)
                self._passed = True
                return
            last = segment
            yield segment
        message = f"the file ends inside the set, after segment {last.position}"
        self.faults.append(Fault("truncated", "set", "2", message, feed.tokens.length, last.position, last.id))
        self._passed = True

    def _check(self, end: Segment) -> None:
        if end.get(1).strip().lstrip("0") != str(end.position):
            self._fault("se01-count", "4", f"SE01 does not count the {end.position} segments of the set", end, 1)
        if end.get(2) != self.control_number:
            self._fault("se02-number", "3", "SE02 differs from ST02", end, 2)

    def _fault(self, rule: str, code: str, message: str, segment: Segment, element: int) -> None:
        self.faults.append(Fault(rule, "set", code, message, segment.offset, segment.position, segment.id, element))


class _Feed:
    """The segments of a file with room to hand one back."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.segments = iter(tokens)
        self.held: Segment | None = None
        self.numbers = Numbers()

    def next(self) -> Segment | None:
        segment, self.held = self.held, None
        return segment if segment is not None else next(self.segments, None)


class Interchange:
    """One interchange, ISA to IEA. `transactions()` streams its sets.

    `faults` (interchange level), `groups` with theirs, and `acknowledgements` (TA1 segments) are complete when the sets
    have been read to the end.
    """

    def __init__(self, feed: _Feed, isa: Segment) -> None:
        self.feed = feed
        self.delimiters: Delimiters = feed.tokens.delimiters
        self.header: InterchangeHeader = interchange_header(isa, self.delimiters)
        self.isa = isa
        self.groups: list[Group] = []
        self.acknowledgements: list[Segment] = []
        self.faults: list[Fault] = []
        self._open: Group | None = None
        self._numbers = Numbers()
        self._check_header(isa)
        self._transactions = self._read()

    def transactions(self) -> Iterator[Transaction]:
        """The sets in order, each valid until the next is asked for."""
        return self._transactions

    def all_faults(self) -> list[Fault]:
        """Faults of the interchange and of its groups (those of a set are on the set)."""
        return self.faults + [fault for group in self.groups for fault in group.faults]

    def _read(self) -> Iterator[Transaction]:
        while (segment := self.feed.next()) is not None:
            match segment.id:
                case "ST":
                    transaction = Transaction(self, self._group(segment), segment)
                    yield transaction
                    transaction.skip()
                case "GS":
                    self._end_group(None)
                    self._open = Group(group_header(segment), segment.offset)
                    if len(self.groups) >= _MOST_GROUPS:
                        raise X12Error("more groups in one interchange than its trailer can count", segment.offset)
                    self.groups.append(self._open)
                    self._check_group(segment, self._open)
                case "GE":
                    self._end_group(segment)
                case "IEA":
                    self._end_group(None)
                    self._check_trailer(segment)
                    return
                case "ISA":
                    self._end_group(None)
                    self.feed.held = segment
                    self._fault("iea-missing", "interchange", "022", "another ISA comes before an IEA", segment)
                    return
                case "TA1" if len(self.acknowledgements) < _MOST_FAULTS:
                    self.acknowledgements.append(segment)
                case _:
                    self._fault("stray-segment", "interchange", "022", "a segment stands outside any set", segment)
        self._end_of_file()

    def _check_group(self, gs: Segment, group: Group) -> None:
        if not group.answerable:
            self._fault("gs-unreadable", "interchange", "024", "GS01 or GS06 cannot be used in an answer", gs)
        if self._numbers.repeats(group.header.control_number):
            group.faults.append(Fault("gs06-duplicate", "group", "19", "another group of the interchange has this GS06", gs.offset, 0, "GS", 6))
        for rule, element in group_faults(gs, group.header):
            group.faults.append(Fault(rule, "group", "", f"GS{element:02d} holds no value that is due there", gs.offset, 0, "GS", element))

    def _group(self, st: Segment) -> Group:
        if self._open is None:
            self._open = Group(GroupHeader(), st.offset)
            self.groups.append(self._open)
            self._fault("gs-missing", "interchange", "022", "a set stands outside a functional group", st)
        self._open.received += 1
        return self._open

    def _end_group(self, ge: Segment | None) -> None:
        group, self._open = self._open, None
        if group is None:
            if ge is not None:
                self._fault("gs-missing", "interchange", "022", "a GE stands without its GS", ge)
            return
        if ge is None:
            group.faults.append(Fault("ge-missing", "group", "3", "the group has no GE", group.offset, 0, "GS"))
            return
        group.included = _count(ge.get(1))
        if group.included != group.received:
            message = f"GE01 does not count the {group.received} sets of the group"
            group.faults.append(Fault("ge01-count", "group", "5", message, ge.offset, 0, "GE", 1))
        if ge.get(2) != group.header.control_number:
            group.faults.append(Fault("ge02-number", "group", "4", "GE02 differs from GS06", ge.offset, 0, "GE", 2))

    def _check_header(self, isa: Segment) -> None:
        if any(character.isalnum() for character in isa.lead.removeprefix("\xef\xbb\xbf")):
            self._fault("truncated", "interchange", "023", "half a segment stands before the ISA", isa)
        widths = [len(element) for element in isa.elements[1:]]
        for number, (found, due) in enumerate(zip(widths, HEADER_WIDTHS, strict=False), start=1):
            if found != due:
                self._fault("isa-width", "interchange", "022", f"ISA{number:02d} has {found} characters instead of {due}", isa, number)

        for rule, code, number in header_faults(isa, self.header):
            self._fault(rule, "interchange", code, f"ISA{number:02d} holds no value that is due there", isa, number)
        if self.feed.numbers.repeats(self.header.control_number):
            self._fault("isa13-duplicate", "interchange", "025", "another interchange of the file has this ISA13", isa, 13)

    def _check_trailer(self, iea: Segment) -> None:
        if _count(iea.get(1)) != len(self.groups):
            self._fault("iea01-count", "interchange", "021", f"IEA01 does not count the {len(self.groups)} groups", iea, 1)
        if iea.get(2).strip() != self.header.control_number:
            self._fault("iea02-number", "interchange", "001", "IEA02 differs from ISA13", iea, 2)

    def _end_of_file(self) -> None:
        """The file ended before IEA, or its last terminator is missing."""
        tokens = self.feed.tokens
        last = tokens.tail.strip()
        offset = tokens.length - len(tokens.tail.lstrip())
        elements = tuple(last.split(self.delimiters.element))
        segment = Segment(elements[0], elements, 0, offset)
        if segment.id == "GE" and self._open is not None:
            self._end_group(segment)
        self._end_group(None)
        if segment.id == "IEA":
            self._check_trailer(segment)
            self._fault("unterminated", "interchange", "022", "the last segment lacks its terminator", segment)
        else:
            self._fault("truncated", "interchange", "023", "the file ends before the IEA", segment)

    def _fault(self, rule: str, level: Level, code: str, message: str, segment: Segment, element: int = 0) -> None:
        if len(self.faults) < _MOST_FAULTS:
            id = segment.id if segment.id.isalnum() and len(segment.id) <= 3 else ""
            self.faults.append(Fault(rule, level, code, message, segment.offset, 0, id, element))


def read_interchanges(source: Source, chunk: int = CHUNK) -> Iterator[Interchange]:
    """The interchanges of a file (bytes, or a binary file read `chunk` bytes at a time), each valid until the next is asked for.

    Raises X12Error when the file does not begin with an ISA.
    """
    feed = _Feed(Tokens(source, chunk))
    last: Interchange | None = None
    while (segment := feed.next()) is not None:
        if segment.id == "ISA":
            last = Interchange(feed, segment)
            yield last
            for _ in last.transactions():
                pass
        elif last is not None and len(last.faults) < _MOST_FAULTS:
            last.faults.append(Fault("stray-segment", "interchange", "022", "a segment stands after the IEA", segment.offset))


def read_transactions(source: Source, chunk: int = CHUNK) -> Iterator[Transaction]:
    """The sets of every interchange of a file, in order; each knows its group and interchange."""
    for interchange in read_interchanges(source, chunk):
        yield from interchange.transactions()


def _count(value: str) -> int | None:
    value = value.strip()
    return int(value) if value.isdecimal() and value.isascii() and len(value) <= 9 else None


def _is_code(value: str, least: int, most: int) -> bool:
    return least <= len(value) <= most and value.isalnum() and value.isascii()
