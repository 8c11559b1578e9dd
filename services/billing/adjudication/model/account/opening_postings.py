"""How a claim of an earlier system comes into the books: what payers had decided there, then what the patient had paid."""

from __future__ import annotations

from typing import Any

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account.account import Account
from services.billing.adjudication.model.account.desk import Desk, Rule, claim_posted
from services.billing.adjudication.model.account.entries import decision_entries
from services.billing.adjudication.model.account.opening import taken_over
from services.billing.adjudication.model.dispute.contract import Expected
from shared.contracts.event import Event


def post_old_decision(account: Account, desk: Desk) -> Event | None:
    """Its entries with the opening account in place of revenue, payment and reductions; whether it kept to the contract was judged there."""
    for claim in account.claims.values():
        for remitted in claim.waiting if claim.opening and claim.charged else ():
            entries = decision_entries(remitted, claim.books, Expected(), claim.billed) if claim.was_taken_over(remitted) else None
            if entries is not None and claim.opening:
                told: dict[str, Any] = {"remitted": remitted, "manual": claim.opening.manual}
                return claim_posted(account, claim, "opening", taken_over(entries), claim.opening.opened_on, desk, **told)
    return None


def post_old_payment(account: Account, desk: Desk) -> Event | None:
    """What the patient had paid there is paid here too, without any cash of ours."""
    for claim in account.claims.values():
        if claim.opening and claim.opening.patient_paid and claim.charged:
            entries = taken_over(chart.entry(chart.CASH, chart.PATIENT, claim.opening.patient_paid))
            return claim_posted(account, claim, "opening", entries, claim.opening.opened_on, desk, manual=claim.opening.manual)
    return None


OPENING_RULES: tuple[Rule, ...] = (post_old_decision, post_old_payment)
