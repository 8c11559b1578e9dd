"""PLB: money between payer and provider that belongs to no claim of the remittance. Its amounts are inverted: positive lowers the payment.

Codes are those of PLB03-1 (data element 426). What a code does not explain is never guessed.
"""

from __future__ import annotations

from services.billing.adjudication.model import chart
from shared.contracts.adjudication import LedgerEntry, ProviderAdjustment

CLEARING = frozenset({"FB", "WO", "72"})
"""Forwarded balance, recovery of an overpayment, authorized return: one account, keyed by payer and reference, because some payers open with one
code and recover with another."""
INTEREST = "L6"
ADJUSTED = "CS"
"""The payer adjusts something and the code does not say what: an account of its own, and a person finds out."""
ACCOUNTS = {"IR": chart.LEVY, "LE": chart.LEVY, "J1": chart.NON_REIMBURSABLE, ADJUSTED: chart.PROVIDER_ADJUSTMENT}


def is_explained(code: str) -> bool:
    """Whether the code says on which account the money belongs; what it does not explain waits in suspense."""
    return code == INTEREST or code in CLEARING or code in ACCOUNTS


def needs_a_person(code: str) -> bool:
    """Whether somebody has to find out what it was for."""
    return code == ADJUSTED or not is_explained(code)


def adjustment_entries(adjustment: ProviderAdjustment) -> list[LedgerEntry]:
    """Dr the adjustment's account / Cr remit clearing when it lowers the payment, the other way round when it raises it."""
    return chart.entry(account_of(adjustment), chart.REMIT_CLEARING, adjustment.amount, reference=adjustment.reference)


def account_of(adjustment: ProviderAdjustment) -> str:
    """Where the money belongs as far as the code tells."""
    if adjustment.code in CLEARING:
        return chart.PAYER_CLEARING
    if adjustment.code == INTEREST:
        return chart.INTEREST_RECEIVED if adjustment.amount < 0 else chart.INTEREST_PAID
    return ACCOUNTS.get(adjustment.code, chart.SUSPENSE)
