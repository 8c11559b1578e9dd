"""Whatever comes in broken is refused, held or kept aside with words that help, and the patient next in line is billed and paid all the same."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from kafka import KafkaProducer

from deploy.embedded.testing import Addresses
from deploy.samples.bundle import bundle
from deploy.samples.generate import visits
from deploy.samples.knowledge import ROSTER_HEADER, roster
from shared.contracts.event import Envelope
from shared.kafka.headers import to_headers
from tests.scenarios.visits import ADA, MEMBERS, OFFICE_VISIT, charge, visit
from tests.scenarios.world import OUT, World, hospital, signed

pytestmark = pytest.mark.anyio
SAMPLES = visits(8)
SECRETS = ("Testoak", "1980-01-01", "NWA1000040", "1 Example Street")


def sample_members() -> str:
    return "\n".join(",".join(row[name] for name in ROSTER_HEADER.split(",")) for row in roster(SAMPLES))


@pytest.fixture(scope="module")
async def world(stack: Addresses, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One hospital for all of it: what one test breaks must not hurt the next."""
    folder = tmp_path_factory.mktemp("clearinghouse")
    async with hospital(stack, f"bad{os.getpid()}_", folder, f"{MEMBERS.strip()}\n{sample_members()}") as found:
        yield found


def next_patient(number: int) -> dict[str, Any]:
    """The same good visit on another day."""
    told = deepcopy(OFFICE_VISIT)
    told["visit_number"] = f"GOOD{number}"
    told["encounter"]["service_from"] = f"2026-09-{number:02d}"
    return told


async def is_billed_and_paid(world: World, told: dict[str, Any]) -> None:
    """The neighbour goes through to the last cent."""
    encounter = await world.encounter(told)
    await world.until("claim-remitted", key=await claim_of(world, encounter))
    await world.rest()
    [claim] = (await world.get("adjudication", f"/v1/accounts/{encounter}"))["claims"]
    assert claim["balances"]["payer_paid"] == "77.50"


async def claim_of(world: World, encounter: str) -> str:
    async def built() -> list[dict[str, Any]]:
        return list((await world.get("submission", "/v1/claims", encounter=encounter))["claims"])

    [claim] = await world.harness.until(built)
    return str(claim["claim_id"])


async def refusal(world: World, service: str, path: str, **body: Any) -> dict[str, Any]:
    """A refused request as a problem document, which never repeats what was sent."""
    answer = await world.clients[service].post(path, **body)
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert not [secret for secret in SECRETS if secret in answer.text]
    return dict(answer.json())


def broken(**care: Any) -> dict[str, Any]:
    return {**OFFICE_VISIT, "visit_number": "BAD", "encounter": {**OFFICE_VISIT["encounter"], **care}}


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        (broken(service_from="2027-01-04"), "encounter.service_from"),
        (broken(service_from="2026-09-14", service_to="2026-09-13"), "encounter"),
        (broken(service_from="the day before"), "encounter.service_from"),
        (broken(charges=[charge("99213", amount="-150.00")]), "encounter.charges[0].amount"),
        (broken(charges=[charge("99213", amount="150.001")]), "encounter.charges[0].amount"),
        (broken(charges=[charge("99213", amount="a lot")]), "encounter.charges[0].amount"),
        (broken(charges=[{"code": "99213", "amount": 150.1}]), "encounter.charges[0].amount"),
        (broken(charges=[charge("99213", units="0")]), "encounter.charges[0].units"),
        (broken(charges=[{"units": "1"}]), "encounter.charges[0]"),
        ({**OFFICE_VISIT, "visit_number": " "}, "visit_number"),
        ({**OFFICE_VISIT, "pateint": {}}, "pateint"),
    ],
)
async def test_a_visit_that_cannot_be_is_refused_with_the_place(world: World, sent: dict[str, Any], place: str) -> None:
    problem = await refusal(world, "eligibility", "/v1/encounters", json=sent)
    assert problem["status"] == 422
    assert place in [problem["place"], *(each["place"] for each in problem.get("problems", ()))]
    assert problem["title"]


async def test_text_that_is_no_json_is_refused_with_the_place(world: World) -> None:
    problem = await refusal(world, "eligibility", "/v1/encounters", content=b'{"visit_number": "V1", ', headers={"content-type": "application/json"})
    assert (problem["status"], problem["title"]) == (400, "this is not JSON")
    problem = await refusal(world, "eligibility", "/v1/fhir", content=b'{"resourceType": "Bundle", "entry": [')
    assert (problem["status"], problem["title"]) == (400, "this is not JSON")
    problem = await refusal(world, "eligibility", "/v1/fhir", json={"resourceType": "Patient"})
    assert problem["status"] == 422
    await is_billed_and_paid(world, next_patient(1))


async def test_a_bundle_without_coverage_is_held_and_a_broken_neighbour_in_it_is_refused_alone(world: World) -> None:
    first, second = bundle(SAMPLES[0]), bundle(SAMPLES[2])
    kept = [entry for entry in first["entry"] if entry["resource"]["resourceType"] != "Coverage"]
    for entry in second["entry"]:
        if entry["resource"]["resourceType"] == "Encounter":
            entry["resource"]["period"]["start"] = "2099-01-01T09:00:00-05:00"
            entry["resource"]["period"]["end"] = "2099-01-01T10:00:00-05:00"
    answer = await world.post("eligibility", "/v1/fhir", {**first, "entry": kept + second["entry"]})
    ends = {each["visit_number"]: each for each in answer["encounters"]}
    assert ends[SAMPLES[2].number]["outcome"] == "refused"
    encounter = ends[SAMPLES[0].number]["encounter_id"]
    [item] = await world.harness.until(lambda: world.work("eligibility", about=encounter))
    assert (item["kind"], item["place"]) == ("coverage_missing", "coverages")
    assert "card" in item["sentence"]


async def test_codes_nobody_knows_are_held_with_a_sentence(world: World) -> None:
    told = visit("CODES", "2026-09-15", ADA, "NWA1000040", [charge("99213"), charge("00000", amount="10.00")], ("ZZZ99", "R5383"))
    encounter = await world.encounter(told)
    await world.until("coding-held", key=encounter)
    items = await world.work("coding", about=encounter)
    assert {item["place"] for item in items} == {"diagnoses[0]", "lines[1]"}
    assert all(item["sentence"] for item in items)
    await is_billed_and_paid(world, next_patient(2))
    assert (await world.get("submission", "/v1/claims", encounter=encounter))["claims"] == []


async def test_a_truncated_or_altered_remittance_posts_nothing_and_the_next_one_posts(world: World) -> None:
    await is_billed_and_paid(world, next_patient(3))
    before = await world.digest()
    good = world.answers("835")[-1].read_text()
    trace = next(row for row in good.replace("\n", "").split("~") if row.startswith("TRN")).split("*")[2]
    world.drop("835-cut.x12", good[: len(good) // 2])
    world.drop("835-altered.x12", good.replace(trace, "ALTERED1").replace("*67*", "*66*"))
    world.drop("835-words.x12", "Dear customer, your remittance is attached.")
    await world.rest()
    kinds = {item["kind"]: item for item in await world.work("adjudication")}
    assert {"file_set_aside", "remittance_out_of_balance"} <= kinds.keys()
    assert "1.00" in kinds["remittance_out_of_balance"]["sentence"] or "66" in kinds["remittance_out_of_balance"]["sentence"]
    assert not [secret for secret in SECRETS if secret.upper() in str(kinds).upper()]
    assert await world.digest() == before
    problem = await refusal(world, "adjudication", "/v1/intake/x12", content=good[:400].encode())
    assert problem["status"] == 422
    await is_billed_and_paid(world, next_patient(4))


async def test_a_truncated_acknowledgement_is_kept_aside_and_the_next_one_counts(world: World) -> None:
    good = world.answers("277CA")[-1].read_text()
    world.drop("277CA-cut.x12", good[: len(good) // 2])
    await world.rest()
    assert [item["subject"] for item in await world.work("submission", kind="file_set_aside")].count("277CA-cut.x12") == 1
    await is_billed_and_paid(world, next_patient(5))


async def test_our_own_file_delivered_twice_is_refused_once_and_its_claims_stand(world: World) -> None:
    """Somebody copied what we had sent: the clearinghouse refuses the copy by its number, and a person is asked which one it took."""
    [sent] = sorted((world.folder / OUT / "taken").glob("837P-*.x12"))[-1:]
    standing = (await world.get("submission", "/v1/claims", status="accepted"))["total"]
    sent.with_name(f"copy-{sent.name}").write_bytes(sent.read_bytes())
    sent.with_name(f"copy-{sent.name}").rename(world.folder / OUT / f"copy-{sent.name}")
    await world.until("interchange-acknowledged", 1 + len(await world.events("interchange-acknowledged")))
    await world.rest()
    [item] = await world.work("submission", kind="interchange_number_repeated")
    assert item["sentence"]
    assert (await world.get("submission", "/v1/claims", status="accepted"))["total"] == standing
    assert await world.events("claim-rejected") == []


async def test_a_deposit_of_another_amount_waits_for_a_person(world: World) -> None:
    [remittance, *_] = (await world.get("adjudication", "/v1/remittances", state="received"))["remittances"]
    body = {"trace_number": remittance["trace_number"], "amount": "1.23", **signed("cash-1", "Bank list")}
    await world.post("adjudication", "/v1/deposits", body)
    await world.rest()
    [item] = await world.work("adjudication", kind="deposit_unmatched")
    assert (item["subject"], item["amount"]) == (remittance["trace_number"], "1.23")
    problem = await refusal(world, "adjudication", "/v1/deposits", json={**body, "amount": "-5.00"})
    assert problem["place"] == "amount"
    problem = await refusal(world, "adjudication", "/v1/deposits", json={"trace_number": "T", "amount": "5.00"})
    assert {each["place"] for each in problem["problems"]} == {"actor", "reason"}


async def test_an_event_of_an_unknown_type_is_counted_and_passed(world: World) -> None:
    encounter = world.settings.names.of("encounter", "registration", "GOOD6")
    publish(world, encounter, "rcm.eligibility.encounter-frozen.v9", b'{"encounter_id": "?"}')
    await is_billed_and_paid(world, next_patient(6))
    status = await world.harness.runtimes["coding"].status()
    assert sum(counts.get("unknown", 0) for counts in status["counts"].values()) >= 1
    assert status["parked"] == []


async def test_an_event_that_breaks_its_schema_stops_its_own_visit_only_until_a_person_gives_it_up(world: World) -> None:
    encounter = world.settings.names.of("encounter", "registration", "GOOD7")
    publish(world, encounter, "rcm.eligibility.encounter-opened.v1", b'{"encounter_id": "Testoak", "version": "first"}')
    readers = [world.harness.runtimes[name] for name in ("eligibility", "coding", "adjudication")]

    async def are_parked() -> bool:
        return all([(await runtime.status())["parked"] for runtime in readers])

    await world.harness.until(are_parked)
    assert await world.encounter(next_patient(7)) == encounter
    await is_billed_and_paid(world, next_patient(8))
    assert (await world.get("submission", "/v1/claims", encounter=encounter))["claims"] == []

    for runtime in readers:
        for row in await world.harness.rows(runtime.service.name, "SELECT id, reason FROM parked WHERE kind = 'schema'"):
            assert "Testoak" not in row["reason"]
            assert await runtime.discard(row["id"], "operator-1", "Written by hand, never was an encounter.")
    await world.until("claim-remitted", key=await claim_of(world, encounter))
    await world.rest()
    assert all([(await runtime.status())["parked"] == [] for runtime in world.harness.runtimes.values()])


def publish(world: World, key: str, kind: str, value: bytes) -> None:
    """A record that none of our relays wrote."""
    envelope = Envelope(f"{kind}-{key}", kind, "/test/stranger", key, datetime(2026, 11, 2, 12, tzinfo=UTC), key, "")
    producer = KafkaProducer(bootstrap_servers=world.settings.kafka)
    try:
        topic = world.settings.topic("rcm.eligibility.encounter")
        producer.send(topic, key=key.encode(), value=value, headers=to_headers(envelope)).get(timeout=20)
    finally:
        producer.close()
