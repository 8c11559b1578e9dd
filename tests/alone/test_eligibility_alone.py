"""Eligibility installed alone beside another system: what does this payer say about this person, without any encounter."""

from __future__ import annotations

from pathlib import Path

from tests.alone.conftest import Start
from tests.alone.partner import partner
from tests.integration.test_eligibility_direct import ADA

ZOE = {**ADA, "member_id": "NWA1000009", "patient": {"name": {"last": "Testnuñez", "first": "Zoë"}, "birth_date": "1961-04-03"}}
NOBODY = {**ADA, "member_id": "NWA9999999", "patient": {"name": {"last": "Testnobody", "first": "Al"}, "birth_date": "1999-09-09"}}


def test_it_answers_from_270_and_271_without_an_encounter(alone: Start, tmp_path: Path) -> None:
    with partner(tmp_path / "partner") as house:
        eligibility = alone("eligibility", RCM_ELIGIBILITY_URL=house.eligibility)
        told = eligibility.post("/v1/eligibility", 200, json=ADA)
        assert (told["outcome"], told["plan"], told["copay"]) == ("active", "NORTHWIND A", "25.00")
        assert eligibility.post("/v1/eligibility", 200, json=ZOE)["outcome"] == "active"
        unknown = eligibility.post("/v1/eligibility", 200, json=NOBODY)
        assert (unknown["outcome"], [each["code"] for each in unknown["rejects"]]) == ("not_found", ["75"])
        assert eligibility.get(f"/v1/eligibility/{told['inquiry_id']}") == told
        body = eligibility.http.get(f"/v1/documents/{told['documents']['inquiry']}").content
        reply = eligibility.http.post("/v1/eligibility/x12", content=body, headers={"Content-Type": "application/edi-x12"})
        assert (reply.status_code, reply.headers["content-type"], b"EB*1*" in reply.content) == (200, "application/edi-x12", True)
        eligibility.quiet()
        assert eligibility.get("/v1/work-items")["total"] == 0
        log = eligibility.process.log.read_text()
        assert not [said for said in ("Testoak", "Testnu", "NWA1000001", "1980-01-01") if said in log]


def test_a_payer_that_is_away_is_waited_for_elsewhere(alone: Start) -> None:
    eligibility = alone("eligibility", RCM_ELIGIBILITY_URL="http://127.0.0.1:1/nobody")
    reply = eligibility.http.post("/v1/eligibility", json=ADA, headers={"Prefer": "wait=1"})
    assert (reply.status_code, reply.json()["outcome"]) == (202, "pending")
    assert eligibility.get(reply.headers["location"], 202)["inquiry_id"] == reply.json()["inquiry_id"]
