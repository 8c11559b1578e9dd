"""A set against its guide and against the cross rules, streamed: findings, not exceptions.

Errors are departures from the guide and sums that do not hold; warnings are what a receiver may look over. Which findings
count, and how much, is for the caller: see profile.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from shared.x12.cross_claim import Hierarchy, check_claim, check_subscriber
from shared.x12.cross_remittance import RemittanceProof
from shared.x12.delimiters import Delimiters
from shared.x12.elements import check_segment
from shared.x12.finding import Finding, at_element, at_segment
from shared.x12.guides import guide_for
from shared.x12.guides.notation import Guide
from shared.x12.interchange import Transaction
from shared.x12.machine import Move
from shared.x12.numbers import is_npi
from shared.x12.profile import DEFAULT, Profile
from shared.x12.read import Loop, Walker, ids_around
from shared.x12.segments import Segment
from shared.x12.situation_check import check_situations

_UNIT = {"837": "2300", "835": "2100", "277": "2000D", "271": "2110C", "999": "2000"}


def validate(transaction: Transaction, profile: Profile = DEFAULT) -> list[Finding]:
    """All findings about a set, in file order as far as they become known. Reads the set to its end.

    A version without a guide gives one finding (rule `version-unknown`). Envelope faults are on the transaction, not here.
    """
    found: list[Finding] = []
    for finding in findings(transaction, guide_for(transaction.set_id, transaction.version), transaction.delimiters):
        severity = profile.judge(finding.rule, finding.snip, finding.severity)
        if severity != "off":
            found.append(finding if severity == finding.severity else replace(finding, severity=severity))
    return found


def findings(segments: Iterable[Segment], guide: Guide | None, delimiters: Delimiters) -> Iterator[Finding]:
    """As validate, for segments from anywhere, one after the other in flat memory."""
    if guide is None:
        yield Finding("error", "version-unknown", "no guide for this set and version", 1, "ST", "", "", 3)
        return
    unit = _UNIT.get(guide.set_id, "")
    walker = Walker(guide, delimiters.component, ids_around(guide.root, unit) if unit else ())
    check = _Check(guide, delimiters)
    for segment in segments:
        move = walker.step(segment)
        if move.opens:
            for loop in walker.closed:
                yield from _of_claim(check.loop(loop), loop, unit)
        yield from _of_claim(check.segment(segment, move, walker.at), walker.at, unit)
    for loop in walker.finish():
        yield from _of_claim(check.loop(loop), loop, unit)
    yield from check.end()


def _of_claim(found: Iterable[Finding], loop: Loop, unit: str) -> Iterator[Finding]:
    """Findings with the place of the claim that they belong to."""
    for finding in found:
        at: Loop | None = loop
        while at is not None and at.id != unit:
            at = at.parent
        yield replace(finding, claim=at.start.position) if at is not None and at.start is not None else finding


class _Check:
    """The rules of one set, and what they add up while it streams by."""

    def __init__(self, guide: Guide, delimiters: Delimiters) -> None:
        self._guide = guide
        self._delimiters = delimiters
        self._hierarchy = Hierarchy()
        self._proof = RemittanceProof(delimiters.component)

    def segment(self, segment: Segment, move: Move, loop: Loop) -> Iterator[Finding]:
        """A segment where it was put."""
        if move.mark is None:
            yield _unexpected(segment, loop, self._guide)
            return
        if not move.in_order:
            yield at_segment(segment, loop.id, "segment-order", "7", "the segment comes after what it must precede")
        yield from check_segment(segment, move.mark.rule, loop.id, self._delimiters)
        yield from _check_identifiers(segment, loop.id)
        if segment.id == "HL":
            yield from self._hierarchy.check(segment, loop)
        elif self._guide.set_id == "835":
            self._proof.note(segment)

    def loop(self, loop: Loop) -> Iterator[Finding]:
        """A completed loop: what is missing, what is too many, and the rules of what it stands for."""
        yield from _check_uses(loop)
        yield from check_situations(loop)
        match self._guide.set_id, loop.id:
            case "837", "2300" if loop.start is loop.first("CLM"):
                yield from check_claim(loop)
            case "837", "2000B":
                yield from check_subscriber(loop)
            case "835", "2100" if loop.start is loop.first("CLP"):
                yield from self._proof.claim(loop)

    def end(self) -> Iterator[Finding]:
        """The set as a whole."""
        if self._guide.set_id == "835":
            yield from self._proof.finish()


def _check_uses(loop: Loop) -> Iterator[Finding]:
    place = loop.start or Segment("ST", ("ST",), 1)
    uses: dict[tuple[int, str], int] = {}
    for segment, used in zip(loop.segments, loop.rules, strict=True):
        if used is not None:
            key = (id(used), segment.get(1).split(loop.component)[0] if used.each else "")
            uses[key] = uses.get(key, 0) + 1
            if uses[key] == used.repeat + 1:
                yield at_segment(segment, loop.id, "segment-repeat", "5", f"more than {used.repeat} of these in one loop")
    for rule in loop.rule.rules():
        if rule.usage == "R" and (id(rule), "") not in uses:
            message = f"the loop lacks a required {rule.id}"
            yield Finding("error", "segment-missing", message, place.position, rule.id, loop.id, "3", offset=place.offset)
    for child in loop.rule.loops():
        count = loop.opened.get(child.id, 0)
        trigger = child.trigger.id if child.trigger else ""
        if child.usage == "R" and not count:
            message = f"the required loop {child.id} is missing"
            yield Finding("error", "loop-missing", message, place.position, trigger, child.id, "I7", offset=place.offset)
        elif count > child.repeat:
            message = f"loop {child.id} comes {count} times, {child.repeat} at most"
            yield Finding("error", "loop-repeat", message, place.position, trigger, child.id, "4", offset=place.offset)


def _unexpected(segment: Segment, loop: Loop, guide: Guide) -> Finding:
    if not (2 <= len(segment.id) <= 3 and segment.id.isalnum() and segment.id.isupper() and segment.id.isascii()):
        blank = Segment("", segment.elements, segment.position, segment.offset)
        return at_segment(blank, loop.id, "segment-unknown", "1", "this is not a segment id")
    if segment.id not in guide.ids:
        return at_segment(segment, loop.id, "segment-unknown", "6", "the set has no such segment")
    return at_segment(segment, loop.id, "segment-unexpected", "2", "the guide has no such segment or qualifier here")


def _check_identifiers(segment: Segment, loop: str) -> Iterator[Finding]:
    """An NPI wherever it says that it is one."""
    elements = segment.elements
    if segment.id == "NM1" and len(elements) > 9 and elements[8] == "XX":
        at = 9
    elif segment.id == "N1" and len(elements) > 4 and elements[3] == "XX":
        at = 4
    else:
        return
    if not is_npi(elements[at]):
        yield at_element(segment, loop, "npi-check-digit", "7", "not a valid NPI (ten digits, check digit)", (at, 0), "warning")
