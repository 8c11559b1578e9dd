"""Segments into loops, by a guide.

A segment belongs to the innermost open loop that knows it; a segment that begins a loop closes what that loop cannot be
inside of. Files are dirty: a segment out of its order still finds its loop, and one that nobody knows stays where it stands.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from shared.x12.guides import guide_for
from shared.x12.guides.notation import Guide, LoopRule, SegmentRule
from shared.x12.interchange import Transaction
from shared.x12.segments import Segment


class Loop:
    """A loop as found: its segments in file order, its child loops, and the loop around it.

    `rules` holds the guide's line for each segment (None where the guide has none). `opened` counts child loops by id. `start` is
    the segment at which it began: its trigger, or one further inside when a file leaves the trigger out.
    """

    __slots__ = ("children", "component", "cursor", "id", "opened", "parent", "rule", "rules", "segments", "start")

    def __init__(self, rule: LoopRule, parent: "Loop | None", component: str, start: Segment | None = None) -> None:
        self.id = rule.id
        self.rule = rule
        self.parent = parent
        self.component = component
        self.segments: list[Segment] = []
        self.rules: list[SegmentRule | None] = []
        self.children: list[Loop] = []
        self.opened: dict[str, int] = {}
        self.cursor = 0
        self.start = start

    def first(self, id: str, *qualifiers: str) -> Segment | None:
        """The first segment with this id and, where given, one of these values in its first element or component."""
        return next(self._matching(id, qualifiers), None)

    def all(self, id: str, *qualifiers: str) -> list[Segment]:
        """All segments with this id and one of these qualifiers."""
        return list(self._matching(id, qualifiers))

    def loops(self, id: str) -> list["Loop"]:
        """Child loops with this id, in order."""
        return [child for child in self.children if child.id == id]

    def loop(self, id: str) -> "Loop | None":
        """The first child loop with this id."""
        return next((child for child in self.children if child.id == id), None)

    def above(self, id: str) -> "Loop | None":
        """The nearest loop around this one with this id."""
        loop = self.parent
        while loop is not None and loop.id != id:
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

    def _matching(self, id: str, qualifiers: tuple[str, ...]) -> Iterator[Segment]:
        for segment in self.segments:
            if segment.id == id and (not qualifiers or segment.get(1).split(self.component)[0] in qualifiers):
                yield segment


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a segment went: its loop, the guide's line for it, whether it stands in order, and the loops that it closed."""

    loop: Loop
    rule: SegmentRule | None
    in_order: bool
    closed: tuple[Loop, ...]


class Walker:
    """Places segments one by one. Loops named in `dropped` are not kept by their parents, so that memory stays flat."""

    def __init__(self, guide: Guide, component: str, dropped: Collection[str] = ()) -> None:
        self.root = Loop(guide.root, None, component)
        self._current = self.root
        self._component = component
        self._dropped = frozenset(dropped)

    def place(self, segment: Segment) -> Placement:
        """Puts a segment into its loop."""
        id, elements, component = segment.id, segment.elements, self._component
        at: Loop | None = self._current
        while at is not None:
            rule = at.rule.segment(id, elements, component)
            if rule is not None and rule is not at.rule.trigger:
                return self._keep(at, segment, rule)
            child = at.rule.child(id, elements, component)
            if child is not None and child.order >= at.cursor:
                return self._open(at, (child,), segment)
            at = at.parent
        return self._imply(segment) or self._unknown(segment)

    def finish(self) -> list[Loop]:
        """The loops that are still open, innermost first, the root last."""
        return self._close(None)

    def _keep(self, loop: Loop, segment: Segment, rule: SegmentRule) -> Placement:
        loop.segments.append(segment)
        loop.rules.append(rule)
        in_order = rule.order >= loop.cursor
        loop.cursor = max(loop.cursor, rule.order)
        return Placement(loop, rule, in_order, ())

    def _open(self, parent: Loop, path: tuple[LoopRule, ...], segment: Segment) -> Placement:
        """Begins the last loop of a path below `parent`; those before it are begun without their triggers."""
        closed = self._close(parent)
        for rule in path:
            loop = Loop(rule, parent, self._component, segment)
            parent.cursor = rule.order
            parent.opened[rule.id] = parent.opened.get(rule.id, 0) + 1
            if rule.id not in self._dropped:
                parent.children.append(loop)
            parent = loop
        trigger = parent.rule.trigger
        parent.segments.append(segment)
        parent.rules.append(trigger)
        parent.cursor = 1
        self._current = parent
        return Placement(parent, trigger, True, tuple(closed))

    def _imply(self, segment: Segment) -> Placement | None:
        """A trigger further down: a file without LX, or without HL, has its claims found all the same."""
        at: Loop | None = self._current
        while at is not None:
            for child in at.rule.loops():
                if child.order >= at.cursor and (path := self._path(child, segment)):
                    return self._open(at, path, segment)
            at = at.parent
        return None

    def _path(self, rule: LoopRule, segment: Segment) -> tuple[LoopRule, ...]:
        child = rule.child(segment.id, segment.elements, self._component)
        if child is not None:
            return (rule, child)
        for inner in rule.loops():
            if path := self._path(inner, segment):
                return (rule, *path)
        return ()

    def _unknown(self, segment: Segment) -> Placement:
        self._current.segments.append(segment)
        self._current.rules.append(None)
        return Placement(self._current, None, True, ())

    def _close(self, until: Loop | None) -> list[Loop]:
        closed: list[Loop] = []
        at: Loop | None = self._current
        while at is not None and at is not until:
            closed.append(at)
            at = at.parent
        return closed


def read_loops(transaction: Transaction, guide: Guide | None = None, at: str = "") -> Iterator[Loop]:
    """The loops with id `at` as they are completed (their `parent` gives the context), then the root with the rest.

    Without `at` only the root comes, with everything in it. Loops `at` and those around them are dropped once they have been
    given out. Raises ValueError when no guide is given and none is known for the set.
    """
    guide = guide or guide_for(transaction.set_id, transaction.version)
    if guide is None:
        raise ValueError(f"no guide for set {transaction.set_id}")
    yield from walk(transaction, guide, transaction.delimiters.component, at)


def walk(segments: Iterable[Segment], guide: Guide, component: str, at: str = "") -> Iterator[Loop]:
    """As read_loops, for segments from anywhere."""
    walker = Walker(guide, component, ids_around(guide.root, at) if at else ())
    for segment in segments:
        for loop in walker.place(segment).closed:
            if loop.id == at:
                yield loop
    for loop in walker.finish():
        if loop.id == at or loop is walker.root:
            yield loop


def ids_around(root: LoopRule, at: str) -> frozenset[str]:
    """The id `at` and those of all loops that contain it."""
    found: set[str] = set()

    def search(loop: LoopRule) -> bool:
        inside = [search(child) for child in loop.loops()]
        if loop.id == at or any(inside):
            found.add(loop.id)
            return True
        return False

    search(root)
    return frozenset(found)
