"""Bundles of other people's systems: every encounter becomes a pair of events, and every one of them ends held with reasons."""

import os
from pathlib import Path
from typing import Any

import pytest

from services.eligibility.intake.facts import facts_of
from services.eligibility.intake.fhir.read import read_bundle
from services.eligibility.intake.take import parsed
from shared.contracts.ids import Names
from tests.unit.eligibility.visits import ON, ROOT, SITE, Clinic, kinds

OUTSIDE = Path(os.environ.get("RCM_OUTSIDE") or ROOT.parent / "shared" / "data" / "outside")
SYNTHEA = sorted((OUTSIDE / "fhir" / "synthea").glob("*.json"))
CONVERTED = sorted((OUTSIDE / "hl7v2" / "expected_fhir").glob("*.json"))
NAMES = Names("riverbend", b"a key for tests only")

pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(not SYNTHEA, reason="NO OUTSIDE DATA: set RCM_OUTSIDE to the folder that holds fhir/synthea"),
]


@pytest.mark.parametrize("path", SYNTHEA, ids=lambda path: path.stem)
def test_every_synthea_encounter_is_accepted_and_ends_held_with_reasons(path: Path) -> None:
    body = parsed(path.read_bytes())
    encounters = sum(entry["resource"]["resourceType"] == "Encounter" for entry in body["entry"])
    found = read_bundle(body, SITE, ON)
    assert [each.faults for each in found if each.visit is None] == []
    told = [facts_of(each.visit, NAMES, SITE) for each in found if each.visit]
    assert len({each.registered.encounter_id for each in told}) == encounters > 0
    assert len({each.registered.person_id for each in told}) == 1
    for each in told:
        clinic = Clinic()
        assert kinds(clinic.tell(each.registered, each.opened)) == ["EncounterHeld"]
        assert clinic.state.status == "held"
        assert {"coverage_missing", "consent_missing", "facility_unknown"} <= {item.kind for item in clinic.state.work_items()}


@pytest.mark.parametrize("path", CONVERTED, ids=lambda path: path.stem)
def test_bundles_converted_from_hl7_messages_are_accepted_or_refused_with_a_place(path: Path) -> None:
    body = parsed(path.read_bytes())
    if not any(entry["resource"]["resourceType"] == "Encounter" for entry in body["entry"]):
        return
    for found in read_bundle(body, SITE, ON):
        assert found.visit is not None or all(fault.place.startswith("Bundle.entry[") for fault in found.faults)


def test_a_bundle_of_ten_megabytes_is_read_in_seconds() -> None:
    body = parsed(SYNTHEA[0].read_bytes())
    found = read_bundle(many_of(body, 30), SITE, ON)
    assert len(found) == 30 * sum(entry["resource"]["resourceType"] == "Encounter" for entry in body["entry"])
    assert all(each.visit for each in found)


def many_of(body: Any, copies: int) -> dict[str, Any]:
    """The same bundle several times in one, each copy with references and ids of its own."""
    entries = [
        {"fullUrl": entry["fullUrl"] + str(copy), "resource": _renamed(entry["resource"], str(copy))}
        for copy in range(copies)
        for entry in body["entry"]
    ]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _renamed(resource: Any, text: str) -> Any:
    if isinstance(resource, dict):
        named = ("id", "reference")
        return {name: value + text if name in named and isinstance(value, str) else _renamed(value, text) for name, value in resource.items()}
    return [_renamed(each, text) for each in resource] if isinstance(resource, list) else resource
