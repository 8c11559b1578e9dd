"""Situational rules (type 4) against the loops of a file.

A rule is bound to a shape of a loop: which lines stand where is known then, so that most rules are settled at once and the
others look at the segments that they speak of, and at no other.
"""

from collections.abc import Callable, Iterator, Sequence

from shared.x12.finding import Finding
from shared.x12.guides.situations import Situation, Term, Terms
from shared.x12.loop import Loop
from shared.x12.profile import Severity
from shared.x12.segments import Segment

Test = Callable[[Loop], bool]


class BoundSituation:
    """A situational rule for loops of one shape."""

    __slots__ = ("condition", "demand", "situation")

    def __init__(self, situation: Situation, condition: Test, demand: Test) -> None:
        self.situation = situation
        self.condition = condition
        self.demand = demand

    def is_broken(self, loop: Loop) -> bool:
        """Whether the condition holds and the demand does not."""
        return self.condition(loop) and not self.demand(loop)


def bind(situations: Sequence[Situation], loop: Loop) -> Iterator[BoundSituation]:
    """The rules that a loop of this one's shape can break."""
    for situation in situations:
        condition = _terms(situation.condition, loop)
        if condition is not None:
            yield BoundSituation(situation, condition, _terms(situation.demand, loop) or _never)


def check_situations(loop: Loop, situations: Sequence[BoundSituation]) -> Iterator[Finding]:
    """Findings about situational rules of one completed loop."""
    return (_finding(each.situation, loop) for each in situations if each.is_broken(loop))


def _never(loop: Loop) -> bool:
    return False


def _always(loop: Loop) -> bool:
    return True


def _terms(terms: Terms, loop: Loop) -> Test | None:
    """All terms, or one of them; None when they cannot hold in this shape."""
    tests = [_term(term, loop) for term in terms.terms]
    if terms.any_of:
        some = [test for test in tests if test is not _never]
        return _either(some) if some else None
    if _never in tests:
        return None
    needed = [test for test in tests if test is not _always]
    return _both(needed) if needed else _always


def _either(tests: list[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda loop: any(test(loop) for test in tests)


def _both(tests: list[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda loop: all(test(loop) for test in tests)


def _term(term: Term, loop: Loop) -> Test:
    test = _elsewhere(term) if term.loop else _here(term, loop)
    if not term.negated:
        return test
    if test in (_never, _always):
        return _always if test is _never else _never
    return lambda loop: not test(loop)


def _here(term: Term, loop: Loop) -> Test:
    """A term about the loop itself: its segments of that id stand at the same places in every loop of the shape."""
    places = tuple(number for number, segment in enumerate(loop.segments) if segment.id == term.segment)
    if not places:
        return _never
    if not term.element and not term.qualifiers:
        return _always

    if len(places) == 1:
        (only,) = places
        return lambda loop: _fits(term, loop.segments[only], loop.component)
    return lambda loop: any(_fits(term, loop.segments[place], loop.component) for place in places)


def _elsewhere(term: Term) -> Test:
    """A term about child loops, or a loop around."""

    def stands(loop: Loop) -> bool:
        above = loop.above(term.loop)
        others = loop.loops(term.loop) or ([above] if above is not None else [])
        if not others and not term.element:
            return bool(loop.opened.get(term.loop))  # it streamed by and was not kept
        return any(segment.id == term.segment and _fits(term, segment, loop.component) for other in others for segment in other.segments)

    return stands


def _fits(term: Term, segment: Segment, component: str) -> bool:
    """Whether a segment with the id of a term is as it says."""
    elements = segment.elements
    if term.qualifiers and (len(elements) < 2 or elements[1].split(component, 1)[0] not in term.qualifiers):
        return False
    if not term.element:
        return True
    value = elements[term.element] if term.element < len(elements) else ""
    if not value:
        return False
    parts = value.split(component)
    if term.component:
        parts = [parts[term.component - 1]] if term.component <= len(parts) else [""]
    if not term.values:
        return any(parts) if term.component else True
    return (parts != [""] and term.values.isdisjoint(parts)) if term.excluded else not term.values.isdisjoint(parts)


def _finding(situation: Situation, loop: Loop) -> Finding:
    """At the element that is missing or too much where its segment stands in the loop, else at the segment that began the loop."""
    term = situation.demand.terms[0]
    own = loop.all(term.segment, *term.qualifiers) if not term.loop else []
    start = loop.start or Segment("ST", ("ST",), 1)
    severity: Severity = "error" if situation.severe else "warning"
    if term.element and own:
        at = own[0]
        code = "I13" if term.negated else "I12" if term.values else "I9"
        return Finding(
            severity, situation.name, situation.message, at.position, at.id, loop.id, code, term.element, term.component, 0, at.offset, snip=4
        )
    at = own[0] if own else start
    code = "I9" if term.negated else "I6"
    return Finding(severity, situation.name, situation.message, at.position, at.id if own else term.segment, loop.id, code, offset=at.offset, snip=4)
