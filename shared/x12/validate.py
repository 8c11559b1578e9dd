"""A set against its guide and against the cross rules, streamed: findings, not exceptions.

Errors are departures from the guide and sums that do not hold; warnings are what a receiver may look over. Which findings
count, and how much, is for the caller: see profile. A sound segment costs one pattern, a sound loop one look into a table;
only what these do not prove is looked at closely.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Protocol

from shared.x12.code_check import CodeCheck
from shared.x12.codesets import CodeSets
from shared.x12.crosses import cross_rules
from shared.x12.delimiters import Delimiters
from shared.x12.elements import check_segment
from shared.x12.finding import Finding, at_segment
from shared.x12.guides import guide_for
from shared.x12.guides.notation import Guide
from shared.x12.identifiers import LOOKED_AT, check_identifiers
from shared.x12.interchange import Transaction
from shared.x12.loop import Loop
from shared.x12.machine import Mark, Move
from shared.x12.patterns import SegmentProof
from shared.x12.profile import DEFAULT, Profile
from shared.x12.read import Walker, loops_around
from shared.x12.segments import Segment
from shared.x12.shapes import Shapes, lack_findings
from shared.x12.situation_check import check_situations

_PAYER = 7
MOST_FINDINGS = 10_000
MOST_KEPT = 10_000
"""Segments and child loops that a loop keeps while it is validated."""


class Edit(Protocol):
    """What a payer (or a site) asks for beyond the guide: a check of completed loops. Its findings are of type 7."""

    @property
    def loops(self) -> Collection[str]:
        """The ids of the loops that it looks at."""
        ...

    def __call__(self, loop: Loop) -> Iterable[Finding]:
        """What is wrong with a loop; see finding.at_element and at_segment."""
        ...


def validate(transaction: Transaction, profile: Profile = DEFAULT, codes: CodeSets | None = None, edits: Sequence[Edit] = ()) -> list[Finding]:
    """All findings about a set, in file order as far as they become known, 10,000 at most. Reads the set to its end.

    `codes` tells which codes exist on a day; without it none is looked up. `edits` are a payer's own. A version without a guide
    gives one finding (rule `version-unknown`). Envelope faults are on the transaction, not here.
    """
    guide = guide_for(transaction.set_id, transaction.version)
    found = list(islice(judged(findings(transaction, guide, transaction.delimiters, codes, edits), profile), MOST_FINDINGS))
    transaction.skip()  # beyond the last finding, too: the envelope of a set is judged at its end
    return found


def judged(found: Iterable[Finding], profile: Profile) -> Iterator[Finding]:
    """Findings as a profile counts them."""
    for finding in found:
        severity = profile.judge(finding.rule, finding.snip, finding.severity)
        if severity != "off":
            yield finding if severity == finding.severity else replace(finding, severity=severity)


def findings(
    segments: Iterable[Segment], guide: Guide | None, delimiters: Delimiters, codes: CodeSets | None = None, edits: Sequence[Edit] = ()
) -> Iterator[Finding]:
    """As validate, for segments from anywhere, one after the other in flat memory."""
    if guide is None:
        yield Finding("error", "version-unknown", "no guide for this set and version", 1, "ST", "", "", 3)
        return
    walker = Walker(guide, delimiters.component, loops_around(guide, guide.streamed), MOST_KEPT)
    check = _Check(guide, delimiters, codes, edits)
    proofs, looked_at, join = check.proofs, check.looked_at, delimiters.element.join
    for segment, move, loop in walker.place(segments):
        if move.opens:
            for ended in walker.closed:
                if wrong := check.loop(ended):
                    yield from _of_claim(wrong, ended, guide)
        mark = move.mark
        if mark is not None and move.in_order:
            proof, elements = proofs[mark], segment.elements
            sound = proof.match(segment.raw or join(elements)) is not None and (proof.also is None or proof.also(elements))
        else:
            sound = False
        if not sound:
            yield from _of_claim(check.segment(segment, move, loop), loop, guide)
        if segment.id in looked_at and (found := check.content(segment, loop)):
            yield from _of_claim(found, loop, guide)
    for loop in walker.finish():
        yield from _of_claim(check.loop(loop), loop, guide)
    yield from check.end()


def _of_claim(found: Iterable[Finding], loop: Loop, guide: Guide) -> Iterator[Finding]:
    """Findings with the place of the claim that they belong to."""
    for finding in found:
        at: Loop | None = loop
        while at is not None and at.rule.id not in guide.claims:
            at = at.parent
        yield replace(finding, claim=at.start.position) if at is not None and at.start is not None else finding


class _Proofs(dict[Mark, SegmentProof]):
    """The proofs of a guide's lines for one set of separators, each made when it is first needed."""

    def __init__(self, delimiters: Delimiters) -> None:
        super().__init__()
        self._delimiters = delimiters
        self.shapes = Shapes()

    def __missing__(self, mark: Mark) -> SegmentProof:
        proof = self[mark] = SegmentProof(mark.rule, self._delimiters)
        return proof


@lru_cache(maxsize=128)
def _proofs(guide: Guide, delimiters: Delimiters) -> _Proofs:
    return _Proofs(delimiters)


class _Check:
    """The rules of one set, and what they add up while it streams by. `looked_at` are the ids whose content counts."""

    def __init__(self, guide: Guide, delimiters: Delimiters, codes: CodeSets | None, edits: Sequence[Edit]) -> None:
        self._guide = guide
        self._edits = edits
        self._codes = CodeCheck.of(codes, delimiters) if codes is not None else None
        self._delimiters = delimiters
        self.proofs = _proofs(guide, delimiters)
        self._cross = cross_rules(guide)
        self.end = self._cross.end
        self.looked_at = LOOKED_AT | self._cross.looked_at

    def segment(self, segment: Segment, move: Move, loop: Loop) -> Iterator[Finding]:
        """A segment where it was put, looked at element by element."""
        if move.mark is None:
            yield _unexpected(segment, loop, self._guide)
            return
        if not move.in_order:
            yield at_segment(segment, loop.id, "segment-order", "7", "the segment comes after what it must precede")
        yield from check_segment(segment, move.mark.rule, loop.id, self._delimiters)

    def content(self, segment: Segment, loop: Loop) -> Iterable[Finding]:
        """What a segment says, beyond its form."""
        return check_identifiers(segment, loop.id) if segment.id in LOOKED_AT else self._cross.segment(segment, loop)

    def loop(self, loop: Loop) -> list[Finding]:
        """A completed loop: what is missing, what is too many, and the rules of what it stands for."""
        shape = self.proofs.shapes.of(loop)
        found = list(lack_findings(shape, loop)) if shape.lacks else []
        if shape.situations:
            found.extend(check_situations(loop, shape.situations))
        if self._codes is not None:
            found.extend(self._codes.loop(loop))
        found.extend(self._cross.loop(loop))
        for edit in self._edits:
            if loop.rule.id in edit.loops:
                found.extend(replace(finding, snip=_PAYER) for finding in edit(loop))
        return found


def _unexpected(segment: Segment, loop: Loop, guide: Guide) -> Finding:
    if not (2 <= len(segment.id) <= 3 and segment.id.isalnum() and segment.id.isupper() and segment.id.isascii()):
        blank = Segment("", segment.elements, segment.position, segment.offset)
        return at_segment(blank, loop.id, "segment-unknown", "1", "this is not a segment id")
    if segment.id not in guide.ids:
        return at_segment(segment, loop.id, "segment-unknown", "6", "the set has no such segment")
    return at_segment(segment, loop.id, "segment-unexpected", "2", "the guide has no such segment or qualifier here")
