"""Five services that were sent everything nobody should send, and what became of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaProducer

from deploy.embedded.testing import Addresses
from shared.contracts.event import Event
from shared.contracts.topics import Topic
from shared.harness import Harness
from shared.runtime import Runtime
from shared.settings import Settings
from tests.integration.hostile.poison import Record
from tests.scenarios.world import services, settings_of


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
    return [(topic.name, service, runner) for service, topic, runner in readers(bare())]


def bare() -> list[Runtime]:
    """The services as declared, without a server behind them."""
    settings = settings_of(Addresses("localhost:1", "postgresql://localhost:1/none"), "none_", Path("none"))
    return [Runtime(service, settings) for service in services()]


def readers(runtimes: Iterable[Runtime]) -> list[tuple[str, Topic, str]]:
    found = [(each.service.name, topic, runner.work.name) for each in runtimes for topic, runners in each.topics().items() for runner in runners]
    return sorted(found, key=lambda each: (each[1].name, each[0], each[2]))


def handled_on(topic: Topic, runtimes: Iterable[Runtime]) -> list[type[Event]]:
    """The event types of a topic that some consumer does something about."""
    known = {event for each in runtimes for runner in each.topics().get(topic, ()) for event in runner.work.handles.values()}
    return [event for event in topic.events if event in known]


def about(record: Record, parked: list[dict[str, Any]], topic: str) -> list[dict[str, Any]]:
    """Parked rows of one record: by its id, its subject, or what an unreadable key is called."""
    given = {name: (value or b"").decode("utf-8", "replace") for name, value in record.headers}
    names = {record.subject, given.get("ce_id", ""), f"unreadable-{sha256(record.key or b'').hexdigest()[:16]}"} - {""}
    rows = [row for row in parked if row["topic"] == topic]
    if record.key is None and "ce_subject" not in given:
        return [row for row in rows if row["reason"].startswith("key: neither") and row["type"] == record.type]
    return [row for row in rows if names & {row["key"], row["event_id"]}]


def mismatch(record: Record, wanted: str, rows: list[dict[str, Any]], seen: set[str]) -> str:
    """How it ended, if otherwise than wanted. What a stage refuses by its own rules (`rejected`) was read and understood."""
    id = (dict(record.headers).get("ce_id") or b"").decode("utf-8", "replace")
    ends = [(row["kind"], row["reason"]) for row in rows]
    if wanted == "parked":
        as_wanted = len(ends) == 1 and ends[0][0] == "schema" and re.search(record.reason, ends[0][1])
    elif wanted == "handled":
        as_wanted = id in seen and {kind for kind, _ in ends} <= {"rejected"}
    else:
        as_wanted = not rows and id not in seen
    return "" if as_wanted else f"wanted {wanted}, seen {id in seen}, parked {ends}"
