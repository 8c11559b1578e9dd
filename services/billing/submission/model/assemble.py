"""The claim as it would be sent now, to the first payer of the patient or to a later one."""

from __future__ import annotations

from typing import Any

from services.billing.submission.model.draft import Draft
from shared.contracts.submission import REPLACEMENT, ClaimBuilt, Frequency
from shared.contracts.values import ClaimId

CODED = ("kind", "coding_version", "facility_id", "rendering_npi", "service_from", "service_to", "diagnoses", "lines", "total", "stay")
"""What a later payer is billed as the first one was: it judges what the first one has judged."""


def claim_of(draft: Draft, claim_id: ClaimId, submission: int, answers: str, payer_order: int = 1) -> ClaimBuilt | None:
    """The claim from what is known now; None while something is missing, or a replacement lacks the payer's number."""
    told = _first(draft) if payer_order == 1 else _later(draft, payer_order)
    if told is None or draft.clearance is None:
        return None
    frequency, number = _frequency(draft, told["payer_id"], payer_order)
    if frequency == REPLACEMENT and not number:
        return None
    return ClaimBuilt(
        claim_id=claim_id,
        encounter_id=draft.encounter_id,
        submission=submission,
        frequency=frequency,
        payer_claim_control_number=number,
        payer_order=payer_order,
        later_payers=max(0, len(draft.clearance.coverages) - payer_order),
        later_coverages=tuple(each.coverage_id for each in draft.clearance.coverages[payer_order:]),
        clearance_version=draft.clearance.version,
        prior_version=draft.dues_heard,
        answers=answers,
        **told,
    )


def _frequency(draft: Draft, payer_id: str, payer_order: int) -> tuple[Frequency, str]:
    """1 as long as this payer has nothing of the claim, however often it refused to take it; else 7 with the payer's number."""
    holding = draft.holding(payer_id, payer_order)
    return ("1", "") if holding is None else ("7", holding.number)


def _first(draft: Draft) -> dict[str, Any] | None:
    """From the newest coding."""
    cleared, coding, clearance = draft.cleared, draft.coding, draft.clearance
    if cleared is None or coding is None or clearance is None:
        return None
    registration, coverage = cleared
    return {
        **{name: getattr(coding, name) for name in CODED if name != "coding_version"},
        "coding_version": coding.version,
        "payer_id": coverage.payer_id,
        "coverage_id": coverage.coverage_id,
        "registration_version": registration.version,
        "authorization": clearance.authorizations[-1] if clearance.authorizations else "",
    }


def _later(draft: Draft, payer_order: int) -> dict[str, Any] | None:
    """From what the first payer was billed and what the payers before this one decided.

    An authorization that the first payer was told is the first payer's, and not repeated to another.
    """
    first, due, coverages = draft.last_of(1), draft.dues.get(payer_order), draft.coverages_until(payer_order)
    if first is None or due is None or draft.clearance is None or not coverages:
        return None
    number = draft.clearance.authorizations[-1] if draft.clearance.authorizations else ""
    return {
        **{name: getattr(first, name) for name in CODED},
        "payer_id": coverages[-1].payer_id,
        "coverage_id": coverages[-1].coverage_id,
        "registration_version": draft.registrations[-1].version,
        "authorization": number if number != first.authorization else "",
        "prior": due.told.prior,
        "prior_coverages": tuple(each.coverage_id for each in coverages[:-1]),
    }
