"""Performs outside calls so that none happens twice unnoticed.

First transaction: due wishes are prepared and marked started, many at once. Then the calls. Last transaction: answers, bodies and events, or a later
attempt (`shared.db.settling`). A process that dies in between leaves started rows, and nobody can know whether those calls arrived: whoever takes
over asks (`inquire`) and never repeats blindly. One process per gateway performs, which makes the limit per partner true and "found started" mean
"left behind".
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, replace
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.db import wishes
from shared.db.engine import is_transient, transaction
from shared.db.leader import leadership
from shared.db.pause import pause
from shared.db.settling import Settler
from shared.db.sql import Session
from shared.db.wishes import Ending, Row
from shared.settings import Settings
from shared.stage.gateway import Answer, Call, Gateway, Unavailable, Uncertain
from shared.telemetry.log import where

log = logging.getLogger(__name__)
POLL_SECONDS = 1.0
"""For calls whose time has come; a new wish of this process wakes its performer."""
FINISH_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Task:
    """A wish that was taken, ready to be performed."""

    row: Row
    wish: Any
    call: Call


class Performer:
    """The outside calls of one gateway."""

    def __init__(self, engine: AsyncEngine, gateway: Gateway[Any], settings: Settings, schema: str, resources: Any) -> None:
        self.engine, self.gateway, self.settings, self.schema, self.resources = engine, gateway, settings, schema, resources
        self.settler = Settler(engine, gateway.name, settings)
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
            for task in await self._take():
                self._start(task.row, self._attempt(task))
            await pause(self.wake, POLL_SECONDS)

    async def _let_finish(self) -> None:
        """Wait a little for calls in hand: an orderly end should not leave anybody to ask whether they arrived."""
        if self._running:
            await asyncio.wait(self._running, timeout=FINISH_SECONDS)
        rest = list(self._running)
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)  # they roll back what they had begun
        self._running.clear()

    async def _take(self) -> list[Task]:
        in_hand = Counter(row.partner for row in self._running.values())
        async with transaction(self.engine) as session:
            return await self._prepared(session, await wishes.take(session, self.gateway.name, in_hand, self.gateway.limit))

    async def _prepared(self, session: Session, rows: Sequence[Row]) -> list[Task]:
        taken = [(self.gateway.wish.model_validate_json(row.wish), Call(row.id, row.attempt, row.wished_at)) for row in rows]
        prepare = self.gateway.prepare
        values = await prepare(session, taken, self.resources) if prepare and rows else [None] * len(rows)
        return [Task(row, wish, replace(call, prepared=value)) for row, (wish, call), value in zip(rows, taken, values, strict=True)]

    def _start(self, row: Row, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._running[task] = row
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        row = self._running.pop(task, None)
        if row is None:
            return
        if 2 * sum(other.partner == row.partner for other in self._running.values()) <= self.gateway.limit:
            self.wake.set()  # looking for more after every single call would cost as much as the calls
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("gateway=%s call=%s correlation=%s not settled: %s", self.gateway.name, row.id, row.correlation_id, where(fault))

    async def _attempt(self, task: Task) -> None:
        """Call, and store what came of it."""
        row, wish = task.row, task.wish
        try:
            answer = await self.gateway.perform(wish, task.call, self.resources)
        except Unavailable as fault:
            await self._later(row, wish, where(fault))
        except Exception as fault:  # noqa: BLE001  nobody knows what has happened
            await self._find_out(row, fault)
        else:
            await self._answered(row, answer)

    async def _find_out(self, row: Row, fault: Exception) -> None:
        """A call broke. When it was our database that went away, the partner can be asked as after a crash; otherwise only a person can."""
        if is_transient(fault):
            log.warning("gateway=%s call=%s will be asked about: %s", self.gateway.name, row.id, where(fault))
            await self._resume(row)
        else:
            await self._unsure(row, fault)

    async def _resume(self, row: Row) -> None:
        """A call that somebody started: find out whether it arrived."""
        wish, call = self.gateway.wish.model_validate_json(row.wish), Call(row.id, row.attempt, row.wished_at)
        wait = self.gateway.retry_seconds
        while True:
            try:
                answer = await self.gateway.inquire(wish, call, self.resources)
            except Exception as fault:  # noqa: BLE001  nobody knows what has happened
                if not (isinstance(fault, Unavailable) or is_transient(fault)):
                    return await self._unsure(row, fault)
                await asyncio.sleep(wait)
                wait = min(wait * 2, wishes.LONGEST_RETRY)
            else:
                return await (self._once_more(row) if answer is None else self._answered(row, answer))

    async def _once_more(self, row: Row) -> None:
        """The call certainly did not arrive."""
        async with transaction(self.engine) as session:
            [task] = await self._prepared(session, [await wishes.again(session, row)])
        await self._attempt(task)

    async def _answered(self, row: Row, answer: Answer) -> None:
        await self.settler.settle(Ending(row, "answered", tuple(answer.events), answer.bodies))

    async def _later(self, row: Row, wish: Any, fault: str) -> None:
        if row.attempt < self.gateway.attempts:
            await self.settler.postpone(row, self.gateway.retry_seconds, fault)
        else:
            await self.settler.settle(Ending(row, "gave_up", tuple(self.gateway.gave_up(wish, row.attempt)), fault=fault))

    async def _unsure(self, row: Row, fault: Exception) -> None:
        level = logging.WARNING if isinstance(fault, Uncertain) else logging.ERROR
        log.log(level, "gateway=%s call=%s correlation=%s uncertain: %s", self.gateway.name, row.id, row.correlation_id, where(fault))
        await self.settler.settle(Ending(row, "uncertain", fault=where(fault)))
