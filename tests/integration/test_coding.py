"""The coding desk as it runs: encounters from Kafka, coders over HTTP, codes and reasons back to Kafka."""

from __future__ import annotations

import pytest

from deploy.embedded.testing import Addresses
from services.coding.repository import Charts
from services.coding.service import SERVICE
from services.coding.stages import code
from services.coding.tables import Tables
from shared.contracts.eligibility import DocumentedDiagnosis
from shared.stage.stage import Bound
from shared.testing import deliver, fresh_schema, message, outbox_of, rows
from tests.integration.desks import desk
from tests.unit.coding.desk import REFERENCE, asked, closed, corrected, line, opened

pytestmark = pytest.mark.anyio
CHART = "/v1/charts/ENCOUNTER1"


async def test_a_held_encounter_is_coded_by_a_person_and_a_denied_one_again(stack: Addresses, prefix: str) -> None:
    async with desk(SERVICE, stack, prefix) as coding:
        await coding.hear(opened(diagnoses=(DocumentedDiagnosis(system="snomed", code="900000000000001"),)))
        [listed] = (await coding.get("/v1/charts?status=held"))["charts"]
        assert (listed["encounter_id"], listed["reason"], listed["total"]) == ("ENCOUNTER1", "snomed_only", None)
        [item] = await coding.items()
        assert (item["kind"], item["place"]) == ("snomed_only", "diagnoses[0]")

        fault = await coding.post(f"{CHART}/correction", {"lines": [{"line_number": 7, "modifiers": ["25"]}]}, 422)
        assert fault["place"] == "lines[0].line_number"
        fault = await coding.post(f"{CHART}/correction", {"lines": [{"line_number": 1, "modifier": ["25"]}]}, 422)
        assert fault["place"] == "lines[0].modifier"
        fault = await coding.post(f"{CHART}/correction", {"lines": [{"line_number": 1}]}, 422)
        fault = await coding.post(f"{CHART}/correction", {"answers": "DENIAL1"}, 422)
        assert fault["place"] == "answers"
        await coding.get("/v1/charts/NOBODY", 404)

        await coding.post(f"{CHART}/correction", {"diagnoses": [{"code": "M17.11"}]})
        assert await coding.items() == []
        chart = await coding.get(CHART)
        assert (chart["status"], chart["coded"]["total"], chart["draft"]["lines"][2]["units"]) == ("coded", "420.00", "40")

        await coding.hear(asked("DENIAL1", "DENIAL2"))
        [item] = await coding.items()
        assert (item["id"], item["kind"], item["claim_id"], item["due_on"]) == ("DENIAL1", "modifier_25_missing", "CLAIM1", "2027-05-01")
        body = {"lines": [{"line_number": 1, "modifiers": ["25"]}], "answers": "DENIAL1"}
        first = await coding.post(f"{CHART}/correction", body, key="once")
        again = await coding.post(f"{CHART}/correction", body, key="once")
        assert (first["repeated"], again["repeated"], first["events"]) == (False, True, again["events"])
        versions = [(each["version"], each["answers"], each["lines"][0]["modifiers"]) for each in await coding.emitted("encounter-coded")]
        assert versions == [(2, "", []), (3, "DENIAL1", ["25"])]
        assert await coding.items() == []
        assert await coding.parked() == []


async def test_a_request_is_declined_over_http_and_ends_with_its_denials(stack: Addresses, prefix: str) -> None:
    async with desk(SERVICE, stack, prefix) as coding:
        await coding.hear(opened(), asked("DENIAL1"), asked("DENIAL9", claim="CLAIM9"))
        await coding.post(f"{CHART}/correction", {"declines": "DENIAL1"})
        [declined] = await coding.emitted("correction-declined")
        assert (declined["claim_id"], declined["denial_id"], declined["declined_on"]) == ("CLAIM1", "DENIAL1", "2026-11-02")
        assert len(await coding.emitted("encounter-coded")) == 1
        await coding.hear(closed("DENIAL9"))
        assert await coding.items() == []


async def test_every_message_twice_gives_the_same_chart_and_the_same_events(stack: Addresses, prefix: str) -> None:
    story = [opened(), asked("DENIAL1"), corrected(line(1, modifiers=("25",)), answers="DENIAL1"), closed("DENIAL1")]
    given = [message(event, f"cause {place}") for place, event in enumerate(story)]
    charts = Charts(REFERENCE)
    seen = []
    for name, messages in (("once", given), ("twice", [each for one in given for each in (one, one)])):
        async with fresh_schema(stack.database_url, f"{prefix}{name}", Tables.metadata) as engine:
            for each in messages:
                await deliver(engine, Bound(code.STAGE, charts), [each])
            events = [(row["event_id"], row["type"], row["value"]) for row in await outbox_of(engine)]
            seen.append((events, await rows(engine, "SELECT key, document, status, total FROM chart")))
    assert seen[0] == seen[1]
    assert len(seen[0][0]) == 2


async def test_a_coded_encounter_of_another_system_is_checked_and_leaves_nothing_behind(stack: Addresses, prefix: str) -> None:
    async with desk(SERVICE, stack, prefix) as coding:
        body = {"service_from": "2026-09-28", "diagnoses": [{"code": "M17.11"}], "lines": [{"code": "99214", "charge": "210.00"}]}
        answer = await coding.http.post("/v1/check", json=body)
        assert (answer.status_code, answer.json()["valid"], answer.json()["findings"]) == (200, True, [])
        wrong = await coding.http.post("/v1/check", json={**body, "diagnoses": [{"code": "M17.99"}]})
        assert [(each["code"], each["place"]) for each in wrong.json()["findings"]] == [("diagnosis_unknown", "diagnoses[0]")]
        for unreadable, place in (({"lines": [{"charge": "0.001"}]}, "lines[0].charge"), ({"patient": "Testoak"}, "patient")):
            refused = await coding.http.post("/v1/check", json={**body, **unreadable})
            assert (refused.status_code, refused.json()["place"], "Testoak" in refused.text) == (422, place, False)
        await coding.harness.quiet()
        for table in ("chart", "outbox", "receipt", "work_item"):
            assert await coding.harness.rows("coding", f"SELECT 1 FROM {table}") == [], table
