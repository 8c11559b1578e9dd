"""Why the patient is not told yet what is owed, or why a credit of the patient is not paid back yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account.account import Account
from services.billing.adjudication.model.account.claim_account import ClaimAccount
from shared.contracts.values import ClaimId, Money, Value

Reason = Literal["undecided", "correction_open", "denial_open", "next_payer_owes", "payer_owes", "credit_kept"]

SENTENCES: dict[Reason, str] = {
    "undecided": "The payer has not decided on the claim yet.",
    "correction_open": "A correction or replacement of the claim is open. The patient is told what is owed when it is answered.",
    "denial_open": "The payer refused this, and it is still fought for or other coverage is looked for.",
    "next_payer_owes": "The patient's next coverage has not decided on what the payer before it left.",
    "payer_owes": "The payer's decision leaves an amount of the claim open. Look at the claim's work items.",
    "credit_kept": "The patient has paid more than is owed now. It is kept until nothing of the account is open, then it is a refund.",
}


class Hold(Value):
    """One reason, the claim it is about (None: the account), and the amount that waits."""

    claim_id: ClaimId | None = None
    reason: Reason
    amount: Money
    sentence: str


def holds(account: Account) -> list[Hold]:
    """What keeps statements and refunds of this account back, claim by claim."""
    found = [hold for claim in account.in_order() if not claim.is_settled for hold in _of_claim(claim)]
    if account.credit > 0 and found:
        found.append(Hold(reason="credit_kept", amount=account.credit, sentence=SENTENCES["credit_kept"]))
    return found


def _of_claim(claim: ClaimAccount) -> Iterator[Hold]:
    def hold(reason: Reason, amount: Money) -> Hold:
        return Hold(claim_id=claim.claim_id, reason=reason, amount=amount, sentence=SENTENCES[reason])

    owed, later = claim.on(chart.receivable(1)), chart.payer_open(claim.books) - claim.on(chart.receivable(1))
    if claim.correction_is_open:
        yield hold("correction_open", claim.on(chart.PATIENT))
    if claim.on(chart.DENIED):
        yield hold("denial_open", claim.on(chart.DENIED))
    if later:
        yield hold("next_payer_owes", later)
    if owed:
        yield hold("payer_owes" if claim.standing else "undecided", owed)
