"""Publishes the outbox: one leader per service, in the order of the rows, at least once.

Two traps are avoided. Numbers of a sequence become visible out of order: row 9 may commit after row 10. The relay therefore keeps no position;
it asks for unpublished rows, so a late row 9 is published late rather than never. And the order that matters holds all the same: two events of
one subject are decided under the lock of its row, so the later one has the higher number and is never visible alone.
A leader that dies between publishing and marking publishes again; consumers know the event ids. Because every leader sends the unmarked rows
from the lowest on, repeats never put a later event of a key before an earlier one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import asyncpg
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.partitioner import DefaultPartitioner

from shared.contracts.event import Envelope
from shared.contracts.topics import topic_named
from shared.db.leader import leadership
from shared.db.pause import pause
from shared.kafka.connection import client_arguments
from shared.kafka.headers import to_headers
from shared.kafka.topics_admin import prepare
from shared.settings import Settings
from shared.telemetry.log import where

log = logging.getLogger(__name__)
UNPUBLISHED = "SELECT * FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT $1"
AT_ONCE = 500
MARK = "UPDATE outbox SET published_at = now() WHERE id = ANY($1::bigint[])"
POLL_SECONDS = 1.0
GATHER_SECONDS = 0.01
"""Wait after the first news: under load, commits that come meanwhile are published with it."""
LONGEST_WAIT = 10.0
BATCH_BYTES = 500_000


class Relay:
    """The publishing half of a service process."""

    def __init__(self, settings: Settings, service: str) -> None:
        self.settings, self.service = settings, service
        self.published = 0
        self._known: set[str] = set()
        self._partition = DefaultPartitioner()
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Publish until cancelled; outlives both servers' absences."""
        wait = 0.2
        while True:
            before = self.published
            try:
                async with leadership(self.settings.database, self.settings.schema(self.service), "relay") as connection:
                    await self._lead(connection)
            except (KafkaError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError) as fault:
                wait = 0.2 if self.published > before else min(wait * 2, LONGEST_WAIT)
                log.warning("service=%s outbox waits %.1f s: %s", self.service, wait, where(fault))
                await asyncio.sleep(wait)

    async def _lead(self, connection: asyncpg.Connection[Any]) -> None:
        await connection.add_listener(f"{self.settings.schema(self.service)}.outbox", lambda *_: self._wake.set())
        producer = AIOKafkaProducer(
            **client_arguments(self.settings),
            client_id=f"rcm-relay-{self.service}",
            acks="all",
            enable_idempotence=True,
            max_batch_size=BATCH_BYTES,
        )
        try:
            await producer.start()
            while True:
                await self._drain(connection, producer)
        finally:
            await producer.stop()

    async def _drain(self, connection: asyncpg.Connection[Any], producer: AIOKafkaProducer) -> None:
        self._wake.clear()
        rows = await connection.fetch(UNPUBLISHED, AT_ONCE)
        if rows:
            await self._publish(producer, rows)
            await self._mark(connection, [row["id"] for row in rows])
        if len(rows) < AT_ONCE:
            await pause(self._wake, POLL_SECONDS)
            await asyncio.sleep(GATHER_SECONDS)

    async def _mark(self, connection: asyncpg.Connection[Any], ids: list[int]) -> None:
        await connection.execute(MARK, ids)
        self.published += len(ids)

    async def _publish(self, producer: AIOKafkaProducer, rows: Sequence[Any]) -> None:
        """Whole batches per partition instead of one request per event; returns when all replicas in sync have them."""
        await self._ensure({row["topic"] for row in rows})
        batches: dict[tuple[str, int], Any] = {}
        sent: list[Any] = []
        for row in rows:
            key = row["key"].encode()
            place = row["topic"], self._place(row["topic"], key)
            content = {"key": key, "value": row["value"], "timestamp": None, "headers": to_headers(envelope_of(row))}
            batch = batches.get(place) or batches.setdefault(place, producer.create_batch())
            if batch.append(**content) is None:
                sent.append(await self._send(producer, place, batch))
                batches[place] = batch = producer.create_batch()
                batch.append(**content)
        sent += [await self._send(producer, place, batch) for place, batch in batches.items()]
        await asyncio.gather(*sent)

    async def _send(self, producer: AIOKafkaProducer, place: tuple[str, int], batch: Any) -> Any:
        topic, partition = place
        return await producer.send_batch(batch, self.settings.topic(topic), partition=partition)

    def _place(self, topic: str, key: bytes) -> int:
        partitions = list(range(topic_named(topic).partitions))
        return int(self._partition(key, partitions, partitions))

    async def _ensure(self, names: set[str]) -> None:
        unknown = names - self._known
        if unknown:
            await prepare(self.settings, [topic_named(name) for name in sorted(unknown)])
            self._known |= unknown


def envelope_of(row: Any) -> Envelope:
    """The envelope of an outbox row."""
    return Envelope(row["event_id"], row["type"], row["source"], row["key"], row["time"], row["correlation_id"], row["causation_id"])
