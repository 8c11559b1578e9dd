"""The days by which the codes of a loop are judged: those of the service, else those that the message itself tells.

Service: the line's date, else the claim's (statement, service, or all its lines together), nearest first. An inpatient bill is
coded by the day of discharge. Report: the day of the payment or of the message, and the day on which an earlier payer decided.
"""

from datetime import date
from functools import lru_cache

from shared.x12.loop import Loop
from shared.x12.scalars import read_date
from shared.x12.segments import Segment

Days = tuple[date, ...]
"""A code must be valid on one of them; empty: no day is known."""

_SERVICE = {"DTP": frozenset({"472", "434"}), "DTM": frozenset({"472", "150", "151", "232", "233"})}
_HOSPITALIZED = frozenset({"435", "096"})
_INPATIENT = frozenset({"11", "18", "21", "41", "65", "66", "86"})
_DECIDED = "573"
_OF_TODAY = frozenset({"270", "271", "278"})
"""Questions about what is to come: without a date of service, the day of the message counts."""


def service_days(loop: Loop) -> Days:
    """First and last day of the service that a loop speaks of; empty when none is told."""
    at: Loop | None = loop
    while at is not None:
        days = _own_days(at)
        if days:
            return days
        root, at = at, at.parent
    return report_days(root) if root.get("ST", 1) in _OF_TODAY else ()


def report_days(loop: Loop) -> Days:
    """The days on which a decision was made or told."""
    days = [day for segment in loop.segments if segment.id == "DTP" and segment.get(1) == _DECIDED for day in _of(segment)]
    while loop.parent is not None:
        loop = loop.parent
    told = _days(loop.get("BPR", 16) or loop.get("BHT", 4))
    return (*told, *days) if days else told


def _own_days(loop: Loop) -> Days:
    told = _told(loop.segments)
    if loop.rule.id != "2300":
        return _ends(told)
    if not told:
        told = [segment for line in loop.loops("2400") for segment in _told(line.segments)]
        told += [segment for segment in loop.all("DTP", *_HOSPITALIZED) if segment.get(2) == "D8"]
    days = _ends(told)
    return days[:1] if _is_inpatient(loop) else days


def _told(segments: list[Segment]) -> list[Segment]:
    """The segments that tell a day of service."""
    return [segment for segment in segments if (codes := _SERVICE.get(segment.id)) is not None and segment.get(1) in codes]


def _ends(told: list[Segment]) -> Days:
    """The last and, where it is another one, the first day."""
    if len(told) == 1:
        return _of(told[0])
    days = {day for segment in told for day in _of(segment)}
    return tuple(sorted({max(days), min(days)}, reverse=True)) if days else ()


def _is_inpatient(loop: Loop) -> bool:
    if loop.rule.id != "2300":
        return False
    facility, kind, *_ = [*loop.get("CLM", 5).split(loop.component), ""]
    return kind == "A" and facility in _INPATIENT


def _of(segment: Segment) -> Days:
    """The days of a DTP (format and value) or a DTM (a date)."""
    return _days(segment.get(3) if segment.id == "DTP" else segment.get(2))


@lru_cache(maxsize=4096)
def _days(value: str) -> Days:
    """`20261005`, `202610051130`: the day; `20261005-20261007`: the last and the first."""
    ends = {read_date(part[:8]) for part in value.split("-", 1)}
    return tuple(sorted((day for day in ends if day is not None), reverse=True))
