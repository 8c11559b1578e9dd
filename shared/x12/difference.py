"""Two files compared set by set: what stands in one and not in the other, by loop and element.

Separators, line ends and empty elements at the end make no difference. Sets are paired in their order, claims and levels by their numbers
and ids, segments by loop, id and qualifier. One set of each file is held in memory.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from typing import Literal, TypeVar

from shared.x12.names import element_name
from shared.x12.outline import Placed, outline
from shared.x12.segments import Source

What = Literal["changed", "only_left", "only_right"]
T = TypeVar("T")
_ENVELOPE = frozenset({"ISA", "GS", "GE", "IEA", "TA1"})
_UNITS = {"CLM": 1, "CLP": 1, "LX": 1, "HL": 0}
"""Segments that begin a unit, with the element that numbers it (0: none that stays)."""
_PRINTED = {"ISA": (9, 10, 13), "IEA": (2,), "GS": (4, 5, 6), "GE": (2,), "ST": (2,), "SE": (1, 2)}
_NONE = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs, or a segment (element 0) that one file has alone. Positions count in the set, 0 where there is none.

    `left` and `right` are what stands there: they are for the person who asked for these files.
    """

    what: What
    kind: str
    st: str
    loop: str
    segment: str
    left_position: int
    right_position: int
    element: int
    component: int
    name: str
    left: str
    right: str


def differences(left: Source, right: Source, envelope: bool = False) -> Iterator[Difference]:
    """What differs, in file order. `envelope`: headers, dates and control numbers count, too. Raises X12Error where a file cannot be read."""
    nothing: list[Placed] = []
    for one, other in zip_longest(_sets(left, envelope), _sets(right, envelope), fillvalue=nothing):
        for mine, theirs in _paired(_units(one), _units(other), lambda unit: unit.key, lambda unit: unit.placed[0].path):
            rows, others = mine.placed if mine else nothing, theirs.placed if theirs else nothing
            for first, second in _paired(rows, others, _segment_key, lambda placed: (placed.path, placed.segment.id)):
                yield from _compare(first, second, envelope)


def _sets(source: Source, envelope: bool) -> Iterator[list[Placed]]:
    """The segments of each set; envelope segments between sets only where they count."""
    ordinal = 0

    def number(placed: Placed) -> int:
        nonlocal ordinal
        ordinal += placed.segment.id in ("ST", "ISA", "GE", "IEA", "GS")
        return ordinal

    for _, members in groupby(outline(source), number):
        kept = [placed for placed in members if envelope or placed.segment.id not in _ENVELOPE]
        if kept:
            yield kept


@dataclass(slots=True)
class _Unit:
    """A piece of a set. `key` is what makes it the same in both files: its loop, its number and that of the claim or level around it."""

    key: tuple[object, ...]
    placed: list[Placed]


def _units(placed: list[Placed]) -> list[_Unit]:
    """A set cut where a claim, a level or a counter begins."""
    pieces: list[list[Placed]] = []
    for each in placed:
        if not pieces or each.segment.id in _UNITS:
            pieces.append([])
        pieces[-1].append(each)
    around = ""
    units: list[_Unit] = []
    for piece in pieces:
        id, mark = piece[0].segment.id, _mark(piece)
        units.append(_Unit((piece[0].path, id, mark, around if id == "LX" else ""), piece))
        around = mark if id in ("CLM", "HL") else around
    return units


def _mark(piece: list[Placed]) -> str:
    """The number of a claim or counter; the id (or name) of the first one named at a level."""
    start = piece[0].segment
    if element := _UNITS.get(start.id, 0):
        return start.get(element)
    named = next((each.segment for each in piece if each.segment.id == "NM1"), None)
    return named.get(9) or named.get(3) if named is not None else ""


def _segment_key(placed: Placed) -> tuple[object, ...]:
    qualifier = placed.segment.get(1).split(placed.delimiters.component)[0] if placed.segment.id not in ("HL", "LX", "SE", "ST") else ""
    return (placed.path, placed.segment.id, qualifier)


def _paired(
    left: Sequence[T], right: Sequence[T], key: Callable[[T], object], kin: Callable[[T], object]
) -> Iterator[tuple[T, T] | tuple[T, None] | tuple[None, T]]:
    """Members of two lists side by side: first by `key`, then, where keys differ in the same place, in their order by `kin`."""
    matcher = SequenceMatcher(None, [key(each) for each in left], [key(each) for each in right], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(left[a:b], right[c:d], strict=True)
        else:
            yield from _by_kin(list(left[a:b]), list(right[c:d]), kin)


def _by_kin(left: list[T], right: list[T], kin: Callable[[T], object]) -> Iterator[tuple[T, T] | tuple[T, None] | tuple[None, T]]:
    for one in left:
        at = next((n for n, other in enumerate(right) if kin(other) == kin(one)), -1)
        yield (one, right.pop(at)) if at >= 0 else (one, None)
    for other in right:
        yield (None, other)


def _compare(left: Placed | None, right: Placed | None, envelope: bool) -> Iterator[Difference]:
    at = left or right
    if at is None:
        return
    id = at.segment.id
    if left is None or right is None:
        if id not in ("SE", "ST"):
            yield _difference("only_left" if right is None else "only_right", at, left, right, (0, 0), _text(left), _text(right))
        return
    skipped = () if envelope else _PRINTED.get(id, ())
    width = max(len(left.segment.elements), len(right.segment.elements))
    for element in range(1, width):
        if element in skipped:
            continue
        mine, theirs = (_parts(each, element) for each in (left, right))
        several = len(mine) > 1 or len(theirs) > 1
        for component, (one, other) in enumerate(zip_longest(mine, theirs, fillvalue=""), start=1):
            if one != other:
                yield _difference("changed", at, left, right, (element, component if several else 0), one, other)


def _parts(placed: Placed, element: int) -> list[str]:
    """The components of an element with all repetitions in a row, without empty ones at the end; separators themselves are no content."""
    text, marks = placed.segment.get(element), placed.delimiters
    if placed.segment.id == "ISA":
        return [] if element == 16 or text == marks.repetition else [text.strip()]
    parts = text.replace(marks.repetition, marks.component).split(marks.component) if marks.repetition else text.split(marks.component)
    while parts and not parts[-1]:
        parts.pop()
    return parts


def _text(placed: Placed | None) -> str:
    return "" if placed is None else "*".join(placed.segment.elements)


def _difference(what: What, at: Placed, left: Placed | None, right: Placed | None, place: tuple[int, int], mine: str, theirs: str) -> Difference:
    element, component = place
    name = element_name(at.segment.id, element) if element else ""
    if component:
        name = f"{name}, {element_name(at.segment.id, element, component)}"
    loop = at.loops[-1].id if at.loops else ""
    positions = tuple(each.segment.position if each is not None and each.st else _NONE for each in (left, right))
    return Difference(what, at.kind, at.st, loop, at.segment.id, positions[0], positions[1], element, component, name, mine, theirs)
