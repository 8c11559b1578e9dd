"""Situational rules (type 4) against the loops of a file."""

from collections.abc import Callable, Iterable, Iterator

from shared.x12.finding import Finding
from shared.x12.guides.situations import Situation, Term, Terms
from shared.x12.profile import Severity
from shared.x12.read import Loop
from shared.x12.segments import Segment


def check_situations(loop: Loop, situations: Iterable[Situation]) -> Iterator[Finding]:
    """Findings about situational rules of one completed loop."""
    for situation in situations:
        if _holds(situation.condition, loop) and not _holds(situation.demand, loop):
            yield _finding(situation, loop)


def _holds(terms: Terms, loop: Loop) -> bool:
    quantifier: Callable[[Iterator[bool]], bool] = any if terms.any_of else all
    return quantifier(_is_true(term, loop) for term in terms.terms)


def _is_true(term: Term, loop: Loop) -> bool:
    return _stands(term, loop) is not term.negated


def _stands(term: Term, loop: Loop) -> bool:
    """Whether some segment that the term speaks of is as it says."""
    found = [segment for place in _places(term, loop) for segment in _segments(term, place)]
    if not term.element:
        return bool(found)
    return any(_fits(term, segment, loop.component) for segment in found)


def _fits(term: Term, segment: Segment, component: str) -> bool:
    value = segment.get(term.element)
    parts = value.split(component)
    if term.component:
        value = parts[term.component - 1] if term.component <= len(parts) else ""
        parts = [value]
    if not term.values:
        return bool(value)
    return (value != "" and term.values.isdisjoint(parts)) if term.excluded else not term.values.isdisjoint(parts)


def _places(term: Term, loop: Loop) -> list[Loop]:
    if not term.loop:
        return [loop]
    above = loop.above(term.loop)
    return loop.loops(term.loop) or ([above] if above is not None else [])


def _segments(term: Term, loop: Loop) -> list[Segment]:
    return loop.all(term.segment, *term.qualifiers)


def _finding(situation: Situation, loop: Loop) -> Finding:
    """At the element that is missing or too much where its segment stands in the loop, else at the segment that began the loop."""
    term = situation.demand.terms[0]
    own = _segments(term, loop) if not term.loop else []
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
