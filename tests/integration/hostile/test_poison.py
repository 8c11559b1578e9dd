"""A poison message on every topic, for every consumer: parked or ignored with a reason, neighbours flow, nothing is lost, no worker dies."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiokafka import AIOKafkaProducer

from deploy.embedded.testing import Addresses
from shared.contracts.event import Event
from shared.contracts.topics import Topic
from shared.harness import Harness, running
from shared.http.app import create_app
from shared.runtime import Runtime
from shared.settings import Settings
from tests.integration.hostile.poison import MARK, Record, poisons, sound
from tests.scenarios.world import services, settings_of

pytestmark = pytest.mark.anyio


@dataclass
class Ward:
    """Five services that were sent everything there is."""

    harness: Harness
    settings: Settings
    sent: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    """By topic."""
    neighbours: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    parked: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """By consumer, as they stood after all of it."""
    seen: dict[str, set[str]] = field(default_factory=dict)
    """By consumer: ids of events it has looked at."""

    async def publish(self, topic: Topic, records: Iterable[Record]) -> None:
        producer = AIOKafkaProducer(bootstrap_servers=self.settings.kafka, linger_ms=5)
        await producer.start()
        try:
            for each in records:
                await producer.send(self.settings.topic(topic.name), key=each.key, value=each.value, headers=each.headers)
        finally:
            await producer.stop()

    async def look(self) -> None:
        """Note what every consumer has parked and seen."""
        for name, runtime in self.harness.runtimes.items():
            rows = await self.harness.rows(name, "SELECT id, stage, key, event_id, type, kind, reason, topic, released_at, discarded_at FROM parked")
            inbox = await self.harness.rows(name, "SELECT stage, event_id FROM inbox")
            for consumer in runtime.runners:
                self.parked[consumer] = [row for row in rows if row["stage"] == consumer]
                self.seen[consumer] = {row["event_id"] for row in inbox if row["stage"] == consumer}


def consumers() -> list[tuple[str, str, str]]:
    """Topic, service and consumer: everything that reads anything."""
    return [(topic.name, service, runner) for service, topic, runner in _readers(_bare())]


def _bare() -> list[Runtime]:
    """The services as declared, without a server behind them."""
    settings = settings_of(Addresses("localhost:1", "postgresql://localhost:1/none"), "none_", Path("none"))
    return [Runtime(service, settings) for service in services()]


def _readers(runtimes: Iterable[Runtime]) -> list[tuple[str, Topic, str]]:
    found = [(each.service.name, topic, runner.work.name) for each in runtimes for topic, runners in each.topics().items() for runner in runners]
    return sorted(found, key=lambda each: (each[1].name, each[0], each[2]))


def handled_on(topic: Topic, runtimes: Iterable[Runtime]) -> list[type[Event]]:
    """The event types of a topic that some consumer does something about."""
    known = {event for each in runtimes for runner in each.topics().get(topic, ()) for event in runner.work.handles.values()}
    return [event for event in topic.events if event in known]


@pytest.fixture(scope="module")
async def ward(stack: Addresses, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ward]:
    settings = settings_of(stack, f"hostile{os.getpid()}_", tmp_path_factory.mktemp("clearinghouse"))
    runtimes = [Runtime(service, settings) for service in services()]
    async with running(*runtimes) as harness:
        ward, number = Ward(harness, settings), 0
        topics = {topic.name: topic for _, topic, _ in _readers(runtimes)}
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


def about(record: Record, parked: list[dict[str, Any]], topic: str) -> list[dict[str, Any]]:
    """Parked rows of one record: by its id, by its key, or by the name that an unreadable key gets."""
    event_id = dict(record.headers).get("ce_id")
    names = {record.subject, event_id.decode("utf-8", "replace") if event_id else ""}
    return [row for row in parked if names & {row["key"], row["event_id"]} and row["topic"] == topic]


@pytest.mark.parametrize(("topic", "service", "consumer"), consumers())
async def test_every_poison_on_a_topic_ends_where_it_should_for_every_consumer(ward: Ward, topic: str, service: str, consumer: str) -> None:
    handles = ward.harness.runtimes[service].runners[consumer].work.handles
    wrong = {}
    for record in ward.sent[topic]:
        rows = about(record, ward.parked[consumer], topic)
        wanted = record.outcome if record.for_all or record.type in handles else "passed"
        if found := _mismatch(record, wanted, rows, ward.seen[consumer]):
            wrong[f"{record.kind} as {record.type}"] = found
    assert wrong == {}


def _mismatch(record: Record, wanted: str, rows: list[dict[str, Any]], seen: set[str]) -> str:
    id = (dict(record.headers).get("ce_id") or b"").decode("utf-8", "replace")
    kinds = [row["kind"] for row in rows]
    if wanted == "parked" and record.for_all and not rows and record.key != record.subject.encode():
        return ""  # found by its reason below, in the test of unreadable keys
    if wanted == "parked":
        return "" if kinds == ["schema"] and re.search(record.reason, rows[0]["reason"]) else f"{[(row['kind'], row['reason']) for row in rows]}"
    if wanted == "handled":
        return "" if id in seen and set(kinds) <= {"rejected"} else f"seen {id in seen}, {[(row['kind'], row['reason']) for row in rows]}"
    return f"parked {kinds}" if rows or id in seen else ""
