"""What is due to be posted on an account: named rules, asked in order until none has anything to say.

Each rule sees the account as it is after everything posted so far and gives the one event that it wants next, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account import Account
from services.billing.adjudication.model.balances import balances
from services.billing.adjudication.model.claim_account import ClaimAccount
from services.billing.adjudication.model.contract import Contracts, expected
from services.billing.adjudication.model.entries import decision_entries
from shared.contracts.adjudication import AccountPosted, ClaimClosed, ClaimPosted, ClaimRemitted, LedgerEntry, StatementRequested
from shared.contracts.event import Event
from shared.contracts.values import ZERO

Cause = Literal["charge", "remittance", "reversal", "patient_payment", "application", "match"]
Rule = Callable[[Account, "Desk"], Event | None]

REASONS = {"1": "your deductible", "2": "your coinsurance", "3": "your copay", "66": "your blood deductible"}


@dataclass(frozen=True, slots=True)
class Desk:
    """What posting needs besides the account: the day that decides the period, and the contracts."""

    on: date
    contracts: Contracts

    def period(self, posted_on: date) -> str:
        """The month in which it is posted: closed months stay closed, so a late correction goes into the current one."""
        return chart.period_of(max(self.on, posted_on))


def charge_once(account: Account, desk: Desk) -> Event | None:
    """Dr ARP / Cr REV per line at the first submission, the difference at a replacement, back to nothing when a void is answered."""
    for claim in account.in_order():
        if claim.billed is None:
            continue
        wanted = {} if claim.is_voided else {line.line_number: line for line in claim.billed.lines}
        entries: list[LedgerEntry] = []
        for number in sorted({*wanted, *map(int, claim.charged)}):
            line = wanted.get(number)
            due = (line.charge if line else ZERO) - claim.charged.get(str(number), ZERO)
            entries += chart.entry(chart.receivable(1), chart.REVENUE, due, number, line.service_on if line else None)
        if entries:
            on = claim.last_on if claim.is_voided else None
            return _posted(account, claim, "reversal" if claim.is_voided else "charge", entries, on or claim.billed.submitted_on, desk)
    return None


def post_decision(account: Account, desk: Desk) -> Event | None:
    """The first decision that waits and fits: its entries, or the exact contra of those it takes back."""
    for claim in account.in_order():
        for remitted in claim.waiting if claim.billed else ():
            entries = _contra(claim, remitted) if remitted.payment.is_reversal else _decided(claim, remitted, desk)
            if entries is not None:
                cause: Cause = "reversal" if remitted.payment.is_reversal else "remittance"
                return _posted(account, claim, cause, entries, remitted.remitted_on, desk, remitted)
    return None


def return_to_credit(account: Account, desk: Desk) -> Event | None:
    """The patient owes less than was paid: the patient's money becomes a credit of the account."""
    for claim in account.in_order():
        over = -claim.on(chart.PATIENT)
        if over > 0:
            entries = chart.entry(chart.PATIENT, chart.PATIENT_CREDIT, over)
            return _posted(account, claim, "application", entries, claim.last_on or desk.on, desk)
    return None


def apply_credit(account: Account, desk: Desk) -> Event | None:
    """A prepayment pays the patient's share as soon as that is posted."""
    for claim in account.in_order():
        amount = min(claim.on(chart.PATIENT), account.credit)
        if amount > 0:
            on = max(day for day in (claim.last_on, account.credit_on, date.min) if day)
            return _posted(account, claim, "application", chart.entry(chart.PATIENT_CREDIT, chart.PATIENT, amount), on, desk)
    return None


def post_receipt(account: Account, desk: Desk) -> Event | None:
    """The patient's money pays what is owed, oldest service first; the rest is credit of the account."""
    if not account.receipts:
        return None
    receipt = account.receipts[0]
    for claim in account.in_order():
        amount = min(claim.on(chart.PATIENT), receipt.amount)
        if amount > 0:
            return _posted(account, claim, "patient_payment", chart.entry(chart.CASH, chart.PATIENT, amount), receipt.received_on, desk)
    return AccountPosted(
        encounter_id=account.encounter_id,
        cause="patient_payment",
        entries=tuple(chart.entry(chart.CASH, chart.PATIENT_CREDIT, receipt.amount)),
        patient_credit=account.credit + receipt.amount,
        posted_on=receipt.received_on,
        period=desk.period(receipt.received_on),
    )


def request_statement(account: Account, desk: Desk) -> Event | None:
    """Once per set of decisions, when payers are done with the claim and the patient still owes. The last payer's reasons are the patient's."""
    for claim in account.in_order():
        stands = tuple(one.reference for one in claim.standing)
        if claim.on(chart.PATIENT) > 0 and claim.is_settled and stands != claim.stated:
            last = max(one.payer_order for one in claim.standing)
            codes = (code for one in claim.standing if one.payer_order == last for code in one.reasons)
            reasons = dict.fromkeys(REASONS.get(code, "your share") for code in codes)
            return StatementRequested(
                encounter_id=account.encounter_id, claim_id=claim.claim_id, amount=claim.on(chart.PATIENT), reasons=tuple(reasons)
            )
    return None


def close(account: Account, desk: Desk) -> Event | None:
    """Once after the posting that left nothing open."""
    for claim in account.in_order():
        if claim.is_finished and not claim.closed:
            found = balances(claim.books, account.credit)
            return ClaimClosed(encounter_id=account.encounter_id, claim_id=claim.claim_id, balances=found, closed_on=claim.last_on or desk.on)
    return None


RULES: tuple[Rule, ...] = (charge_once, post_decision, return_to_credit, apply_credit, post_receipt, request_statement, close)


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
    return decision_entries(remitted, claim.books, expected(claim.billed, remitted.payer_id, desk.contracts))


def _posted(
    account: Account, claim: ClaimAccount, cause: Cause, entries: Iterable[LedgerEntry], on: date, desk: Desk, remitted: ClaimRemitted | None = None
) -> ClaimPosted:
    booked = tuple(entries)
    moved = chart.balance(chart.posted({}, booked), chart.PATIENT_CREDIT)
    return ClaimPosted(
        encounter_id=account.encounter_id,
        claim_id=claim.claim_id,
        cause=cause,
        entries=booked,
        balances=balances(chart.posted(claim.books, booked), account.credit - moved),
        posted_on=on,
        period=desk.period(on),
        trace_number=remitted.trace_number if remitted else "",
        remittance_id=remitted.remittance_id if remitted else None,
        ordinal=remitted.payment.ordinal if remitted else 0,
    )
