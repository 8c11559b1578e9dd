"""What would become of a coded encounter, without keeping anything of it: the findings of the edits, and the 837 that would be sent. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.billing.submission.document import document_of
from services.billing.submission.handed.facts import facts_of
from services.billing.submission.handed.told import HandedIn
from services.billing.submission.model.draft import Draft
from services.billing.submission.model.draft_fold import evolve
from services.billing.submission.model.edits import judge
from services.billing.submission.model.edits.facts import Facts
from services.billing.submission.model.policy import Policy
from services.billing.submission.stages.build import first_build
from services.billing.submission.submit import unwritable, write
from shared.contracts.ids import Names
from shared.contracts.submission import ClaimBuilt
from shared.contracts.values import ClaimId, HoldReason
from shared.site.model import Site
from shared.x12.faults import WriteError

TRIAL = "1"
"""ISA13 of an interchange that never leaves the house; its ISA15 says that it is a test."""


def rendered(told: HandedIn, names: Names, site: Site, policy: Policy, at: datetime) -> dict[str, Any]:
    """Claim id, findings by severity, and the interchange where it can be written. Raises UnknownPayer."""
    facts = facts_of(told, 1, names, site)
    draft = Draft(encounter_id=facts[0].encounter_id)  # type: ignore[attr-defined]
    for fact in facts:
        draft = evolve(draft, fact)
    claim = first_build(draft, ClaimId(names.of("claim", draft.encounter_id)))
    assert claim is not None  # noqa: S101  all three facts are there, with a coverage
    judgement = judge(Facts(claim, at.astimezone(site.zone).date(), site, policy, draft.registrations[-1]))
    body, fault = _written(claim, draft, site, at)
    errors = [*judgement.holds, *([fault] if fault and not judgement.holds else [])]
    findings = [*_shown("error", errors), *_shown("warning", judgement.warnings)]
    return {"claim_id": claim.claim_id, "valid": not errors, "findings": findings, "x12": body}


def _written(claim: ClaimBuilt, draft: Draft, site: Site, at: datetime) -> tuple[str | None, HoldReason | None]:
    test = site.model_copy(update={"production": False})
    try:
        return write(test, [document_of(claim, draft.registrations[-1], site)], TRIAL, "TRIAL", at).decode("ascii"), None
    except WriteError as fault:
        return None, unwritable(fault)


def _shown(severity: str, reasons: list[HoldReason] | tuple[HoldReason, ...]) -> list[dict[str, str]]:
    return [{"severity": severity, **each.model_dump()} for each in reasons]
