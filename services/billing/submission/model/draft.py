"""A draft: everything from which the claim of one encounter is built, and what became of the builds before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from services.billing.submission.model.payer_number import Holding
from shared.contracts.adjudication import ClaimRemitted
from shared.contracts.coding import EncounterCoded
from shared.contracts.eligibility import ClearedCoverage, CoverageOnFile, EncounterCleared, PatientRegistered
from shared.contracts.event import Event
from shared.contracts.submission import ClaimAccepted, ClaimBuilt, ClaimRejected, ClaimReopened, ClaimSubmitted, ClaimWithdrawn
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

    def columns(self) -> Mapping[str, Any]:
        who = self.registrations[-1] if self.registrations else None
        claim_id = self.built.claim_id if self.built else None
        return {"claim_id": claim_id, "person_id": who.person_id if who else None, "visit_number": who.visit_number if who else ""}

    def work_items(self) -> Sequence[WorkItem]:
        return [item for item in (_waits_for_clearance(self), _waits_for_number(self), _outdated(self)) if item]


def on_file(registration: PatientRegistered, coverage_id: str) -> CoverageOnFile | None:
    return next((each for each in registration.coverages if each.coverage_id == coverage_id), None)


def evolve(draft: Draft, event: Event) -> Draft:
    match event:
        case PatientRegistered():
            others = [each for each in draft.registrations if each.version != event.version]
            return draft.but(registrations=tuple(sorted([*others, event], key=lambda each: each.version)))
        case EncounterCleared() if draft.clearance is None or event.version > draft.clearance.version:
            return draft.but(clearance=event)
        case EncounterCoded() if draft.coding is None or event.version > draft.coding.version:
            return draft.but(coding=event)
        case ClaimBuilt():
            return _built(draft, event)
        case ClaimRemitted() if not event.payment.is_reversal:
            news = Holding(number=event.payment.payer_claim_control_number, known_on=event.remitted_on, remitted=True)
            return draft.but(remitted={**draft.remitted, event.payer_id: news.latest(draft.remitted.get(event.payer_id))})
        case ClaimReopened():
            return draft.but(reopened=max(draft.reopened, event.submission))
    return _follow(draft, event)


def _built(draft: Draft, event: ClaimBuilt) -> Draft:
    before = draft.built
    if before is None or event.submission > before.submission:
        return draft.but(built=event, replaced=())
    if event.submission < before.submission or event == before:
        return draft
    return draft.but(built=event, replaced=(*draft.replaced, before))


def _follow(draft: Draft, event: Event) -> Draft:
    """What became of a submission."""
    match event:
        case ClaimSubmitted():
            return _mark(draft, event.submission, submitted=True, payer_id=event.payer_id, versions=Versions.of(event))
        case ClaimWithdrawn():
            return _mark(draft, event.submission, withdrawn=True)
        case ClaimRejected():
            blameless = event.submission if event.reason.code == BLAMELESS else 0
            return _mark(draft, event.submission, rejected=True, payer_id=event.payer_id).but(reopened=max(draft.reopened, blameless))
        case ClaimAccepted():
            news = Holding(number=event.payer_claim_control_number, known_on=event.accepted_on)
            before = draft.sent.get(event.submission, Sent()).accepted
            return _mark(draft, event.submission, accepted=news.latest(before), payer_id=event.payer_id)
    return draft


def _mark(draft: Draft, submission: int, **facts: Any) -> Draft:
    return draft.but(sent={**draft.sent, submission: draft.sent.get(submission, Sent()).model_copy(update=facts)})


def _item(draft: Draft, kind: str, sentence: str) -> WorkItem:
    claim_id = draft.built.claim_id if draft.built else None
    return WorkItem(
        id=f"{kind}:{draft.encounter_id}",
        kind=kind,
        subject=draft.encounter_id,
        encounter_id=draft.encounter_id,
        claim_id=claim_id,
        sentence=sentence,
    )


def _waits_for_clearance(draft: Draft) -> WorkItem | None:
    """Cleared, and then registered anew: nothing more is billed until eligibility has looked at the new registration."""
    if draft.coding is None or draft.clearance is None or not draft.registrations:
        return None
    done = draft.built is not None and draft.fate(draft.built.submission) != "rejected" and not open_request(draft)
    if done or draft.registrations[-1].version <= draft.clearance.registration_version:
        return None
    return _item(draft, "clearance_outdated", "The registration changed after the encounter was cleared. Eligibility has to clear it again.")


def _waits_for_number(draft: Draft) -> WorkItem | None:
    """A replacement is wanted and the payer has not told its number yet."""
    if draft.built is None or draft.fate(draft.built.submission) != "accepted" or not draft.built.payer_id:
        return None
    holding = draft.holding(draft.built.payer_id)
    wanted = draft.reopened >= draft.built.submission or bool(open_request(draft))
    if not wanted or (holding and holding.number):
        return None
    return _item(draft, "payer_number_unknown", "A replacement waits for the payer's claim number. Ask the payer for the status of the claim.")


def _outdated(draft: Draft) -> WorkItem | None:
    """The payer has something else than what is known now, and nobody asked for a replacement."""
    last, coding, cleared = draft.last, draft.coding, draft.cleared
    if last is None or coding is None or cleared is None or draft.fate(last.submission) != "accepted" or open_request(draft):
        return None
    same_codes = (coding.lines, coding.diagnoses, coding.rendering_npi) == (last.lines, last.diagnoses, last.rendering_npi)
    if same_codes and cleared[1].coverage_id == last.coverage_id:
        return None
    sentence = "Codes or coverage changed after the payer accepted the claim. Reopen the claim to send a replacement, or leave it as it is."
    return _item(draft, "accepted_claim_outdated", sentence)


def open_request(draft: Draft) -> str:
    """The correction request (denial id) that the newest coding or clearance answers and no build has answered yet; empty for none."""
    last, coding, clearance = draft.last, draft.coding, draft.clearance
    if coding and coding.answers and (last is None or coding.version > last.coding_version):
        return coding.answers
    if clearance and clearance.answers and (last is None or clearance.version > last.clearance_version):
        return clearance.answers
    return ""
