"""A guide as a table of moves: where a segment goes is worked out once for each situation, and looked up after that.

A state is the loops that are open and how far each has come. A segment is known by its symbol: its id and those values that
some line of the guide tells it by. State and symbol give the move. Files are dirty: a segment out of its order still finds
its loop, and one that nobody knows stays where it stands. The tables are bounded, whatever a file holds.
"""

from collections.abc import Sequence
from functools import lru_cache

from shared.x12.guides.notation import Guide, LoopRule, SegmentRule

_MOST_STATES = 20_000
_UNKNOWN = "?"
Stack = tuple[tuple[LoopRule, int], ...]
"""The open loops, the root first, each with the order of its last line."""


class Mark:
    """A line of a guide as it was used: `symbol` tells the qualifier where the line's repeat counts for each.

    `types` are those of its elements and components by number.
    """

    __slots__ = ("rule", "symbol", "types")

    def __init__(self, rule: SegmentRule, symbol: str) -> None:
        self.rule = rule
        self.symbol = symbol
        self.types = {(each.element, each.component): each.type for each in rule.elements}


class State(dict[str, "Move"]):
    """The moves known from here, by symbol."""

    __slots__ = ("stack",)

    def __init__(self, stack: Stack) -> None:
        super().__init__()
        self.stack = stack


class Move:
    """What a segment does: it goes to the open loop at `depth` (0 is the root), or begins the loops `opens` below that one.

    `mark` is its line, None when the guide has none; `in_order` whether it stands where it should.
    """

    __slots__ = ("depth", "in_order", "mark", "next", "opens")

    def __init__(self, next: State, depth: int, opens: tuple[LoopRule, ...], mark: Mark | None, in_order: bool = True) -> None:
        self.next = next
        self.depth = depth
        self.opens = opens
        self.mark = mark
        self.in_order = in_order


class Machine:
    """The moves of one guide for one component separator.

    `plain` gives the symbol of ids that no value tells apart; `single` the element that tells and the symbols by its value.
    """

    def __init__(self, guide: Guide, component: str) -> None:
        self.guide = guide
        self._component = component
        self._states: dict[tuple[tuple[int, int], ...], State] = {}
        self._marks: dict[tuple[int, str], Mark] = {}
        self.plain: dict[str, str] = {}
        self.single: dict[str, tuple[int, dict[str, str]]] = {}
        self._several: dict[str, list[tuple[int, int, frozenset[str]]]] = {}
        for id, places in _places(guide.root).items():
            self._tell_apart(id, places)

    def start(self) -> State:
        """The state before the first segment."""
        return self._state(((self.guide.root, 0),))

    def symbol(self, elements: Sequence[str]) -> str:
        """The symbol of a segment that `plain` and `single` do not know, or that lacks the element that tells."""
        id = elements[0]
        places = self._several.get(id)
        if places is None:
            return f"{id}:" if id in self.single else _UNKNOWN
        return ":".join([id, *[_known(elements, place, self._component) for place in places]])

    def move(self, state: State, symbol: str, elements: Sequence[str]) -> Move:
        """Works out a move that is not known yet, and keeps it."""
        move = state[symbol] = self._place(state.stack, symbol, tuple(elements))
        return move

    def _tell_apart(self, id: str, places: dict[tuple[int, int], set[str]]) -> None:
        if not places:
            self.plain[id] = id
        elif len(places) == 1 and not next(iter(places))[1]:
            ((element, _), codes) = next(iter(places.items()))
            self.single[id] = (element, {code: f"{id}:{code}" for code in codes})
        else:
            self._several[id] = [(element, component, frozenset(codes)) for (element, component), codes in sorted(places.items())]

    def _place(self, stack: Stack, symbol: str, elements: tuple[str, ...]) -> Move:
        """A segment belongs to the innermost open loop that knows it; one that begins a loop closes what that cannot be inside of."""
        id = elements[0]
        for depth in range(len(stack) - 1, -1, -1):
            loop, cursor = stack[depth]
            rule = loop.segment(id, elements, self._component)
            if rule is not None and rule is not loop.trigger:
                moved = (*stack[:depth], (loop, max(cursor, rule.order)), *stack[depth + 1 :])
                return Move(self._state(moved), depth, (), self._mark(rule, symbol), rule.order >= cursor)
            child = loop.child(id, elements, self._component)
            if child is not None and child.order >= cursor:
                return self._open(stack, depth, (child,), symbol)
        return self._imply(stack, symbol, elements) or Move(self._state(stack), len(stack) - 1, (), None)

    def _imply(self, stack: Stack, symbol: str, elements: tuple[str, ...]) -> Move | None:
        """A trigger further down: a file without LX, or without HL, has its claims found all the same."""
        for depth in range(len(stack) - 1, -1, -1):
            loop, cursor = stack[depth]
            for child in loop.loops():
                if child.order >= cursor and (path := self._path(child, elements)):
                    return self._open(stack, depth, path, symbol)
        return None

    def _path(self, rule: LoopRule, elements: tuple[str, ...]) -> tuple[LoopRule, ...]:
        child = rule.child(elements[0], elements, self._component)
        if child is not None:
            return (rule, child)
        for inner in rule.loops():
            if path := self._path(inner, elements):
                return (rule, *path)
        return ()

    def _open(self, stack: Stack, depth: int, path: tuple[LoopRule, ...], symbol: str) -> Move:
        """Begins the last loop of a path below the loop at `depth`; those before it are begun without their triggers."""
        *around, last = path
        trigger = last.trigger
        parent = (stack[depth][0], path[0].order)
        between = [(loop, after.order) for loop, after in zip(around, path[1:], strict=True)]
        moved = (*stack[:depth], parent, *between, (last, 1))
        return Move(self._state(moved), depth, path, self._mark(trigger, symbol) if trigger else None)

    def _mark(self, rule: SegmentRule, symbol: str) -> Mark:
        key = (id(rule), symbol if rule.each else "")
        mark = self._marks.get(key)
        if mark is None:
            mark = self._marks[key] = Mark(rule, key[1])
        return mark

    def _state(self, stack: Stack) -> State:
        key = tuple([(id(loop), cursor) for loop, cursor in stack])
        state = self._states.get(key)
        if state is None:
            if len(self._states) >= _MOST_STATES:
                for old in self._states.values():
                    old.clear()  # else the moves between them would keep them all
                self._states.clear()
            state = self._states[key] = State(stack)
        return state


@lru_cache(maxsize=128)
def machine(guide: Guide, component: str) -> Machine:
    """The machine of a guide: made once, it learns as files come."""
    return Machine(guide, component)


def _places(loop: LoopRule) -> dict[str, dict[tuple[int, int], set[str]]]:
    """By segment id: the elements (and components) that tell lines apart, with the values that do."""
    found: dict[str, dict[tuple[int, int], set[str]]] = {}

    def collect(loop: LoopRule) -> None:
        for rule in loop.rules():
            places = found.setdefault(rule.id, {})
            for element, component, codes in rule.qualifiers:
                places.setdefault((element, component), set()).update(codes)
        for child in loop.loops():
            collect(child)

    collect(loop)
    return found


def _known(elements: Sequence[str], place: tuple[int, int, frozenset[str]], separator: str) -> str:
    element, component, codes = place
    value = elements[element] if element < len(elements) else ""
    if component:
        parts = value.split(separator)
        value = parts[component - 1] if component <= len(parts) else ""
    return value if value in codes else ""
