"""What a person has to do about what people entered: commands that wait, adjustments that fell, refunds that are approved and not paid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account.claim_account import ClaimAccount
from services.billing.adjudication.model.manual.entries import LATER_PAYER
from services.billing.adjudication.model.manual.instruction import Instruction, id_of, name_of
from shared.contracts.adjudication import PostingCountered, RefundRecorded
from shared.contracts.values import EncounterId, WorkItem

WAITS = "The balance does not hold this {}. It is posted once it does; withdraw {} if it is no longer meant."
LAPSED = "A {} of {} fell with the payer's decision that it was made on. Look at the new decision and enter it again if it still holds."
TO_PAY = "A refund of {} is approved and not paid. Pay it and record the payment."
HELD_ON = {"denial_write_off": chart.DENIED, "denied_to_patient": chart.DENIED, "dispute_conceded": chart.DISPUTED}


def manual_items_of(
    encounter_id: EncounterId, commands: Sequence[Instruction], claims: Sequence[ClaimAccount], to_pay: Decimal
) -> Iterator[WorkItem]:
    """Nothing for most accounts."""
    for place, command in enumerate(commands):
        yield _waiting(encounter_id, command, place)
    for claim in claims:
        yield from _lapsed(encounter_id, claim)
    if to_pay > 0:
        mine = {"subject": str(encounter_id), "encounter_id": encounter_id}
        yield WorkItem(id=f"refund_to_pay-{encounter_id}", kind="refund_to_pay", sentence=TO_PAY.format(to_pay), amount=to_pay, **mine)


def _waiting(encounter_id: EncounterId, command: Instruction, place: int) -> WorkItem:
    claim_id = None if isinstance(command, RefundRecorded) else command.claim_id
    return WorkItem(
        id=f"entry_waits-{encounter_id}-{id_of(command)}-{place}",
        kind="entry_waits",
        subject=str(claim_id or encounter_id),
        encounter_id=encounter_id,
        claim_id=claim_id,
        place=name_of(command),
        sentence=WAITS.format(name_of(command), id_of(command)),
        amount=None if isinstance(command, PostingCountered) else command.amount,
    )


def _lapsed(encounter_id: EncounterId, claim: ClaimAccount) -> Iterator[WorkItem]:
    """While there is something that it could be entered on again."""
    for one in claim.lapsed:
        held_on = claim.later_receivable if one.kind == LATER_PAYER else HELD_ON.get(one.kind, chart.PATIENT)
        if claim.on(held_on) > 0:
            kind = one.kind.replace("_", " ")
            yield WorkItem(
                id=f"adjustment_fell-{claim.claim_id}-{one.adjustment_id}",
                kind="adjustment_fell",
                subject=str(claim.claim_id),
                encounter_id=encounter_id,
                claim_id=claim.claim_id,
                place=kind,
                sentence=LAPSED.format(kind, one.amount),
                amount=one.amount,
            )
