"""What a person has to do about the money of an account."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account.claim_account import ClaimAccount
from shared.contracts.values import EncounterId, WorkItem

OVERPAID = "The payer paid {} more than it owes after another payer's decision. Refund it to the payer."
DOES_NOT_FIT = "The payer decided on more than is open on the claim. Compare the remittance with the claim and ask the payer."
NOT_FORWARDED = (
    "The payer forwarded the claim and the next payer has not answered in time. "
    "It is billed from here; if its coverage is not known here, find it and register it."
)
UNDECIDED = "The payer took its decision back and has not decided again in 30 days. Ask it for the status of the claim."
UNCLAIMED = "{} of a patient is held on an account without a claim. Find the visit it was paid for; if the number is wrong, post a contra entry."
UNCLAIMED_DAYS = 30
"""A copay is taken at the visit; its claim follows within weeks, or something is wrong with one of the two."""
REFUND = "The patient has paid {} more than is owed and nothing is open on the account. Refund it."


def unclaimed_on(credit: Decimal, credit_on: date | None, claims: Collection[object]) -> date | None:
    """When somebody has to look for the claim that a patient's money is for; None without such money."""
    return credit_on + timedelta(days=UNCLAIMED_DAYS) if credit > 0 and credit_on is not None and not claims else None


def unclaimed(encounter_id: EncounterId, credit: Decimal) -> WorkItem:
    """Money of a patient that no claim has followed."""
    mine = {"subject": str(encounter_id), "encounter_id": encounter_id, "amount": credit}
    return WorkItem(id=f"unclaimed-{encounter_id}", kind="payment_without_claim", sentence=UNCLAIMED.format(credit), **mine)


def work_items_of(encounter_id: EncounterId, claims: Sequence[ClaimAccount], credit: Decimal, woken_on: date | None) -> list[WorkItem]:
    """Credits, decisions that do not fit, forwarded claims that nobody paid."""
    items = [item for claim in claims for item in _of_claim(encounter_id, claim, woken_on)]
    if credit > 0 and claims and all(claim.is_settled for claim in claims):
        id, sentence = f"refund-{encounter_id}", REFUND.format(credit)
        mine = {"subject": str(encounter_id), "encounter_id": encounter_id}
        items.append(WorkItem(id=id, kind="credit_to_refund", sentence=sentence, amount=credit, **mine))
    return items


def _of_claim(encounter_id: EncounterId, claim: ClaimAccount, woken_on: date | None) -> Iterator[WorkItem]:
    def item(kind: str, sentence: str, amount: Decimal, place: str = "") -> WorkItem:
        id = "-".join(filter(None, (kind, claim.claim_id, place)))
        mine = {"subject": str(claim.claim_id), "claim_id": claim.claim_id, "encounter_id": encounter_id}
        return WorkItem(id=id, kind=kind, place=place, sentence=sentence, amount=amount, **mine)

    for account, amount in claim.books.items():
        if chart.is_payer_receivable(account) and amount < 0 and not claim.correction_is_open:
            yield item("payer_credit", OVERPAID.format(-amount), -amount, account)
    for remitted in claim.waiting if claim.billed else ():
        place = f"remittance {remitted.trace_number}, claim {remitted.payment.ordinal}"
        yield item("decision_does_not_fit", DOES_NOT_FIT, remitted.payment.paid, place)
    asked = claim.undecided_until
    if asked is not None and woken_on is not None and woken_on >= asked:
        yield item("decision_taken_back", UNDECIDED, chart.payer_open(claim.books))
    due = claim.forwarded_until
    if due is not None and woken_on is not None and woken_on >= due:
        yield item("forwarded_claim_unpaid", NOT_FORWARDED, chart.payer_open(claim.books) - claim.on(chart.receivable(1)))
