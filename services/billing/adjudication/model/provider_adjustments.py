"""PLB: money between payer and provider that belongs to no claim of the remittance. Its amounts are inverted: positive lowers the payment."""

from __future__ import annotations

from services.billing.adjudication.model import chart
from shared.contracts.adjudication import LedgerEntry, ProviderAdjustment

CLEARING = frozenset({"FB", "WO", "72"})
"""Forwarded balance, recovery of an overpayment, authorized return: one account, keyed by payer and reference, because some payers open with one
code and recover with another."""
INTEREST = "L6"
LEVIES = frozenset({"IR", "LE"})


def is_known(adjustment: ProviderAdjustment) -> bool:
    """Whether the code says where the money belongs."""
    return adjustment.code == INTEREST or adjustment.code in CLEARING | LEVIES


def adjustment_entries(adjustment: ProviderAdjustment) -> list[LedgerEntry]:
    """Dr the adjustment's account / Cr remit clearing when it lowers the payment, the other way round when it raises it."""
    return chart.entry(_account(adjustment), chart.REMIT_CLEARING, adjustment.amount, reference=adjustment.reference)


def _account(adjustment: ProviderAdjustment) -> str:
    if adjustment.code in CLEARING:
        return chart.PAYER_CLEARING
    if adjustment.code in LEVIES:
        return chart.LEVY
    if adjustment.code == INTEREST:
        return chart.INTEREST_RECEIVED if adjustment.amount < 0 else chart.INTEREST_PAID
    return chart.SUSPENSE
