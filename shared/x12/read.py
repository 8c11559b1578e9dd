"""Segments into loops, by a guide (see machine for where a segment goes)."""

from collections.abc import Collection, Iterable, Iterator
from sys import maxsize
from typing import Any
from weakref import ref

from shared.x12.guides import guide_for
from shared.x12.guides.notation import Guide, LoopRule, SegmentRule
from shared.x12.interchange import Transaction
from shared.x12.machine import Mark, Move, machine
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


Placed = tuple[Segment, Move, Loop]
"""A segment, what it did, and the loop that it went to."""


class Walker:
    """Puts the segments of one set into loops. Those named in `dropped` are not kept by their parents, so that memory stays flat.

    `root` holds everything else. `closed` are the loops that the last segment ended, innermost first, if it began another one.
    A loop keeps `most` segments and child loops, so that a validator's memory is bounded whatever it reads. Loops of `unread` are
    left unread: their segments are found and not placed.
    """

    __slots__ = ("_component", "_dropped", "_machine", "_most", "_stack", "_state", "_unread", "closed", "root")

    def __init__(self, guide: Guide, component: str, dropped: Collection[str] = (), most: int = maxsize, unread: Collection[str] = ()) -> None:
        self._machine = machine(guide, component)
        self._component = component
        self._dropped = frozenset(dropped)
        self._most = most
        self._unread = frozenset(unread)
        self.root = Loop(guide.root, None, component)
        self._stack = [self.root]
        self._state = self._machine.start()
        self.closed: list[Loop] = []

    def place(self, segments: Iterable[Segment]) -> Iterator[Placed]:
        """Each segment as it is put into its loop; those of unread loops are passed over.

        May go on where an iteration that came to its end stopped.
        """
        learned, stack = self._machine, self._stack
        plain, single = learned.plain.get, learned.single.get
        state, most = self._state, self._most
        held: list[Found] | None = None
        inside = 0  # the depth of the unread loop that is open
        for segment in segments:
            elements = segment.elements
            id = elements[0]
            symbol = plain(id)
            if symbol is None:
                by_value = single(id)
                if by_value is not None and by_value[0] < len(elements):
                    symbol = by_value[1].get(elements[by_value[0]])
                if symbol is None:
                    symbol = learned.symbol(elements)
            move = state.get(symbol) or learned.move(state, symbol, elements)
            state = move.next
            if held is not None and move.depth >= inside:
                held.append((segment, move))
                continue
            if move.opens:
                loop = self._begin(move, segment)
                held = loop._unread if loop.__class__ is UnreadLoop else None
                inside = len(stack) - 1
            else:
                loop = stack[move.depth]
                if len(loop.marks) < most:
                    loop.segments.append(segment)
                    loop.marks.append(move.mark)
            yield segment, move, loop
        self._state = state

    def finish(self) -> list[Loop]:
        """The loops that are still open, innermost first, the root last."""
        return self._stack[::-1]

    def _begin(self, move: Move, segment: Segment) -> Loop:
        stack = self._stack
        self.closed = stack[: move.depth : -1]
        rule = move.opens[-1]
        if rule.id not in self._unread:
            return begin(stack, move, segment, self._dropped, self._most)
        parent = descend(stack, move.depth, move.opens[:-1], segment, self._dropped, self._most)
        loop = UnreadLoop(rule, parent, self._component, segment, [(segment, move)])
        parent.opened[rule.id] = parent.opened.get(rule.id, 0) + 1
        stack.append(loop)
        return loop


def read_loops(transaction: Transaction, guide: Guide | None = None, *, at: Collection[str] = ()) -> Iterator[Loop]:
    """The loops with an id of `at` as they are completed (their `parent` gives the context), then the root with the rest.

    Without `at` only the root comes, with everything in it. Loops `at` and those around them are not kept once they have been
    given out. Raises ValueError when no guide is given and none is known for the set.
    """
    guide = guide or guide_for(transaction.set_id, transaction.version)
    if guide is None:
        raise ValueError(f"no guide for set {transaction.set_id}")
    return walk(transaction, guide, transaction.delimiters.component, at=at)


def walk(segments: Iterable[Segment], guide: Guide, component: str, *, at: Collection[str] = ()) -> Iterator[Loop]:
    """As read_loops, for segments from anywhere."""
    wanted = frozenset((at,) if isinstance(at, str) else at) - {""}
    innermost = [id for id in wanted if id not in loops_around(guide.root, wanted - {id})]
    walker = Walker(guide, component, loops_around(guide.root, wanted), unread=innermost)
    for _, move, _ in walker.place(segments):
        if move.opens:
            for loop in walker.closed:
                if loop.rule.id in wanted:
                    yield loop
    for loop in walker.finish():
        if loop.rule.id in wanted or loop is walker.root:
            yield loop


def loops_around(root: LoopRule, ids: Collection[str]) -> frozenset[str]:
    """These ids and those of all loops that contain one of them."""
    found: set[str] = set()

    def search(loop: LoopRule) -> bool:
        inside = [search(child) for child in loop.loops()]
        if loop.id in ids or any(inside):
            found.add(loop.id)
            return True
        return False

    search(root)
    return frozenset(found)
