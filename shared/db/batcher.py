"""Many subjects become one outside document: picked and locked, gathered, folded and published in one transaction.

A subject is in one document or in none: whoever picks it holds its row, another process skips it, and its state says afterwards where it went.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.contracts.event import Event
from shared.contracts.ids import event_id
from shared.db import blobs, outbox
from shared.db.engine import is_transient, transaction
from shared.db.outbox import Outgoing
from shared.db.rows import EDGE_TIME
from shared.db.sequences import allot
from shared.db.sql import Session
from shared.settings import Clock
from shared.stage.faults import StopTheLine
from shared.stage.gateway import Batcher
from shared.stage.stage import Context
from shared.stage.step import Origin, fold
from shared.telemetry.log import where

log = logging.getLogger(__name__)
PATIENCE = 10
"""Defects in a row before the line stops."""


class BatchMaker:
    """Runs one batcher."""

    def __init__(self, engine: AsyncEngine, batcher: Batcher[Any], site: str, clock: Clock) -> None:
        self.engine, self.batcher, self.site, self.clock = engine, batcher, site, clock

    async def run(self) -> None:
        """Gather until cancelled."""
        defects = 0
        while True:
            try:
                picked = await self.once()
                defects = 0
            except Exception as fault:
                defects += 0 if is_transient(fault) else 1
                log.error("batcher=%s failed: %s", self.batcher.name, where(fault))
                if defects > PATIENCE:
                    raise StopTheLine(f"{self.batcher.name} failed {defects} times in a row: {where(fault)}.") from fault
                picked = 0
            await asyncio.sleep(0 if picked else self.batcher.every_seconds * (1 + defects))

    async def once(self) -> int:
        """Make one document of what is ready; returns of how many subjects."""
        async with transaction(self.engine) as session:
            keys = await self.batcher.pick(session)
            if keys:
                await self._gather(session, keys)
            return len(keys)

    async def _gather(self, session: Session, keys: Sequence[str]) -> None:
        store, moment = self.batcher.bound.store, self.clock.now()
        session.info[EDGE_TIME] = moment.at
        run = await allot(session, f"run of {self.batcher.name}")
        cause = event_id(self.site, self.batcher.name, "run", run)
        states = await store.load(session, keys)
        context = Context(at=moment.at, on=moment.on, cause=cause, reference=await store.context(session, []))
        events, bodies = await self.batcher.gather(session, states, context)
        await blobs.keep(session, bodies, events, otherwise=self.batcher.name)
        messages = Origin(self.site, self.batcher.name, cause, moment.at).messages(events)
        await store.save(session, self._fold(states, events), messages)
        await outbox.add(session, [Outgoing.of(message) for message in messages])

    def _fold(self, states: dict[str, Any], events: Sequence[Event]) -> dict[str, Any]:
        stage = self.batcher.bound.stage
        return {key: fold(stage, key, state, events) for key, state in states.items()}
