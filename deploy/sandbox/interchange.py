"""Reading X12: separators from ISA, envelopes by count, no opinion about what is inside.

Tolerates what partners send: line ends after terminators, a byte order mark, several interchanges in one
file, missing trailers. What is wrong with an envelope is noted, not raised: acknowledgements report it.
"""

from dataclasses import dataclass, field


class NotX12(ValueError):
    """The bytes do not begin with an ISA segment of 106 characters: nobody can be answered."""


@dataclass(frozen=True)
class Delimiters:
    """ISA position 4, position 105, ISA11 and position 106."""

    element: str = "*"
    component: str = ":"
    repetition: str = "^"
    terminator: str = "~"


@dataclass(frozen=True)
class Segment:
    """One segment; elements count from 1 as in the guides, absent ones read as empty text."""

    tag: str
    elements: tuple[str, ...]
    delimiters: Delimiters = Delimiters()

    def at(self, element: int) -> str:
        """The whole element, components and repetitions unsplit."""
        return self.elements[element - 1] if element <= len(self.elements) else ""

    def part(self, element: int, component: int) -> str:
        """One component of a composite element."""
        parts = self.at(element).split(self.delimiters.component)
        return parts[component - 1] if component <= len(parts) else ""

    def repeats(self, element: int) -> list[str]:
        """The repetitions of an element (EB03, EQ01); none for an empty one."""
        text = self.at(element)
        return text.split(self.delimiters.repetition) if text else []


@dataclass
class TransactionSet:
    """ST to SE. `segments` hold both; `closed` is False when SE never came."""

    segments: list[Segment]
    closed: bool = False

    @property
    def kind(self) -> str:
        return self.segments[0].at(1)

    @property
    def control_number(self) -> str:
        return self.segments[0].at(2)

    @property
    def guide(self) -> str:
        return self.segments[0].at(3)


@dataclass
class Group:
    """GS to GE."""

    header: Segment
    sets: list[TransactionSet] = field(default_factory=list)
    trailer: Segment | None = None


@dataclass
class Interchange:
    """ISA to IEA. `stray` counts segments that lie outside every group or set."""

    header: Segment
    text: str
    groups: list[Group] = field(default_factory=list)
    trailer: Segment | None = None
    stray: int = 0

    @property
    def sender(self) -> str:
        return self.header.at(6).strip()

    @property
    def receiver(self) -> str:
        return self.header.at(8).strip()

    @property
    def control_number(self) -> str:
        return self.header.at(13)


def decoded(body: bytes) -> str:
    """UTF-8 when it is, Latin-1 otherwise: names keep their letters, and no byte can stop the reader."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("latin-1")


def read_interchanges(body: bytes) -> list[Interchange]:
    """Every interchange of a file, in order. Raises NotX12 when the file does not begin with one."""
    rest, found = decoded(body).lstrip(), []
    while rest:
        interchange, rest = _read_one(rest)
        found.append(interchange)
        rest = rest.lstrip()
    if not found:
        raise NotX12("empty")
    return found


def read_delimiters(text: str) -> Delimiters:
    """The separators an ISA announces; ISA11 `U` (before 5010) means that there is no repetition."""
    if not text.startswith("ISA") or len(text) < 106:
        raise NotX12("no ISA segment")
    element = text[3]
    if text[:106].count(element) != 16 or text[103] != element:
        raise NotX12("ISA is not of fixed width")
    repetition = text[82] if text[82] not in "U " else "\0"
    return Delimiters(element, text[104], repetition, text[105])


def _read_one(text: str) -> tuple[Interchange, str]:
    delimiters = read_delimiters(text)
    pieces = text.split(delimiters.terminator)
    segments, used = [], 0
    for piece in pieces[: len(pieces) - 1]:
        used += len(piece) + 1
        if piece.strip("\r\n\t "):
            segments.append(_segment(piece, delimiters))
        if segments and segments[-1].tag == "IEA":
            break
    else:
        used = len(text)
    return _assemble(segments, text[:used]), text[used:]


def _segment(piece: str, delimiters: Delimiters) -> Segment:
    tag, *elements = piece.lstrip("\r\n\t ").split(delimiters.element)
    return Segment(tag, tuple(elements), delimiters)


def _assemble(segments: list[Segment], text: str) -> Interchange:
    interchange = Interchange(segments[0], text)
    for segment in segments[1:]:
        _place(interchange, segment)
    return interchange


def _place(interchange: Interchange, segment: Segment) -> None:
    """Puts a segment where the envelopes that are open say it belongs."""
    group = interchange.groups[-1] if interchange.groups and interchange.groups[-1].trailer is None else None
    open_set = group.sets[-1] if group and group.sets and not group.sets[-1].closed else None
    if segment.tag == "IEA":
        interchange.trailer = segment
    elif segment.tag == "GS":
        interchange.groups.append(Group(segment))
    elif group and segment.tag == "GE":
        group.trailer = segment
    elif group and segment.tag == "ST":
        group.sets.append(TransactionSet([segment]))
    elif open_set:
        open_set.segments.append(segment)
        open_set.closed = segment.tag == "SE"
    else:
        interchange.stray += 1
