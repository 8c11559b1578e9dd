"""What people tell us to post, as soon as the balance holds it, and what becomes of it when the ground it stood on is gone."""

from __future__ import annotations

from typing import Any

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account.account import Account
from services.billing.adjudication.model.account.claim_account import Adjusted, ClaimAccount
from services.billing.adjudication.model.account.desk import Desk, Rule, account_posted, claim_posted
from services.billing.adjudication.model.manual.entries import adjustment_entries
from services.billing.adjudication.model.manual.instruction import Instruction
from shared.contracts.adjudication import AdjustmentRecorded, LedgerEntry, Manual, PostingCountered, RefundRecorded
from shared.contracts.event import Event
from shared.contracts.values import Actor

OURSELVES = Actor(id="adjudication", role="service")
FELL = "The payer's decision that it was made on no longer stands."


def carry_out(account: Account, desk: Desk) -> Event | None:
    """The first command whose amount the balance holds."""
    return next((event for command in account.commands if (event := _posting(account, command, desk)) is not None), None)


def pay_payer(account: Account, desk: Desk) -> Event | None:
    """The money of a payer's credit leaves the bank: Dr RC / Cr Cash, on the account, because the claim is done with it."""
    if not account.payer_refunds:
        return None
    command = account.payer_refunds[0]
    entries = chart.entry(chart.REMIT_CLEARING, chart.CASH, command.amount)
    return account_posted(account, "refund", entries, command.recorded_on, desk, manual=_manual(command), command=command.adjustment_id)


def lapse(account: Account, desk: Desk) -> Event | None:
    """An adjustment falls with the decision that it was made on, the newest first: a denial that is taken back needs no write-off."""
    for claim in account.in_order() if any(one.adjusted for one in account.claims.values()) else ():
        for name in (chart.DENIED, chart.DISPUTED, chart.PATIENT, *filter(chart.is_payer_receivable, claim.books)):
            fallen = _newest_of(claim, name) if claim.on(name) < 0 else None
            if fallen is not None:
                manual, on = Manual(actor=OURSELVES, reason=FELL), claim.last_on or desk.on
                return claim_posted(account, claim, "contra", chart.contra(fallen.entries), on, desk, manual=manual, counters=fallen.adjustment_id)
    return None


def unapply_credit(account: Account, desk: Desk) -> Event | None:
    """A prepayment that turns out not to have been paid is taken out of the claims it was applied to."""
    if account.credit >= 0:
        return None
    for claim in reversed(account.in_order()):
        amount = min(claim.on(chart.PATIENT_CREDIT), -account.credit)
        if amount > 0:
            return claim_posted(
                account, claim, "application", chart.entry(chart.PATIENT, chart.PATIENT_CREDIT, amount), claim.last_on or desk.on, desk
            )
    return None


MANUAL_RULES: tuple[Rule, ...] = (carry_out, pay_payer)


def _posting(account: Account, command: Instruction, desk: Desk) -> Event | None:
    match command:
        case AdjustmentRecorded():
            return _adjustment(account, command, desk)
        case RefundRecorded():
            return _refund(account, command, desk)
    return _contra(account, command, desk)


def _adjustment(account: Account, command: AdjustmentRecorded, desk: Desk) -> Event | None:
    claim = account.claims.get(command.claim_id)
    entries = adjustment_entries(claim, command) if claim else None
    if claim is None or entries is None:
        return None
    told: dict[str, Any] = {"manual": _manual(command), "command": command.adjustment_id}
    return claim_posted(account, claim, "adjustment", entries, command.recorded_on, desk, **told)


def _refund(account: Account, command: RefundRecorded, desk: Desk) -> Event | None:
    """Approved: out of the credit, into what is to be paid back. Paid: out of that, by cash."""
    approved = command.step == "approved"
    held = account.credit if approved else -chart.balance(account.books, chart.REFUND)
    if held < command.amount:
        return None
    debit, credit = (chart.PATIENT_CREDIT, chart.REFUND) if approved else (chart.REFUND, chart.CASH)
    told: dict[str, Any] = {"manual": _manual(command), "command": command.refund_id}
    return account_posted(account, "refund", chart.entry(debit, credit, command.amount), command.recorded_on, desk, **told)


def _contra(account: Account, command: PostingCountered, desk: Desk) -> Event | None:
    """The exact opposite of what was posted. An adjustment that is not there (any more) is not countered."""
    entries = chart.contra(command.entries)
    told: dict[str, Any] = {"manual": _manual(command), "counters": command.posting_id}
    if command.claim_id is None:
        return account_posted(account, "contra", entries, command.recorded_on, desk, **told)
    claim = account.claims.get(command.claim_id)
    if claim is None or not (_is_cash(entries) or any(one.entries == command.entries for one in claim.adjusted)):
        return None
    return claim_posted(account, claim, "contra", entries, command.recorded_on, desk, **told)


def _newest_of(claim: ClaimAccount, account: str) -> Adjusted | None:
    return next((one for one in reversed(claim.adjusted) if any(entry.credit == account for entry in one.entries)), None)


def _is_cash(entries: tuple[LedgerEntry, ...]) -> bool:
    return any(chart.CASH in (one.debit, one.credit) for one in entries)


def _manual(command: Instruction) -> Manual:
    return Manual(actor=command.actor, reason=command.reason)
