"""A poison message on every topic, for every consumer: parked or ignored with a reason, neighbours flow, nothing is lost, no worker dies."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from deploy.embedded.testing import Addresses
from shared.contracts.eligibility import EncounterHeld, EncounterOpened
from shared.harness import running
from shared.http.app import create_app
from shared.runtime import Runtime
from tests.integration.hostile.poison import MARK, Record, poisons, sound
from tests.integration.hostile.ward import Ward, about, consumers, handled_on, mismatch, readers
from tests.scenarios.world import services, settings_of

pytestmark = pytest.mark.anyio
PAGE = 1000
"""Parked messages that a list shows at once."""


@pytest.fixture(scope="module")
async def ward(stack: Addresses, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ward]:
    settings = settings_of(stack, f"hostile{os.getpid()}_", tmp_path_factory.mktemp("clearinghouse"))
    runtimes = [Runtime(service, settings) for service in services()]
    async with running(*runtimes) as harness:
        ward, number = Ward(harness, settings), 0
        topics = {topic.name: topic for _, topic, _ in readers(runtimes)}
        for name, topic in topics.items():
            events = handled_on(topic, runtimes)
            ward.sent[name] = list(poisons(topic, events, number))
            number += len(ward.sent[name])
            await ward.publish(topic, ward.sent[name])
            ward.neighbours[name] = [sound(topic, event, f"N{number}{at}", "neighbour") for at, event in enumerate(events)]
            await ward.publish(topic, ward.neighbours[name])
        await harness.quiet(seconds=240)
        await ward.look()
        yield ward


@pytest.mark.parametrize(("topic", "service", "consumer"), consumers())
async def test_every_poison_on_a_topic_ends_where_it_should(ward: Ward, topic: str, service: str, consumer: str) -> None:
    handles = ward.harness.runtimes[service].runners[consumer].work.handles
    wrong = {}
    for record in ward.sent[topic]:
        rows = about(record, ward.parked[consumer], topic)
        wanted = record.outcome if record.for_all or record.type in handles else "passed"
        if found := mismatch(record, wanted, rows, ward.seen[consumer]):
            wrong[f"{record.kind} as {record.type}"] = found
    assert wrong == {}
    assert len(ward.sent[topic]) > 40


@pytest.mark.parametrize(("topic", "service", "consumer"), consumers())
async def test_neighbours_of_all_that_poison_are_handled(ward: Ward, topic: str, service: str, consumer: str) -> None:
    handles = ward.harness.runtimes[service].runners[consumer].work.handles
    ours = [record for record in ward.neighbours[topic] if record.type in handles]
    assert ours
    assert [
        found for record in ours if (found := mismatch(record, "handled", about(record, ward.parked[consumer], topic), ward.seen[consumer]))
    ] == []


async def test_no_reason_repeats_what_was_sent(ward: Ward) -> None:
    reasons = {row["reason"] for rows in ward.parked.values() for row in rows}
    assert len(reasons) > 20
    assert [reason for reason in reasons if MARK in reason or "\0" in reason or len(reason) > 500] == []


async def test_nothing_was_taken_for_a_defect_of_ours(ward: Ward) -> None:
    assert {(row["stage"], row["type"], row["reason"]) for rows in ward.parked.values() for row in rows if row["kind"] == "defect"} == set()


async def test_types_and_versions_of_tomorrow_are_counted(ward: Ward) -> None:
    for _, topic, consumer in readers(ward.harness.runtimes.values()):
        runner = next(each.runners[consumer] for each in ward.harness.runtimes.values() if consumer in each.runners)
        assert runner.counts["unknown"] >= sum(record.outcome == "unknown" for record in ward.sent[topic.name])


async def test_every_service_is_still_ready(ward: Ward) -> None:
    assert [await runtime.not_ready() for runtime in ward.harness.runtimes.values()] == [[]] * 5
    assert not [task for task in ward.harness.tasks if task.done()]


@pytest.mark.parametrize(("topic", "service", "consumer"), consumers())
async def test_what_waits_behind_a_poison_flows_once_a_person_has_given_it_up(ward: Ward, topic: str, service: str, consumer: str) -> None:
    runtime = ward.harness.runtimes[service]
    [declared] = [each for each in runtime.topics() if each.name == topic]
    runner = runtime.runners[consumer]
    cut = next(record for record in ward.sent[topic] if record.kind == "JSON-cut-off" and record.type in runner.work.handles)
    event = runner.work.handles[cut.type]
    follower = sound(declared, event, cut.subject, f"follower-{consumer}")
    await ward.publish(declared, [follower])
    [parked] = about(cut, ward.parked[consumer], topic)

    async def of_key() -> dict[str, str]:
        sql = "SELECT event_id, kind, released_at IS NULL AND discarded_at IS NULL AS open FROM parked WHERE stage = :stage AND key = :key"
        rows = await ward.harness.rows(service, sql, stage=consumer, key=cut.subject)
        return {row["event_id"]: row["kind"] for row in rows if row["open"]}

    await ward.harness.until(lambda: _is_waiting(of_key, event_id(follower)))
    async with _client(runtime) as client:
        listed = {row["id"]: row for row in (await client.get("/v1/parked")).json()["parked"]}
        assert parked["id"] in listed or len(listed) == PAGE
        again = await client.post("/v1/parked/release", json={"stage": consumer, "key": cut.subject, "actor": {"id": "amy"}, "reason": "try again"})
        assert again.json() == {"handled": 0}
        assert (await of_key())[parked["event_id"]] == "schema"
        given_up = await client.post(f"/v1/parked/{parked['id']}/discard", json={"actor": {"id": "op-1"}, "reason": "Nobody knows who sent it."})
        assert given_up.json() == {"discarded": True}
    left = await of_key()
    assert set(left.values()) <= {"rejected", "waiting"}
    assert parked["event_id"] not in left
    assert event_id(follower) not in left or left[event_id(follower)] == "rejected"


async def _is_waiting(of_key: Any, id: str) -> bool:
    return bool((await of_key()).get(id) == "waiting")


def event_id(record: Record) -> str:
    return (dict(record.headers)["ce_id"] or b"").decode()


def _client(runtime: Runtime) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(create_app(runtime)), base_url="http://test", timeout=30)


async def test_an_id_that_comes_again_with_another_content_is_dropped_and_counted(ward: Ward) -> None:
    """Ids are what repeats are known by: whoever uses one twice has published once."""
    runtime = ward.harness.runtimes["coding"]
    runner = runtime.runners["coding.code"]
    topic = next(each for each in runtime.topics() if each.name == "rcm.eligibility.encounter")
    first = sound(topic, EncounterHeld if "rcm.eligibility.encounter-held.v1" in runner.work.handles else EncounterOpened, "TWICE", "first")
    second = replace(sound(topic, EncounterOpened, "OTHER", "second"), headers=first.headers, key=b"OTHER")
    before = runner.counts["repeated"]
    await ward.publish(topic, [first])
    await ward.harness.quiet(seconds=60)
    await ward.publish(topic, [second])
    await ward.harness.until(lambda: runner.counts["repeated"] > before)
    assert await ward.harness.rows("coding", "SELECT 1 FROM parked WHERE key = 'OTHER'") == []
