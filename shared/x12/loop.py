"""A loop of a file: segments, child loops, what is around it; and one that is read when somebody first looks at it."""

from collections.abc import Collection, Iterable, Iterator
from sys import maxsize
from typing import Any
from weakref import ref

from shared.x12.guides.notation import LoopRule, SegmentRule
from shared.x12.machine import Mark, Move
from shared.x12.segments import Segment
from shared.x12.typed import TypedValue, typed_value


class Loop:
    """A loop as found: its segments in file order, its child loops, and the loop around it.

    `marks` holds the guide's line for each segment (None where the guide has none). `opened` counts child loops by id. `start` is
    the segment at which it began: its trigger, or one further inside when a file leaves the trigger out. A loop that its parent
    keeps among its children knows that parent weakly: what is let go of is freed at once, claim by claim.
    """

    __slots__ = ("__weakref__", "_above", "_around", "_unread", "children", "component", "marks", "opened", "rule", "segments", "start")

    _unread: "list[Found]"

    def __init__(self, rule: LoopRule, parent: "Loop | None", component: str, start: Segment | None = None, *, kept: bool = False) -> None:
        self.rule = rule
        self._around = None if kept else parent
        self._above = ref(parent) if kept and parent is not None else None
        self.component = component
        self.segments: list[Segment] = []
        self.marks: list[Mark | None] = []
        self.children: list[Loop] = []
        self.opened: dict[str, int] = {}
        self.start = start

    @property
    def parent(self) -> "Loop | None":
        """The loop around this one."""
        return self._around if self._above is None else self._above()

    @property
    def id(self) -> str:
        """The guide's id of this loop."""
        return self.rule.id

    @property
    def rules(self) -> list[SegmentRule | None]:
        """The guide's line for each segment, None where it has none."""
        return [mark.rule if mark is not None else None for mark in self.marks]

    def first(self, id: str, *qualifiers: str) -> Segment | None:
        """The first segment with this id and, where given, one of these values in its first element or component."""
        for segment in self.segments:
            if segment.id == id and (not qualifiers or segment.get(1).split(self.component, 1)[0] in qualifiers):
                return segment
        return None

    def all(self, id: str, *qualifiers: str) -> list[Segment]:
        """All segments with this id and one of these qualifiers."""
        component = self.component
        return [each for each in self.segments if each.id == id and (not qualifiers or each.get(1).split(component, 1)[0] in qualifiers)]

    def loops(self, id: str) -> list["Loop"]:
        """Child loops with this id, in order."""
        return [child for child in self.children if child.rule.id == id]

    def loop(self, id: str) -> "Loop | None":
        """The first child loop with this id."""
        for child in self.children:
            if child.rule.id == id:
                return child
        return None

    def above(self, id: str) -> "Loop | None":
        """The nearest loop around this one with this id."""
        loop = self.parent
        while loop is not None and loop.rule.id != id:
            loop = loop.parent
        return loop

    def flat(self) -> Iterator[Segment]:
        """All segments of the loop, then those of its children."""
        yield from self.segments
        for child in self.children:
            yield from child.flat()

    def get(self, id: str, element: int, *qualifiers: str) -> str:
        """An element of the first such segment; empty when there is none."""
        segment = self.first(id, *qualifiers)
        return segment.get(element) if segment is not None else ""

    def value(self, id: str, element: int, *qualifiers: str, component: int = 0) -> TypedValue:
        """An element of the first such segment as the guide types it (a Decimal, a date, ...); None when there is none."""
        separator = self.component
        for number, segment in enumerate(self.segments):
            if segment.id == id and (not qualifiers or segment.get(1).split(separator, 1)[0] in qualifiers):
                mark = self.marks[number]
                type = mark.types.get((element, component), "") if mark is not None else ""
                return typed_value(segment, type, element, component, separator)
        return None


Found = tuple[Segment, Move]
"""A segment and what it does."""


class UnreadLoop(Loop):
    """A loop whose segments have been found and not yet been put in their places: that is done when somebody first looks at them.

    From then on it is like any other, and as quick.
    """

    __slots__ = ()

    def __init__(self, rule: LoopRule, parent: Loop, component: str, start: Segment, unread: list[Found]) -> None:
        self.rule = rule
        self._around = parent
        self._above = None
        self.component = component
        self.start = start
        self._unread = unread

    def __getattr__(self, name: str) -> Any:
        """Comes into play for what has no value yet."""
        if name not in ("segments", "marks", "children", "opened"):
            raise AttributeError(name)
        _read(self)
        return getattr(self, name)


def _read(loop: Loop) -> None:
    """Puts the segments of an unread loop in their places."""
    unread = loop._unread
    loop.__class__ = Loop
    del loop._unread
    loop.segments, loop.marks, loop.children, loop.opened = [], [], [], {}
    (first, began), *rest = unread
    loop.segments.append(first)
    loop.marks.append(began.mark)
    stack = [loop]
    while (above := stack[0].parent) is not None:
        stack.insert(0, above)
    for segment, move in rest:
        begin(stack, move, segment, frozenset()) if move.opens else keep(stack, move, segment)


def keep(stack: list[Loop], move: Move, segment: Segment) -> Loop:
    """Puts a segment into a loop that is open."""
    loop = stack[move.depth]
    loop.segments.append(segment)
    loop.marks.append(move.mark)
    return loop


def begin(stack: list[Loop], move: Move, segment: Segment, dropped: Collection[str], most: int = maxsize) -> Loop:
    """Begins the loops of a move below one that is open, and puts the segment into the last of them."""
    loop = descend(stack, move.depth, move.opens, segment, dropped, most)
    loop.segments.append(segment)
    loop.marks.append(move.mark)
    return loop


def descend(stack: list[Loop], depth: int, path: Iterable[LoopRule], start: Segment, dropped: Collection[str], most: int) -> Loop:
    """Closes what is open below a depth, and opens the loops of a path there. Gives the last of them."""
    del stack[depth + 1 :]
    loop = stack[depth]
    for rule in path:
        parent, id = loop, rule.id
        kept = id not in dropped and len(parent.children) < most
        loop = Loop(rule, parent, parent.component, start, kept=kept)
        parent.opened[id] = parent.opened.get(id, 0) + 1
        if kept:
            parent.children.append(loop)
        stack.append(loop)
    return loop
