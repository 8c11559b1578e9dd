"""What a person has to do about a payment."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from shared.contracts.adjudication import ProviderAdjustment
from shared.contracts.values import WorkItem

SENTENCES = {
    "out_of_balance": "The payer's remittance does not add up ({}). Nothing of it was posted. Ask the payer for a corrected remittance.",
    "conflicting_copy": "A remittance with the key of one already posted says something else. Ask the payer which of the two is right.",
    "unreadable": "Amounts of the remittance cannot be read ({}). Nothing of it was posted. Ask the payer to send it again.",
}
STRAY = "The bank shows {} under this trace number, and no remittance of that amount can be posted. Find the remittance or the payer's error."
UNKNOWN_CODE = "The payer moved {} under the provider adjustment code {}. Find out what it is for; it waits in suspense."


def work_items_of(
    trace: str, set_aside: Sequence[tuple[str, str, Sequence[str]]], stray: Sequence[Decimal], unknown: Sequence[ProviderAdjustment]
) -> list[WorkItem]:
    """One item for each remittance that is set aside, each deposit without a remittance, each unknown provider adjustment."""
    place = f"remittance {trace}"
    mine = {"subject": trace, "place": place}
    items = [
        WorkItem(id=f"{cause}-{remittance}-{ordinal}", kind=f"remittance_{cause}", sentence=SENTENCES[cause].format("; ".join(places)), **mine)
        for ordinal, (remittance, cause, places) in enumerate(set_aside)
    ]
    for ordinal, amount in enumerate(stray):
        id, sentence = f"deposit-{trace}-{ordinal}", STRAY.format(amount)
        items.append(WorkItem(id=id, kind="deposit_unmatched", sentence=sentence, amount=amount, **mine))
    for ordinal, one in enumerate(unknown):
        id, sentence = f"plb-{trace}-{ordinal}", UNKNOWN_CODE.format(-one.amount, one.code)
        items.append(WorkItem(id=id, kind="provider_adjustment_unknown", sentence=sentence, amount=-one.amount, **mine))
    return items
