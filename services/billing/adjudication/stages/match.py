"""adjudication.match: find the claim a payer speaks of, and pass decisions on in the order in which they make sense.

Reads   rcm.submission.claim         ClaimSubmitted
        rcm.adjudication.account     OpeningClaimRecorded
        rcm.adjudication.payment     ClaimPaymentReceived
        the calendar                 the day by which a payer to which the claim was sent on should have answered
Writes  rcm.adjudication.claim       ClaimRemitted, ClaimUnmatched, DecisionHeld, SecondaryClaimDue
        rcm.adjudication.remittance  RemittancePosted: money of decisions that wait, into suspense and out of it
Keeps   one ClaimFile per claim: submissions, standing decisions, those that wait, what later payers were told
Rules   a payment may come before its claim; a correction waits for the reversal of what stands; a reversal is passed on only if it takes back
        exactly what was remitted; lines match by number or by what was billed, never by position
Elsewhere: when the next payer is due (model/payers/next_payer.py), the balance of a remittance (intake), entries (stages/post.py), the bank
        (stages/deposit.py)
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from services.billing.adjudication.model.books import Books, Closing
from services.billing.adjudication.model.clearing.suspense import released, suspended
from services.billing.adjudication.model.payers.next_payer import due, next_look, with_told
from shared.contracts import topics
from shared.contracts.adjudication import (
    ClaimPaymentReceived,
    ClaimRemitted,
    ClaimUnmatched,
    DecisionHeld,
    DecisionReference,
    OpeningClaimRecorded,
    RemittancePosted,
    SecondaryClaimDue,
)
from shared.contracts.clock import Woken
from shared.contracts.event import Event
from shared.contracts.submission import ClaimSubmitted
from shared.contracts.values import ClaimId
from shared.remittance.claim_file import ClaimFile
from shared.remittance.decision import Decision
from shared.remittance.turn import next_in_turn
from shared.remittance.verdict import gap, judge
from shared.stage.stage import Context, Folded, Stage, key_by


def decide(file: ClaimFile, event: Event, context: Context[Closing]) -> Sequence[Event]:
    after, books = evolve(file, event), Books(context.on, context.reference.closed_through)
    if not after.is_known:
        news = [decision for decision in after.waiting if not decision.cause]
        return [told for decision in news for told in (_unmatched(after, decision), *suspended(after, decision, books))]
    emitted: list[Event] = []
    while (turn := next_in_turn(after)) is not None:
        remitted = ClaimRemitted.model_validate(turn)
        emitted += (remitted, *released(after, remitted, books))
        after = evolve(after, remitted)
    for decision, verdict in [(decision, judge(after, decision)) for decision in after.waiting]:
        if verdict != decision.cause:
            held = _held(after, decision, verdict)
            emitted += (held, *(() if decision.cause else suspended(after, decision, books)))
            after = evolve(after, held)
    for due_now in due(after, context.on):
        emitted.append(due_now)
        after = evolve(after, due_now)
    return Folded(emitted, after)


def evolve(file: ClaimFile, event: Event) -> ClaimFile:
    """With the day on which to look again for a payer to which the claim was sent on."""
    after = _after(file, event)
    look = next_look(after)
    return after if look == after.wake_on else after.but(wake_on=look)


def _after(file: ClaimFile, event: Event) -> ClaimFile:
    match event:
        case ClaimSubmitted():
            return file.submitted(event)
        case OpeningClaimRecorded():
            return with_told(file.opened(event), event)
        case ClaimPaymentReceived():
            return file.received(Decision.of(event))
        case ClaimRemitted():
            return file.passed_on(event)
        case ClaimUnmatched():
            return _told(file, event, "claim_unknown")
        case DecisionHeld():
            return _told(file, event, event.cause, event.difference)
        case SecondaryClaimDue():
            return file.but(told={**file.told, event.payer_order: event.prior})
        case Woken():
            return file.but(woken_on=max(file.woken_on or event.on, event.on))
        case _:
            return file


def _told(file: ClaimFile, event: ClaimUnmatched | DecisionHeld, cause: str, difference: Decimal | None = None) -> ClaimFile:
    """What the decision waits for has been said; it is said again only when that changes."""
    mine = DecisionReference(remittance_id=event.remittance_id, ordinal=event.ordinal)
    told = {"cause": cause, "difference": difference}
    return file.but(waiting=tuple(one.model_copy(update=told) if one.reference == mine else one for one in file.waiting))


def _unmatched(file: ClaimFile, decision: Decision) -> ClaimUnmatched:
    return ClaimUnmatched(claim_id=ClaimId(file.claim_id), ordinal=decision.payment.ordinal, paid=decision.payment.paid, **_origin(decision))


def _held(file: ClaimFile, decision: Decision, verdict: str) -> DecisionHeld:
    return DecisionHeld.model_validate(
        {
            "claim_id": file.claim_id,
            "encounter_id": file.encounter_id,
            "ordinal": decision.payment.ordinal,
            "cause": verdict,
            "paid": decision.payment.paid,
            "difference": gap(file, decision) if verdict == "prior_payer_differs" else None,
            **_origin(decision),
        }
    )


def _origin(decision: Decision) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in ("remittance_id", "trace_number", "remitted_on", "document")}


STAGE: Stage[ClaimFile, Closing] = Stage(
    name="adjudication.match",
    subscribes=(topics.CLAIMS, topics.CLAIM_PAYMENTS, topics.ACCOUNTS),
    handles=(ClaimSubmitted, OpeningClaimRecorded, ClaimPaymentReceived, Woken),
    emits=(ClaimRemitted, ClaimUnmatched, DecisionHeld, SecondaryClaimDue, RemittancePosted),
    initial=lambda key: ClaimFile(claim_id=ClaimId(key)),
    decide=decide,
    evolve=evolve,
    recalls=(SecondaryClaimDue,),
    key=key_by("claim_id"),
)
