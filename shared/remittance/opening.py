"""A claim of an earlier system, told as if it had been billed and decided here: so a payer's reversal of an old decision finds it."""

from __future__ import annotations

from shared.contracts.adjudication import ClaimRemitted, OpeningClaimRecorded
from shared.contracts.submission import ORIGINAL
from shared.contracts.values import Document, RemittanceId
from shared.remittance.decision import Billed, Decision
from shared.remittance.lines import matched

SUBMISSION = 0
"""The claim went out before our first submission."""
TOLD = ("remittance_id", "payer_id", "payer_order", "trace_number", "remitted_on", "payment", "document")
ALSO_BILLED = -1
"""The claim of a later payer, where the earlier system had billed one."""


def billed(event: OpeningClaimRecorded) -> Billed:
    """What the earlier system had billed to the first payer in line."""
    told = {name: getattr(event, name) for name in Billed.model_fields if hasattr(event, name)}
    first = min(event.decisions, key=lambda one: one.payer_order, default=None)
    if first is not None and first.payer_order < event.payer_order:
        later = event.later_payers + event.payer_order - first.payer_order
        told |= {"payer_id": first.payer_id, "payer_order": first.payer_order, "later_payers": later}
    return Billed.model_validate({**told, "submission": SUBMISSION, "frequency": ORIGINAL})


def bills(event: OpeningClaimRecorded) -> tuple[Billed, ...]:
    """All that the earlier system had billed: to the first payer, and to the one whose turn it was."""
    first = billed(event)
    if first.payer_order == event.payer_order:
        return (first,)
    turn = {"submission": ALSO_BILLED, "payer_id": event.payer_id, "payer_order": event.payer_order, "later_payers": event.later_payers}
    return (first.model_copy(update=turn), first)


def standing(event: OpeningClaimRecorded) -> tuple[Decision, ...]:
    """What payers had decided and not taken back, with our line numbers; numbered in the order of the list."""
    known = (billed(event),)
    return tuple(
        Decision(
            remittance_id=opening_id(event),
            payer_id=one.payer_id,
            payer_order=one.payer_order,
            kind=event.kind,
            trace_number="",
            remitted_on=one.remitted_on,
            payment=matched(one.payment, known).model_copy(update={"ordinal": place}),
            document=Document(sha256="", size=0, kind="opening"),
        )
        for place, one in enumerate(event.decisions, start=1)
    )


def remitted(event: OpeningClaimRecorded) -> tuple[ClaimRemitted, ...]:
    """The same as if it had been remitted here."""
    told = {"claim_id": event.claim_id, "encounter_id": event.encounter_id, "kind": event.kind}
    return tuple(ClaimRemitted.model_validate({**told, **{name: getattr(one, name) for name in TOLD}}) for one in standing(event))


def opening_id(event: OpeningClaimRecorded) -> RemittanceId:
    """Stands for the remittances of the earlier system, which nobody here has seen."""
    return RemittanceId(f"opening-{event.claim_id}")
