"""A draft: everything from which the claim of one encounter is built, and what became of the builds before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from services.billing.submission.model.draft_items import items_of
from services.billing.submission.model.payer_number import Holding
from shared.contracts.coding import EncounterCoded
from shared.contracts.eligibility import ClearedCoverage, CoverageOnFile, EncounterCleared, PatientRegistered
from shared.contracts.submission import ClaimBuilt, ClaimSubmitted
from shared.contracts.values import EncounterId, Value, WorkItem
from shared.stage.stage import State

BLAMELESS = "refused_with_others"
"""Code of a rejection that other claims of the same transaction caused."""

Fate = Literal["unsent", "submitted", "rejected", "accepted", "withdrawn"]


class Versions(NamedTuple):
    """Registration, coding and clearance a build rests on."""

    registration: int
    coding: int
    clearance: int

    @classmethod
    def of(cls, claim: ClaimBuilt | ClaimSubmitted) -> Versions:
        return cls(claim.registration_version, claim.coding_version, claim.clearance_version)

    def lacks(self, other: Versions) -> bool:
        """Whether the other rests on something newer."""
        return any(ours < theirs for ours, theirs in zip(self, other, strict=True))


class Departure(NamedTuple):
    """A submission that has left for good: into an interchange, or withdrawn by a person."""

    submission: int
    payer_id: str
    versions: Versions
    withdrawn: bool = False


class Sent(Value):
    """One submission of the claim after it left the house. Nothing that arrives later takes a fact away."""

    payer_id: str = ""
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
    sent: dict[int, Sent] = {}
    """By submission."""
    remitted: dict[str, Holding] = {}
    """By payer: who has the claim because it decided on it."""
    named: tuple[str, ...] = ()
    """Every number that came with a decision."""
    reopened: int = 0
    """The submission that has to be sent again though nothing in it changed."""

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

    def holding(self, payer_id: str) -> Holding | None:
        """What this payer has of the claim; None when it has nothing."""
        holding = self.remitted.get(payer_id)
        for sent in self.sent.values():
            if sent.payer_id == payer_id and sent.accepted and sent.is_held_by_payer:
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
        payer_id = self.sent[submission].payer_id if submission in self.sent else ""
        if not payer_id and self.built and self.built.submission == submission:
            payer_id = self.built.payer_id
        earlier = [each for number, each in self.sent.items() if number < submission and each.payer_id == payer_id]
        return payer_id in self.remitted and all(each.rejected for each in earlier)

    @property
    def last(self) -> ClaimBuilt | None:
        """The newest submission as it was sent, or as it stands to be sent; None before the first build."""
        sent = self.sent.get(self.built.submission) if self.built else None
        if sent is None or sent.versions is None:
            return self.built
        return next((each for each in self.replaced if Versions.of(each) == sent.versions), self.built)

    @property
    def request(self) -> str:
        """The correction request (denial id) that the newest coding or clearance answers and no build has answered yet; empty for none."""
        last, coding, clearance = self.last, self.coding, self.clearance
        if coding and coding.answers and (last is None or coding.version > last.coding_version):
            return coding.answers
        if clearance and clearance.answers and (last is None or clearance.version > last.clearance_version):
            return clearance.answers
        return ""

    def columns(self) -> Mapping[str, Any]:
        who = self.registrations[-1] if self.registrations else None
        claim_id = self.built.claim_id if self.built else None
        return {"claim_id": claim_id, "person_id": who.person_id if who else None, "visit_number": who.visit_number if who else ""}

    def work_items(self) -> Sequence[WorkItem]:
        return items_of(self)


def on_file(registration: PatientRegistered, coverage_id: str) -> CoverageOnFile | None:
    return next((each for each in registration.coverages if each.coverage_id == coverage_id), None)
