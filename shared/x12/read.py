"""Segments into loops, by a guide (see machine for where a segment goes)."""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from sys import maxsize

from shared.x12.guides import guide_for
from shared.x12.guides.notation import Guide, LoopRule
from shared.x12.interchange import Transaction
from shared.x12.loop import Found, Loop, UnreadLoop, begin, descend
from shared.x12.machine import Move, machine
from shared.x12.segments import Segment

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
    innermost = [id for id in wanted if id not in loops_around(guide, wanted - {id})]
    walker = Walker(guide, component, loops_around(guide, wanted), unread=innermost)
    for _, move, _ in walker.place(segments):
        if move.opens:
            for loop in walker.closed:
                if loop.rule.id in wanted:
                    yield loop
    for loop in walker.finish():
        if loop.rule.id in wanted or loop is walker.root:
            yield loop


@lru_cache(maxsize=256)
def loops_around(guide: Guide, ids: frozenset[str]) -> frozenset[str]:
    """These ids and those of all loops that contain one of them."""
    found: set[str] = set()

    def search(loop: LoopRule) -> bool:
        inside = [search(child) for child in loop.loops()]
        if loop.id in ids or any(inside):
            found.add(loop.id)
            return True
        return False

    search(guide.root)
    return frozenset(found)
