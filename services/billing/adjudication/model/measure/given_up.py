"""Refused money that nobody fights for any more and that is still on the books: somebody has to say whose loss it is."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from shared.contracts.values import ZERO, WorkItem

if TYPE_CHECKING:
    from services.billing.adjudication.model.measure.measure import Measure

LOST = frozenset({"upheld", "withdrawn", "expired"})
"""Outcomes of a denial after which its money stays where it is until a person moves it."""
SENTENCE = (
    "Of what the payer refused, nobody fights for {} any more: the denial was given up, or its deadline has passed. "
    "Write it off (denial_write_off), or make it the patient's where the contract allows that (denied_to_patient)."
)


def given_up(claim: Measure) -> Decimal:
    """How much of what is refused belongs to no open denial."""
    found = claim.settled
    if found is None or found.denied_open <= 0 or not any(each.outcome in LOST for each in claim.denials.values()):
        return ZERO
    fought_for = sum((each.gross for each in claim.denials.values() if each.outcome is None), ZERO)
    return max(ZERO, found.denied_open - fought_for)


def work_items_of(claim: Measure) -> Iterator[WorkItem]:
    """One for the claim, or none."""
    amount = given_up(claim)
    if amount:
        mine = {"subject": str(claim.claim_id), "claim_id": claim.claim_id, "encounter_id": claim.encounter_id}
        yield WorkItem(id=f"denial_given_up-{claim.claim_id}", kind="denial_given_up", sentence=SENTENCE.format(amount), amount=amount, **mine)
