"""What a loop must hold, settled once for each combination of lines that it was seen with."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.x12.finding import Finding
from shared.x12.guides.notation import LoopRule
from shared.x12.loop import Loop
from shared.x12.segments import Segment
from shared.x12.situation_check import BoundSituation, bind

_MOST_SHAPES = 4096
_LONG = 64


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing or too many: at the segment with this number in the loop, or (-1) where the loop begins."""

    rule: str
    code: str
    message: str
    segment: int
    segment_id: str
    loop: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What a combination of lines lacks, and the situational rules that it can break."""

    lacks: tuple[Lack, ...]
    situations: tuple[BoundSituation, ...]


class Shapes:
    """The shapes that the loops of a guide were seen in."""

    def __init__(self) -> None:
        self._known: dict[object, Shape] = {}
        self._open_ended: dict[int, bool] = {}

    def of(self, loop: Loop) -> Shape:
        """The shape of a completed loop."""
        if len(loop.marks) > _LONG or None in loop.marks or self._is_open_ended(loop.rule):
            return _shape(loop)
        key = (id(loop.rule), *loop.marks, *loop.opened.items())
        shape = self._known.get(key)
        if shape is None:
            if len(self._known) >= _MOST_SHAPES:
                self._known.clear()
            shape = self._known[key] = _shape(loop)
        return shape

    def _is_open_ended(self, rule: LoopRule) -> bool:
        """Whether a line repeats for each of values that the guide does not list: then lines alone do not settle it."""
        found = self._open_ended.get(id(rule))
        if found is None:
            found = self._open_ended[id(rule)] = any(line.each and not line.qualifiers for line in rule.rules())
        return found


def lack_findings(shape: Shape, loop: Loop) -> Iterator[Finding]:
    """The findings of a shape at the places of one loop."""
    start = loop.start or Segment("ST", ("ST",), 1)
    for lack in shape.lacks:
        place = start if lack.segment < 0 else loop.segments[lack.segment]
        yield Finding("error", lack.rule, lack.message, place.position, lack.segment_id, lack.loop, lack.code, offset=place.offset)


def _shape(loop: Loop) -> Shape:
    return Shape(tuple(_lacks(loop)), tuple(bind(loop.rule.situations, loop)))


def _lacks(loop: Loop) -> Iterator[Lack]:
    uses: dict[tuple[int, str], int] = {}
    for number, (segment, mark) in enumerate(zip(loop.segments, loop.marks, strict=True)):
        if mark is not None:
            used = mark.rule
            key = (id(used), segment.get(1).split(loop.component)[0] if used.each else "")
            uses[key] = uses.get(key, 0) + 1
            if uses[key] == used.repeat + 1:
                yield Lack("segment-repeat", "5", f"more than {used.repeat} of these in one loop", number, segment.id, loop.id)
    there = {key for key, _ in uses}
    for rule in loop.rule.rules():
        if rule.usage == "R" and id(rule) not in there:
            yield Lack("segment-missing", "3", f"the loop lacks a required {rule.id}", -1, rule.id, loop.id)
    yield from _missing_loops(loop.rule, loop.opened)


def _missing_loops(rule: LoopRule, opened: dict[str, int]) -> Iterator[Lack]:
    for child in rule.loops():
        count = opened.get(child.id, 0)
        trigger = child.trigger.id if child.trigger else ""
        if child.usage == "R" and not count:
            yield Lack("loop-missing", "I7", f"the required loop {child.id} is missing", -1, trigger, child.id)
        elif count > child.repeat:
            yield Lack("loop-repeat", "4", f"loop {child.id} comes {count} times, {child.repeat} at most", -1, trigger, child.id)
