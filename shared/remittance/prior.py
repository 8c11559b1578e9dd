"""What a later payer says about the payers before it (OA-23), held against what those payers remitted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from shared.contracts.adjudication import Adjustment, ClaimPayment, RemittedLine
from shared.contracts.adjustments import Nature, nature
from shared.contracts.values import ZERO
from shared.remittance.decision import Decision


def difference(decision: Decision, before: Sequence[Decision]) -> Decimal:
    """How far the later payer's own part is off from what the payer before it left; zero when the two agree.

    What was left is the patient's share and, at most, what was refused: another payer may cover that. Positive: it decides on more than was left.
    A payer that refuses the whole claim often repeats the whole charge and says nothing of the payers before it: it decides on what was left.
    """
    explained = _sum(decision.payment, Nature.PRIOR_PAYER, later=True)
    if not explained and refused_whole(decision.payment, later=True):
        return ZERO
    own = decision.payment.charge - explained
    spoken_of = {line.line_number for line in decision.payment.lines}
    parts = [_spoken(one.payment, spoken_of) for one in before]
    left = sum((_sum(part, Nature.PATIENT) for part in parts), ZERO)
    refused = sum((_sum(part, Nature.DENIED) for part in parts), ZERO)
    return own - min(max(own, left), left + refused)


def refused_whole(payment: ClaimPayment, *, later: bool = False) -> bool:
    """Nothing paid, and every reason a refusal."""
    natures = {nature(one.group, one.carc, packaged=False, later_payer=later) for one in adjustments(payment)}
    return payment.paid == 0 and natures == {Nature.DENIED}


def adjustments(payment: ClaimPayment) -> list[Adjustment]:
    """Those of the claim, then those of its lines."""
    return [*payment.adjustments, *(one for line in payment.lines for one in line.adjustments)]


def _spoken(payment: ClaimPayment, numbers: set[int | None]) -> ClaimPayment:
    """The part of an earlier decision that is about these lines; all of it when one side speaks of the claim as a whole."""
    if not numbers or None in numbers:
        return payment
    return payment.model_copy(update={"lines": tuple(_of_lines(payment, numbers))})


def _of_lines(payment: ClaimPayment, numbers: set[int | None]) -> Iterator[RemittedLine]:
    return (line for line in payment.lines if line.line_number is None or line.line_number in numbers)


def _sum(payment: ClaimPayment, what: Nature, *, later: bool = False) -> Decimal:
    meant = (one.amount for one in adjustments(payment) if nature(one.group, one.carc, packaged=False, later_payer=later) is what)
    return sum(meant, ZERO)
