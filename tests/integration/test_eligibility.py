"""Patient access alone, on real Kafka and PostgreSQL: visits in over HTTP, a payer that answers over HTTP, and what people decide."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient

from deploy.embedded.testing import Addresses
from deploy.samples.generate import generate
from deploy.sandbox.eligibility import Answer, Eligibility
from deploy.sandbox.roster import Roster
from deploy.sandbox.server import EligibilityServer
from services.eligibility.service import SERVICE
from services.eligibility.tables import Tables
from shared.contracts.event import Event
from shared.contracts.ids import Names
from shared.db.migrate import Migrations
from shared.harness import Harness, running
from shared.http.app import create_app
from shared.runtime import Runtime
from shared.settings import Settings
from shared.stage.service import Parts
from shared.testing import dropped_schema
from tests.unit.eligibility.test_outside import many_of
from tests.unit.eligibility.test_versions import BODY
from tests.unit.eligibility.visits import ROOT, SITE, rejected, requested, submitted

pytestmark = pytest.mark.anyio
REGISTRAR = {"actor": {"id": "registrar-3"}, "reason": "read from the card"}
SYNTHEA = sorted((Path(os.environ.get("RCM_OUTSIDE") or ROOT.parent / "shared" / "data" / "outside") / "fhir" / "synthea").glob("*.json"))
ROSTER = """payer_id,member_id,last_name,first_name,birth_date,sex,plan,effective_on,terminated_on,authorizations,deductible_left
NWHP1,NWA1000001,Testoak,Ada,1980-01-01,F,A,2026-01-01,,,
NWHP1,NWA1000002,Testash,Bo,1981-02-02,M,A,2026-01-01,2026-08-31,,
CASC2,CSA1000002,Testash,Bo,1981-02-02,M,A,2026-01-01,,73721:AUTH1,50.00
"""


@dataclass
class PayerHouse:
    """The payers, who may be away."""

    server: EligibilityServer
    url: str
    answers: Any
    asked: int = 0
    broken: Answer | None = None

    def ask(self, body: bytes) -> Answer:
        self.asked += 1
        return self.broken or self.answers(body)


@contextmanager
def payers(members: Path) -> Iterator[PayerHouse]:
    """The sandbox's payers behind a real HTTP server."""
    answers = Eligibility(Roster(members), lambda _: Decimal(0), count(1).__next__).answer
    server = EligibilityServer("127.0.0.1", 0, answers, dict)
    house = PayerHouse(server, f"{server.address}/eligibility", answers)
    server.ask = house.ask
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield house
    finally:
        server.stop()
        thread.join()


@dataclass
class Front:
    """A running service, its API, and the payers behind it."""

    harness: Harness
    http: AsyncClient
    house: PayerHouse

    async def post(self, path: str, body: Any, **more: Any) -> Any:
        reply = await self.http.post(path, json=body, **more)
        assert reply.status_code == 202, reply.text
        return reply.json()

    async def shown(self, encounter_id: str) -> Any:
        return (await self.http.get(f"/v1/encounters/{encounter_id}")).json()

    async def reaches(self, encounter_id: str, status: str, clearance: int = 0) -> Any:
        async def there() -> Any:
            shown = await self.shown(encounter_id)
            version = (shown.get("clearance") or {}).get("version", 0)
            return shown if shown["status"] == status and version >= clearance else None

        return await self.harness.until(there)

    async def hears(self, *events: Event) -> None:
        """Facts of other services, as they arrive on their topics."""
        cause = sha256("".join(event.model_dump_json() for event in events).encode()).hexdigest()
        await self.harness.emit("eligibility", events, cause)

    async def open_items(self) -> list[tuple[str, str]]:
        found = await self.harness.rows("eligibility", "SELECT kind, place FROM work_item WHERE closed_at IS NULL ORDER BY kind, place")
        return [(row["kind"], row["place"]) for row in found]


def service(stack: Addresses, prefix: str, url: str) -> Runtime:
    """The service as it runs, with little patience."""
    settings = Settings(
        site=SITE,
        names=Names(SITE.site, b"a key for tests only"),
        kafka=stack.bootstrap,
        database=stack.database_url,
        today=date(2026, 11, 2),
        eligibility_url=url,
        prefix=prefix,
        open_access=True,
    )
    built = SERVICE.build(settings)
    hasty = tuple(replace(gateway, attempts=2, retry_seconds=0.05) for gateway in built.gateways)
    return Runtime(SERVICE, settings, Parts(stages=built.stages, gateways=hasty, resources=built.resources))


def client(runtime: Runtime) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(create_app(runtime)), base_url="http://test", timeout=60)


@asynccontextmanager
async def front(stack: Addresses, prefix: str, members: Path) -> AsyncIterator[Front]:
    with payers(members) as house:
        runtime = service(stack, prefix, house.url)
        async with running(runtime) as harness, client(runtime) as http:
            yield Front(harness, http, house)
            await harness.quiet(seconds=60)


@asynccontextmanager
async def door(stack: Addresses, prefix: str) -> AsyncIterator[AsyncClient]:
    """The API alone: what it records is published by nobody."""
    runtime = service(stack, prefix, "http://nobody.example")
    async with dropped_schema(stack.database_url, runtime.schema):
        await runtime.migrate()
        async with client(runtime) as http:
            yield http
        await runtime.engine.dispose()


@pytest.fixture
def members(tmp_path: Path) -> Path:
    path = tmp_path / "members.csv"
    path.write_text(ROSTER)
    return path


def visit(number: str = "V1", **changes: Any) -> dict[str, Any]:
    return {**BODY, "visit_number": number, "coverages": BODY["coverages"][:1], **changes}


def of_bo(number: str = "V2", **changes: Any) -> dict[str, Any]:
    patient = {**BODY["patient"], "mrn": "MRN2", "name": {"last": "Testash", "first": "Bo"}, "birth_date": "1981-02-02", "sex": "M"}
    coverages = [{"payer_id": "NWHP1", "member_id": "NWA1000002"}, {"payer_id": "CASC2", "member_id": "CSA1000002"}]
    scan = {**BODY["encounter"], "charges": [{"code": "73721", "amount": "412.00"}]}
    return visit(number, patient=patient, coverages=coverages, encounter=scan, **changes)


async def test_a_visit_is_cleared_and_sent_again_it_is_no_news(stack: Addresses, prefix: str, members: Path) -> None:
    async with front(stack, prefix, members) as desk:
        told = await desk.post("/v1/encounters", visit())
        assert (told["outcome"], [event["type"].split(".")[2] for event in told["events"]]) == (
            "accepted",
            ["patient-registered", "encounter-opened"],
        )
        id = told["encounter_id"]
        shown = await desk.reaches(id, "cleared")
        fact = shown["coverages"][0]["fact"]
        assert (fact["plan"], fact["copay"], fact["current"]) == ("NORTHWIND A", "25.00", True)
        assert (await desk.post("/v1/encounters", visit()))["outcome"] == "unchanged"
        again = await desk.post("/v1/encounters", visit(), headers={"Idempotency-Key": "k1"})
        assert (again["outcome"], again["events"]) == ("unchanged", [])
        assert (await desk.post("/v1/encounters", visit(), headers={"Idempotency-Key": "k1"}))["repeated"] is True
        other = await desk.http.post("/v1/encounters", json=visit("V9"), headers={"Idempotency-Key": "k1"})
        assert (other.status_code, other.headers["content-type"]) == (409, "application/problem+json")
        more = visit(encounter={**BODY["encounter"], "charges": [{"code": "99214", "amount": "210.00"}]})
        for body, versions in ((more, (1, 2)), (visit(), (1, 3))):
            changed = await desk.post("/v1/encounters", body)
            assert (changed["registration_version"], changed["encounter_version"]) == versions
        await desk.harness.quiet()
        assert await desk.open_items() == []
        leaks = "SELECT type FROM outbox WHERE topic NOT LIKE '%registration' AND convert_from(value, 'UTF8') ~ 'Testoak|NWA1000001|1980-01-01'"
        assert await desk.harness.rows("eligibility", leaks) == []
        for document in ("inquiry", "answer"):
            row = await desk.harness.rows(
                "eligibility",
                f"SELECT convert_from(value, 'UTF8')::jsonb->'{document}'->>'sha256' AS hash FROM outbox WHERE type LIKE '%inquiry-answered%'",
            )
            kept = await desk.http.get(f"/v1/documents/{row[0]['hash']}")
            assert (kept.status_code, kept.content[:3]) == (200, b"ISA")


async def test_s2_the_second_coverage_counts_and_the_number_frees_the_visit(stack: Addresses, prefix: str, members: Path) -> None:
    async with front(stack, prefix, members) as desk:
        id = (await desk.post("/v1/encounters", of_bo()))["encounter_id"]
        shown = await desk.reaches(id, "held")
        assert [reason["code"] for reason in shown["reasons"]] == ["authorization_needed"]
        assert [each["fact"]["type"].split(".")[2] for each in shown["coverages"]] == ["coverage-inactive", "coverage-verified"]
        assert (shown["coverages"][1]["fact"]["deductible_left"], shown["coverages"][1]["fact"]["coinsurance_rate"]) == ("50.00", "0.2")
        assert (shown["held_since"], await desk.open_items()) == ("2026-11-02", [("authorization_needed", "procedures[73721]")])
        await desk.post(f"/v1/encounters/{id}/authorization", {**REGISTRAR, "number": "AUTH1", "procedure": "73721"})
        cleared = (await desk.reaches(id, "cleared"))["clearance"]
        assert ([each["payer_id"] for each in cleared["coverages"]], cleared["authorizations"]) == (["CASC2"], ["AUTH1"])
        assert await desk.open_items() == []


async def test_s3_a_rejection_holds_until_the_member_id_is_corrected_then_denials_are_answered(stack: Addresses, prefix: str, members: Path) -> None:
    async with front(stack, prefix, members) as desk:
        wrong = visit(coverages=[{"payer_id": "NWHP1", "member_id": "NWA1000010"}])
        id = (await desk.post("/v1/encounters", wrong))["encounter_id"]
        shown = await desk.reaches(id, "cleared", 1)
        of = {"encounter_id": id}
        place = f"coverages[{shown['coverages'][0]['coverage_id']}].member_id"
        await desk.hears(submitted().model_copy(update=of), rejected(place=place).model_copy(update=of))
        assert [(each["code"], each["place"]) for each in (await desk.reaches(id, "held"))["reasons"]] == [
            ("member_id_rejected", "coverages[0].member_id")
        ]
        asked = desk.house.asked
        await desk.post(f"/v1/encounters/{id}/registration", {**REGISTRAR, "changes": [{"order": 1, "member_id": "NWA1000001"}]})
        cleared = (await desk.reaches(id, "cleared", 2))["clearance"]
        assert (cleared["registration_version"], desk.house.asked) == (2, asked + 1)
        registration = (await desk.http.get(f"/v1/encounters/{id}/registration")).json()
        assert (registration["coverages"][0]["member_id"], registration["actor"]["id"]) == ("NWA1000001", "registrar-3")
        await desk.hears(*(requested(name).model_copy(update=of) for name in ("D1", "D2")))
        await desk.harness.until(lambda: _is(desk.open_items(), [("authorization_missing", "lines[0]")] * 2))
        number = {**REGISTRAR, "number": "AUTH9"}
        assert (await desk.http.post(f"/v1/encounters/{id}/authorization", json=number)).status_code == 422
        unknown = await desk.http.post(f"/v1/encounters/{id}/authorization", json={**number, "answers": "D7"})
        assert (unknown.status_code, unknown.json()["place"]) == (422, "answers")
        await desk.post(f"/v1/encounters/{id}/authorization", {**number, "answers": "D2"})
        assert (await desk.reaches(id, "cleared", 3))["clearance"]["answers"] == "D2"
        await desk.post(f"/v1/encounters/{id}/authorization", {**number, "number": "AUTH10"})
        assert (await desk.reaches(id, "cleared", 4))["clearance"]["answers"] == "D1"
        assert await desk.open_items() == []


async def _is(found: Any, wanted: Any) -> bool:
    return bool(await found == wanted)


async def test_a_payer_that_is_away_or_talks_nonsense_holds_the_visit_until_asked_again(stack: Addresses, prefix: str, members: Path) -> None:
    async with front(stack, prefix, members) as desk:
        desk.house.broken = Answer(503, "")
        id = (await desk.post("/v1/encounters", visit()))["encounter_id"]
        assert [each["code"] for each in (await desk.reaches(id, "held"))["reasons"]] == ["coverage_unanswered"]
        assert desk.house.asked == 2
        desk.house.broken = Answer(200, "<html>we are closed</html>")
        await desk.post(f"/v1/encounters/{id}/inquire", REGISTRAR)
        await desk.harness.until(lambda: desk.house.asked == 3)
        await desk.reaches(id, "held")
        await desk.harness.quiet()
        facts = await desk.harness.rows(
            "eligibility", "SELECT convert_from(value, 'UTF8')::jsonb AS value FROM outbox WHERE type LIKE '%unanswered%' ORDER BY id"
        )
        assert [row["value"].get("problem") for row in facts if "problem" in row["value"]] == ["unreachable", "malformed"]
        desk.house.broken = None
        await desk.post(f"/v1/encounters/{id}/inquire", REGISTRAR)
        await desk.reaches(id, "cleared")


async def test_a_namesake_is_held_until_somebody_looked_and_then_never_again(stack: Addresses, prefix: str, members: Path) -> None:
    twin = {**BODY["patient"], "mrn": "MRN-B", "name": {"last": "TESTOAK", "first": "Ada "}}
    async with front(stack, prefix, members) as desk:
        ids = [
            (await desk.post("/v1/encounters", body))["encounter_id"]
            for body in (visit(), visit("V2", patient=twin, encounter={**BODY["encounter"], "service_from": "2026-09-15"}))
        ]
        await desk.reaches(ids[0], "cleared")
        assert [each["code"] for each in (await desk.reaches(ids[1], "held"))["reasons"]] == ["possible_duplicate"]
        await desk.post(f"/v1/encounters/{ids[1]}/registration", {**REGISTRAR, "same_person": True})
        await desk.reaches(ids[1], "cleared")
        third = (await desk.post("/v1/encounters", visit("V3", patient=twin)))["encounter_id"]
        await desk.reaches(third, "cleared")


async def test_two_namesakes_in_one_bundle_do_not_slip_through_together(stack: Addresses, prefix: str, members: Path) -> None:
    entries = []
    for number in ("1", "2"):
        entries.append(
            {
                "resourceType": "Patient",
                "id": f"p{number}",
                "identifier": [{"value": f"M{number}"}],
                "name": [{"family": "Testelm", "given": ["Cy"]}],
                "birthDate": "1990-09-09",
            }
        )
        entries.append(
            {"resourceType": "Encounter", "id": f"e{number}", "subject": {"reference": f"Patient/p{number}"}, "period": {"start": "2026-09-14"}}
        )
    async with front(stack, prefix, members) as desk:
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in entries]}
        told = await desk.post("/v1/fhir", bundle)
        reasons = [{each["code"] for each in (await desk.reaches(each["encounter_id"], "held"))["reasons"]} for each in told["encounters"]]
        assert ["possible_duplicate" in each for each in reasons] == [False, True]


async def test_all_samples_stop_where_they_should_and_the_desk_gets_them_going(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    generate(tmp_path, 60, 7)
    expected, desks = (json.loads((tmp_path / name).read_text()) for name in ("expected.json", "front-desk.json"))
    async with front(stack, prefix, tmp_path / "members.csv") as desk:
        ids = {}
        for path in sorted((tmp_path / "fhir").glob("*.json")):
            told = (await desk.http.post("/v1/fhir", content=path.read_bytes())).json()
            ids[path.stem] = told["encounters"][0]["encounter_id"]
        await desk.harness.quiet(seconds=120)
        waiting = {number: await desk.shown(id) for number, id in ids.items()}
        stops = {number: _desk_of(shown) for number, shown in waiting.items() if shown["status"] == "held"}
        duplicates = {number for number, stop in stops.items() if stop == "duplicate"}
        assert {waiting[number]["status"] for number in waiting} == {"cleared", "held"}
        assert {n: s for n, s in stops.items() if n not in duplicates} == {
            number: each["stops"] for number, each in expected.items() if each["stops"] in ("registration", "coverage", "authorization")
        }
        assert [expected[number]["case"] for number in duplicates] == ["person with two record numbers, the other one"]
        for number in stops:
            answers = desks.get(number, {})
            told = {"same_person": True} if number in duplicates else {}
            told |= {name: value for name, value in answers.get("registration", {}).items() if name not in ("when", "reason")}
            if told:
                await desk.post(f"/v1/encounters/{ids[number]}/registration", {**REGISTRAR, **told})
            if "authorization" in answers:
                given = {name: answers["authorization"][name] for name in ("number", "procedure")}
                await desk.post(f"/v1/encounters/{ids[number]}/authorization", {**REGISTRAR, **given})
        await desk.harness.quiet(seconds=120)
        ended = {number: await desk.shown(id) for number, id in ids.items()}
        assert {number for number, shown in ended.items() if shown["status"] != "cleared"} == {
            number for number, each in expected.items() if not each["claim"] and each["stops"] in ("registration", "coverage")
        }
        payers_billed = {number: shown["clearance"]["coverages"][0]["payer_id"] for number, shown in ended.items() if shown["status"] == "cleared"}
        assert payers_billed == {number: expected[number]["payer"] or payers_billed[number] for number in payers_billed}


def _desk_of(shown: Any) -> str:
    codes = {reason["code"] for reason in shown["reasons"]}
    if codes == {"possible_duplicate"}:
        return "duplicate"
    if "authorization_needed" in codes:
        return "authorization"
    return "coverage" if codes & {"coverage_inactive", "member_not_found"} else "registration"


async def test_what_cannot_be_taken_is_refused_as_a_problem_and_leaves_nothing(stack: Addresses, prefix: str, members: Path) -> None:
    async with front(stack, prefix, members) as desk:
        tried: list[tuple[str, bytes, int, str]] = [
            ("/v1/encounters", b"{", 400, "character 1"),
            ("/v1/encounters", json.dumps({**visit(), "patient": {}}).encode(), 422, "patient.mrn"),
            ("/v1/encounters", json.dumps(visit(encounter={"service_from": "2026-11-03"})).encode(), 422, "encounter.service_from"),
            ("/v1/fhir", b'{"resourceType": ', 400, "line 1, column 18"),
            ("/v1/fhir", b"{}", 422, "Bundle"),
            ("/v1/encounters/NOBODY/registration", json.dumps({**REGISTRAR, "consent_on_file": True}).encode(), 404, "encounter_id"),
            ("/v1/encounters/NOBODY/authorization", json.dumps({**REGISTRAR, "number": "A"}).encode(), 404, "encounter_id"),
            ("/v1/encounters/NOBODY/inquire", json.dumps(REGISTRAR).encode(), 404, "encounter_id"),
        ]
        for path, content, status, place in tried:
            reply = await desk.http.post(path, content=content, headers={"content-type": "application/json"})
            assert (reply.status_code, reply.headers["content-type"], reply.json()["place"]) == (status, "application/problem+json", place), path
        id = (await desk.post("/v1/encounters", visit()))["encounter_id"]
        for body in ({}, {"consent_on_file": True}, {"consent_on_file": False, "answers": "D9"}, {"consent": True}):
            assert (await desk.http.post(f"/v1/encounters/{id}/registration", json={**REGISTRAR, **body})).status_code == 422
        assert (await desk.http.get("/v1/encounters/NOBODY")).status_code == 404
        assert await desk.harness.rows("eligibility", "SELECT encounter_id FROM visit WHERE encounter_id <> :id", id=id) == []
        await desk.reaches(id, "cleared")
        listed = (await desk.http.get("/v1/encounters", params={"status": "cleared", "q": "V"})).json()
        assert ([each["encounter_id"] for each in listed["encounters"]], listed["total"]) == ([id], 1)


async def test_a_body_beyond_the_limit_is_refused_in_words(stack: Addresses, prefix: str) -> None:
    async with door(stack, prefix) as http:
        reply = await http.post("/v1/fhir", content=b" " * (65 * 1024 * 1024))
        assert (reply.status_code, reply.json()["title"]) == (413, "the body is too large")


async def test_one_bad_encounter_of_a_bundle_is_refused_and_its_neighbour_taken(stack: Addresses, prefix: str) -> None:
    encounter = {"resourceType": "Encounter", "id": "e1", "subject": {"reference": "Patient/p"}, "period": {"start": "2026-09-14"}}
    resources = [{"resourceType": "Patient", "id": "p"}, encounter, {**encounter, "id": "e2", "period": {}}]
    async with door(stack, prefix) as http:
        reply = await http.post("/v1/fhir", json={"resourceType": "Bundle", "entry": [{"resource": each} for each in resources]})
        told = reply.json()
        assert reply.status_code == 202
        assert [(each["outcome"], each.get("problems")) for each in told["encounters"]] == [
            ("accepted", None),
            ("refused", [{"place": "Bundle.entry[2].resource.period.start", "reason": "Input should be a valid date"}]),
        ]


async def test_concurrent_posts_of_one_visit_make_one_version_after_the_other(stack: Addresses, prefix: str, members: Path) -> None:
    async with front(stack, prefix, members) as desk:
        bodies = [visit(encounter={**BODY["encounter"], "charges": [{"code": "99213", "amount": f"{amount}.00"}]}) for amount in range(100, 108)]
        told = await asyncio.gather(*(desk.post("/v1/encounters", body) for body in bodies))
        assert sorted(each["encounter_version"] for each in told) == list(range(1, 9))
        await desk.reaches(told[0]["encounter_id"], "cleared")


@pytest.mark.outside
@pytest.mark.skipif(not SYNTHEA, reason="NO OUTSIDE DATA: set RCM_OUTSIDE to the folder that holds fhir/synthea")
async def test_every_synthea_encounter_is_accepted_and_ends_held(stack: Addresses, prefix: str, members: Path) -> None:
    async with front(stack, prefix, members) as desk:
        accepted = 0
        for path in SYNTHEA:
            told = (await desk.http.post("/v1/fhir", content=path.read_bytes())).json()
            assert {each["outcome"] for each in told["encounters"]} == {"accepted"}
            accepted += len(told["encounters"])
        await desk.harness.quiet(seconds=120)
        held = (await desk.http.get("/v1/encounters", params={"status": "held", "limit": 1000})).json()
        assert (held["total"], accepted) == (accepted, accepted)
        assert desk.house.asked == 0


@pytest.mark.outside
@pytest.mark.skipif(not SYNTHEA, reason="NO OUTSIDE DATA: set RCM_OUTSIDE to the folder that holds fhir/synthea")
async def test_a_bundle_of_thousands_of_resources_is_taken_at_once(stack: Addresses, prefix: str) -> None:
    bundle = many_of(json.loads(SYNTHEA[-1].read_bytes()), 50)
    content = json.dumps(bundle).encode()
    encounters = sum(each["resource"]["resourceType"] == "Encounter" for each in bundle["entry"])
    assert (len(content) > 10_000_000, len(bundle["entry"]) > 5_000) == (True, True)
    async with door(stack, prefix) as http:
        for outcome in ("accepted", "unchanged"):
            told = (await http.post("/v1/fhir", content=content)).json()["encounters"]
            assert ({each["outcome"] for each in told}, len({each["encounter_id"] for each in told})) == ({outcome}, encounters)


async def test_models_and_migrations_agree(stack: Addresses) -> None:
    assert await Migrations("services.eligibility", Tables.metadata).drift(stack.database_url) == []
