"""Voids: what a payer has of a claim is taken back at that payer (CLM05-3 = 8), as it was last sent."""

from __future__ import annotations

from services.billing.submission.model.draft import Draft
from shared.contracts.submission import VOID, ClaimBuilt
from shared.contracts.values import ClaimKind


def next_void(draft: Draft, last: ClaimBuilt, submission: int) -> ClaimBuilt | None:
    """The next void that has to be sent, one payer after the other; None when all are voided, on their way, or wait for a person."""
    for order in range(1, max((each.payer_order for each in (*draft.earlier, *draft.replaced, last)), default=1) + 1):
        claim = _void_of(draft, order, submission)
        if claim is not None:
            return None if claim == last or not draft.has_heard_of(last.payer_claim_control_number) else claim
    return None


def _void_of(draft: Draft, order: int, submission: int) -> ClaimBuilt | None:
    held = held_by(draft, order)
    if held is None or draft.void is None or not _is_wanted(draft, order):
        return None
    holding = draft.holding(held.payer_id, order)
    if holding is None or not holding.number:
        return None
    institutional = held.kind is ClaimKind.INSTITUTIONAL
    changes = {
        "submission": submission,
        "frequency": VOID,
        "payer_claim_control_number": holding.number,
        "answers": "",
        "conditions": (draft.void.condition,) if institutional else (),
    }
    return held.model_copy(update=changes)


def held_by(draft: Draft, order: int) -> ClaimBuilt | None:
    """The bill that the payer of this order has, as it was last sent; None when it has none."""
    bills = [each for each in draft.left(order) if each.frequency != VOID]
    taken = (each for each in bills if draft.fate(each.submission) == "accepted")
    known = next(taken, None)
    if known is not None:
        return known
    return next((each for each in bills if draft.holding(each.payer_id, order) is not None), None)


def voids_of(draft: Draft, order: int) -> list[ClaimBuilt]:
    """Voids that went to the payer of this order, newest first."""
    return [each for each in draft.left(order) if each.frequency == VOID]


def is_voided(draft: Draft, order: int = 1) -> bool:
    """Whether the payer has taken the void."""
    return any(draft.fate(each.submission) == "accepted" for each in voids_of(draft, order))


def _is_wanted(draft: Draft, order: int) -> bool:
    """Not yet sent, or refused and reopened."""
    voids = voids_of(draft, order)
    if not voids:
        return True
    newest = voids[0]
    return draft.fate(newest.submission) in ("rejected", "withdrawn") and newest.submission in draft.reopenings
