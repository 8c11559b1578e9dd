"""A draft: everything from which the claim of one encounter is built, and what became of the builds before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from services.billing.submission.model.draft_items import items_of
from services.billing.submission.model.payer_number import Decision, Holding
from shared.contracts.adjudication import SecondaryClaimDue
from shared.contracts.coding import EncounterCoded
from shared.contracts.eligibility import ClearedCoverage, CoverageOnFile, EncounterCleared, PatientRegistered
from shared.contracts.submission import VOID, ClaimBuilt, ClaimSubmitted, ClaimVoidRequested
from shared.contracts.values import EncounterId, Value, WorkItem
from shared.stage.stage import State

BLAMELESS = "refused_with_others"
"""Code of a rejection that other claims of the same transaction caused."""

Fate = Literal["unsent", "submitted", "rejected", "accepted", "withdrawn"]


class Versions(NamedTuple):
    """Registration, coding, clearance and earlier payers' decisions that a build rests on."""

    registration: int
    coding: int
    clearance: int
    prior: int = 0

    @classmethod
    def of(cls, claim: ClaimBuilt | ClaimSubmitted) -> Versions:
        return cls(claim.registration_version, claim.coding_version, claim.clearance_version, claim.prior_version)

    def lacks(self, other: Versions) -> bool:
        """Whether the other rests on something newer."""
        return any(ours < theirs for ours, theirs in zip(self, other, strict=True))


class Departure(NamedTuple):
    """A submission that has left for good: into an interchange, or withdrawn by a person."""

    submission: int
    payer_id: str
    versions: Versions
    withdrawn: bool = False
    payer_order: int = 1
    frequency: str = ""


class Due(Value):
    """A later payer that is to be billed, and which of all such news it was, counted from 1."""

    number: int
    told: SecondaryClaimDue


class Sent(Value):
    """One submission of the claim after it left the house. Nothing that arrives later takes a fact away."""

    payer_id: str = ""
    payer_order: int = 1
    frequency: str = ""
    """Empty until it is known to have been sent."""
    submitted: bool = False
    versions: Versions | None = None
    """What it was built from, which is not the newest build when that came a moment too late."""
    rejected: bool = False
    accepted: Holding | None = None
    withdrawn: bool = False

    @property
    def is_held_by_payer(self) -> bool:
        """A payer that named its number has the claim; without a number, a rejection has the last word."""
        return self.accepted is not None and (bool(self.accepted.number) or not self.rejected)


class Draft(State):
    """One slot per source, so that it does not matter in which order they are filled."""

    encounter_id: EncounterId
    registrations: tuple[PatientRegistered, ...] = ()
    """Every version, oldest first: the service's own copy of what identifies the patient."""
    clearance: EncounterCleared | None = None
    coding: EncounterCoded | None = None
    built: ClaimBuilt | None = None
    """The newest build."""
    replaced: tuple[ClaimBuilt, ...] = ()
    """Earlier builds of the same submission: one of them may have left the house a moment before the newest was made."""
    earlier: tuple[ClaimBuilt, ...] = ()
    """Builds of earlier submissions, in their order."""
    sent: dict[int, Sent] = {}
    """By submission."""
    remitted: dict[str, Holding] = {}
    """By payer (`seat`): who has the claim because it decided on it."""
    named: tuple[str, ...] = ()
    """Every number that came with a decision."""
    standing: dict[str, Decision] = {}
    """Decisions of payers that were not taken back, by remittance and ordinal."""
    dues: dict[int, Due] = {}
    """By payer order: the newest news that this payer is to be billed."""
    dues_heard: int = 0
    reopenings: tuple[int, ...] = ()
    """Submissions that have to be sent again though nothing in them changed."""
    void: ClaimVoidRequested | None = None
    """The claim is to be voided at every payer that has it, and nothing else is built any more."""

    def registration(self, version: int) -> PatientRegistered | None:
        return next((each for each in self.registrations if each.version == version), None)

    @property
    def cleared(self) -> tuple[PatientRegistered, ClearedCoverage] | None:
        """The registration that was cleared and the coverage to be billed first.

        None while the registration is missing, or newer than the clearance: then eligibility is about to speak again.
        """
        if self.clearance is None or not self.clearance.coverages or not self.registrations:
            return None
        newest, coverage = self.registrations[-1], self.clearance.coverages[0]
        if newest.version != self.clearance.registration_version or on_file(newest, coverage.coverage_id) is None:
            return None
        return newest, coverage

    def coverages_until(self, payer_order: int) -> tuple[ClearedCoverage, ...]:
        """The cleared coverages up to this one, whose payers are those that have decided; none when they are not those, or not known yet."""
        due, clearance = self.dues.get(payer_order), self.clearance
        if due is None or clearance is None or not self.registrations or self.registrations[-1].version != clearance.registration_version:
            return ()
        decided = {each.payer_order: each.payer_id for each in due.told.prior}
        coverages = clearance.coverages[:payer_order]
        fits = len(coverages) == payer_order and all(on_file(self.registrations[-1], each.coverage_id) for each in coverages)
        agrees = all(decided.get(place, each.payer_id) == each.payer_id for place, each in enumerate(coverages[:-1], start=1))
        return coverages if fits and agrees else ()

    def holding(self, payer_id: str, payer_order: int = 1) -> Holding | None:
        """What this payer has of the claim, in this place of the patient's payers; None when it has nothing."""
        holding = self.remitted.get(seat(payer_id, payer_order))
        for sent in self.sent.values():
            if (sent.payer_id, sent.payer_order) == (payer_id, payer_order) and sent.accepted and sent.is_held_by_payer:
                holding = sent.accepted.latest(holding)
        return holding

    def has_heard_of(self, number: str) -> bool:
        """Whether a payer has named this number, as far as is known."""
        accepted = (sent.accepted.number for sent in self.sent.values() if sent.accepted)
        return number in ("", *self.named, *accepted, *(holding.number for holding in self.remitted.values()))

    def fate(self, submission: int) -> Fate:
        """What became of a submission. A decision of the payer proves the first one that went there, acknowledged or not."""
        sent = self.sent.get(submission, Sent())
        if sent.is_held_by_payer or (not sent.rejected and self._is_proved(submission)):
            return "accepted"
        if sent.withdrawn and (sent.rejected or not sent.submitted):
            return "withdrawn"
        if sent.rejected:
            return "rejected"
        return "submitted" if sent.submitted else "unsent"

    def _is_proved(self, submission: int) -> bool:
        sent, claim = self.sent.get(submission, Sent()), self.as_left(submission)
        if not sent.payer_id and (claim is None or claim.payer_order > 1):
            return False
        here = seat(sent.payer_id, sent.payer_order) if sent.payer_id or claim is None else seat(claim.payer_id, 1)
        earlier = [each for number, each in self.sent.items() if number < submission and seat(each.payer_id, each.payer_order) == here]
        return here in self.remitted and all(each.rejected for each in earlier)

    def as_left(self, submission: int) -> ClaimBuilt | None:
        """A submission as it was sent, or as it stands to be sent."""
        builds = (*self.earlier, *self.replaced, *((self.built,) if self.built else ()))
        made = [each for each in builds if each.submission == submission]
        sent = self.sent.get(submission)
        if sent is None or sent.versions is None:
            return made[-1] if made else None
        return next((each for each in made if _is_what_left(each, sent)), made[-1] if made else None)

    @property
    def last(self) -> ClaimBuilt | None:
        """The newest submission as it was sent, or as it stands to be sent; None before the first build."""
        return self.as_left(self.built.submission) if self.built else None

    def left(self, payer_order: int) -> Iterator[ClaimBuilt]:
        """What has gone to the payer of this order or was withdrawn, newest first."""
        for number in range(self.built.submission if self.built else 0, 0, -1):
            claim = self.as_left(number)
            if claim and claim.payer_order == payer_order and self.fate(number) != "unsent":
                yield claim

    def last_of(self, payer_order: int) -> ClaimBuilt | None:
        """The newest bill of this payer: what was sent to it or withdrawn, voids apart."""
        return next((each for each in self.left(payer_order) if each.frequency != VOID), None)

    @property
    def request(self) -> str:
        """The correction request (denial id) that the newest coding or clearance answers and no build has answered yet; empty for none."""
        return self.request_since(self.last)

    def request_since(self, last: ClaimBuilt | None, *, clearance_counts: bool = True) -> str:
        """The same, as seen from one build."""
        coding, clearance = self.coding, self.clearance
        if coding and coding.answers and (last is None or coding.version > last.coding_version):
            return coding.answers
        if clearance_counts and clearance and clearance.answers and (last is None or clearance.version > last.clearance_version):
            return clearance.answers
        return ""

    def columns(self) -> Mapping[str, Any]:
        who = self.registrations[-1] if self.registrations else None
        claim_id = self.built.claim_id if self.built else None
        return {"claim_id": claim_id, "person_id": who.person_id if who else None, "visit_number": who.visit_number if who else ""}

    def work_items(self) -> Sequence[WorkItem]:
        return items_of(self)


def seat(payer_id: str, payer_order: int) -> str:
    """A payer in its place among the patient's payers: one house may insure a patient twice."""
    return payer_id if payer_order == 1 else f"{payer_id}/{payer_order}"


def _is_what_left(claim: ClaimBuilt, sent: Sent) -> bool:
    same_kind = sent.frequency in ("", claim.frequency)
    return Versions.of(claim) == sent.versions and same_kind and sent.payer_id in ("", claim.payer_id)


def on_file(registration: PatientRegistered, coverage_id: str) -> CoverageOnFile | None:
    return next((each for each in registration.coverages if each.coverage_id == coverage_id), None)
