"""What a later decision of a payer means for a denial that an earlier one caused."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from services.denials.model.case import Denial, DenialCase
from services.denials.model.judgement import Refusal, allowed, lines_of
from shared.contracts.adjudication import PayerDecision
from shared.contracts.values import ZERO

Outcome = Literal["overturned", "partly_overturned", "other_payer", "upheld", "withdrawn"]
GIVEN_UP = frozenset({"upheld", "withdrawn", "expired"})
"""Outcomes after which the same refusal is no news."""


def speaks_of(remitted: PayerDecision, denial: Denial) -> bool:
    """Whether a decision is about the refused money.

    A payer may split a claim over several decisions: a line that one does not name is not decided by it, and a refusal of the claim as a whole, or of
    a line nobody could place, is decided anew only after it was taken back, or by another payer.
    """
    if remitted.payer_order != denial.opened.payer_order:
        return False
    lines = lines_of(remitted.payment)
    if remitted.payment.is_reversal:
        return remitted.payer_id == denial.opened.payer_id and (not lines or denial.line_number <= 0 or denial.line_number in lines)
    whole = denial.taken_back or not lines or remitted.payer_id != denial.opened.payer_id
    return denial.line_number in lines or (denial.line_number <= 0 and whole)


def is_dropped(case: DenialCase, denial: Denial) -> bool:
    """The payer took its decision back, and the claim that replaced the refused one has no such line any more."""
    return denial.taken_back and denial.line_number > 0 and all(line.line_number != denial.line_number for line in case.billed)


def outcome_of(case: DenialCase, denial: Denial, refusal: Refusal | None, remitted: PayerDecision) -> tuple[Outcome, Decimal] | None:
    """How this decision ends the denial and what it recovers; None when it does not. `refusal`: what it still refuses there."""
    if not speaks_of(remitted, denial):
        return ("withdrawn", ZERO) if denial.is_open and case.billed and is_dropped(case, denial) else None
    same_payer = remitted.payer_id == denial.opened.payer_id
    now = allowed(remitted.payment).get(denial.line_number, ZERO)
    won = max(ZERO, now - denial.allowed_then) if same_payer else now
    if not denial.is_open:
        return ("overturned", won) if denial.outcome in GIVEN_UP and same_payer and won and refusal is None else None
    if not same_payer:
        return ("other_payer", won) if won else ("upheld", ZERO)
    if refusal is None:
        return ("overturned", won) if won else ("upheld", ZERO)
    if won and refusal.gross < denial.opened.gross:
        return "partly_overturned", won
    return None if refusal.carc == denial.opened.carc else ("upheld", ZERO)


def is_news(case: DenialCase, refusal: Refusal, remitted: PayerDecision) -> bool:
    """Whether a refusal opens a denial: none is open on the line, and nobody has given up this very refusal before."""
    latest = case.latest(remitted.payer_order).get(refusal.line_number)
    if latest is None or latest.opened.payer_id != remitted.payer_id:
        return True
    same = latest.opened.carc == refusal.carc and refusal.gross <= latest.opened.gross
    return not latest.is_open and not (same and latest.outcome in GIVEN_UP)
