"""Nothing that a demonstration leaves behind names one of its patients, except where it has to."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from deploy.embedded.settings import StackSettings
from deploy.embedded.stack import Stack
from deploy.embedded.testing import Addresses
from shared.http.app import create_app
from shared.runtime import Runtime
from tests.e2e.demonstration import Demonstration
from tests.e2e.identities import People
from tests.e2e.test_demo import published
from tests.integration.hostile.apps import Operation, operations
from tests.scenarios.world import services, settings_of

pytestmark = pytest.mark.anyio
WORDS = {"max-width": "a property in the style of our pages; Max is the first name of a patient"}
"""Words that hold a name by chance → why. Taken out of a text before it is searched."""
NAMES_ON_PURPOSE = {
    "/v1/encounters/{encounter_id}/registration": "the registrar compares it with the insurance card",
    "/v1/documents/{sha256}": "an X12 body as it came or went",
    "/v1/claims/{claim_id}/x12": "the claim as it was sent",
    "/v1/eligibility/{inquiry_id}/x12": "a question and its answer as they went and came",
    "/v1/parked/{number}/value": "an operator with a reason looks into what was set aside",
}
COLUMNS = {
    "parked": "stage, key, event_id, type, kind, reason, topic, envelope",
    "quarantined": "*",
    "work_item": "*",
    "intake_file": "*",
    "outside_call": "id, gateway, partner, subject, wish_type, correlation_id, status, fault",
    "receipt": "*",
    "progress": "*",
    "inbox": "*",
    "blob": "sha256, size, kind, name",
}
"""Tables of the plumbing that operators and desks look into."""


@pytest.fixture(scope="module")
def people(demonstration: Demonstration) -> People:
    return People.of(demonstration.folder / "encounters")


def leaks(people: People, texts: Iterable[tuple[str, str]]) -> set[tuple[str, str, str]]:
    """(place, kind, value) of everybody who is named."""
    known = re.compile("|".join(map(re.escape, WORDS)))
    return {(place, kind, value) for place, written in texts for kind, value in people.found_in(known.sub("", written))}


PLANTED = {
    "a log line": "2026-11-02 INFO stage=x Testoak",
    "a key": '["NWA1000040", {}]',
    "a first name": '{"sentence": "Call Greta."}',
    "D8": "DMG*D8*{day:%Y%m%d}*F~",
    "ISO": '"born": "{day:%Y-%m-%d}"',
    "US": "DOB {day:%m/%d/%Y}.",
    "German": "geb. {day:%d.%m.%Y}",
    "telephone": "call (937) 555-0142",
    "street": "lives at 17 EXAMPLE STREET, Springfield",
    "postal code": "45501-1234",
    "camel case": "patientTestoakName",
}


@pytest.mark.parametrize("what", PLANTED)
def test_the_search_finds_what_is_planted(what: str, tmp_path: Path) -> None:
    (tmp_path / "fhir").mkdir()
    header = "member_id,last_name,first_name,birth_date,subscriber_member_id"
    (tmp_path / "members.csv").write_text(f"{header}\nNWA1000040,Testoak,Greta,1980-05-13,\n")
    person = {
        "resourceType": "Patient",
        "telecom": [{"value": "9375550142"}],
        "address": [{"line": ["17 Example Street"], "postalCode": "455011234"}],
    }
    (tmp_path / "fhir" / "one.json").write_text(json.dumps({"entry": [{"resource": person}]}))
    people = People.of(tmp_path)
    planted = PLANTED[what].replace("{day", "{0").format(date(1980, 5, 13)) if "{day" in PLANTED[what] else PLANTED[what]
    assert people.found_in(planted)
    assert not people.found_in("Gretag met a testo at 117 example streets on 1980-05-14, max_bytes=1 NWA10000401 19800513123 2026-11-02")


def test_the_people_of_the_demonstration_are_known(people: People) -> None:
    kinds = [*people.words.values(), *people.phrases.values()]
    assert {
        kind: kinds.count(kind) >= 15 for kind in ("last name", "first name", "birth date", "member id", "telephone", "record number", "street")
    } == (dict.fromkeys(("last name", "first name", "birth date", "member id", "telephone", "record number", "street"), True))


def test_no_log_and_nothing_that_was_printed_names_anybody(demonstration: Demonstration, people: People) -> None:
    texts = [*demonstration.logs().items(), ("standard output", demonstration.shown), ("standard error", demonstration.said)]
    texts += [(name, (demonstration.folder / name).read_text()) for name in ("summary.json", "outcomes.json")]
    assert all(len(written) > 100 for name, written in texts if name in ("eligibility.log", "standard output", "kafka.log"))
    assert leaks(people, texts) == set()


def test_no_key_no_header_and_no_value_outside_of_one_topic_names_anybody(demonstration: Demonstration, people: People) -> None:
    texts, identifying = [], 0
    for topic, envelope, value in published(demonstration):
        texts.append((f"{topic.name}: key or headers", envelope))
        if topic.identifying:
            identifying += bool(people.found_in(value))
        else:
            texts.append((f"{topic.name}: value", value))
    assert leaks(people, texts) == set()
    assert len(texts) > 500
    assert identifying >= 60, "the search finds what it looks for"


@dataclass
class Afterwards:
    """The databases of a finished demonstration, and the services in front of them."""

    runtimes: dict[str, Runtime]
    clients: dict[str, httpx.AsyncClient]

    async def rows(self, service: str, sql: str) -> list[dict[str, Any]]:
        async with self.runtimes[service].session() as session:
            return [dict(row) for row in (await session.execute(text(sql))).mappings()]


@pytest.fixture(scope="module")
async def afterwards(demonstration: Demonstration) -> AsyncIterator[Afterwards]:
    data = StackSettings(data=demonstration.folder / "run", cache=StackSettings.from_environment().cache)
    with Stack(data) as stack:
        settings = settings_of(Addresses(stack.bootstrap, stack.database_url), "", demonstration.folder)
        async with AsyncExitStack() as ends:
            runtimes = {service.name: Runtime(service, settings) for service in services()}
            clients = {}
            for name, runtime in runtimes.items():
                ends.push_async_callback(runtime.engine.dispose)
                client = httpx.AsyncClient(transport=httpx.ASGITransport(create_app(runtime)), base_url="http://test", timeout=60)
                clients[name] = await ends.enter_async_context(client)
            yield Afterwards(runtimes, clients)


async def test_no_table_that_operators_and_desks_look_into_names_anybody(afterwards: Afterwards, people: People) -> None:
    texts = []
    for service in afterwards.runtimes:
        for table, columns in COLUMNS.items():
            rows = await afterwards.rows(service, f"SELECT {columns} FROM {table}")
            texts += [(f"{service}.{table}", json.dumps(row, default=str, ensure_ascii=False)) for row in rows]
    assert {place.split(".")[1] for place, _ in texts} >= {"work_item", "outside_call", "receipt", "progress", "intake_file"}
    assert leaks(people, texts) == set()


def addresses(operation: Operation, known: dict[str, list[str]]) -> Iterator[str]:
    """The operation for everything it can be asked about."""
    named = re.findall(r"{(\w+)}", operation.path)
    for value in known.get(named[0], ["x"])[:LIMIT] if named else [""]:
        yield operation.address(dict.fromkeys(named, value))


LIMIT = 150


async def test_no_answer_of_an_api_names_anybody_except_on_purpose(afterwards: Afterwards, people: People, demonstration: Demonstration) -> None:
    ends = demonstration.read("outcomes.json").values()
    encounters, claims = [each["encounter_id"] for each in ends], [claim["claim_id"] for each in ends for claim in each["claims"]]
    traces = [row["key"] for row in await afterwards.rows("adjudication", "SELECT key FROM clearing")]
    known = {"encounter_id": encounters, "claim_id": claims, "about": [*encounters, *claims], "trace_number": traces}
    texts = []
    for operation in operations("get"):
        if operation.path not in NAMES_ON_PURPOSE:
            for address in addresses(operation, known):
                answer = await afterwards.clients[operation.service].get(address, params={"limit": 1000} if operation.parameters("query") else {})
                texts.append((operation.name, answer.text))
    assert len(texts) > 300
    assert leaks(people, texts) == set()


async def test_no_page_of_work_names_anybody(afterwards: Afterwards, people: People) -> None:
    texts = [(f"{name} /pages/work", (await client.get("/pages/work")).text) for name, client in afterwards.clients.items()]
    assert all("<html" in written for _, written in texts)
    assert leaks(people, texts) == set()


async def test_no_problem_repeats_whom_it_is_about(afterwards: Afterwards, people: People, demonstration: Demonstration) -> None:
    client, texts = afterwards.clients["eligibility"], []
    for path in sorted((demonstration.folder / "encounters" / "fhir").rglob("*.json"))[:20]:
        written = path.read_text()
        for broken in (written[:-20], written.replace('"birthDate": "', '"birthDate": "x'), written.replace('"start": "2026', '"start": "2126')):
            answer = await client.post("/v1/fhir", content=broken.encode())
            if answer.status_code >= 400:
                texts.append((f"problem {answer.status_code}", answer.text))
        answer = await client.post("/v1/encounters", content=written.encode(), headers={"content-type": "application/json"})
        texts.append((f"problem {answer.status_code}", answer.text))
    assert len(texts) > 20
    assert leaks(people, texts) == set()


async def test_the_search_finds_them_where_they_are_named_on_purpose(afterwards: Afterwards, people: People, demonstration: Demonstration) -> None:
    [encounter, *_] = [each["encounter_id"] for each in demonstration.read("outcomes.json").values()]
    answer = await afterwards.clients["eligibility"].get(f"/v1/encounters/{encounter}/registration")
    assert {kind for kind, _ in people.found_in(answer.text)} >= {
        "last name",
        "first name",
        "birth date",
        "member id",
        "telephone",
        "street",
        "record number",
    }
    assert all(people.found_in(text) for text in demonstration.interchanges("out-837P"))
