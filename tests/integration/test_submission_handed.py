"""Coded encounters of another system, on real Kafka and PostgreSQL: one document in, one claim out, and nobody named in any topic."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient

from deploy.embedded.testing import Addresses
from shared.harness import Harness, running
from shared.http.app import create_app
from tests.integration.test_submission import Clearinghouse, open_items, reaches, submission, visit
from tests.unit.submission.given import cleared, coded, registered
from tests.unit.submission.test_handed import visit as told

pytestmark = pytest.mark.anyio


def client(runtime: Any) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(create_app(runtime)), base_url="http://test", timeout=60)


async def hand_in(http: AsyncClient, body: dict[str, Any], status: int = 202, **headers: str) -> Any:
    reply = await http.post("/v1/claims", json=body, headers=headers)
    assert reply.status_code == status, reply.text
    return reply.json()


async def leaks(harness: Harness) -> list[str]:
    """Types of events that hold a name, a birth date, a record number or a member id of the patient."""
    sql = "SELECT type FROM outbox WHERE convert_from(value, 'UTF8') ~* 'Testnu|Zo|1961-04-03|M100|NWA1000001|Mill Street|E-1001'"
    return [row["type"] for row in await harness.rows("submission", sql)]


async def test_a_coded_encounter_becomes_a_claim_that_is_sent_once_and_accepted(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    house, runtime = Clearinghouse(tmp_path), submission(stack, prefix, tmp_path)
    async with running(runtime) as harness, client(runtime) as http:
        first = await http.post("/v1/claims", json=told())
        taken = first.json()
        assert (first.status_code, taken["version"], taken["outcome"], taken["events"]) == (202, 1, "accepted", [])
        address = first.headers["location"]
        assert address == f"/v1/claims/{taken['claim_id']}"
        assert (await http.get(address)).json()["status"] in ("built", "released", "submitted")
        row = await reaches(harness, taken["encounter_id"], "submitted")
        reference, document = house.sent()[taken["claim_id"]]
        assert (row["key"], document.subscriber.name.last, str(document.charge)) == (taken["claim_id"], "Testnunez", "190")
        assert (await hand_in(http, told()))["outcome"] == "unchanged"
        house.answer((reference, taken["claim_id"], "A2:20", "ICN-1"))
        await reaches(harness, taken["encounter_id"], "accepted")
        claim = (await http.get(address)).json()
        assert (claim["icn"], [each["billed"]["submission"] for each in claim["submissions"]]) == ("ICN-1", [1])
        whole = await http.get(f"{address}/x12?whole=true")
        assert whole.content == (house.out / house.files()[0]).read_bytes()
        await harness.quiet()
        assert (len(house.files()), await open_items(harness), await leaks(harness)) == (1, [], [])


async def test_a_held_claim_goes_out_once_its_encounter_is_handed_in_again(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    house, runtime = Clearinghouse(tmp_path), submission(stack, prefix, tmp_path)
    async with running(runtime) as harness, client(runtime) as http:
        taken = await hand_in(http, told(coverages__0__member_id=""))
        await reaches(harness, taken["encounter_id"], "held")
        assert await open_items(harness) == ["member_id_missing"]
        assert (await hand_in(http, told()))["version"] == 2
        await reaches(harness, taken["encounter_id"], "submitted")
        assert (await hand_in(http, told(coverages__0__member_id="")))["version"] == 3
        await harness.quiet()
        assert (len(house.sent()), await open_items(harness), await leaks(harness)) == (1, [], [])


async def test_a_rejected_claim_is_sent_again_as_an_original_when_it_is_handed_in_mended(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    house, runtime = Clearinghouse(tmp_path), submission(stack, prefix, tmp_path)
    async with running(runtime) as harness, client(runtime) as http:
        taken = await hand_in(http, told())
        await reaches(harness, taken["encounter_id"], "submitted")
        house.answer((house.sent()[taken["claim_id"]][0], taken["claim_id"], "A7:164:IL", ""))
        await reaches(harness, taken["encounter_id"], "rejected")
        await hand_in(http, told(coverages__0__member_id="NWA1000002", encounter__lines__0__charge="160.00"))
        row = await reaches(harness, taken["encounter_id"], "submitted", 2)
        document = house.sent()[taken["claim_id"]][1]
        assert (row["frequency"], document.subscriber.member_id, str(document.charge)) == ("1", "NWA1000002", "200")
        assert len(house.files()) == 2


async def test_a_request_is_taken_once_however_often_and_at_once_it_comes(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    house, runtime = Clearinghouse(tmp_path), submission(stack, prefix, tmp_path)
    async with running(runtime) as harness, client(runtime) as http:
        replies = await asyncio.gather(*(http.post("/v1/claims", json=told()) for _ in range(6)))
        again = [each for each in replies if each.status_code == 409]
        assert {each.status_code for each in replies} <= {202, 409}
        assert all(each.json()["title"] == "the same request is being handled" for each in again)
        keyed = [await hand_in(http, told(visit_number="E-2"), **{"Idempotency-Key": "k"}) for _ in range(2)]
        assert [each["repeated"] for each in keyed] == [False, True]
        assert (await hand_in(http, told(visit_number="E-3"), 409, **{"Idempotency-Key": "k"}))["place"] == "Idempotency-Key"
        await harness.until(house.sent)
        await harness.quiet()
        counts = "SELECT version, count(*) FROM handed_in GROUP BY version"
        assert await harness.rows("submission", counts) == [{"version": 1, "count": 2}]
        assert len(house.sent()) == 1
        assert await open_items(harness) == ["possible_duplicate"]


async def test_an_encounter_has_one_source(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    runtime = submission(stack, prefix, tmp_path)
    encounter = runtime.settings.names.of("encounter", "epic", "E-1001")
    async with running(runtime) as harness, client(runtime) as http:
        await harness.emit("submission", visit(encounter, registered(), cleared(), coded()), "first")
        await reaches(harness, encounter, "released")
        fault = await hand_in(http, told(), 409)
        assert fault["place"] == "visit_number"
        assert await harness.rows("submission", "SELECT 1 FROM handed_in") == []


async def test_what_cannot_be_taken_is_refused_at_its_place_and_rendering_keeps_nothing(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    runtime = submission(stack, prefix, tmp_path)
    wrong = [
        (told(coverages__0__payer_id="NOBODY"), "coverages[0].payer_id"),
        (told(encounter__service_from="2026-11-03"), "encounter.service_from"),
        (told(encounter__lines__0__charge="0.001"), "encounter.lines[0].charge"),
        (told(patient__name__last="T" * 61), "patient.name.last"),
    ]
    async with running(runtime) as harness, client(runtime) as http:
        for body, place in wrong:
            fault = await hand_in(http, body, 422)
            assert fault["place"] == place
            assert "Test" not in str(fault)
        answer = (await http.post("/v1/claims/render", json=told())).json()
        assert (answer["valid"], answer["x12"][:3]) == (True, "ISA")
        held = (await http.post("/v1/claims/render", json=told(patient__birth_date=None))).json()
        assert (held["valid"], held["findings"][0]["code"]) == (False, "birth_date_missing")
        for table in ("handed_in", "draft", "claim", "outbox", "receipt"):
            assert await harness.rows("submission", f"SELECT 1 FROM {table}") == [], table
