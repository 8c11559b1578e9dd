"""Codes against their lists by date (type 5). Findings come when a loop is complete, because its days may stand behind its codes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from shared.x12.code_days import Days, report_days, service_days
from shared.x12.codesets import By, CodeSets, day_of, is_qualified, set_of, title
from shared.x12.delimiters import Delimiters
from shared.x12.finding import Finding, at_element
from shared.x12.guides.notation import ElementRule, Guide, LoopRule, SegmentRule
from shared.x12.read import Loop, Walker
from shared.x12.segments import Segment

_REMEMBERED = 1 << 16
_HOME = frozenset({"", "US", "USA", "CA", "CAN"})
"""Countries whose states and provinces are listed."""


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """An element that takes codes of a set: itself (`rule.component` 0) or a component. `by` tells the day that counts."""

    rule: ElementRule
    by: By
    context: int
    """The element that the meaning depends on, 0 for none: the qualifier before it, or the country of a state."""


def coded_elements(rule: SegmentRule) -> tuple[Coded, ...]:
    """The elements of a line that take codes of a set."""
    return tuple(Coded(each, day_of(each.code_set), _context(rule, each)) for each in rule.elements if each.code_set and not each.codes)


def _context(rule: SegmentRule, element: ElementRule) -> int:
    if rule.id == "N4" and element.code_set == "state":
        return 4
    return element.element - 1 if is_qualified(element.code_set) and not element.component else 0


def check_codes(segment: Segment, rule: SegmentRule, loop: str, days: Callable[[By], Days], codes: CodeSets, delimiters: Delimiters) -> list[Finding]:
    """Findings about the codes of one segment; `days` tells the days to judge them by."""
    found: list[Finding] = []
    for coded in coded_elements(rule):
        for number in _numbers(coded, rule, segment.elements):
            found.extend(_check(segment, coded, number, loop, days(coded.by), codes, delimiters))
    return found


class CodeCheck:
    """Judges the codes of completed loops. What was found sound is remembered, so that a code costs one look into a set."""

    def __init__(self, codes: CodeSets, delimiters: Delimiters) -> None:
        self._codes = codes
        self._delimiters = delimiters
        self._lines: dict[int, tuple[SegmentRule, tuple[Coded, ...]]] = {}
        self._loops: dict[int, tuple[LoopRule, bool]] = {}
        self._sound: set[tuple[object, ...]] = set()

    def loop(self, loop: Loop) -> Sequence[Finding]:
        """The findings about the codes of a loop's own segments."""
        rule = loop.rule
        known = self._loops.get(id(rule))
        if known is None:
            known = self._loops[id(rule)] = rule, any(map(coded_elements, rule.rules()))
        return self._look(loop) if known[1] else ()

    def _look(self, loop: Loop) -> list[Finding]:
        found: list[Finding] = []
        days = _DaysOf(loop)
        lines = self._lines
        for segment, mark in zip(loop.segments, loop.marks, strict=True):
            if mark is not None:
                rule = mark.rule
                known = lines.get(id(rule))
                if known is None:
                    known = lines[id(rule)] = rule, coded_elements(rule)
                if known[1]:
                    self._segment(segment, rule, known[1], days, found)
        return found

    def _segment(self, segment: Segment, rule: SegmentRule, all_coded: tuple[Coded, ...], days: "_DaysOf", found: list[Finding]) -> None:
        elements, sound = segment.elements, self._sound
        for coded in all_coded:
            for number in _numbers(coded, rule, elements):
                context = coded.context
                told = days[coded.by]
                key = (coded, elements[number], told, elements[context] if 0 < context < len(elements) else "")
                if key in sound:
                    continue
                findings = _check(segment, coded, number, days.loop.id, told, self._codes, self._delimiters)
                if findings:
                    found.extend(findings)
                else:
                    self._remember(key)

    def _remember(self, key: tuple[object, ...]) -> None:
        if len(self._sound) >= _REMEMBERED:
            self._sound.clear()
        self._sound.add(key)


def code_findings(segments: Iterable[Segment], guide: Guide, delimiters: Delimiters, codes: CodeSets) -> Iterator[Finding]:
    """The code findings of a set alone."""
    walker = Walker(guide, delimiters.component)
    check = CodeCheck(codes, delimiters)
    for _, move, _ in walker.place(segments):
        if move.opens:
            for ended in walker.closed:
                yield from check.loop(ended)
    for ended in walker.finish():
        yield from check.loop(ended)


class _DaysOf(dict[By, Days]):
    """The days of one loop, each kind worked out when it is first needed."""

    def __init__(self, loop: Loop) -> None:
        super().__init__({"": ()})
        self.loop = loop

    def __missing__(self, by: By) -> Days:
        days = self[by] = service_days(self.loop) if by == "service" else report_days(self.loop)
        return days


def _numbers(coded: Coded, rule: SegmentRule, elements: Sequence[str]) -> Sequence[int]:
    """The elements of a segment that a rule speaks of, where they have a value: of an HI the later ones, too, that have no rule of their own."""
    number = coded.rule.element
    if rule.id == "HI" and number == 1:
        own = {each.element for each in rule.elements if each.component == coded.rule.component}
        return [at for at in range(1, len(elements)) if elements[at] and (at == 1 or at not in own)]
    return (number,) if number < len(elements) and elements[number] else ()


def _check(segment: Segment, coded: Coded, number: int, loop: str, days: Days, codes: CodeSets, delimiters: Delimiters) -> list[Finding]:
    found: list[Finding] = []
    component, repeats = coded.rule.component, coded.rule.repeats
    values = segment.elements[number].split(delimiters.repetition) if repeats and delimiters.repetition else [segment.elements[number]]
    for repetition, value in enumerate(values, start=1):
        parts = value.split(delimiters.component) if component else [value]
        code = parts[max(component, 1) - 1] if component <= len(parts) else ""
        code_set = _set_of(segment, coded, number, parts) if code else ""
        place = (number, component, repetition) if repeats else (number, component)
        if code_set:
            found.extend(_judge(segment, loop, code_set, code, days, codes, place))
    return found


def _judge(
    segment: Segment, loop: str, code_set: str, code: str, days: Days, codes: CodeSets, place: tuple[int, int] | tuple[int, int, int]
) -> Iterator[Finding]:
    if any(codes.knows(code_set, code, day) is not False for day in days or (None,)):
        return
    if codes.knows(code_set, code):
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
    if not is_qualified(named):
        return named
    if not component:
        return set_of(named, segment.get(number - 1))
    return set_of(named, parts[0] if named == "modifier" else parts[component - 2] if component > 1 else segment.get(number - 1))
