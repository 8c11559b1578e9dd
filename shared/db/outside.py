"""Performs outside calls so that none happens twice unnoticed.

First transaction: the wish is marked started. Then the call. Second transaction: answer, bodies and events, or a later attempt. A process that
dies in between leaves a started row, and nobody can know whether the call arrived: whoever takes over asks (`inquire`) and never repeats
blindly. One process per gateway performs, which makes the limit per partner true and "found started" mean "left behind".
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.event import Event
from shared.contracts.values import WorkItem
from shared.db import blobs, outbox, wishes
from shared.db.engine import is_transient, transaction
from shared.db.leader import leadership
from shared.db.outbox import Outgoing
from shared.db.pause import pause
from shared.db.wishes import Row
from shared.db.work_items import follow
from shared.settings import Settings
from shared.stage.gateway import Answer, Call, Gateway, Unavailable, Uncertain
from shared.stage.step import Origin
from shared.telemetry.log import where

log = logging.getLogger(__name__)
POLL_SECONDS = 0.25
FINISH_SECONDS = 5.0
Ending = Callable[[AsyncSession], Awaitable[None]]


class Performer:
    """The outside calls of one gateway."""

    def __init__(self, engine: AsyncEngine, gateway: Gateway[Any], settings: Settings, schema: str, resources: Any) -> None:
        self.engine, self.gateway, self.settings, self.schema, self.resources = engine, gateway, settings, schema, resources
        self._running: dict[asyncio.Task[None], Row] = {}
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Perform until cancelled. A call that is still in flight then is left started: the next leader inquires."""
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
                await self._let_finish()

    async def _lead(self, connection: asyncpg.Connection[Any]) -> None:
        async with transaction(self.engine) as session:
            left_behind = await wishes.started(session, self.gateway.name)
        for row in left_behind:
            self._start(row, self._resume(row))
        while True:
            await connection.fetchval("SELECT 1")  # the leadership ends with this connection
            self.wake.clear()
            for row in await self._take():
                self._start(row, self._attempt(row))
            await pause(self.wake, POLL_SECONDS)

    async def _let_finish(self) -> None:
        """Wait a little for calls in hand: an orderly end should not leave anybody to ask whether they arrived."""
        if self._running:
            await asyncio.wait(self._running, timeout=FINISH_SECONDS)
        for task in list(self._running):
            task.cancel()
        self._running.clear()

    async def _take(self) -> list[Row]:
        in_hand = Counter(row.partner for row in self._running.values())
        async with transaction(self.engine) as session:
            return await wishes.take(session, self.gateway.name, in_hand, self.gateway.limit)

    def _start(self, row: Row, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._running[task] = row
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        row = self._running.pop(task, None)
        self.wake.set()
        if row is not None and not task.cancelled() and (fault := task.exception()) is not None:
            log.error("gateway=%s call=%s not settled: %s", self.gateway.name, row.id, where(fault))

    async def _attempt(self, row: Row) -> None:
        """Call, and store what came of it."""
        wish, call = self._open(row)
        try:
            answer = await self.gateway.perform(wish, call, self.resources)
        except Unavailable as fault:
            await self._settle(self._later(row, wish, where(fault)))
        except Exception as fault:  # noqa: BLE001  nobody knows what has happened
            await self._unsure(row, wish, fault)
        else:
            await self._settle(self._store(row, answer))

    async def _resume(self, row: Row) -> None:
        """A call that somebody started: find out whether it arrived."""
        wish, call = self._open(row)
        wait = self.gateway.retry_seconds
        while True:
            try:
                answer = await self.gateway.inquire(wish, call, self.resources)
            except Unavailable:
                await asyncio.sleep(wait)
                wait = min(wait * 2, wishes.LONGEST_RETRY)
            except Exception as fault:  # noqa: BLE001  nobody knows what has happened
                return await self._unsure(row, wish, fault)
            else:
                return await self._arrived(row, answer)

    async def _arrived(self, row: Row, answer: Answer | None) -> None:
        if answer is not None:
            return await self._settle(self._store(row, answer))
        async with transaction(self.engine) as session:
            row = await wishes.again(session, row)
        return await self._attempt(row)

    async def _unsure(self, row: Row, wish: Any, fault: Exception) -> None:
        level = logging.WARNING if isinstance(fault, Uncertain) else logging.ERROR
        log.log(level, "gateway=%s call=%s uncertain: %s", self.gateway.name, row.id, where(fault))
        await self._settle(self._ask(row, wish, where(fault)))

    async def _settle(self, ending: Ending) -> None:
        """Store how a call ended, however long the database is away: the answer exists only here."""
        wait = 0.1
        while True:
            try:
                async with transaction(self.engine) as session:
                    return await ending(session)
            except Exception as fault:
                if not is_transient(fault):
                    raise
                log.warning("gateway=%s answer waits %.1f s: %s", self.gateway.name, wait, where(fault))
                await asyncio.sleep(wait)
                wait = min(wait * 2, 10.0)

    def _store(self, row: Row, answer: Answer) -> Ending:
        async def ending(session: AsyncSession) -> None:
            if await wishes.finish(session, row, "answered"):
                await blobs.keep(session, answer.bodies, answer.events, otherwise=self.gateway.name)
                await self._emit(session, row, answer.events)

        return ending

    def _later(self, row: Row, wish: Any, fault: str) -> Ending:
        async def ending(session: AsyncSession) -> None:
            if row.attempt < self.gateway.attempts:
                await wishes.postpone(session, row, self.gateway.retry_seconds, fault)
            elif await wishes.finish(session, row, "gave_up", fault):
                await self._emit(session, row, self.gateway.gave_up(wish, row.attempt))

        return ending

    def _ask(self, row: Row, wish: Any, fault: str) -> Ending:
        async def ending(session: AsyncSession) -> None:
            if await wishes.finish(session, row, "uncertain", fault):
                item = WorkItem(
                    id=f"call-{row.id}",
                    kind="outside_call_uncertain",
                    subject=row.subject,
                    encounter_id=getattr(wish, "encounter_id", None),
                    claim_id=getattr(wish, "claim_id", None),
                    place=self.gateway.name,
                    sentence=f"It is not known whether our call to {row.partner} arrived. Ask them; if it did not, let it be sent again.",
                )
                await follow(session, "outside_call", {row.id: (item,)}, self.settings.clock.now().at)

        return ending

    async def _emit(self, session: AsyncSession, row: Row, events: Sequence[Event]) -> None:
        at = self.settings.clock.now().at
        origin = Origin(self.settings.site.site, self.gateway.name, row.id, at, correlation=row.correlation_id)
        await outbox.add(session, [Outgoing.of(message) for message in origin.messages(events)])

    def _open(self, row: Row) -> tuple[Any, Call]:
        return self.gateway.wish.model_validate_json(row.wish), Call(row.id, row.attempt, row.wished_at)
