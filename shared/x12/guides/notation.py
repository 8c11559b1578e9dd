"""The notation in which guides are written down, and the values that come out of it.

One line is one loop or segment; two spaces of indentation are one level. What a loop begins with is its trigger.

    loop 2010AA R 1 billing provider       loop id, usage, repeat (`*` without limit), what it is about
      NM1 R 1 !1=85 @NM1 | 8 S ID 1-2 =XX  segment id, usage, repeat, qualifiers, macro, elements
      DTP S 1e !1=431,439 @DTP             `1e`: once for each qualifier
      ? accident-date | CLM@11=AA,OA > DTP:439 | an accident needs its date (see situations)

`!1=85` means: this line is meant when element 1 is 85 (`!1.1=BK,ABK` looks at a component). `@NM1` inserts element rules shared
by many lines. An element rule is number (or number.component), usage, type, length, codes: `3 R AN 1-60`, `1.2 R AN 1-30`,
`5 R ID 2 =UN,MJ`, and `#carc` names a code set that is looked up by date. `{P8,9}` means 8 and 9 come together, `{R2,4}` at
least one of them, `{C5,6}` with 5 also 6, `{E2,3}` not both. What is said of the first code of an HI is said of all twelve.
A `.` closes the line: elements and components that it does not write down are not used.

A line that begins with `|` continues the one before. Usage: R required, S situational, N not used. Types: AN text, ID
code, R number, N0 whole number, DT date, TM time, DP date or period as the element before it says, C composite. On a line
without a `.`, what is not written down is not checked, and kept.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from shared.x12.guides.situations import Situation, read_situation

Usage = Literal["R", "S", "N"]
_ELEMENT = re.compile(r"(\d+)(?:\.(\d+))? ([RSN]) ([A-Z0-9]+)(?: (\d+)(?:-(\d+))?)?(\^)?(?: =(\S+?))?(?: #(\S+))?")
_UNLIMITED = 1 << 30
CODES_OF_HI = 12


@dataclass(frozen=True, slots=True)
class ElementRule:
    """What one element or component must be: usage, type, length in characters, its codes where the list is short, its code set where it is long."""

    element: int
    component: int
    usage: Usage
    type: str
    least: int
    most: int
    repeats: bool
    codes: frozenset[str]
    code_set: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A condition between elements of a segment: P paired, R at least one, C the first calls for the others, E one at most."""

    kind: str
    elements: tuple[int, ...]

    def broken(self, present: Callable[[int], object]) -> list[int]:
        """The elements that break it: those that are missing, or of an exclusion those that are too many."""
        there = [number for number in self.elements if present(number)]
        missing = [number for number in self.elements if number not in there]
        match self.kind:
            case "P":
                return missing if there else []
            case "R":
                return missing[:1] if not there else []
            case "E":
                return there[1:]
        return missing if self.elements[0] in there else []


@dataclass(frozen=True, slots=True)
class SegmentRule:
    """A segment's place in a loop. `each`: the repeat counts for each value of the first element. `closed`: no other element is used.
    `order` grows through the loop; lines of the same id share it (they may stand in any order).
    """

    id: str
    usage: Usage
    repeat: int
    each: bool
    order: int
    qualifiers: tuple[tuple[int, int, frozenset[str]], ...]
    elements: tuple[ElementRule, ...]
    relations: tuple[Relation, ...]
    closed: bool = False

    def matches(self, elements: tuple[str, ...], component: str) -> bool:
        """Whether the qualifiers of a segment with this id are those of this line."""
        for number, part, codes in self.qualifiers:
            value = elements[number] if number < len(elements) else ""
            if part:
                parts = value.split(component)
                value = parts[part - 1] if part <= len(parts) else ""
            if value not in codes:
                return False
        return True


@dataclass(slots=True)
class LoopRule:
    """A loop: its segments and child loops in order. The first segment is the trigger; `name` says what it is about."""

    id: str
    usage: Usage
    repeat: int
    order: int
    segments: dict[str, list[SegmentRule]] = field(default_factory=dict)
    children: dict[str, list["LoopRule"]] = field(default_factory=dict)
    trigger: SegmentRule | None = None
    name: str = ""
    situations: list[Situation] = field(default_factory=list)

    def rules(self) -> Iterator[SegmentRule]:
        """All segment lines of the loop itself."""
        for rules in self.segments.values():
            yield from rules

    def loops(self) -> Iterator["LoopRule"]:
        """All child loops."""
        for children in self.children.values():
            yield from children

    def segment(self, id: str, elements: tuple[str, ...], component: str) -> SegmentRule | None:
        """The line that a segment of this loop follows; None when the loop has none for it."""
        for rule in self.segments.get(id, ()):
            if not rule.qualifiers or rule.matches(elements, component):
                return rule
        return None

    def child(self, id: str, elements: tuple[str, ...], component: str) -> "LoopRule | None":
        """The child loop that a segment begins; None when it begins none."""
        for child in self.children.get(id, ()):
            trigger = child.trigger
            if trigger is not None and (not trigger.qualifiers or trigger.matches(elements, component)):
                return child
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Guide:
    """A transaction's guide: set id, the versions that it serves (the first is the one we send), and the tree of loops.

    `claims` are the loops that one claim (or one patient asked about) fills, `streamed` those that come one after the other without
    end, so that nobody should keep them all.
    """

    set_id: str
    versions: tuple[str, ...]
    root: LoopRule
    ids: frozenset[str]
    claims: frozenset[str] = frozenset()
    streamed: frozenset[str] = frozenset()


def read_guide(
    set_id: str, versions: tuple[str, ...], text: str, macros: Mapping[str, str], claims: tuple[str, ...] = (), streamed: tuple[str, ...] = ()
) -> Guide:
    """Builds a guide from its notation. Raises ValueError on a line that cannot be understood."""
    root = LoopRule("", "R", 1, 0)
    stack = [root]
    counters: list[tuple[int, str]] = [(0, "")]
    for line in re.sub(r"\n *\|", " |", text).splitlines():
        stripped = line.rstrip()
        if not stripped:
            continue
        depth = (len(stripped) - len(stripped.lstrip())) // 2
        del stack[depth + 1 :], counters[depth + 1 :]
        if len(stack) != depth + 1:
            raise ValueError(f"unexpected indentation: {line}")
        words = stripped.split()
        if words[0] == "loop":
            loop = LoopRule(words[1], _usage(words[2]), _repeat(words[3]), 0, name=" ".join(words[4:]))
            stack.append(loop)
            counters.append((0, ""))
            continue
        loop = stack[-1]
        if words[0] in ("?", "~"):
            loop.situations.append(read_situation(stripped.strip()))
            continue
        if loop is not root and loop.trigger is None:
            _attach(stack, counters, words[0])
        order = _next_order(counters, words[0])
        rule = _segment(stripped.strip(), order, macros)
        if loop is not root:
            loop.trigger = loop.trigger or rule
        loop.segments.setdefault(rule.id, []).append(rule)
    return Guide(set_id, versions, root, frozenset(_ids(root)), frozenset(claims), frozenset(streamed))


def _attach(stack: list[LoopRule], counters: list[tuple[int, str]], trigger: str) -> None:
    """Hangs the innermost loop under its parent, now that its trigger is known."""
    loop, parent = stack[-1], stack[-2]
    head = counters.pop()
    loop.order = _next_order(counters, f"loop {trigger}")
    counters.append(head)
    parent.children.setdefault(trigger, []).append(loop)


def _next_order(counters: list[tuple[int, str]], key: str) -> int:
    order, last = counters[-1]
    if key != last:
        counters[-1] = (order + 1, key)
    return counters[-1][0]


def _segment(line: str, order: int, macros: Mapping[str, str]) -> SegmentRule:
    head, *specs = [part.strip() for part in line.split("|")]
    words = head.split()
    qualifiers: list[tuple[int, int, frozenset[str]]] = []
    relations: list[Relation] = []
    for word in words[3:]:
        if word.startswith("@"):
            specs = [part.strip() for part in macros[word[1:]].split("|") if part.strip()] + specs
        elif word.startswith("!"):
            place, _, codes = word[1:].partition("=")
            number, _, part = place.partition(".")
            qualifiers.append((int(number), int(part or 0), frozenset(codes.split(","))))
        else:
            raise ValueError(f"unknown word: {line}")
    elements: dict[tuple[int, int], ElementRule] = {}
    closed = "." in specs
    for spec in specs:
        if spec == ".":
            continue
        if spec.startswith("{"):
            relations.append(Relation(spec[1], tuple(int(number) for number in spec[2:-1].split(","))))
        else:
            rule = _element(spec)
            elements[rule.element, rule.component] = rule
    if words[0] == "HI":
        elements = _of_later_codes(elements) | elements
    ordered = tuple(elements[place] for place in sorted(elements))
    repeat, each = _repeat(words[2].removesuffix("e")), words[2].endswith("e")
    return SegmentRule(words[0], _usage(words[1]), repeat, each, order, tuple(qualifiers), ordered, tuple(relations), closed)


def _of_later_codes(elements: Mapping[tuple[int, int], ElementRule]) -> dict[tuple[int, int], ElementRule]:
    """An HI holds up to twelve codes: what a line says of the parts of its first is true of the others."""
    first = [rule for rule in elements.values() if rule.element == 1 and rule.component]
    return {(number, rule.component): replace(rule, element=number) for number in range(2, CODES_OF_HI + 1) for rule in first}


def _element(spec: str) -> ElementRule:
    match = _ELEMENT.fullmatch(spec)
    if match is None:
        raise ValueError(f"cannot understand the element rule {spec!r}")
    number, component, usage, kind, least, most, repeats, codes, code_set = match.groups()
    low = int(least or 1)
    high = int(most or least or _UNLIMITED)
    listed = frozenset((codes or "").split(",")) - {""}
    return ElementRule(int(number), int(component or 0), _usage(usage), kind, low, high, repeats is not None, listed, code_set or "")


def _usage(word: str) -> Usage:
    if word not in ("R", "S", "N"):
        raise ValueError(f"unknown usage {word!r}")
    return word  # type: ignore[return-value]


def _repeat(word: str) -> int:
    return _UNLIMITED if word == "*" else int(word)


def _ids(loop: LoopRule) -> Iterator[str]:
    yield from loop.segments
    for child in loop.loops():
        yield from _ids(child)
