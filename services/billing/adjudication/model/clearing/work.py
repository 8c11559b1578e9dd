"""What a person has to do about a payment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.clearing.provider_adjustments import is_explained
from shared.contracts.values import WorkItem

if TYPE_CHECKING:
    from services.billing.adjudication.model.clearing.clearing import Clearing

SENTENCES = {
    "out_of_balance": "The payer's remittance does not add up ({}). Nothing of it was posted. Ask the payer for a corrected remittance.",
    "conflicting_copy": "A remittance with the key of one already posted says something else. Ask the payer which of the two is right.",
    "unreadable": "Amounts of the remittance cannot be read ({}). Nothing of it was posted. Ask the payer to send it again.",
    "other_payee": "The remittance is for another organisation. Nothing of it was posted. Tell the clearinghouse that it was delivered wrongly; "
    "if the number is yours, add it to the site file (organisation, also_paid_as) and take the file in again.",
}
STRAY = "The bank shows {} under this trace number, and no remittance of that payer and amount can be posted. Find out whose it is."
OTHER_AMOUNT = (
    "The bank shows {} under this trace number, and the remittance announces {}. Ask the bank, then the payer, about the difference: a fee?"
)
NO_DEPOSIT = "The payer announced {} and the bank has not shown it. Ask the bank, then the payer, where the money is."
NO_REMITTANCE = "The bank shows {} and no remittance came for it. Ask the clearinghouse or the payer for the remittance."
UNKNOWN_CODE = "The payer moved {} under the provider adjustment code {}. Find out what it is for and say so (explain); it waits in suspense."
UNEXPLAINED = "The payer adjusted {} under the code {}, which does not say why. Find out and say so (explain)."


def work_items_of(clearing: Clearing) -> list[WorkItem]:
    """One item for each remittance that is set aside, each deposit or remittance whose other half is missing, each provider adjustment to explain."""
    return [*_set_aside(clearing), *_strays(clearing), *_missing(clearing), *_provider_adjustments(clearing)]


def _set_aside(clearing: Clearing) -> Iterator[WorkItem]:
    for ordinal, one in enumerate(clearing.open_set_aside):
        yield WorkItem(
            id=f"{one.cause}-{one.remittance_id}-{ordinal}",
            kind=f"remittance_{one.cause}",
            subject=clearing.trace_number,
            place=one.place,
            sentence=SENTENCES[one.cause].format("; ".join(one.out_by)),
            amount=one.difference if one.difference is not None else one.total,
        )


def _strays(clearing: Clearing) -> Iterator[WorkItem]:
    trace, due = clearing.trace_number, clearing.undeposited()
    stray = [one.amount for one in clearing.deposits if one.account == chart.SUSPENSE]
    for ordinal, amount in enumerate(stray):
        id, sentence = f"deposit-{trace}-{ordinal}", OTHER_AMOUNT.format(amount, due[0].total) if len(due) == 1 else STRAY.format(amount)
        yield WorkItem(id=id, kind="deposit_unmatched", sentence=sentence, amount=amount, subject=trace, place=_place(trace))


def _missing(clearing: Clearing) -> Iterator[WorkItem]:
    mine = {"subject": clearing.trace_number, "place": _place(clearing.trace_number)}
    for payment in clearing.undeposited():
        if clearing.is_overdue(payment.remitted_on):
            id, sentence = f"undeposited-{payment.remittance_id}", NO_DEPOSIT.format(payment.total)
            yield WorkItem(id=id, kind="deposit_missing", sentence=sentence, amount=payment.total, **mine)
    if clearing.payments or clearing.set_aside:
        return
    for ordinal, one in enumerate(clearing.deposits):
        if clearing.is_overdue(one.deposited_on):
            id, sentence = f"unremitted-{clearing.trace_number}-{ordinal}", NO_REMITTANCE.format(one.gross)
            yield WorkItem(id=id, kind="remittance_missing", sentence=sentence, amount=one.gross, **mine)


def _provider_adjustments(clearing: Clearing) -> Iterator[WorkItem]:
    trace = clearing.trace_number
    for ordinal, told in enumerate(clearing.unknown):
        if told.meant:
            continue
        one = told.adjustment
        known, amount = is_explained(one.code), -one.amount
        yield WorkItem(
            id=f"plb-{trace}-{ordinal}",
            kind="provider_adjustment_unexplained" if known else "provider_adjustment_unknown",
            sentence=(UNEXPLAINED if known else UNKNOWN_CODE).format(amount, one.code),
            amount=amount,
            subject=trace,
            place=_place(trace),
        )


def _place(trace: str) -> str:
    return f"remittance {trace}"
