"""A claim from edits to acknowledgement. All stages behind `build` keep this one state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal

from services.billing.submission.model.policy import DAYS_TO_ACKNOWLEDGE
from services.billing.submission.model.rejection import refuses
from shared.contracts.clock import Woken
from shared.contracts.event import Event
from shared.contracts.submission import (
    ClaimAccepted,
    ClaimAcknowledged,
    ClaimBuilt,
    ClaimHeld,
    ClaimRejected,
    ClaimReleased,
    ClaimSubmitted,
    ClaimWithdrawn,
    HoldOverridden,
)
from shared.contracts.values import ClaimId, EncounterId, HoldReason, Owner, Value, WorkItem
from shared.stage.stage import State

Status = Literal["unknown", "built", "held", "released", "submitted", "accepted", "rejected", "withdrawn"]


class Submission(Value):
    """One submission that left the house, and what was said about it."""

    billed: ClaimSubmitted
    accepted: ClaimAccepted | None = None
    """The acceptance that counts: the first one, with the payer's number once that is known. Proof of timely filing."""
    rejected: ClaimRejected | None = None
    disputed: bool = False
    """A rejection came after the payer had accepted it under a number."""
    overdue: bool = False
    """Nobody has acknowledged it within the days the site allows."""


class Claim(State):
    claim_id: ClaimId
    encounter_id: EncounterId | None = None
    """None while only acknowledgements are known."""
    patience_days: int = DAYS_TO_ACKNOWLEDGE
    """Days after which a submission without acknowledgement becomes a work item."""
    built: ClaimBuilt | None = None
    """The newest build that has not left the house, or did as it is."""
    verdict: Literal["", "held", "released"] = ""
    """What edits said about that build."""
    reasons: tuple[HoldReason, ...] = ()
    warnings: tuple[HoldReason, ...] = ()
    overridden: tuple[str, ...] = ()
    """Codes of reasons that a person set aside for this submission."""
    submissions: dict[int, Submission] = {}
    withdrawn: tuple[int, ...] = ()
    pending: tuple[ClaimAcknowledged, ...] = ()
    """Acknowledgements that came before the submission they answer was known."""

    @property
    def number(self) -> int:
        """The newest submission; 0 when there is none."""
        return max((self.built.submission if self.built else 0, *self.submissions))

    @property
    def newest(self) -> Submission | None:
        """The newest submission that left the house."""
        return self.submissions[max(self.submissions)] if self.submissions else None

    @property
    def status(self) -> Status:
        said = _said(self.submissions[self.number]) if self.number in self.submissions else None
        if self.number in self.withdrawn and said in (None, "rejected"):
            return "accepted" if any(_said(each) == "accepted" for each in self.submissions.values()) else "withdrawn"
        if said is not None:
            return said
        return "unknown" if self.built is None else self.verdict or "built"

    @property
    def icn(self) -> str:
        """The payer's number from the newest acceptance that named one."""
        numbers = [each.accepted.payer_claim_control_number for _, each in sorted(self.submissions.items()) if each.accepted]
        return next((number for number in reversed(numbers) if number), "")

    def referring(self, reference: str) -> Submission | None:
        """The submission with this BHT03; without a reference, the newest one."""
        if not reference:
            return self.newest
        return next((each for each in self.submissions.values() if each.billed.reference == reference), None)

    def columns(self) -> Mapping[str, Any]:
        shown = self.submissions[self.number].billed if self.number in self.submissions else self.built
        return {
            "encounter_id": self.encounter_id,
            "status": self.status,
            "submission": self.number,
            "icn": self.icn,
            "payer_id": shown.payer_id if shown else None,
            "kind": str(shown.kind) if shown else None,
            "total": shown.total if shown else None,
            "frequency": shown.frequency if shown else None,
            "service_from": shown.service_from if shown else None,
        }

    def work_items(self) -> Sequence[WorkItem]:
        items = [_held(self, reason) for reason in self.reasons] if self.status == "held" else []
        items += [_late(self, number) for number, each in self.submissions.items() if each.overdue and _said(each) == "submitted"]
        if self.status == "rejected" and (newest := self.newest) and newest.rejected and newest.rejected.responsible is Owner.SUBMISSION:
            items.append(_mend(self, newest.rejected))
        return [*items, *(_unknown(self, each) for each in self.pending), *_too_late(self), *_contradictions(self)]


def _said(submission: Submission) -> Literal["submitted", "accepted", "rejected"]:
    """A payer that named its number has the claim; without a number, a rejection has the last word."""
    if submission.accepted and (submission.accepted.payer_claim_control_number or not submission.rejected):
        return "accepted"
    return "rejected" if submission.rejected else "submitted"


def evolve(claim: Claim, event: Event) -> Claim:
    match event:
        case ClaimBuilt():
            return _built(claim, event)
        case ClaimHeld() if claim.built and event.submission == claim.built.submission:
            return claim.but(verdict="held", reasons=event.reasons)
        case ClaimReleased() if claim.built and event.submission == claim.built.submission:
            return claim.but(verdict="released", reasons=(), warnings=event.warnings)
        case HoldOverridden() if event.submission >= claim.number:
            return claim.but(overridden=tuple(sorted({*claim.overridden, *event.codes})))
        case ClaimWithdrawn():
            return claim.but(withdrawn=tuple(sorted({*claim.withdrawn, event.submission})))
    return _sent(claim, event)


def _built(claim: Claim, event: ClaimBuilt) -> Claim:
    """A newer build replaces an older one that has not left the house."""
    if event.submission < claim.number or event.submission in claim.submissions or event == claim.built:
        return claim
    overridden = claim.overridden if claim.built and claim.built.submission == event.submission else ()
    return claim.but(encounter_id=event.encounter_id, built=event, verdict="", reasons=(), warnings=(), overridden=overridden)


def _sent(claim: Claim, event: Event) -> Claim:
    """What happens outside the house."""
    match event:
        case ClaimSubmitted() if event.submission not in claim.submissions:
            known = {**claim.submissions, event.submission: Submission(billed=event)}
            return _awake(claim.but(encounter_id=event.encounter_id, submissions=known), event.submitted_on)
        case ClaimAcknowledged():
            return _heard(claim, event)
        case ClaimAccepted() if event.submission in claim.submissions:
            return _judged(claim, event.submission, accepted=_proof(claim.submissions[event.submission].accepted, event))
        case ClaimRejected() if event.submission in claim.submissions and not claim.submissions[event.submission].rejected:
            return _judged(claim, event.submission, rejected=event)
        case Woken() if claim.wake_on and event.on >= claim.wake_on:
            late = {number: each.model_copy(update={"overdue": _is_late(claim, each, event.on)}) for number, each in claim.submissions.items()}
            return claim.but(submissions=late, wake_on=None)
    return claim


def _heard(claim: Claim, event: ClaimAcknowledged) -> Claim:
    """What an acknowledgement leaves behind besides the fact that is emitted for it."""
    answered = claim.referring(event.reference)
    if answered is None:
        return claim if event in claim.pending else claim.but(pending=(*claim.pending, event))
    numbered = answered.accepted is not None and bool(answered.accepted.payer_claim_control_number)
    if not (refuses(event) and numbered) or answered.disputed:
        return claim
    number = answered.billed.submission
    return claim.but(submissions={**claim.submissions, number: answered.model_copy(update={"disputed": True})})


def _proof(before: ClaimAccepted | None, now: ClaimAccepted) -> ClaimAccepted:
    """The first acceptance proves timely filing; a later one only adds the payer's number."""
    if before is None or now.accepted_on < before.accepted_on:
        number = now.payer_claim_control_number or (before.payer_claim_control_number if before else "")
        return now.model_copy(update={"payer_claim_control_number": number})
    return before.model_copy(update={"payer_claim_control_number": before.payer_claim_control_number or now.payer_claim_control_number})


def _judged(claim: Claim, number: int, **facts: Any) -> Claim:
    changed = {**claim.submissions, number: claim.submissions[number].model_copy(update=facts)}
    return _awake(claim.but(submissions=changed, pending=tuple(each for each in claim.pending if not _answers(claim, each))), None)


def _answers(claim: Claim, acknowledged: ClaimAcknowledged) -> bool:
    return claim.referring(acknowledged.reference) is not None


def _awake(claim: Claim, sent_on: date | None) -> Claim:
    """Wakes when the newest submission should have been acknowledged; never while it is."""
    pending = tuple(each for each in claim.pending if not _answers(claim, each))
    if claim.status != "submitted":
        return claim.but(pending=pending, wake_on=None)
    wake_on = sent_on + timedelta(days=claim.patience_days) if sent_on else claim.wake_on
    return claim.but(pending=pending, wake_on=wake_on)


def _is_late(claim: Claim, submission: Submission, on: date) -> bool:
    return _said(submission) == "submitted" and submission.billed.submitted_on + timedelta(days=claim.patience_days) <= on


def _item(claim: Claim, kind: str, which: object, sentence: str, place: str = "") -> WorkItem:
    return WorkItem(
        id=f"{kind}:{claim.claim_id}:{which}",
        kind=kind,
        subject=claim.claim_id,
        encounter_id=claim.encounter_id,
        claim_id=claim.claim_id,
        place=place,
        sentence=sentence,
        amount=claim.built.total if claim.built else None,
    )


def _held(claim: Claim, reason: HoldReason) -> WorkItem:
    return _item(claim, reason.code, f"{claim.number}:{reason.place}", reason.sentence, reason.place)


def _late(claim: Claim, number: int) -> WorkItem:
    sentence = f"Nobody has acknowledged this claim for {claim.patience_days} days. Ask the clearinghouse whether it has the file."
    return _item(claim, "acknowledgement_overdue", number, sentence)


def _mend(claim: Claim, rejected: ClaimRejected) -> WorkItem:
    return _item(claim, "claim_rejected", rejected.submission, rejected.reason.sentence, rejected.reason.place)


def _unknown(claim: Claim, acknowledged: ClaimAcknowledged) -> WorkItem:
    sentence = "An acknowledgement answers a claim or a submission that is not known here. Find out who sent it."
    return _item(claim, "acknowledgement_unmatched", f"{acknowledged.document.sha256[:12]}:{acknowledged.reference}", sentence)


def _too_late(claim: Claim) -> list[WorkItem]:
    sentence = "The claim left the house before it was withdrawn. Void it at the payer if it must not be paid."
    late = [number for number in claim.withdrawn if number in claim.submissions and _said(claim.submissions[number]) != "rejected"]
    return [_item(claim, "withdrawn_too_late", number, sentence) for number in late]


def _contradictions(claim: Claim) -> list[WorkItem]:
    sentence = "The payer has both accepted and rejected this submission. Ask the payer for its status before anything else is sent."
    both = [number for number, each in claim.submissions.items() if each.disputed or (each.rejected and _said(each) == "accepted")]
    return [_item(claim, "acknowledgement_contradicted", number, sentence) for number in both]
