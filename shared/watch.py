"""Looks after a service process from within: counts what is open and asks Kafka for the group's lag every few seconds, for figures and readiness.

Nobody who scrapes or probes waits for a server: what they get was looked up at most `EVERY_SECONDS` ago.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from shared.contracts.topics import Topic
from shared.db import restored, status
from shared.db.status import Counts
from shared.settings import Settings
from shared.telemetry.log import where

if TYPE_CHECKING:
    from shared.kafka.lag import GroupLag

log = logging.getLogger(__name__)
EVERY_SECONDS = 5.0
SILENT_SECONDS = 30.0
"""How long the outbox may stand still, or Kafka give no answer, before the process is not ready."""


class Watch:
    """What one service process knows about itself. `session` opens a transaction in its schema."""

    def __init__(self, settings: Settings, service: str, topics: Iterable[Topic], session: Callable[[], Any]) -> None:
        self.settings, self.service, self.topics, self.session = settings, service, tuple(topics), session
        self.counts, self.lag, self.held = Counts(), dict[str, int](), ""
        self.free = asyncio.Event()
        """Set once it is known that the schema is not held back after a restore, or no longer is."""
        self._group: GroupLag | None = None
        self._lag_at, self._began, self._runs = 0.0, time.monotonic(), False
        self._oldest: tuple[int, float] | None = None

    async def run(self) -> None:
        """Look until cancelled."""
        self._began, self._runs = time.monotonic(), True
        try:
            await self._tried("database", self._count)  # Kafka has enough to do while the group is being formed
            while True:
                await asyncio.sleep(EVERY_SECONDS)
                await asyncio.gather(self._tried("database", self._count), self._tried("kafka", self._ask))
        finally:
            if self._group is not None:
                await self._group.close()

    async def fresh(self) -> None:
        """Count now, for a person who asks. A server that is away leaves the last figures standing."""
        await self._tried("database", self._count)
        if self._runs and not self._lag_at:
            await self._tried("kafka", self._ask)

    @property
    def stuck_seconds(self) -> float:
        """How long the oldest unpublished event has been that, as far as this process has seen."""
        return time.monotonic() - self._oldest[1] if self._oldest else 0.0

    @property
    def kafka_silent_seconds(self) -> float:
        """Since Kafka last said how far the group is; counted from the start of the process."""
        return time.monotonic() - max(self._lag_at, self._began)

    async def _tried(self, server: str, look: Callable[[], Awaitable[None]]) -> None:
        try:
            await look()
        except Exception as fault:  # noqa: BLE001  watching must not be what ends the work
            log.warning("service=%s the %s gives no figures: %s", self.service, server, where(fault))

    async def _count(self) -> None:
        async with asyncio.timeout(EVERY_SECONDS), self.session() as session:
            self.counts, hold = await status.counts(session), await restored.held(session)
        self.held = "" if hold is None else f"restored from a backup at {hold.restored_at}: nothing leaves the house until `rcm restore confirm`"
        if hold is None:
            self.free.set()
        oldest, known = self.counts.oldest, self._oldest
        if oldest is None:
            self._oldest = None
        elif known is None or known[0] != oldest:
            self._oldest = oldest, time.monotonic()

    async def behind(self, until: Mapping[str, int]) -> int:
        """How many messages before these offsets (by `topic/partition`) the group has still to handle. Raises KafkaError."""
        return await self._asked().behind(until)

    def _asked(self) -> GroupLag:
        if self._group is None:
            from shared.kafka.lag import GroupLag  # Kafka's client costs time at the start of a process

            self._group = GroupLag(self.settings, self.service, self.topics)
        return self._group

    async def _ask(self) -> None:
        self.lag = await self._asked().read()
        self._lag_at = time.monotonic()
