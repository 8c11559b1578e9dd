"""An encounter as routes show it. Names, birth dates and member ids are shown with the registration only."""

from __future__ import annotations

from typing import Any

from services.eligibility.model.encounter import Encounter
from services.eligibility.tables import EncounterRow
from shared.contracts.eligibility import EncounterHeld


def in_a_list(row: EncounterRow) -> dict[str, Any]:
    names = ("status", "visit_number", "person_id", "payer_id", "service_from", "held_since")
    return {"encounter_id": row.key, **{name: getattr(row, name) for name in names}}


def in_full(encounter: Encounter) -> dict[str, Any]:
    """Status, versions, what is known about each coverage, and what a person has to do."""
    registered, opened, cleared = encounter.registered, encounter.opened, encounter.cleared
    held = encounter.outcome if isinstance(encounter.outcome, EncounterHeld) and encounter.status == "held" else None
    return {
        "encounter_id": encounter.encounter_id,
        "status": encounter.status,
        "visit_number": registered.visit_number if registered else "",
        "person_id": registered.person_id if registered else "",
        "kind": opened.kind if opened else None,
        "service_from": opened.service_from if opened else None,
        "service_to": opened.service_to if opened else None,
        "registration_version": registered.version if registered else None,
        "encounter_version": opened.version if opened else None,
        "clearance": cleared.model_dump(mode="json", exclude={"type", "encounter_id"}) if cleared else None,
        "held_since": encounter.held_since if held else None,
        "reasons": [reason.model_dump(mode="json") for reason in held.reasons] if held else [],
        "coverages": _coverages(encounter),
        "authorizations": [each.model_dump(mode="json", include={"number", "procedure"}) for each in encounter.authorizations],
        "questions_on_their_way": len(encounter.outstanding),
        "open_rejections": [{"id": each.id, "code": each.reason.code} for each in encounter.open_rejections()],
        "open_requests": [_request(encounter, each.denial_id) for each in encounter.open_requests()],
    }


def _coverages(encounter: Encounter) -> list[dict[str, Any]]:
    """Each coverage in billing order with the latest fact about it, and whether that fact still holds."""
    facts = {fact.coverage_id: fact for fact in encounter.facts}
    shown = []
    for coverage in encounter.coverages:
        fact = facts.get(coverage.coverage_id)
        known = {**fact.model_dump(mode="json"), "current": encounter.is_current(fact)} if fact else None
        shown.append({**coverage.model_dump(mode="json", include={"coverage_id", "order", "payer_id", "payer_name"}), "fact": known})
    return shown


def _request(encounter: Encounter, denial_id: str) -> dict[str, Any]:
    request = next(each for each in encounter.requests if each.denial_id == denial_id)
    return request.model_dump(mode="json", include={"denial_id", "claim_id", "root_cause", "line_number", "sentence", "due_on"})
