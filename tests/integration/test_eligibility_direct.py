"""Another system's questions to a payer, on real Kafka and PostgreSQL: no encounter, one answer, and nobody asked twice for one question."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.testing import Addresses
from deploy.sandbox.eligibility import Answer
from shared.harness import running
from shared.testing import dropped_schema
from tests.integration.test_eligibility import ROSTER, Front, client, door, front, payers, service

pytestmark = pytest.mark.anyio
MORE = "NWHP1,NWA1000009,Testnuñez,Zoë,1990-05-06,F,A,2026-01-01,,,\n"
ADA: dict[str, Any] = {
    "payer_id": "NWHP1",
    "member_id": "NWA1000001",
    "patient": {"name": {"last": "Testoak", "first": "Ada"}, "birth_date": "1980-01-01", "sex": "F"},
    "service_on": "2026-11-02",
    "service_types": ["30", "98"],
}
BO = {**ADA, "member_id": "NWA1000002", "patient": {"name": {"last": "Testash", "first": "Bo"}, "birth_date": "1981-02-02", "sex": "M"}}
AT_ONCE = {"Prefer": "wait=0"}


@pytest.fixture
def members(tmp_path: Path) -> Path:
    path = tmp_path / "members.csv"
    path.write_text(ROSTER + MORE)
    return path


async def ask(desk: Front, body: dict[str, Any] = ADA, status: int = 200, **headers: str) -> Any:
    reply = await desk.http.post("/v1/eligibility", json=body, headers=headers)
    assert reply.status_code == status, reply.text
    return reply.json()


async def test_a_known_member_is_answered_with_the_terms_of_the_plan_and_both_documents(stack: Addresses, prefix: str, members: Path) -> None:
    async with front(stack, prefix, members) as desk:
        told = await ask(desk, {**ADA, "procedures": ["73721"], "provider_npi": "1003000126"})
        assert (told["outcome"], told["plan"], told["copay"], told["rejects"]) == ("active", "NORTHWIND A", "25.00", [])
        assert {each["info"] for each in told["benefits"]} >= {"1", "B"}
        sent = (await desk.http.get(f"/v1/documents/{told['documents']['inquiry']}")).text
        assert "NM1*1P*1*Alvarez*Maria****XX*1003000126~" in sent
        assert "EQ*30^98~" in sent
        whole = await desk.http.get(f"/v1/eligibility/{told['inquiry_id']}/x12")
        assert (whole.status_code, whole.headers["content-type"], whole.content[:3]) == (200, "application/edi-x12", b"ISA")
        assert (await desk.http.get(f"/v1/eligibility/{told['inquiry_id']}")).json() == told
        assert (await desk.http.get("/v1/eligibility/NOBODY")).status_code == 404
        await desk.harness.quiet()
        kinds = "SELECT type FROM outbox WHERE topic = 'rcm.eligibility.direct' ORDER BY id"
        assert [row["type"].split(".")[2] for row in await desk.harness.rows("eligibility", kinds)] == [
            "direct-inquiry-requested",
            "direct-inquiry-answered",
        ]
        leaks = "SELECT type FROM outbox WHERE convert_from(value, 'UTF8') ~* 'Testoak|NWA1000001|1980-01-01'"
        assert await desk.harness.rows("eligibility", leaks) == []
        assert await desk.open_items() == []


async def test_the_day_of_service_decides_and_not_today(stack: Addresses, prefix: str, members: Path) -> None:
    async with front(stack, prefix, members) as desk:
        assert (await ask(desk, {**BO, "service_on": "2026-08-31"}))["outcome"] == "active"
        assert (await ask(desk, {**BO, "service_on": "2026-09-01"}))["outcome"] == "inactive"


async def test_an_unknown_member_is_a_refusal_in_words(stack: Addresses, prefix: str, members: Path) -> None:
    async with front(stack, prefix, members) as desk:
        told = await ask(desk, {**ADA, "member_id": "NWA9999999", "patient": {"name": {"last": "Testnobody"}, "birth_date": "1999-09-09"}})
        assert (told["outcome"], told["rejects"][0]["code"]) == ("not_found", "75")
        assert "card" in told["rejects"][0]["sentence"]


async def test_a_child_is_asked_about_under_the_policy_holder_and_a_name_needs_no_ascii(stack: Addresses, prefix: str, members: Path) -> None:
    async with front(stack, prefix, members) as desk:
        name = {"last": "Testnuñez", "first": "Zoë"}
        told = await ask(desk, {**ADA, "member_id": "NWA1000009", "patient": {"name": name, "birth_date": "1990-05-06"}})
        sent = (await desk.http.get(f"/v1/documents/{told['documents']['inquiry']}")).text
        assert "NM1*IL*1*Testnunez*Zoe****MI*NWA1000009~" in sent
        assert told["outcome"] == "active"
        child = {"relationship": "child", "patient": {"name": {"last": "Testoak", "first": "Eve"}, "birth_date": "2015-01-01"}}
        told = await ask(desk, {**ADA, **child, "subscriber": ADA["patient"]})
        sent = (await desk.http.get(f"/v1/documents/{told['documents']['inquiry']}")).text
        assert "NM1*03*1*Testoak*Eve~" in sent


async def test_the_same_question_is_put_once_until_it_ends_without_an_answer(stack: Addresses, prefix: str, members: Path) -> None:
    async with front(stack, prefix, members) as desk:
        first = await ask(desk)
        assert await ask(desk) == first
        assert desk.house.asked == 1
        keyed = [await ask(desk, **{"Idempotency-Key": "k1"}) for _ in range(2)]
        assert (keyed[0] == keyed[1], keyed[0]["inquiry_id"] != first["inquiry_id"], desk.house.asked) == (True, True, 2)
        other = await desk.http.post("/v1/eligibility", json=BO, headers={"Idempotency-Key": "k1"})
        assert other.status_code == 409
        desk.house.broken = Answer(400, "not X12")
        missed = await ask(desk, BO)
        assert (missed["outcome"], missed["problem"]) == ("unanswered", "refused")
        desk.house.broken = None
        assert (await ask(desk, BO))["outcome"] == "inactive"


async def test_a_slow_payer_is_waited_for_elsewhere(stack: Addresses, prefix: str, members: Path) -> None:
    async with front(stack, prefix, members) as desk:
        desk.house.broken = Answer(503, "")
        reply = await desk.http.post("/v1/eligibility", json=ADA, headers=AT_ONCE)
        assert (reply.status_code, reply.headers["retry-after"], reply.json()["outcome"]) == (202, "2", "pending")
        assert (await desk.http.get(f"{reply.headers['location']}/x12")).status_code in (202, 504)
        told = (await desk.http.get(reply.headers["location"], headers={"Prefer": "wait=20"})).json()
        assert (told["outcome"], told["problem"]) == ("unanswered", "unreachable")
        assert (await desk.http.get(f"{reply.headers['location']}/x12")).status_code == 504


async def test_a_question_survives_a_process_that_dies_before_it_is_put(stack: Addresses, prefix: str, members: Path) -> None:
    with payers(members) as house:
        door = service(stack, prefix, house.url)
        await door.migrate()
        async with client(door) as http:
            reply = await http.post("/v1/eligibility", json=ADA, headers=AT_ONCE)
            assert reply.status_code == 202
        await door.engine.dispose()
        runtime = service(stack, prefix, house.url)
        async with running(runtime, anew=False) as harness, client(runtime) as http:
            told = (await http.get(reply.headers["location"], headers={"Prefer": "wait=20"})).json()
            again = (await http.post("/v1/eligibility", json=ADA)).json()
            await harness.quiet()
        assert (told["outcome"], again, house.asked) == ("active", told, 1)


async def test_an_answer_needs_no_broker(stack: Addresses, prefix: str, members: Path) -> None:
    with payers(members) as house:
        runtime = service(Addresses("127.0.0.1:1", stack.database_url), prefix, house.url)
        async with dropped_schema(stack.database_url, runtime.schema):
            await runtime.migrate()
            performing = [asyncio.create_task(performer.run()) for performer in runtime.performers]
            async with client(runtime) as http:
                told = (await http.post("/v1/eligibility", json=ADA)).json()
            for task in performing:
                task.cancel()
            await asyncio.gather(*performing, return_exceptions=True)
            await runtime.engine.dispose()
        assert told["outcome"] == "active"


async def test_a_whole_270_goes_through_unchanged_and_its_271_comes_back(stack: Addresses, prefix: str, members: Path) -> None:
    async with front(stack, prefix, members) as desk:
        told = await ask(desk)
        body = (await desk.http.get(f"/v1/documents/{told['documents']['inquiry']}")).content
        reply = await desk.http.post("/v1/eligibility/x12", content=body)
        assert (reply.status_code, reply.headers["content-type"]) == (200, "application/edi-x12")
        assert b"\nEB*1*" in reply.content
        understood = (await desk.http.get(reply.headers["content-location"])).json()
        assert (understood["outcome"], understood["plan"], understood["payer_id"]) == ("active", "NORTHWIND A", "NWHP1")
        assert (await desk.http.post("/v1/eligibility/x12", content=body)).content == reply.content
        assert desk.house.asked == 2
        refused = await asyncio.gather(*(desk.http.post("/v1/eligibility/x12", content=each) for each in (b"hello", body[:300], reply.content)))
        assert [each.status_code for each in refused] == [422, 422, 422]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"payer_id": "NOBODY"}, "payer_id"),
    ({"provider_npi": "1999999999"}, "provider_npi"),
    ({"facility_id": "nowhere"}, "facility_id"),
    ({"member_id": "NW*1"}, "NM109"),
    ({"member_id": "NW\x00"}, "body"),
    ({"patient": {"name": {"last": "測試"}, "birth_date": "1980-01-01"}}, "NM103"),
    ({"member_id": "", "patient": {"name": {"last": "Testoak"}}}, ""),
    ({"relationship": "child"}, ""),
    ({"service_on": "soon"}, "service_on"),
    ({"memberid": "NWA1"}, "memberid"),
]


async def test_what_cannot_be_asked_is_refused_at_its_place_and_never_repeated(stack: Addresses, prefix: str) -> None:
    async with door(stack, prefix) as http:
        for changes, place in WRONG:
            reply = await http.post("/v1/eligibility", json={**ADA, **changes})
            assert (reply.status_code, reply.json().get("place", "")) == (422, place), reply.text
            assert not [said for said in ("NW*1", "測試", "1999999999", "NWA1000001") if said in reply.text]
