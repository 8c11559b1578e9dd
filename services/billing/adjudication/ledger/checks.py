"""Whether the books hold what a person wants to post; each refusal says what there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from services.billing.adjudication.ledger.bodies import Adjust, Refund
from services.billing.adjudication.ledger.queries import Row
from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account.account import Account
from services.billing.adjudication.model.manual.entries import available
from services.billing.adjudication.model.manual.instruction import id_of
from shared.contracts.adjudication import LedgerEntry
from shared.contracts.values import ZERO
from shared.http.problems import Problem

BY_HAND = frozenset({"adjustment", "patient_payment", "refund"})
"""Causes of postings that a person makes and may take back."""


def begun(period: str, today: date) -> None:
    """Raise 422 for a month that has not begun: closing is for ever, and everything until then would be posted after it."""
    if period > f"{today:%Y-%m}":
        raise Problem(422, "this month has not begun", f"Close {today:%Y-%m} at the latest; a closed month is never opened again.", place="period")


def adjustable(account: Account, claim_id: str, body: Adjust) -> None:
    """Raise 422 when the balance does not hold the amount, what waits counted in."""
    claim = account.claims.get(claim_id)
    if claim is None:
        raise Problem(404, "no such claim here", "The ledger knows a claim once it was submitted or taken over.", place="claim_id")
    held = available(claim, body.kind, body.line_number)
    if held < body.amount:
        where = f"line {body.line_number}" if body.line_number else "the claim"
        raise Problem(422, "the balance does not hold this amount", f"For this kind, {where} holds {held:.2f}. Enter at most that.", place="amount")


def refundable(account: Account, body: Refund) -> None:
    """Raise 422 when there is less credit (approved), or less approved (paid)."""
    approved = body.step == "approved"
    held = account.credit if approved else -chart.balance(account.books, chart.REFUND)
    if held < body.amount:
        what = "The patient's credit is" if approved else "What is approved and not paid is"
        raise Problem(422, "there is less to refund", f"{what} {held:.2f}. Enter at most that.", place="amount")


def counterable(rows: Sequence[Row], account: Account, posting_id: str) -> tuple[LedgerEntry, ...]:
    """The entries to counter. Raises 422 when a person did not make them, or when they are taken back already."""
    if rows[0]["cause"] not in BY_HAND:
        raise Problem(422, "no person made this posting", "A payer's decision is taken back by the payer, or as a paper remittance with status 22.")
    found = tuple(LedgerEntry.model_validate(row) for row in rows)
    if posting_id in account.countered or _gone(rows[0], account, found):
        raise Problem(422, "this posting was taken back before", "Nothing is taken back twice. See the entries of the account.")
    _money_is_there(found, account)
    return found


def withdrawable(account: Account, command_id: str) -> None:
    """Raise 422 when no such command waits."""
    if all(id_of(one) != command_id for one in account.commands):
        raise Problem(422, "nothing waits under this id", "What is posted is taken back by a contra entry of the posting.", place="command_id")


def _gone(row: Row, account: Account, entries: tuple[LedgerEntry, ...]) -> bool:
    claim = account.claims.get(row["claim_id"] or "")
    return row["cause"] == "adjustment" and not (claim and any(one.entries == entries for one in claim.adjusted))


def _money_is_there(entries: tuple[LedgerEntry, ...], account: Account) -> None:
    """Money that was refunded in the meantime cannot be taken back from the credit."""
    prepaid = _sum(entries, credit=chart.PATIENT_CREDIT)
    applied = sum((max(ZERO, claim.on(chart.PATIENT_CREDIT)) for claim in account.claims.values()), ZERO)
    if prepaid > account.credit + applied:
        raise Problem(422, "this money was refunded", "Take the refund back first, then the payment.")
    approved = _sum(entries, credit=chart.REFUND)
    if approved > -chart.balance(account.books, chart.REFUND):
        raise Problem(422, "this refund was paid", "Take its payment back first, then the approval.")


def _sum(entries: tuple[LedgerEntry, ...], credit: str) -> Decimal:
    return sum((one.amount for one in entries if one.credit == credit), ZERO)
