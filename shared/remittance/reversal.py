"""Whether a reversal takes back exactly what an earlier decision said.

It is compared with the stored adjustments of that decision, never with balances: some of the money may have moved since.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from shared.contracts.adjudication import Adjustment, ClaimPayment, RemittedLine
from shared.contracts.values import ZERO

CORRECTION = "CR"
"""A group code of older payers: the reversal restates every reason under it."""

Shape = tuple[str, Decimal, Decimal, tuple[tuple[str, Decimal], ...]]


def takes_back(reversal: ClaimPayment, decision: ClaimPayment) -> bool:
    """Every amount of the decision, negated: charge and payment of claim and lines, and each reason."""
    coarse = _is_coarse(reversal)
    return sorted(_shapes(reversal, -1, coarse)) == sorted(_shapes(decision, 1, coarse))


def _is_coarse(reversal: ClaimPayment) -> bool:
    groups = {one.group for one in (*reversal.adjustments, *(one for line in reversal.lines for one in line.adjustments))}
    return groups == {CORRECTION}


def _shapes(payment: ClaimPayment, sign: int, coarse: bool) -> Iterable[Shape]:
    yield ("", sign * payment.charge, sign * payment.paid, _reasons(payment.adjustments, sign, coarse))
    for line in payment.lines:
        yield (_identity(line), sign * line.charge, sign * line.paid, _reasons(line.adjustments, sign, coarse))


def _reasons(adjustments: Iterable[Adjustment], sign: int, coarse: bool) -> tuple[tuple[str, Decimal], ...]:
    """Amounts by reason; one sum where the reversal does not repeat the reasons."""
    sums: dict[str, Decimal] = {}
    for one in adjustments:
        reason = "" if coarse else f"{one.group}-{one.carc}"
        sums[reason] = sums.get(reason, ZERO) + sign * one.amount
    return tuple(sorted((reason, amount) for reason, amount in sums.items() if amount))


def _identity(line: RemittedLine) -> str:
    if line.line_number is not None:
        return f"line {line.line_number}"
    return " ".join((line.code or "", line.revenue_code or "", *line.modifiers, str(line.service_on)))
