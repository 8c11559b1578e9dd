"""submission.acknowledge: decide what an acknowledgement means for the claim: accepted, rejected, or merely received.

Reads   rcm.submission.acknowledgement  ClaimAcknowledged, ClaimStatusReported
        rcm.submission.claim            ClaimSubmitted (which reference belongs to which submission), ClaimWithdrawn
        the calendar                    Woken, when a submission has waited too long
Writes  rcm.submission.claim            ClaimAccepted, ClaimRejected
Keeps   one Claim per claim, shared with scrub and submit
Rules   a submission is known by its reference (BHT03): a late refusal of the first never lowers the second · received is not accepted · the first
        acceptance is the proof of timely filing, a later one only adds the payer's number · rejection is not denial · repeats change nothing ·
        what answers no known submission waits, with a work item
Elsewhere: reading 999, TA1 and 277CA (intake.py), sending again (stages/build.py), denials (denials)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.billing.submission.model.claim import Claim, Submission
from services.billing.submission.model.claim_fold import evolve
from services.billing.submission.model.payer_status import shows_that_the_payer_has_it, speaks_of
from services.billing.submission.model.rejection import accepts, cause_of, refuses
from shared.contracts import topics
from shared.contracts.clock import Woken
from shared.contracts.event import Event
from shared.contracts.submission import ClaimAccepted, ClaimAcknowledged, ClaimRejected, ClaimStatusReported, ClaimSubmitted, ClaimWithdrawn
from shared.contracts.values import ClaimId, Document
from shared.stage.stage import Context, Stage

NAME = "submission.acknowledge"


def decide(claim: Claim, event: Event, context: Context[None]) -> Sequence[Event]:
    match event:
        case ClaimAcknowledged():
            return judge(claim, event, context)
        case ClaimStatusReported():
            return _numbered(claim, event, context)
        case ClaimSubmitted():
            return _judge_pending(claim, event, context)
    return []


def judge(claim: Claim, acknowledged: ClaimAcknowledged, context: Context[None]) -> list[Event]:
    """The fact that one acknowledgement establishes, if it is new."""
    submission = claim.referring(acknowledged.reference)
    if submission is None:
        return []
    if refuses(acknowledged):
        return _rejected(submission, acknowledged)
    return _accepted(submission, acknowledged, context) if accepts(acknowledged) else []


def _judge_pending(claim: Claim, submitted: ClaimSubmitted, context: Context[None]) -> list[Event]:
    """Acknowledgements that were faster than the news of the submission."""
    now, events = evolve(claim, submitted), list[Event]()
    for acknowledged in claim.pending:
        for event in judge(now, acknowledged, context):
            now = evolve(now, event)
            events.append(event)
    return [*events, *(_numbered(now, claim.reported, context) if claim.reported else ())]


def _numbered(claim: Claim, reported: ClaimStatusReported, context: Context[None]) -> list[Event]:
    """A claim status refuses nothing and proves no earlier receipt; where no acknowledgement gave the payer's number, it is where it comes from."""
    number = reported.payer_claim_control_number
    submission = next((each for _, each in sorted(claim.submissions.items(), reverse=True) if speaks_of(reported, each.billed)), None)
    known = {each.accepted.payer_claim_control_number for each in claim.submissions.values() if each.accepted}
    if submission is None or not number or number in known or not shows_that_the_payer_has_it(reported):
        return []
    if submission.accepted and submission.accepted.payer_claim_control_number:
        return []
    accepted_on = submission.accepted.accepted_on if submission.accepted else reported.effective_on or context.on
    return [_acceptance(submission, number, accepted_on, reported.document)]


def _rejected(submission: Submission, acknowledged: ClaimAcknowledged) -> list[Event]:
    """Once per submission, and never after the payer accepted it under a number."""
    if submission.rejected or (submission.accepted and submission.accepted.payer_claim_control_number):
        return []
    owner, reason = cause_of(acknowledged, submission.billed)
    return [
        ClaimRejected(
            claim_id=submission.billed.claim_id,
            encounter_id=submission.billed.encounter_id,
            submission=submission.billed.submission,
            payer_id=submission.billed.payer_id,
            statuses=acknowledged.statuses,
            responsible=owner,
            reason=reason,
            document=acknowledged.document,
        )
    ]


def _accepted(submission: Submission, acknowledged: ClaimAcknowledged, context: Context[None]) -> list[Event]:
    """Once per submission, and once more when it is the first to name the payer's number, or proves an earlier acceptance."""
    known, number = submission.accepted, acknowledged.payer_claim_control_number
    accepted_on = acknowledged.effective_on or context.on
    if known:
        names_it = bool(number) and not known.payer_claim_control_number
        proves_more = acknowledged.effective_on is not None and accepted_on < known.accepted_on
        if not (names_it or proves_more):
            return []
        number = known.payer_claim_control_number or number
    elif submission.rejected and not number:
        return []
    return [_acceptance(submission, number, accepted_on, acknowledged.document)]


def _acceptance(submission: Submission, number: str, accepted_on: date, document: Document) -> ClaimAccepted:
    return ClaimAccepted(
        claim_id=submission.billed.claim_id,
        encounter_id=submission.billed.encounter_id,
        submission=submission.billed.submission,
        payer_id=submission.billed.payer_id,
        payer_claim_control_number=number,
        accepted_on=accepted_on,
        document=document,
    )


STAGE = Stage[Claim, None](
    name=NAME,
    subscribes=(topics.ACKNOWLEDGEMENTS, topics.CLAIMS),
    handles=(ClaimAcknowledged, ClaimStatusReported, ClaimSubmitted, ClaimWithdrawn, Woken),
    emits=(ClaimAccepted, ClaimRejected),
    initial=lambda key: Claim(claim_id=ClaimId(key)),
    decide=decide,
    evolve=evolve,
)
