"""Whose turn is it? Decisions are passed on in the order in which they make sense, whatever the order of the files that they came in."""

from __future__ import annotations

from typing import Any

from shared.remittance.claim_file import ClaimFile
from shared.remittance.decision import Decision
from shared.remittance.verdict import fitted, judge, judge_fitted, reversed_by


def next_in_turn(file: ClaimFile) -> dict[str, Any] | None:
    """The members of the `PayerDecision` that may be told now, or None while all that is there has to wait.

    Of a claim that nobody knows, the remittance tells kind, lines and payer, and the claim's own number stands for the visit.
    """
    found = next((found for decision in file.waiting if (found := _if_ready(file, decision)) is not None), None)
    if found is None:
        return None
    taken_back = reversed_by(file, found)
    return {
        "claim_id": file.claim_id,
        "encounter_id": file.encounter_id or file.claim_id,
        "remittance_id": found.remittance_id,
        "payer_id": file.payer_of(found),
        "kind": file.billed[-1].kind if file.billed else found.kind,
        "payer_order": found.payer_order,
        "submission": file.billed[-1].submission if file.billed else 0,
        "trace_number": found.trace_number,
        "remitted_on": found.remitted_on,
        "payment": found.payment,
        "reverses": taken_back.reference if taken_back else None,
        "manual": found.manual,
        "document": found.document,
    }


def _if_ready(file: ClaimFile, decision: Decision) -> Decision | None:
    """The decision with our line numbers, if its turn has come."""
    if decision.payment.is_reversal:
        return fitted(file, decision) if judge(file, decision) == "ready" else None
    found = fitted(file, decision)
    return found if judge_fitted(file, found) == "ready" else None
