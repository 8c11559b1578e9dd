"""What is due to be posted on an account: named rules, asked in order until none has anything to say.

Each rule sees the account as it is after everything posted so far and gives the one event that it wants next, or None.
"""

from __future__ import annotations

from datetime import date

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account.account import Account
from services.billing.adjudication.model.account.claim_account import ClaimAccount
from services.billing.adjudication.model.account.desk import Cause, Desk, Rule, account_posted, claim_posted
from services.billing.adjudication.model.account.entries import decision_entries
from services.billing.adjudication.model.account.opening import taken_over
from services.billing.adjudication.model.account.opening_postings import OPENING_RULES
from services.billing.adjudication.model.account.refusal import refusal_entries
from services.billing.adjudication.model.balances import balances
from services.billing.adjudication.model.dispute.contract import expected
from services.billing.adjudication.model.manual.postings import MANUAL_RULES, lapse, unapply_credit
from services.billing.adjudication.model.patient.rules import remind, request_statement
from shared.contracts.adjudication import ClaimClosed, ClaimRemitted, LedgerEntry
from shared.contracts.event import Event
from shared.contracts.values import ZERO


def charge_once(account: Account, desk: Desk) -> Event | None:
    """Dr ARP / Cr REV per line at the first submission, the difference at a replacement, back to nothing when a void is answered."""
    for claim in account.in_order():
        if claim.billed is not None and (entries := _charge(claim)):
            if claim.is_voided:
                return claim_posted(account, claim, "reversal", entries, claim.last_on or claim.billed.submitted_on, desk)
            if claim.opening and not claim.charged:
                return claim_posted(account, claim, "opening", entries, claim.opening.opened_on, desk, manual=claim.opening.manual)
            return claim_posted(account, claim, "charge", entries, claim.billed.submitted_on, desk)
    return None


def _charge(claim: ClaimAccount) -> list[LedgerEntry]:
    """By what the claim as billed differs from what is charged. A claim of an earlier system was revenue there: Dr ARP / Cr OPEN."""
    wanted = {line.line_number: line for line in claim.billed.lines} if claim.billed and not claim.is_voided else {}
    entries: list[LedgerEntry] = []
    for number in sorted({*wanted, *map(int, claim.charged)}):
        line = wanted.get(number)
        due = (line.charge if line else ZERO) - claim.charged.get(str(number), ZERO)
        entries += chart.entry(chart.receivable(1), chart.REVENUE, due, number, line.service_on if line else None)
    return list(taken_over(entries)) if claim.opening else entries


def post_decision(account: Account, desk: Desk) -> Event | None:
    """The first decision that waits and fits: its entries, or the exact contra of those it takes back."""
    for claim in account.in_order():
        for remitted in claim.waiting if claim.billed else ():
            if claim.was_taken_over(remitted):
                continue
            entries = _contra(claim, remitted) if remitted.payment.is_reversal else _decided(claim, remitted, desk)
            if entries is not None:
                cause: Cause = "reversal" if remitted.payment.is_reversal else "remittance"
                return claim_posted(account, claim, cause, entries, remitted.remitted_on, desk, remitted, manual=remitted.manual)
    return None


def return_to_credit(account: Account, desk: Desk) -> Event | None:
    """The patient owes less than was paid: the patient's money becomes a credit of the account."""
    for claim in account.in_order():
        over = -claim.on(chart.PATIENT)
        if over > 0:
            entries = chart.entry(chart.PATIENT, chart.PATIENT_CREDIT, over)
            return claim_posted(account, claim, "application", entries, claim.last_on or desk.on, desk)
    return None


def apply_credit(account: Account, desk: Desk) -> Event | None:
    """A prepayment pays the patient's share as soon as that is posted."""
    for claim in account.in_order():
        amount = min(claim.on(chart.PATIENT), account.credit)
        if amount > 0:
            on = max(day for day in (claim.last_on, account.credit_on, date.min) if day)
            return claim_posted(account, claim, "application", chart.entry(chart.PATIENT_CREDIT, chart.PATIENT, amount), on, desk)
    return None


def post_receipt(account: Account, desk: Desk) -> Event | None:
    """The patient's money pays what is owed, oldest service first; the rest is credit of the account."""
    if not account.receipts:
        return None
    receipt = account.receipts[0]
    for claim in account.in_order():
        amount = min(claim.on(chart.PATIENT), receipt.amount)
        if amount > 0:
            entries = chart.entry(chart.CASH, chart.PATIENT, amount)
            return claim_posted(account, claim, "patient_payment", entries, receipt.received_on, desk, manual=receipt.manual)
    entries = chart.entry(chart.CASH, chart.PATIENT_CREDIT, receipt.amount)
    return account_posted(account, "patient_payment", entries, receipt.received_on, desk, manual=receipt.manual)


def close(account: Account, desk: Desk) -> Event | None:
    """Once after the posting that left nothing open."""
    for claim in account.in_order():
        if claim.is_finished and not claim.closed:
            found = balances(claim.whole, account.credit)
            return ClaimClosed(encounter_id=account.encounter_id, claim_id=claim.claim_id, balances=found, closed_on=claim.last_on or desk.on)
    return None


RULES: tuple[Rule, ...] = (
    charge_once, *OPENING_RULES, post_decision, lapse, *MANUAL_RULES, return_to_credit, unapply_credit, apply_credit, post_receipt,
    request_statement, remind, close,
)  # fmt: skip


def next_posting(account: Account, desk: Desk) -> Event | None:
    """The next event that is due on this account."""
    return next((event for rule in RULES if (event := rule(account, desk)) is not None), None)


def _contra(claim: ClaimAccount, reversal: ClaimRemitted) -> tuple[LedgerEntry, ...] | None:
    taken_back = (one.entries for one in claim.standing if one.reference == reversal.reverses)
    entries = next(taken_back, None)
    return None if entries is None else chart.contra(entries)


def _decided(claim: ClaimAccount, remitted: ClaimRemitted, desk: Desk) -> tuple[LedgerEntry, ...] | None:
    if claim.billed is None:
        return None
    refused = refusal_entries(claim, remitted)
    if refused is not None:
        return refused
    return decision_entries(remitted, claim.books, expected(claim.billed, remitted.payer_id, desk.contracts), claim.billed)
