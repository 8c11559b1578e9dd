"""What the X12 core finds in the document of one claim, in the words of the people who mend it. Pure.

The rules stand in the guides of the core, once for all who read and write; here is what they are called in the coded encounter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.billing.submission.document import document_of
from services.billing.submission.model.edits.facts import Examined, reason
from services.billing.submission.model.edits.lines import POINTER, POINTERS, at
from services.billing.submission.model.edits.lists import UNLISTED
from services.billing.submission.writing import place_of, trial, unwritable
from shared.codesets.national import national
from shared.contracts.eligibility import PatientRegistered
from shared.contracts.submission import ClaimBuilt
from shared.contracts.values import HoldReason
from shared.site.model import Site
from shared.x12.codesets import CodeSets
from shared.x12.faults import WriteError
from shared.x12.finding import Finding
from shared.x12.guides import guide_for
from shared.x12.interchange import Transaction, read_transactions
from shared.x12.profile import Profile
from shared.x12.segments import Segment
from shared.x12.validate import findings, judged

CODES = frozenset({"code-unknown", "code-expired"})
WORDS = {
    "claim-total": ("total_differs", "total", "The total is not the sum of the lines. Have the encounter coded again."),
    "line-number-repeated": (
        "line_number_repeated",
        "lines",
        "Two lines have the same number, so payments cannot be told apart. Code the encounter again.",
    ),
    "diagnosis-pointer": (POINTER, "", POINTERS),
    "replacement-without-icn": (
        "payer_number_missing",
        "payer_number",
        "A replacement or void needs the payer's claim number. Wait for it, or ask the payer.",
    ),
    "original-with-icn": (
        "payer_number_not_wanted",
        "payer_number",
        "An original claim must not name a payer's claim number. Have the claim built again.",
    ),
}
"""By rule of the core: our code, the place in the coded encounter (empty: the line), and what to do."""
OUTGOING = Profile(severities={**dict.fromkeys(WORDS, "error"), "npi-check-digit": "error"})
"""Warnings that a receiver may overlook and a sender may not."""
OF_HI = {"BBR": "stay.procedures", "BBQ": "stay.procedures", "ABJ": "stay.admitting_diagnosis"}
"""HI01-1, where the code is no diagnosis of the claim."""


@dataclass(frozen=True, slots=True)
class Examiner:
    """The core's judgement for one site. `codes` are the lists that codes are looked up in."""

    site: Site
    codes: CodeSets

    @classmethod
    def of(cls, site: Site) -> Examiner:
        """With the national lists that are public."""
        return cls(site, national())

    def __call__(self, claim: ClaimBuilt, registered: PatientRegistered | None, moment: datetime) -> Examined:
        if registered is None:
            return Examined()
        try:
            body = trial(self.site, [document_of(claim, registered, self.site)], moment)
        except WriteError as fault:
            return Examined(others=(unwritable(fault),))
        return _told(claim, [each for transaction in read_transactions(body) for each in self._found(transaction)])

    def _found(self, transaction: Transaction) -> Iterator[tuple[Finding, Sequence[Segment]]]:
        """What counts, with the segments of its set."""
        segments = transaction.load()
        every = findings(segments, guide_for(transaction.set_id, transaction.version), transaction.delimiters, self.codes)
        return ((each, segments) for each in judged(every, OUTGOING) if each.severity == "error" or each.rule in CODES)


def _told(claim: ClaimBuilt, found: Sequence[tuple[Finding, Sequence[Segment]]]) -> Examined:
    holds = [_in_words(claim, *each) for each in found if each[0].rule in WORDS]
    risks = [_unlisted(claim, *each) for each in found if each[0].rule in CODES]
    others = [_by_place(finding) for finding, _ in found if finding.rule not in WORDS and finding.rule not in CODES]
    return Examined(tuple(dict.fromkeys(holds)), tuple(dict.fromkeys(risks)), tuple(dict.fromkeys(others)))


def _in_words(claim: ClaimBuilt, finding: Finding, segments: Sequence[Segment]) -> HoldReason:
    code, place, sentence = WORDS[finding.rule]
    return reason(code, place or _line_of(claim, finding, segments), sentence)


def _unlisted(claim: ClaimBuilt, finding: Finding, segments: Sequence[Segment]) -> HoldReason:
    """A code that its list does not have on the day."""
    place = _line_of(claim, finding, segments)
    if finding.segment_id == "HI":
        place = OF_HI.get(segments[finding.position - 1].get(1)[:3], "diagnoses")
    return reason(UNLISTED, place, f"{finding.message[0].upper()}{finding.message[1:]}.")


def _by_place(finding: Finding) -> HoldReason:
    """What has no words of its own: by its place in the document."""
    place = place_of(finding.segment_id, finding.element)
    broken = f"The claim breaks the guide at {place} (loop {finding.loop}): {finding.message}."
    sentence = f"{broken} Correct the registration, the coding or the site file."
    return reason("not_by_the_guide", place, sentence)


def _line_of(claim: ClaimBuilt, finding: Finding, segments: Sequence[Segment]) -> str:
    """The line of the coded encounter that a segment of loop 2400 belongs to; elsewhere segment and element."""
    count = sum(segment.id == "LX" for segment in segments[: finding.position])
    return at(claim.lines[count - 1]) if count and finding.loop.startswith("24") else place_of(finding.segment_id, finding.element)
