"""How a claim comes to know what it knows. Facts about one submission never touch another; a repeat changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from services.billing.submission.model.claim import Claim, Submission
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
    ClaimStatusReported,
    ClaimSubmitted,
    ClaimWithdrawn,
    HoldOverridden,
)


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
        case ClaimStatusReported() if claim.reported is None or _told_on(event) >= _told_on(claim.reported):
            return claim.but(reported=event)
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


def _told_on(reported: ClaimStatusReported) -> date:
    return reported.effective_on or date.min


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
    return submission.said == "submitted" and submission.billed.submitted_on + timedelta(days=claim.patience_days) <= on
