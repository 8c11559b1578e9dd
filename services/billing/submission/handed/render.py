"""What would become of a coded encounter, without keeping anything of it: the findings of the edits, and the 837 that would be sent. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.billing.submission.document import document_of
from services.billing.submission.examine import Examiner
from services.billing.submission.handed.facts import facts_of
from services.billing.submission.handed.told import HandedIn
from services.billing.submission.model.draft import Draft
from services.billing.submission.model.draft_fold import evolve
from services.billing.submission.model.edits import judge
from services.billing.submission.model.edits.facts import Facts
from services.billing.submission.model.policy import Policy
from services.billing.submission.stages.build import first_build
from services.billing.submission.writing import trial
from shared.contracts.eligibility import PatientRegistered
from shared.contracts.ids import Names
from shared.contracts.submission import ClaimBuilt
from shared.contracts.values import ClaimId, HoldReason
from shared.site.model import Site
from shared.x12.faults import WriteError


def rendered(told: HandedIn, names: Names, site: Site, policy: Policy, at: datetime) -> dict[str, Any]:
    """Claim id, findings by severity, and the interchange where it can be written. Raises UnknownPayer."""
    facts = facts_of(told, 1, names, site)
    draft = Draft(encounter_id=facts[0].encounter_id)  # type: ignore[attr-defined]
    for fact in facts:
        draft = evolve(draft, fact)
    claim = first_build(draft, ClaimId(names.of("claim", draft.encounter_id)))
    assert claim is not None  # noqa: S101  all three facts are there, with a coverage
    registered = draft.registrations[-1]
    examined = Examiner.of(site)(claim, registered, at)
    judgement = judge(Facts(claim, at.astimezone(site.zone).date(), site, policy, registered, examined=examined))
    findings = [*_shown("error", judgement.holds), *_shown("warning", judgement.warnings)]
    return {"claim_id": claim.claim_id, "valid": not judgement.holds, "findings": findings, "x12": _written(claim, registered, site, at)}


def _written(claim: ClaimBuilt, registered: PatientRegistered, site: Site, at: datetime) -> str | None:
    """The interchange, whose ISA15 says that it is a test; None where the findings say why there is none."""
    test = site.model_copy(update={"production": False})
    try:
        return trial(test, [document_of(claim, registered, site)], at).decode("ascii")
    except WriteError:
        return None


def _shown(severity: str, reasons: tuple[HoldReason, ...]) -> list[dict[str, str]]:
    return [{"severity": severity, **each.model_dump()} for each in reasons]
