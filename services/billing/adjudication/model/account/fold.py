"""How an account follows from what happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account import opening
from services.billing.adjudication.model.account.account import Account, Receipt
from services.billing.adjudication.model.account.claim_account import ClaimAccount, Opening, Standing
from services.billing.adjudication.model.account.entries import patient_reasons, reasons_by_line
from services.billing.adjudication.model.manual import fold as manual_fold
from services.billing.adjudication.model.patient import rules as patient_rules
from shared.contracts.adjudication import (
    AccountPosted,
    AdjustmentRecorded,
    ClaimClosed,
    ClaimPosted,
    ClaimRemitted,
    DecisionHeld,
    DecisionReference,
    LedgerEntry,
    Manual,
    OpeningClaimRecorded,
    PatientPaymentRecorded,
    PostingCountered,
    RefundRecorded,
    ReminderRequested,
    StatementRequested,
)
from shared.contracts.clock import Woken
from shared.contracts.event import Event
from shared.contracts.submission import ORIGINAL, VOID, ClaimSubmitted
from shared.contracts.values import ZERO
from shared.remittance.decision import Billed, was_forwarded
from shared.remittance.opening import billed, opening_id, remitted
from shared.remittance.waiting import IDLE


def evolve(account: Account, event: Event) -> Account:
    match event:
        case (
            ClaimSubmitted() | OpeningClaimRecorded() | ClaimRemitted() | DecisionHeld() | ClaimPosted() | ClaimClosed()
            | StatementRequested() | ReminderRequested()
        ):  # fmt: skip
            claim = _claim_after(account.claim(event.claim_id), event)
            account = account.but(claims={**account.claims, event.claim_id: claim})
        case PatientPaymentRecorded():
            manual = Manual(actor=event.actor, reason=event.reason)
            account = account.but(receipts=(*account.receipts, Receipt(amount=event.amount, received_on=event.received_on, manual=manual)))
        case AdjustmentRecorded() | RefundRecorded() | PostingCountered():
            account = manual_fold.told(account, event)
        case AccountPosted():
            account = account.but(books=chart.posted(account.books, event.entries))
        case Woken():
            account = account.but(woken_on=event.on)
    if isinstance(event, ClaimPosted | AccountPosted):
        account = manual_fold.carried_out(_paid(account, event), event)
    return account.but(wake_on=_next_day(account))


def _claim_after(claim: ClaimAccount, event: Event) -> ClaimAccount:
    match event:
        case ClaimSubmitted():
            return _submitted(claim, event)
        case OpeningClaimRecorded():
            return _opened(claim, event)
        case ClaimRemitted():
            held = tuple(one for one in claim.held if one != event.reference)
            return claim.model_copy(update={"held": held, "waiting": (*claim.waiting, event)})
        case DecisionHeld():
            return claim.model_copy(update={"held": _held(claim, event)})
        case ClaimPosted():
            return _claim_posted(claim, event)
        case ClaimClosed():
            return claim.model_copy(update={"closed": True})
        case StatementRequested() | ReminderRequested():
            return patient_rules.told(claim, event)
        case _:
            return claim


def _opened(claim: ClaimAccount, event: OpeningClaimRecorded) -> ClaimAccount:
    """A claim is taken over once; what payers had decided is posted first, because everything that came since rests on it."""
    if claim.opening is not None:
        return claim
    origin = Opening(
        remittance_id=opening_id(event),
        opened_on=event.opened_on,
        patient_paid=event.patient_paid,
        manual=Manual(actor=event.actor, reason=event.reason),
    )
    decided = remitted(event)
    asked = max((claim.asked, event.payer_order, *(one.payer_order for one in decided)))
    known = {"opening": origin, "billed": claim.billed or billed(event), "asked": asked}
    return claim.model_copy(update={**known, "waiting": (*decided, *claim.waiting)})


def _held(claim: ClaimAccount, event: DecisionHeld) -> tuple[DecisionReference, ...]:
    """What may still change the claim."""
    mine = DecisionReference(remittance_id=event.remittance_id, ordinal=event.ordinal)
    others = tuple(one for one in claim.held if one != mine)
    return others if event.cause in IDLE else (*others, mine)


def _submitted(claim: ClaimAccount, event: ClaimSubmitted) -> ClaimAccount:
    """A submission to a payer further in line than the first charges nothing again."""
    known = claim.billed
    update: dict[str, object] = {}
    if event.frequency == VOID:
        update["void"] = max(claim.void, event.submission)
    else:
        update["asked"] = max(claim.asked, event.payer_order)
    if event.frequency != VOID and (known is None or (event.payer_order <= known.payer_order and event.submission >= known.submission)):
        update["billed"] = Billed.of(event)
    if event.frequency != ORIGINAL:
        update["replaced_on"] = max(claim.replaced_on or event.submitted_on, event.submitted_on)
    return claim.model_copy(update=update)


def _claim_posted(claim: ClaimAccount, event: ClaimPosted) -> ClaimAccount:
    remitted = next((one for one in claim.waiting if (one.remittance_id, one.payment.ordinal) == (event.remittance_id, event.ordinal)), None)
    update: dict[str, object] = {
        "books": chart.posted(claim.books, event.entries),
        "charged": _charged(claim.charged, event.entries),
        "last_on": max(claim.last_on or event.posted_on, event.posted_on),
        "closed": False,
    }
    if claim.noticed_on and any(one.credit == chart.PATIENT and one.debit in (chart.CASH, chart.PATIENT_CREDIT) for one in event.entries):
        update["noticed_on"] = max(claim.noticed_on, event.posted_on)
    if claim.opening is not None:
        update |= _opening_posted(claim, claim.opening, event)
    if remitted is not None:
        taken_back = remitted.payment.is_reversal
        kept = tuple(one for one in claim.standing if one.reference != remitted.reverses)
        update["waiting"] = tuple(one for one in claim.waiting if one is not remitted)
        update["standing"] = kept if taken_back else (*kept, _standing(remitted, opening.as_before(event.entries)))
        update["taken_back"] = claim.taken_back + taken_back
    return claim.model_copy(update=update)


def _standing(remitted: ClaimRemitted, entries: tuple[LedgerEntry, ...]) -> Standing:
    return Standing(
        reference=remitted.reference,
        payer_order=remitted.payer_order,
        remitted_on=remitted.remitted_on,
        forwarded=was_forwarded(remitted.payment),
        reasons=patient_reasons(remitted.payment),
        line_reasons=reasons_by_line(remitted.payment),
        entries=entries,
    )


def _opening_posted(claim: ClaimAccount, origin: Opening, event: ClaimPosted) -> dict[str, object]:
    """What the posting tells of the earlier system, and what of the patient's money there is posted by it."""
    paid = sum((one.amount for one in event.entries if one.debit == chart.OPENING and one.reference == chart.CASH), ZERO)
    before = opening.difference(claim.before, event.entries)
    return {"before": before, "opening": origin.model_copy(update={"patient_paid": origin.patient_paid - paid})}


def _charged(charged: dict[str, Decimal], entries: Sequence[LedgerEntry]) -> dict[str, Decimal]:
    after = dict(charged)
    for one in opening.as_before(entries):
        if chart.REVENUE in (one.debit, one.credit):
            line = str(one.line_number)
            after[line] = after.get(line, ZERO) + (one.amount if one.credit == chart.REVENUE else -one.amount)
    return {line: amount for line, amount in after.items() if amount}


def _paid(account: Account, event: ClaimPosted | AccountPosted) -> Account:
    """Cash of the patient leaves the queue as it is posted; a new credit is remembered by its day."""
    cash = sum((one.amount for one in event.entries if one.debit == chart.CASH), ZERO)
    receipts = account.receipts
    if cash and receipts:
        rest = receipts[0].model_copy(update={"amount": receipts[0].amount - cash})
        receipts = (rest, *receipts[1:]) if rest.amount else receipts[1:]
    credited = any(one.credit == chart.PATIENT_CREDIT for one in event.entries)
    return account.but(receipts=receipts, credit_on=event.posted_on if credited else account.credit_on)


def _next_day(account: Account) -> date | None:
    """When to look whether a payer has paid what was forwarded or decided again, to remind the patient, or to ask what their money is for."""
    claims = account.claims.values()
    of_claims = (day for claim in claims for day in (claim.forwarded_until, claim.undecided_until, patient_rules.reminder_on(claim)))
    days = (day for day in (account.unclaimed_on, *of_claims) if day)
    return min((day for day in days if account.woken_on is None or day > account.woken_on), default=None)
