"""Performs outside calls so that none happens twice unnoticed.

First transaction: the wish is marked started. Then the call. Second transaction: answer, bodies and events, or a later attempt. A process that
dies in between leaves a started row, and nobody can know whether the call arrived: whoever takes over asks (`inquire`) and never repeats
blindly. One process per gateway performs, which makes the limit per partner true and "found started" mean "left behind".
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.values import WorkItem
from shared.db import blobs, outbox, wishes
from shared.db.engine import is_transient, transaction
from shared.db.leader import leadership
from shared.db.outbox import Outgoing
from shared.db.wishes import Row
from shared.db.work_items import follow
from shared.settings import Settings
from shared.stage.gateway import Answer, Call, Gateway, Unavailable, Uncertain
from shared.stage.step import Origin
from shared.telemetry.log import where

log = logging.getLogger(__name__)
POLL_SECONDS = 0.25
AT_ONCE = 32


class Performer:
    """The outside calls of one gateway."""

    def __init__(self, engine: AsyncEngine, gateway: Gateway[Any], settings: Settings, schema: str, resources: Any) -> None:
        self.engine, self.gateway, self.settings, self.schema, self.resources = engine, gateway, settings, schema, resources
        self._running: dict[asyncio.Task[None], Row] = {}
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Perform until cancelled. A call in flight at the end is left started: the next leader inquires."""
        while True:
            try:
                async with leadership(self.settings.database, self.schema, f"perform {self.gateway.name}") as connection:
                    await self._lead(connection)
            except Exception as fault:
                if not (is_transient(fault) or isinstance(fault, asyncpg.PostgresError)):
                    raise
                log.warning("gateway=%s waits: %s", self.gateway.name, where(fault))
                await asyncio.sleep(1.0)
            finally:
                for task in self._running:
                    task.cancel()
                self._running.clear()

    async def _lead(self, connection: asyncpg.Connection[Any]) -> None:
        async with transaction(self.engine) as session:
            left_behind = await wishes.started(session, self.gateway.name)
        for row in left_behind:
            self._start(row, self._resume(row))
        while True:
            await connection.fetchval("SELECT 1")  # the leadership ends with this connection
            for row in await self._take():
                self._start(row, self._attempt(row))
            self.wake.clear()
            await asyncio.wait([*self._running, asyncio.ensure_future(self._pause())], return_when=asyncio.FIRST_COMPLETED)

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self.wake.wait(), POLL_SECONDS)
        except TimeoutError:
            return

    def _start(self, row: Row, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._running[task] = row
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.pop(task, None)
        if not task.cancelled() and task.exception() is not None:
            log.error("gateway=%s call not settled: %s", self.gateway.name, where(task.exception() or Exception()))

    async def _take(self) -> list[Row]:
        """As many due calls as their partners have room for."""
        in_hand = Counter(row.partner for row in self._running.values())
        room = AT_ONCE - len(self._running)
        if room <= 0:
            return []
        busy = [partner for partner, count in in_hand.items() if count >= self.gateway.limit]
        async with transaction(self.engine) as session:
            taken = await wishes.take(session, self.gateway.name, busy, min(room, self.gateway.limit - max(in_hand.values(), default=0) or 1))
        return taken
