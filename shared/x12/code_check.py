"""Codes against their lists by date (type 5). Findings come when a loop is complete, because its days may stand behind its codes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shared.x12.code_days import Days, report_days, service_days
from shared.x12.codesets import By, CodeSets, Spans, day_of, is_qualified, set_of, title
from shared.x12.delimiters import Delimiters
from shared.x12.finding import Finding, at_element
from shared.x12.guides.notation import ElementRule, LoopRule, SegmentRule
from shared.x12.loop import Loop
from shared.x12.segments import Segment

_REMEMBERED = 1 << 16
_EVER = (date.min, date.max)
Span = tuple[date, date]
Place = tuple[int, int] | tuple[int, int, int]
_HOME = frozenset({"", "US", "USA", "CA", "CAN"})
"""Countries whose states and provinces are listed."""


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """An element that takes codes of a set: itself (`rule.component` 0) or a component. `by` tells the day that counts."""

    rule: ElementRule
    by: By
    context: int
    """The element that the meaning depends on, 0 for none: the qualifier before it, or the country of a state."""


@dataclass(frozen=True, slots=True, eq=False)
class _Element:
    """An element of a line with all its codes."""

    number: int
    by: By
    context: int
    coded: tuple[Coded, ...]


def coded_elements(rule: SegmentRule) -> tuple[Coded, ...]:
    """The elements and components of a line that take codes of a set."""
    return tuple(Coded(each, day_of(each.code_set), _context(rule, each)) for each in rule.elements if each.code_set and not each.codes)


def _elements(rule: SegmentRule) -> tuple[_Element, ...]:
    """The same by element."""
    every = coded_elements(rule)
    found: list[_Element] = []
    for number in sorted({coded.rule.element for coded in every}):
        coded = tuple(each for each in every if each.rule.element == number)
        by: By = next((each.by for each in coded if each.by), "")
        found.append(_Element(number, by, max(each.context for each in coded), coded))
    return tuple(found)


def _context(rule: SegmentRule, element: ElementRule) -> int:
    if rule.id == "N4" and element.code_set == "state":
        return 4
    return element.element - 1 if is_qualified(element.code_set) and not element.component else 0


class CodeCheck:
    """Judges the codes of completed loops. What was found sound is remembered: asking again costs a look into a set."""

    def __init__(self, codes: CodeSets, delimiters: Delimiters) -> None:
        self._codes = codes
        self._delimiters = delimiters
        self._lines: dict[int, tuple[SegmentRule, tuple[_Element, ...]]] = {}
        self._loops: dict[int, tuple[LoopRule, bool]] = {}
        self._sound: dict[tuple[_Element, str, str], Span] = {}

    @staticmethod
    @lru_cache(maxsize=32)
    def of(codes: CodeSets, delimiters: Delimiters) -> "CodeCheck":
        """The check of these lists, the same for every set, so that it stays warm. `codes` are told apart by identity (or their hash)."""
        return CodeCheck(codes, delimiters)

    def loop(self, loop: Loop) -> Sequence[Finding]:
        """The findings about the codes of a loop's own segments."""
        rule = loop.rule
        known = self._loops.get(id(rule))
        if known is None:
            known = self._loops[id(rule)] = rule, any(map(coded_elements, rule.rules()))
        return self._look(loop) if known[1] else ()

    def _look(self, loop: Loop) -> list[Finding]:
        found: list[Finding] = []
        days: _DaysOf | None = None
        lines = self._lines
        for segment, mark in zip(loop.segments, loop.marks, strict=True):
            if mark is None:
                continue
            rule = mark.rule
            known = lines.get(id(rule))
            if known is None:
                known = lines[id(rule)] = rule, _elements(rule)
            if known[1]:
                days = days or _DaysOf(loop)
                self._segment(segment, known[1], days, found)
        return found

    def _segment(self, segment: Segment, every: tuple[_Element, ...], days: "_DaysOf", found: list[Finding]) -> None:
        elements, sound = segment.elements, self._sound
        most = len(elements)
        for element in every:
            number, at = element.number, element.context
            if number >= most:
                return
            context = elements[at] if 0 < at < most else ""
            if elements[number] and sound.get((element, elements[number], context)) is not _EVER:
                self._element(segment, element, number, context, days, found)

    def _element(self, segment: Segment, element: _Element, number: int, context: str, days: "_DaysOf", found: list[Finding]) -> None:
        """Looks at one element, unless it is known to be sound on one of its days."""
        key = (element, segment.elements[number], context)
        told = days[element.by] if element.by else ()
        known = self._sound.get(key)
        if known is not None and (not told or any(known[0] <= day <= known[1] for day in told)):
            return
        span: Span | None = _EVER
        for coded in element.coded:
            for code, place in _codes(segment, coded, number, self._delimiters):
                spans = self._codes.spans(*code)
                found.extend(_judge(segment, days.loop.id, code[0], spans, days[coded.by], place))
                span = _common(span, spans)
        if span is not None:
            self._remember(key, span)

    def _remember(self, key: tuple[_Element, str, str], span: Span) -> None:
        if len(self._sound) >= _REMEMBERED:
            self._sound.clear()
        self._sound[key] = span


def _common(span: Span | None, spans: Spans | None) -> Span | None:
    """The days that one more code leaves, when they are one span; None otherwise."""
    if spans is None or span is None or spans == (_EVER,):
        return span
    if len(spans) != 1:
        return None
    first, last = max(span[0], spans[0][0]), min(span[1], spans[0][1])
    return (first, last) if first <= last else None


class _DaysOf(dict[By, Days]):
    """The days of one loop, each kind worked out when it is first needed."""

    def __init__(self, loop: Loop) -> None:
        super().__init__({"": ()})
        self.loop = loop

    def __missing__(self, by: By) -> Days:
        days = self[by] = service_days(self.loop) if by == "service" else report_days(self.loop)
        return days


def _codes(segment: Segment, coded: Coded, number: int, delimiters: Delimiters) -> Iterator[tuple[tuple[str, str], Place]]:
    """The codes at a place with the list that each belongs to."""
    component, repeats = coded.rule.component, coded.rule.repeats
    values = segment.elements[number].split(delimiters.repetition) if repeats and delimiters.repetition else [segment.elements[number]]
    for repetition, value in enumerate(values, start=1):
        parts = value.split(delimiters.component) if component else [value]
        code = parts[max(component, 1) - 1] if component <= len(parts) else ""
        code_set = _set_of(segment, coded, number, parts) if code else ""
        if code_set:
            yield (code_set, code), (number, component, repetition) if repeats else (number, component)


def _judge(segment: Segment, loop: str, code_set: str, spans: Spans | None, days: Days, place: Place) -> Iterator[Finding]:
    if spans is None or (spans and not days) or any(first <= day <= last for first, last in spans for day in days):
        return
    if spans:
        message = f"the code is not valid on its day among {title(code_set)}: choose the one in force then"
        yield at_element(segment, loop, "code-expired", "I6", message, place, "warning")
    else:
        message = f"the code is not one of {title(code_set)}: look it up in the list in force"
        yield at_element(segment, loop, "code-unknown", "7", message, place, "warning")


def _set_of(segment: Segment, coded: Coded, number: int, parts: Sequence[str]) -> str:
    """The list that a code is looked up in; empty when it is not judged."""
    named, component = coded.rule.code_set, coded.rule.component
    if named == "state":
        country = parts[component] if 0 < component < len(parts) else segment.get(coded.context) if coded.context else ""
        return named if country in _HOME else ""
    if named == "status-code" and parts[3:4] == ["RX"]:
        return ""  # a code of the pharmacies (NCPDP), whose list is licensed
    if not is_qualified(named):
        return named
    if not component:
        return set_of(named, segment.get(number - 1))
    return set_of(named, parts[0] if named == "modifier" else parts[component - 2] if component > 1 else segment.get(number - 1))
