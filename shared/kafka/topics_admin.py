"""Topics are created by us and by nobody else: with the declared number of partitions, and kept as long as their kind asks.

A broker that invents a topic on first use gives it one partition and a week; a week later the record that replay rests on is gone. The number
of partitions never changes, because it decides where a key lies and thereby the order of its events.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from shared.contracts.topics import Topic
from shared.kafka.connection import client_arguments, suspicion
from shared.settings import Settings
from shared.stage.faults import StopTheLine
from shared.telemetry.log import where

log = logging.getLogger(__name__)
DERIVED_DAYS = 14
ALREADY_EXISTS = 36
PATIENCE_MS = 3000
"""Wait for a broker per attempt; a process that is told to stop has to wait for it too."""


def configuration(topic: Topic, replicas: int) -> dict[str, Any]:
    """How a topic is created. A record is kept for ever and never compacted."""
    keep = -1 if topic.kind == "record" else DERIVED_DAYS * 86_400_000
    configs = {"cleanup.policy": "delete", "retention.ms": str(keep), "retention.bytes": "-1", "min.insync.replicas": str(2 if replicas >= 3 else 1)}
    return {"num_partitions": topic.partitions, "replication_factor": replicas, "configs": configs}


async def prepare(settings: Settings, topics: Iterable[Topic]) -> dict[str, str]:
    """Create what is missing, check what is there; returns the id of each topic by its name in the contracts. Waits for the broker."""
    wanted = {settings.topic(topic.name): topic for topic in topics}
    wait = 0.2
    while True:
        try:
            found = await asyncio.to_thread(_prepare, client_arguments(settings), wanted, settings.replicas)
        except KafkaError as fault:
            log.warning("kafka=%s not ready, waiting %.1f s: %s%s", settings.kafka, wait, where(fault), suspicion(settings))
            await asyncio.sleep(wait)
            wait = min(wait * 2, 10.0)
        else:
            return {wanted[name].name: topic_id for name, topic_id in found.items()}


def _prepare(reached: Mapping[str, Any], wanted: Mapping[str, Topic], replicas: int) -> dict[str, str]:
    client = KafkaAdminClient(**reached, client_id="rcm-topics", bootstrap_timeout_ms=PATIENCE_MS)
    try:
        missing = {row["name"] for row in client.describe_topics(list(wanted)) if row["error_code"]}
        if missing:
            _create(client, {name: configuration(wanted[name], replicas) for name in sorted(missing)})
        rows = client.describe_topics(list(wanted))
        for row in rows:
            _check(row["name"], len(row["partitions"]), wanted[row["name"]].partitions)
        return {row["name"]: str(row["topic_id"]) for row in rows}
    finally:
        client.close()


def _create(client: Any, wanted: Mapping[str, Any]) -> None:
    """Two services that start together may both try; the later one finds it done."""
    answer = client.create_topics(dict(wanted), raise_errors=False)
    for row in answer["topics"]:
        if row["error_code"] not in (0, ALREADY_EXISTS):
            raise StopTheLine(f"Kafka refuses to create the topic {row['name']}: {row['error_message']}")
    client.wait_for_topics(list(wanted))


def _check(name: str, found: int, declared: int) -> None:
    if found != declared:
        raise StopTheLine(
            f"The topic {name} has {found} partitions, declared are {declared}. Partitions decide where a key lies: "
            "more of them means a new topic, never a changed one."
        )


async def remove(settings: Settings, topics: Iterable[Topic]) -> None:
    """Delete topics, for tests that clean up behind themselves."""
    names = sorted({settings.topic(topic.name) for topic in topics})

    def work(client: Any) -> None:
        client.delete_topics([row["name"] for row in client.describe_topics(names) if not row["error_code"]])

    await asyncio.to_thread(_with_client, settings, work)


async def forget_group(settings: Settings, service: str) -> None:
    """Make Kafka forget how far a service that does not run has come, as it does by itself after a week of silence."""
    await asyncio.to_thread(_with_client, settings, lambda client: client.delete_groups([settings.group(service)]))


def _with_client(settings: Settings, work: Callable[[Any], Any]) -> None:
    client = KafkaAdminClient(**client_arguments(settings), client_id="rcm-topics", bootstrap_timeout_ms=PATIENCE_MS)
    try:
        work(client)
    finally:
        client.close()
