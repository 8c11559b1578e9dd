"""A later payer that refuses the claim as a whole: what is fought for then is what the payers before it left, whatever charge it repeats."""

from __future__ import annotations

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.claim_account import ClaimAccount
from services.billing.adjudication.model.seat import Seat
from shared.contracts.adjudication import ClaimRemitted, LedgerEntry
from shared.remittance.prior import refused_whole


def refusal_entries(claim: ClaimAccount, remitted: ClaimRemitted) -> tuple[LedgerEntry, ...] | None:
    """Dr DEN / Cr its receivable, line by line, for all that is there; None when it is no such refusal.

    What was left with the patient, because nobody knew of this payer, stays there.
    """
    seat = Seat.of(remitted, claim.billed)
    if seat.place == 1 or not refused_whole(remitted.payment, later=True):
        return None
    dates = {line.line_number: line.service_on for line in claim.billed.lines} if claim.billed else {}
    left = {line: amount for line, amount in claim.held_by_line(seat.own).items() if amount > 0}
    return tuple(entry for line, amount in left.items() for entry in chart.entry(chart.DENIED, seat.own, amount, line, dates.get(line or 0)))
