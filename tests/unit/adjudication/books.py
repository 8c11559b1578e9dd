"""Claims of an earlier system and what people enter, as values for the desk in memory."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from shared.contracts.adjudication import (
    AdjustmentRecorded,
    ClaimPayment,
    LedgerEntry,
    OpeningClaimRecorded,
    PostingCountered,
    PriorDecision,
    RefundRecorded,
)
from shared.contracts.values import ClaimId, ClaimKind, EncounterId, PayerId
from tests.unit.adjudication.remits import CLERK, SENT, SERVICE, billed_line

OPENED = date(2026, 9, 20)
LATER = date(2026, 10, 12)


def opening(claim: str, codes: Sequence[tuple[str, ...]], *decided: ClaimPayment, paid: str = "0.00", **changes: Any) -> OpeningClaimRecorded:
    """A claim that an earlier system had billed and these payers had decided; the patient had paid `paid`."""
    lines = tuple(billed_line(place, *code) for place, code in enumerate(codes, start=1))
    decisions = tuple(PriorDecision(payer_id=PayerId("NWHP1"), payer_order=1, remitted_on=date(2026, 9, 1), payment=one) for one in decided)
    values: dict[str, Any] = {
        "claim_id": ClaimId(claim),
        "encounter_id": EncounterId(f"visit-{claim}"),
        "kind": ClaimKind.PROFESSIONAL,
        "payer_id": PayerId("NWHP1"),
        "service_from": SERVICE,
        "service_to": SERVICE,
        "lines": lines,
        "total": sum((line.charge for line in lines), Decimal(0)),
        "submitted_on": SENT,
        "decisions": decisions,
        "patient_paid": Decimal(paid),
        "opened_on": OPENED,
        "actor": CLERK,
        "reason": "taken over from the earlier system",
    }
    return OpeningClaimRecorded.model_validate({**values, **changes})


def adjusts(claim: str, kind: str, amount: str, id: str = "A1", on: date = LATER, **changes: Any) -> AdjustmentRecorded:
    values = {"claim_id": claim, "encounter_id": f"visit-{claim}", "kind": kind, "amount": Decimal(amount), "adjustment_id": id, "recorded_on": on}
    return AdjustmentRecorded.model_validate({**values, "actor": CLERK, "reason": "decided by the head of the office", **changes})


def refunds(claim: str, step: str, amount: str, id: str = "R1") -> RefundRecorded:
    values = {"encounter_id": f"visit-{claim}", "step": step, "amount": Decimal(amount), "refund_id": id, "recorded_on": LATER}
    return RefundRecorded.model_validate({**values, "actor": CLERK, "reason": "paid too much"})


def counters(claim: str, posting: str, entries: Sequence[LedgerEntry] = (), of_claim: bool = True) -> PostingCountered:
    values = {"encounter_id": f"visit-{claim}", "posting_id": posting, "claim_id": claim if of_claim else None, "entries": tuple(entries)}
    return PostingCountered.model_validate({**values, "recorded_on": LATER, "actor": CLERK, "reason": "entered by mistake"})
