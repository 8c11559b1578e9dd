"""Segments into loops, by a guide (see machine for where a segment goes)."""

from collections.abc import Collection, Iterable, Iterator

from shared.x12.guides import guide_for
from shared.x12.guides.notation import Guide, LoopRule, SegmentRule
from shared.x12.interchange import Transaction
from shared.x12.machine import Mark, Move, machine
from shared.x12.segments import Segment


class Loop:
    """A loop as found: its segments in file order, its child loops, and the loop around it.

    `marks` holds the guide's line for each segment (None where the guide has none). `opened` counts child loops by id. `start` is
    the segment at which it began: its trigger, or one further inside when a file leaves the trigger out.
    """

    __slots__ = ("children", "component", "marks", "opened", "parent", "rule", "segments", "start")

    def __init__(self, rule: LoopRule, parent: "Loop | None", component: str, start: Segment | None = None) -> None:
        self.rule = rule
        self.parent = parent
        self.component = component
        self.segments: list[Segment] = []
        self.marks: list[Mark | None] = []
        self.children: list[Loop] = []
        self.opened: dict[str, int] = {}
        self.start = start

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


class Walker:
    """Places segments one by one. Loops named in `dropped` are not kept by their parents, so that memory stays flat.

    After a step `at` is the loop that the segment went to; `closed` are the loops that it ended, innermost first, when it began
    another one.
    """

    __slots__ = ("_component", "_dropped", "_machine", "_stack", "_state", "at", "closed", "root")

    def __init__(self, guide: Guide, component: str, dropped: Collection[str] = ()) -> None:
        self._machine = machine(guide, component)
        self._component = component
        self._dropped = frozenset(dropped)
        self._state = self._machine.start()
        self.root = self.at = Loop(guide.root, None, component)
        self._stack = [self.root]
        self.closed: list[Loop] = []

    def step(self, segment: Segment) -> Move:
        """Puts a segment into its loop."""
        elements, learned = segment.elements, self._machine
        id = elements[0]
        symbol = learned.plain.get(id)
        if symbol is None:
            single = learned.single.get(id)
            if single is not None and single[0] < len(elements):
                symbol = single[1].get(elements[single[0]])
            if symbol is None:
                symbol = learned.symbol(elements)
        move = self._state.get(symbol) or learned.move(self._state, symbol, elements)
        self._state = move.next
        if move.opens:
            self._open(move, segment)
        else:
            loop = self.at = self._stack[move.depth]
            loop.segments.append(segment)
            loop.marks.append(move.mark)
        return move

    def finish(self) -> list[Loop]:
        """The loops that are still open, innermost first, the root last."""
        return self._stack[::-1]

    def _open(self, move: Move, segment: Segment) -> None:
        stack, depth = self._stack, move.depth
        self.closed = stack[:depth:-1]
        del stack[depth + 1 :]
        parent = stack[depth]
        for rule in move.opens:
            loop = Loop(rule, parent, self._component, segment)
            opened, id = parent.opened, rule.id
            opened[id] = opened.get(id, 0) + 1
            if id not in self._dropped:
                parent.children.append(loop)
            stack.append(loop)
            parent = loop
        parent.segments.append(segment)
        parent.marks.append(move.mark)
        self.at = parent


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
    step = walker.step
    for segment in segments:
        if step(segment).opens:
            for loop in walker.closed:
                if loop.rule.id == at:
                    yield loop
    for loop in walker.finish():
        if loop.rule.id == at or loop is walker.root:
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
