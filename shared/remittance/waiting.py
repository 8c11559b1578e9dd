"""What a person has to do about decisions that wait, and about lines that match none of ours."""

from __future__ import annotations

from collections.abc import Iterable

from shared.contracts.values import ClaimId, EncounterId, WorkItem
from shared.remittance.decision import Decision

IDLE = frozenset({"duplicate_decision", "predetermination"})
"""Causes that change nothing about the claim: a refusal as a duplicate of what stands, an estimate. Statements and later payers do not wait."""
ESTIMATE = "predetermination"
SENTENCES = {
    "claim_unknown": "No claim with this number was ever sent from here. Find out whose it is: a claim of an earlier system, or another provider's.",
    "correction_pending": "The payer decided again but has not taken back its earlier decision. Wait for the reversal, or ask the payer for it; "
    "if it sends none, enter the reversal from its letter (a remittance on paper, status 22).",
    "decision_missing": "The payer takes back a decision that never arrived. Ask the payer for the remittance of that decision.",
    "prior_payer_pending": "A later payer decided before the one ahead of it. Wait for the earlier payer's remittance, or ask for it.",
    "prior_payer_differs": "A later payer accounts for those before it (OA-23) otherwise than they remitted. Compare the remittances and ask it.",
    "duplicate_decision": "The payer refused the claim as a duplicate under another claim number. Find out which of the two it keeps open.",
    "predetermination": "The payer pays on an estimate (CLP02 25). Ask it for the decision that the payment belongs to.",
    "over_reversal": "The payer takes back something else than it remitted. Compare both remittances and ask the payer for a corrected reversal.",
    "unexplained": "The payer's charges do not fit what was billed. Compare the remittance with the claim and ask the payer.",
}
UNMATCHED_LINE = "The payer's line matches no single line of the claim; it is posted to the claim as a whole. Compare it with the claim."


def work_items_of(claim_id: ClaimId, encounter_id: EncounterId | None, waiting: Iterable[Decision], standing: Iterable[Decision]) -> list[WorkItem]:
    """One item for each decision that waits and each line without a number."""
    mine = {"subject": str(claim_id), "claim_id": claim_id, "encounter_id": encounter_id}
    items = [
        WorkItem(id=_id("waits", one), kind=one.cause, place=_place(one), sentence=_sentence(one), amount=one.payment.paid, **mine)
        for one in waiting
        if one.cause and (one.cause != ESTIMATE or one.payment.paid)
    ]
    for one in standing:
        for place, line in enumerate(one.payment.lines, start=1):
            if line.line_number is None:
                where = f"{_place(one)}, line {place}"
                items.append(
                    WorkItem(id=f"{_id('line', one)}-{place}", kind="line_unmatched", place=where, sentence=UNMATCHED_LINE, amount=line.paid, **mine)
                )
    return items


def _sentence(decision: Decision) -> str:
    out = f" {decision.difference} out." if decision.difference else ""
    return SENTENCES[decision.cause] + out


def _id(what: str, decision: Decision) -> str:
    return f"{what}-{decision.remittance_id}-{decision.payment.ordinal}"


def _place(decision: Decision) -> str:
    file = f"file {decision.document.name}, " if decision.document.name else ""
    return f"{file}remittance {decision.trace_number}, claim {decision.payment.ordinal}"
