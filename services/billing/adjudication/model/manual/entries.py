"""The entries of what a person writes off or moves: out of the balance that holds it, line by line, never beyond it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account.claim_account import ClaimAccount
from shared.contracts.adjudication import AdjustmentRecorded, LedgerEntry
from shared.contracts.values import ZERO

MOVES = {
    "denial_write_off": (chart.WRITTEN_OFF_DENIAL, chart.DENIED),
    "charity": (chart.WRITTEN_OFF_CHARITY, chart.PATIENT),
    "small_balance": (chart.WRITTEN_OFF_SMALL, chart.PATIENT),
    "bad_debt": (chart.BAD_DEBT, chart.PATIENT),
    "dispute_conceded": (chart.CONTRACTUAL, chart.DISPUTED),
    "denied_to_patient": (chart.PATIENT, chart.DENIED),
}
"""Kind → account debited, account that must hold the amount."""
PAYER_CREDIT = "payer_credit_refunded"
LATER_PAYER = "later_payer_to_patient"


def adjustment_entries(claim: ClaimAccount, command: AdjustmentRecorded) -> tuple[LedgerEntry, ...] | None:
    """The entries of an adjustment; None while the claim does not hold the amount.

    A payer's credit goes through remit clearing, because that is where the payer's money came from.
    """
    if command.kind == PAYER_CREDIT:
        account = _credit_of_payer(claim, command.amount)
        return tuple(chart.entry(account, chart.REMIT_CLEARING, command.amount, command.line_number)) if account else None
    debit, credit = _move(claim, command.kind)
    parts = _parts(claim, credit, command.amount, command.line_number)
    if parts is None:
        return None
    return tuple(one for line, amount in parts for one in chart.entry(debit, credit, amount, line, claim.service_on(line)))


def available(claim: ClaimAccount, kind: str, line: int | None = None) -> Decimal:
    """The most that an adjustment of this kind can take, on one line or on the claim."""
    if kind == PAYER_CREDIT:
        return max((-amount for account, amount in claim.books.items() if chart.is_payer_receivable(account)), default=ZERO)
    account = source_of(claim, kind)
    whole = claim.on(account)
    return max(ZERO, whole if line is None else min(whole, claim.held_by_line(account).get(line, ZERO)))


def source_of(claim: ClaimAccount, kind: str) -> str:
    """The account that must hold the amount."""
    return _move(claim, kind)[1]


def _move(claim: ClaimAccount, kind: str) -> tuple[str, str]:
    return (chart.PATIENT, claim.later_receivable) if kind == LATER_PAYER else MOVES[kind]


def _parts(claim: ClaimAccount, account: str, amount: Decimal, line: int | None) -> Sequence[tuple[int | None, Decimal]] | None:
    """The amount over the lines that hold it, in their order; what no line holds belongs to the claim as a whole."""
    held = claim.held_by_line(account)
    if claim.on(account) < amount or (line is not None and held.get(line, ZERO) < amount):
        return None
    if line is not None:
        return [(line, amount)]
    parts: list[tuple[int | None, Decimal]] = []
    for number in sorted(each for each in held if each is not None):
        taken = max(ZERO, min(held[number], amount))
        parts.append((number, taken))
        amount -= taken
    return [*parts, (None, amount)]


def _credit_of_payer(claim: ClaimAccount, amount: Decimal) -> str | None:
    held = sorted(account for account, balance in claim.books.items() if chart.is_payer_receivable(account) and -balance >= amount)
    return held[0] if held else None
