"""Every segment of a file with the loops that it stands in, for people and programs that look at a file as it is.

Nothing is judged here: what no guide knows stands where it was found.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.x12.content import kind_of
from shared.x12.delimiters import Delimiters
from shared.x12.guides import guide_for
from shared.x12.guides.notation import Guide, LoopRule
from shared.x12.loop import Loop
from shared.x12.names import element_name, meaning
from shared.x12.read import Walker
from shared.x12.segments import Segment, Source, read_segments

_ENVELOPE = frozenset({"ISA", "IEA", "GS", "GE", "TA1"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A segment in its place: control numbers around it, loops from the outside in, and how many of them it began.

    `kind` is that of the set (837P ...), empty outside a set. `delimiters` are those of its interchange.
    """

    segment: Segment
    isa: str
    gs: str
    st: str
    kind: str
    loops: tuple[LoopRule, ...]
    begun: int
    delimiters: Delimiters

    @property
    def path(self) -> tuple[str, ...]:
        """Ids of the loops."""
        return tuple(loop.id for loop in self.loops)


@dataclass(frozen=True, slots=True)
class Value:
    """A value that stands in a segment: its place, the name of that place, and what its code says where that is known."""

    element: int
    component: int
    repetition: int
    name: str
    value: str
    meaning: str


def outline(source: Source) -> Iterator[Placed]:
    """The segments of a file in order. Raises X12Error where it cannot be read on."""
    tokens = read_segments(source)
    isa = gs = st = kind = version = ""
    walker: Walker | None = None
    for segment in tokens:
        if segment.id in _ENVELOPE:
            isa, gs, version = _numbers(segment, isa, gs, version)
            st, kind, walker = "", "", None
        elif segment.id == "ST":
            guide = guide_for(segment.get(1), segment.get(3).strip() or version)
            st, kind = segment.get(2), kind_of(segment.get(1), segment.get(3).strip() or version).kind
            walker = Walker(guide, tokens.delimiters.component, _all_ids(guide)) if guide else None
        loops: tuple[LoopRule, ...] = ()
        begun = 0
        if walker is not None:
            (_, move, loop), *_ = walker.place((segment,))
            begun = len(move.opens)
            loops = _path(loop)
        yield Placed(segment, isa, gs, st, kind, loops, begun, tokens.delimiters)
        if segment.id == "SE":
            st, kind, walker = "", "", None


def values(segment: Segment, delimiters: Delimiters) -> Iterator[Value]:
    """What stands in a segment, element by element; composites component by component, repetitions one by one."""
    for number, text in enumerate(segment.elements[1:], start=1):
        whole = segment.id == "ISA" or not delimiters.repetition
        for repetition, item in enumerate([text] if whole else text.split(delimiters.repetition), start=1):
            parts = [item] if segment.id == "ISA" else item.split(delimiters.component)
            composite = len(parts) > 1 or bool(meaning(segment.id, number, item, 1))
            for component, part in enumerate(parts, start=1):
                at = component if composite else 0
                if part.strip():
                    yield Value(number, at, repetition, _name(segment.id, number, at), part, meaning(segment.id, number, part, at))


def _name(id: str, element: int, component: int) -> str:
    name = element_name(id, element)
    return f"{name}, {element_name(id, element, component)}" if component else name


def _numbers(segment: Segment, isa: str, gs: str, version: str) -> tuple[str, str, str]:
    """Interchange and group control numbers and GS08 that hold from an envelope segment on."""
    match segment.id:
        case "ISA":
            return segment.get(13).strip(), "", ""
        case "GS":
            return isa, segment.get(6), segment.get(8).strip()
    return isa, gs, version


def _all_ids(guide: Guide) -> frozenset[str]:
    """Ids of all loops: none of them is kept, so that memory stays flat."""
    found: set[str] = set()

    def collect(loop: LoopRule) -> None:
        found.add(loop.id)
        for child in loop.loops():
            collect(child)

    collect(guide.root)
    return frozenset(found)


def _path(loop: Loop) -> tuple[LoopRule, ...]:
    rules: list[LoopRule] = []
    at: Loop | None = loop
    while at is not None and at.parent is not None:
        rules.append(at.rule)
        at = at.parent
    return tuple(reversed(rules))
