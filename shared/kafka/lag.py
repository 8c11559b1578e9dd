"""How far a consumer group is behind, all its members together: what it has committed against the ends of its topics."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kafka import KafkaAdminClient, TopicPartition
from kafka.admin import OffsetSpec
from kafka.errors import KafkaError

from shared.contracts.topics import Topic
from shared.kafka.connection import client_arguments
from shared.settings import Settings

PATIENCE_MS = 3000
"""Wait for a broker; a process that is told to stop has to wait for it too."""


class GroupLag:
    """Asks Kafka about one group. The connection is made at the first question and kept."""

    def __init__(self, settings: Settings, service: str, topics: Iterable[Topic]) -> None:
        self.settings, self.group = settings, settings.group(service)
        self.names = {settings.topic(topic.name): topic.name for topic in topics}
        self.partitions = [TopicPartition(settings.topic(topic.name), number) for topic in topics for number in range(topic.partitions)]
        self._client: Any = None
        self._turn = asyncio.Lock()
        self._reading: asyncio.Future[Any] | None = None

    async def read(self) -> dict[str, int]:
        """Messages that the group has not handled yet, by topic. Raises KafkaError when the broker does not answer."""
        return dict(await self._told(self._counted))

    async def behind(self, until: Mapping[str, int]) -> int:
        """How many messages before these offsets (by `topic/partition`) are not handled yet. Raises KafkaError."""
        places = {TopicPartition(self.settings.topic(name.rpartition("/")[0]), int(name.rpartition("/")[2])): end for name, end in until.items()}

        def missing(client: Any) -> int:
            reached = committed(client, self.group)
            return sum(max(0, end - reached.get(partition, 0)) for partition, end in places.items())

        return int(await self._told(missing))

    async def _told(self, question: Callable[[Any], Any]) -> Any:
        async with self._turn:
            self._reading = asyncio.ensure_future(asyncio.to_thread(self._ask, question))
            return await asyncio.shield(self._reading)

    async def close(self) -> None:
        """Let the connection go, after whoever still uses it: a thread cannot be cancelled."""
        if self._reading is not None:
            await asyncio.gather(self._reading, return_exceptions=True)
        client, self._client = self._client, None
        if client is not None:
            await asyncio.to_thread(client.close)

    def _ask(self, question: Callable[[Any], Any]) -> Any:
        if self._client is None:
            self._client = connect(self.settings)
        try:
            return question(self._client)
        except KafkaError:
            client, self._client = self._client, None  # a client of a broker that is away would knock at its door for ever
            client.close()
            raise

    def _counted(self, client: Any) -> dict[str, int]:
        reached = committed(client, self.group)
        ends = offsets(client, self.partitions, OffsetSpec.LATEST)
        fresh = [partition for partition in self.partitions if partition not in reached]
        reached |= offsets(client, fresh, OffsetSpec.EARLIEST) if fresh else {}
        lag = dict.fromkeys(self.names.values(), 0)
        for partition in self.partitions:
            lag[self.names[partition.topic]] += max(0, ends[partition] - reached[partition])
        return lag


def connect(settings: Settings) -> Any:
    """A client that gives up soon; whoever asks tries again."""
    return KafkaAdminClient(**client_arguments(settings), client_id="rcm-lag", bootstrap_timeout_ms=PATIENCE_MS, request_timeout_ms=PATIENCE_MS)


def committed(client: Any, group: str) -> dict[Any, int]:
    """Where a group stands, by partition; nothing for a group that never committed."""
    found = client.list_group_offsets({group: None})[group]
    return {partition: place.offset for partition, place in found.items() if place.offset >= 0}


def offsets(client: Any, partitions: list[Any], of: Any) -> dict[Any, int]:
    """The first or next offset of each partition."""
    found = client.list_partition_offsets(dict.fromkeys(partitions, of), timeout_ms=PATIENCE_MS)
    return {partition: place.offset for partition, place in found.items()}
