"""A later payer that refuses the claim as a whole: what is fought for then is what the payers before it left, whatever charge it repeats."""

from __future__ import annotations

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account.claim_account import ClaimAccount
from services.billing.adjudication.model.account.payer_place import PayerPlace
from shared.contracts.adjudication import ClaimRemitted, LedgerEntry
from shared.remittance.prior import refused_whole


def refusal_entries(claim: ClaimAccount, remitted: ClaimRemitted) -> tuple[LedgerEntry, ...] | None:
    """Dr DEN / Cr its receivable, line by line, for all that is there; None when it is no such refusal.

    What was left with the patient, because nobody knew of this payer, stays there.
    """
    payer = PayerPlace.of(remitted, claim.billed)
    if payer.place == 1 or not refused_whole(remitted.payment, later=True):
        return None
    left = {line: amount for line, amount in claim.held_by_line(payer.receivable).items() if amount > 0}
    return tuple(
        entry for line, amount in left.items() for entry in chart.entry(chart.DENIED, payer.receivable, amount, line, claim.service_on(line))
    )
