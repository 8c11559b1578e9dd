"""Everything that a service has read at a time, in one transaction for all its consumers.

Beginning, positions, inbox, outbox and commit cost the same for one consumer as for all, and an event that several of them handle is read once. That
is for the usual case only: when anything is refused, in quarantine or fails, nothing of the round has happened, and each consumer is run alone
(`Runner.run`), which finds out whose fault it was.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from itertools import groupby
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.contracts.topics import Topic
from shared.db import seen
from shared.db.batch import Apart, Batch, Read
from shared.db.delivery import Delivery
from shared.db.engine import transaction
from shared.db.outbox import Outgoing
from shared.db.parking import Refused
from shared.db.rows import RowStore
from shared.db.runner import Runner
from shared.db.sql import Bare
from shared.db.work import Heard, StageWork
from shared.telemetry.log import where

log = logging.getLogger(__name__)
Part = tuple[Runner, list[Delivery]]


class Round:
    """The consumers of one process. They take their turns in the same order everywhere, with all rows of a table locked at once: so two processes
    do not wait for each other in a circle."""

    def __init__(self, engine: AsyncEngine, readers: Mapping[Topic, Sequence[Runner]]) -> None:
        self.engine = engine
        self._readers = {topic.name: runners for topic, runners in readers.items()}
        self._runners = sorted({runner for runners in readers.values() for runner in runners}, key=lambda runner: runner.work.name)

    async def run(self, deliveries: Sequence[Delivery]) -> None:
        """Handle messages of any topics; those of one partition are in order. Raises StopTheLine and nothing else."""
        parts = self._parts(deliveries)
        if len(parts) < 2 or not await self._together(parts):
            for runner, own in parts:
                await runner.run(own)

    def _parts(self, deliveries: Sequence[Delivery]) -> list[Part]:
        """Who gets what. Who is meant by none of it only counts it."""
        given: dict[Runner, list[Delivery]] = {}
        for topic, some in groupby(deliveries, key=lambda each: each.topic):
            found = list(some)
            for runner in self._readers[topic]:
                given.setdefault(runner, []).extend(found)
        return [(runner, given[runner]) for runner in self._runners if runner in given and not runner.skips(given[runner])]

    async def _together(self, parts: Sequence[Part]) -> bool:
        """Whether it went well for all."""
        async with AsyncExitStack() as held:
            for runner, _ in parts:
                await held.enter_async_context(runner.order)
            began = [runner.meter.begin() for runner, _ in parts]
            try:
                async with transaction(self.engine) as session:
                    batches = await _attempt(session, parts)
            except Exception as fault:  # noqa: BLE001  sorted out by each consumer for itself
                log.info("parts=%d a round is taken apart: %s", len(parts), where(fault))
                return False
            for (runner, own), batch, since in zip(parts, batches, began, strict=True):
                runner.done(batch.outcome, since, own)
            return True


async def _attempt(session: Bare, parts: Sequence[Part]) -> list[Batch]:
    """All of it, up to the commit."""
    read: Read = {}
    batches = [Batch(session, runner.work, runner.limits, runner.row, careful=False, together=read) for runner, _ in parts]
    shares = [batch.share(own) for batch, (_, own) in zip(batches, parts, strict=True)]
    outgoing, subjects = list[Outgoing](), list[tuple[str, str]]()
    entered = await seen.enter(session, shares)
    opened = [batch.opened(share, each) for batch, share, each in zip(batches, shares, entered, strict=True)]
    await _hold(session, batches, opened)
    for batch, some in zip(batches, opened, strict=True):
        outgoing += await batch.decided(some)
        subjects += batch.subjects(some)
    if await seen.leave(session, shares, outgoing, subjects):
        raise Apart
    return batches


async def _hold(session: Bare, batches: Sequence[Batch], opened: Sequence[Sequence[Heard | Refused]]) -> None:
    """Lock what all of them need, table by table, each with one query."""
    stores: dict[str, RowStore[Any]] = {}
    keys: dict[str, set[str]] = {}
    for batch, some in zip(batches, opened, strict=True):
        if isinstance(batch.work, StageWork) and isinstance(store := batch.work.bound.store, RowStore):
            stores[store.table.name] = store
            keys.setdefault(store.table.name, set()).update(each.subject for each in some if isinstance(each, Heard))
    for name in sorted(stores):
        await stores[name].load(session, sorted(keys[name]))
