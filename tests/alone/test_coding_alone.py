"""Coding installed alone beside another system: are these codes fit for a claim?"""

from __future__ import annotations

from typing import Any

from tests.alone.conftest import Start

CODED: dict[str, Any] = {
    "facility_id": "clinic",
    "payer_id": "NWHP1",
    "service_from": "2026-09-28",
    "diagnoses": [{"code": "M17.11"}],
    "lines": [{"code": "99214", "charge": "210.00", "modifiers": ["25"]}, {"code": "20610", "charge": "180.00"}],
}


def test_it_passes_right_codes_and_finds_a_planted_wrong_one(alone: Start) -> None:
    coding = alone("coding")
    right = coding.post("/v1/check", 200, json=CODED)
    assert (right["valid"], right["findings"]) == (True, [])
    wrong = coding.post("/v1/check", 200, json={**CODED, "diagnoses": [{"code": "M17.11"}, {"code": "M17.99"}]})
    assert wrong["valid"] is False
    [finding] = wrong["findings"]
    assert (finding["severity"], finding["code"], finding["place"]) == ("error", "diagnosis_unknown", "diagnoses[1]")
    assert "Choose" in finding["sentence"]
    refused = coding.http.post("/v1/check", json={**CODED, "service_from": "soon"})
    assert (refused.status_code, refused.json()["place"]) == (422, "service_from")
    assert coding.get("/v1/charts")["total"] == 0
