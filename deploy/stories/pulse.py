"""Whether anything moves in the house, known for certain: all is at rest, every source is tried once by hand and gives nothing, and all is at rest.

How far the readers are is noted first. Then one query sees all five services at one moment, for they share a database: when nothing is unpublished
then, everything announced lies in Kafka, and when the ends, asked last, are where the readers were at first, they have read everything. What could
still begin by itself (a subject whose day has come, a claim ready to be sent, a file that came) is tried between two such looks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from kafka import TopicPartition
from kafka.admin import OffsetSpec
from sqlalchemy import text

from shared.db.engine import make_engine
from shared.kafka.lag import connect, offsets
from shared.runtime import Runtime

SHARE = """
SELECT '{name}' AS service, (SELECT count(*) FROM "{schema}".outbox WHERE published_at IS NULL) AS unpublished,
       (SELECT coalesce(max(id), 0) FROM "{schema}".outbox) AS newest,
       (SELECT count(*) FROM "{schema}".outside_call WHERE status IN ('waiting', 'started')) AS calls
"""
Source = Callable[[], Awaitable[int]]
Picture = tuple[tuple[Any, ...], ...]


class Pulse:
    """Looks at the services of one process. The loop that calls `until_rest` owns the event loop the services run in."""

    def __init__(self, runtimes: Sequence[Runtime]) -> None:
        self.runtimes = runtimes
        settings = runtimes[0].settings
        self._engine = make_engine(settings.database, runtimes[0].schema, size=1)
        self._query = text(" UNION ALL ".join(SHARE.format(name=each.service.name, schema=each.schema) for each in runtimes).replace(":", r"\:"))
        self._topics = {settings.topic(topic.name): topic for each in runtimes for topic in each.topics()}
        self._partitions = [TopicPartition(name, number) for name, topic in self._topics.items() for number in range(topic.partitions)]
        self._sources = [source for each in runtimes for source in _sources(each)]
        self._kafka: Any = None
        self.moves = ""
        """What was last seen moving, for whoever waits in vain."""

    async def until_rest(self) -> None:
        """Return when nothing moves and nothing will without a new input or another day."""
        before: Picture | None = None
        while True:
            found = await self._at_rest()
            if found is not None and found == before:
                return
            before = found
            if found is None:
                await asyncio.sleep(0.03)
            elif sum([await source() for source in self._sources]):
                before = None

    async def _at_rest(self) -> Picture | None:
        """What stands where when all is at rest; None while something is on its way."""
        workers = {each.service.name: each.worker for each in self.runtimes if each.worker}
        reached = [(name, *place) for name, worker in workers.items() for place in worker.reached().items()]
        known = [f"{name} has {lag} messages to read" for name, worker in workers.items() if (lag := sum(worker.lag().values()))]
        if known:  # what a worker knows itself costs nothing; servers are asked only when it looks as if nothing moved
            self.moves = "; ".join(known)
            return None
        async with self._engine.connect() as connection:
            rows = [tuple(row) for row in await connection.execute(self._query)]
        busy = [f"{name} has {unpublished} events to publish, {calls} calls open" for name, unpublished, _, calls in rows if unpublished or calls]
        if not busy:
            ends = await asyncio.to_thread(self._ends)
            behind = [(name, place, offset) for name, place, offset in reached if offset < ends[place]]
            busy = [f"{name} has read {offset} of {ends[place]} in {place[0]}/{place[1]}" for name, place, offset in behind]
        self.moves = "; ".join(busy[:5])
        return None if busy else (*rows, *sorted(reached))

    def _ends(self) -> dict[tuple[str, int], int]:
        if self._kafka is None:
            self._kafka = connect(self.runtimes[0].settings)
        found = offsets(self._kafka, self._partitions, OffsetSpec.LATEST)
        return {(self._topics[partition.topic].name, partition.partition): end for partition, end in found.items()}


def _sources(runtime: Runtime) -> list[Source]:
    """What begins something by itself: each is done by one at a time, its own loop or us."""
    for part, method in [(runtime.ticker, "tick"), *((each, "once") for each in runtime.batchers), *((each, "look") for each in runtime.folders)]:
        setattr(part, method, _one_at_a_time(getattr(part, method)))
    looks = [_look(each) for each in runtime.folders]
    return [runtime.ticker.tick, *(each.once for each in runtime.batchers), *looks]


def _look(reader: Any) -> Source:
    async def look() -> int:
        folder = reader.intake.folder(reader.resources)
        return int(await reader.look(Path(folder))) if folder else 0

    return look


def _one_at_a_time(method: Callable[..., Awaitable[int]]) -> Callable[..., Awaitable[int]]:
    turn = asyncio.Lock()

    async def alone(*given: Any) -> int:
        async with turn:
            return await method(*given)

    return alone
