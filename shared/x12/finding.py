"""What a validation finds: a place, a code for the acknowledgement, and a sentence of our own."""

from dataclasses import dataclass

from shared.x12.profile import Severity, type_of
from shared.x12.segments import Segment


@dataclass(frozen=True, slots=True)
class Finding:
    """One departure from the guide (`error`: the set is not acceptable) or from good sense (`warning`: the sender should look).

    `position` and `segment_id` name the segment (ST is 1), `loop` where it stands, `element` and `component` count from 1 (0: the
    segment as a whole). `claim` is the position of the segment that begins the claim (CLM, CLP), 0 for what stands outside one:
    it tells which claims of a set are sound. `code` is IK403 where an element is named, else IK304. `rule` is a stable name to configure by;
    the message never repeats what stands in the element. `snip` is the type of check (see profile).
    """

    severity: Severity
    rule: str
    message: str
    position: int
    segment_id: str
    loop: str
    code: str
    element: int = 0
    component: int = 0
    repetition: int = 0
    offset: int = 0
    claim: int = 0
    snip: int = 2


def at_segment(segment: Segment, loop: str, rule: str, code: str, message: str, severity: Severity = "error") -> Finding:
    """A finding about a segment as a whole."""
    return Finding(severity, rule, message, segment.position, segment.id, loop, code, offset=segment.offset, snip=type_of(rule))


def at_element(
    segment: Segment, loop: str, rule: str, code: str, message: str, place: tuple[int, int] | tuple[int, int, int], severity: Severity = "error"
) -> Finding:
    """A finding about an element: `place` is element, component (0 when there is none) and, where it repeats, repetition."""
    element, component, *repetition = place
    return Finding(
        severity,
        rule,
        message,
        segment.position,
        segment.id,
        loop,
        code,
        element,
        component,
        repetition[0] if repetition else 0,
        segment.offset,
        snip=type_of(rule),
    )
