"""What a payer leaves to the next one. A later payer that refuses the whole charge refuses no more than that, whatever amount it repeats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from services.denials.model.judgement import Refusal, lines_of
from shared.contracts.adjudication import ClaimPayment, PayerDecision
from shared.contracts.adjustments import Nature, nature
from shared.contracts.values import ZERO

PASSES_ON = frozenset({Nature.PATIENT, Nature.DENIED})
"""The patient's share, and at most what was refused: another payer may cover that."""


def left_by(remitted: PayerDecision) -> dict[str, Decimal]:
    """By `place`: the most that this decision leaves on each of its lines. What it leaves on the claim as a whole may be of any of them."""
    later = remitted.payer_order > 1
    return {place(remitted.payer_order, number): _left(remitted.payment, number, later) for number in lines_of(remitted.payment)}


def bounded(refusal: Refusal, order: int, left: Mapping[str, Decimal]) -> Refusal:
    """The refusal of the payer in this place, of no more than the one before it left there; as it is where nobody knows."""
    most = left.get(place(order - 1, refusal.line_number))
    return refusal if most is None or refusal.gross <= most else replace(refusal, gross=most)


def place(order: int, line_number: int) -> str:
    """One line of the claim at the payer in this place."""
    return f"{order}/{line_number}"


def _left(payment: ClaimPayment, number: int, later: bool) -> Decimal:
    reasons = (*payment.adjustments, *(one for line in lines_of(payment)[number] for one in line.adjustments))
    return sum((one.amount for one in reasons if nature(one.group, one.carc, packaged=False, later_payer=later) in PASSES_ON), ZERO)
