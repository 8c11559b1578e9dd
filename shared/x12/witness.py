"""What an acknowledgement says beside place and code: whose claim or inquiry it is, what made a rule apply, what stood there.

A witness sits beside the validator and watches a set go by. It keeps the ids of the segments and the names of the business
units; the segments themselves only when copies of bad data are wanted.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from shared.x12.delimiters import Delimiters
from shared.x12.finding import Finding
from shared.x12.guides.element_numbers import element_number
from shared.x12.guides.notation import Guide, LoopRule
from shared.x12.guides.situations import Situation
from shared.x12.segments import Segment
from shared.x12.translate.acks import BusinessUnit, Trigger

_UNITS = {"837": ("CLM", 1), **dict.fromkeys(("270", "271", "275", "276", "277", "278", "835"), ("TRN", 2))}
_LONGEST_NAME = 35
_ENDS = ("HL", "SE")


class Witness:
    """Watches one set. `keep`: hold its segments, so that `copy` has something to say."""

    def __init__(self, set_id: str, guide: Guide | None, delimiters: Delimiters, keep: bool = False) -> None:
        self._unit, self._element = _UNITS.get(set_id, ("", 0))
        self._delimiters = delimiters
        self._keep = keep
        self._segments: list[Segment] = []
        self._ids: list[str] = []
        self._levels: list[int] = []
        self._units: list[tuple[int, str]] = []
        self._guide = guide
        self._situations: dict[tuple[str, str], tuple[Situation, str]] = {}

    def watch(self, segments: Iterable[Segment]) -> Iterator[Segment]:
        """The segments as they come."""
        for segment in segments:
            self._ids.append(segment.id)
            if segment.id == "HL":
                self._levels.append(segment.position)
            elif segment.id == self._unit:
                self._units.append((segment.position, segment.get(self._element)))
            if self._keep:
                self._segments.append(segment)
            yield segment

    def unit(self, position: int) -> BusinessUnit | None:
        """The claim, inquiry or payment that the segment at this place belongs to: named in the same HL, before it or else (TRN) behind it."""
        level = bisect_right(self._levels, position)
        first = self._levels[level - 1] if level else 0
        last = self._levels[level] if level < len(self._levels) else len(self._ids) + 1
        at = bisect_right(self._units, position, key=lambda unit: unit[0])
        if at and self._units[at - 1][0] > first:
            return self._named(self._units[at - 1][1])
        if self._unit == "TRN" and at < len(self._units) and self._units[at][0] < last:
            return self._named(self._units[at][1])
        return None

    def trigger(self, finding: Finding) -> Trigger | None:
        """The segment whose value called for what is missing or too much; None when no rule of that kind was broken."""
        if not self._situations and self._guide is not None:
            self._situations.update(_situations(self._guide.root))
        situation, start = self._situations.get((finding.loop, finding.rule), (None, ""))
        terms = situation.condition.terms if situation is not None else ()
        term = next((term for term in terms if not (term.loop or term.negated or term.qualifiers)), None)
        position = self._near(term.segment, finding.position, start) if term is not None else 0
        if term is None or not position:
            return None
        number = element_number(term.segment, term.element, term.component) if not term.component else ""
        return Trigger(term.segment, position, finding.loop[:4], term.element, term.component, 0, number)

    def _near(self, id: str, position: int, start: str) -> int:
        """The place of a segment in the loop (which begins with `start`) that the segment at `position` stands in; 0 when it has none."""
        ids = self._ids
        for index in range(position - 1, -1, -1):
            if index < len(ids) and ids[index] == id:
                return index + 1
            if index < len(ids) and ids[index] == start:
                break
        for index in range(position, len(ids)):
            if ids[index] == start or ids[index] in _ENDS:
                break
            if ids[index] == id:
                return index + 1
        return 0

    def copy(self, finding: Finding) -> str:
        """What stands where the finding points; empty when segments are not kept, or when it cannot be repeated in an answer."""
        if not self._keep or not finding.element or not 1 <= finding.position <= len(self._segments):
            return ""
        value = self._segments[finding.position - 1].get(finding.element)
        if finding.repetition and self._delimiters.repetition:
            value = _part(value, finding.repetition, self._delimiters.repetition)
        if finding.component:
            value = _part(value, finding.component, self._delimiters.component)
        return value if _can_be_sent(value) else ""

    def _named(self, value: str) -> BusinessUnit | None:
        if not value.strip() or len(value) > _LONGEST_NAME or not _can_be_sent(value):
            return None
        return BusinessUnit(f"{self._unit}{self._element:02d}", value.strip())


def _can_be_sent(value: str) -> bool:
    return value.isascii() and value.isprintable()


def _part(value: str, number: int, separator: str) -> str:
    parts = value.split(separator)
    return parts[number - 1] if number <= len(parts) else ""


def _situations(loop: LoopRule) -> Iterator[tuple[tuple[str, str], tuple[Situation, str]]]:
    """All situational rules of a guide by loop and name, with the segment that begins the loop."""
    for situation in loop.situations:
        yield (loop.id, situation.name), (situation, loop.trigger.id if loop.trigger is not None else "ST")
    for child in loop.loops():
        yield from _situations(child)
