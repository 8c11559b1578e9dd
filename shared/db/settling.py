"""Stores how outside calls ended, many in one transaction: answers come one by one, commits are what costs.

An answer exists only in memory until it is stored, so it waits however long the database is away. A bundle that the database refuses is stored one
by one, and only the culprit stays unsettled.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.contracts.event import Message
from shared.contracts.values import WorkItem
from shared.db import blobs, outbox, wishes
from shared.db.engine import is_transient, transaction
from shared.db.outbox import Outgoing
from shared.db.sql import Session
from shared.db.wishes import Ending, Row
from shared.db.work_items import follow
from shared.settings import Settings
from shared.stage.step import Origin
from shared.telemetry.log import where

log = logging.getLogger(__name__)
LONGEST_WAIT = 10.0
GATHER_SECONDS = 0.05
"""Wait for more answers before a bundle is stored: a partner takes longer than that to give one."""


class Settler:
    """The endings of one gateway's calls."""

    def __init__(self, engine: AsyncEngine, gateway: str, settings: Settings) -> None:
        self.engine, self.gateway, self.settings = engine, gateway, settings
        self._waiting: list[tuple[Ending, asyncio.Future[None]]] = []
        self._busy = asyncio.Lock()
        self.counts: Counter[str] = Counter()

    async def settle(self, ending: Ending) -> None:
        """Returns when the ending is stored. Whatever came while the last bundle was being stored goes with the next one."""
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((ending, stored))
        async with self._busy:
            if not stored.done():
                await asyncio.sleep(GATHER_SECONDS)
                bundle, self._waiting = self._waiting, []
                await self._store(bundle)
        await stored
        self.counts[ending.status] += 1

    async def postpone(self, row: Row, first_wait: float, fault: str) -> None:
        """Try the call again later."""
        await self._patiently(lambda session: wishes.postpone(session, row, first_wait, fault))

    async def _store(self, bundle: Sequence[tuple[Ending, asyncio.Future[None]]]) -> None:
        try:
            await self._patiently(lambda session: self._write(session, [ending for ending, _ in bundle]))
        except asyncio.CancelledError:
            for _, stored in bundle:
                stored.cancel()
            raise
        except Exception as fault:  # noqa: BLE001  handed to whoever waits for it
            if len(bundle) == 1:
                bundle[0][1].set_exception(fault)
                return
            for one in bundle:
                await self._store([one])
        else:
            for _, stored in bundle:
                stored.set_result(None)

    async def _patiently(self, work: Callable[[Session], Awaitable[None]]) -> None:
        wait = 0.1
        while True:
            try:
                async with transaction(self.engine) as session:
                    return await work(session)
            except Exception as fault:
                if not is_transient(fault):
                    raise
                log.warning("gateway=%s answer waits %.1f s: %s", self.gateway, wait, where(fault))
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)

    async def _write(self, session: Session, endings: Sequence[Ending]) -> None:
        ended = await wishes.finish(session, endings)
        events = [event for each in ended for event in each.events]
        await blobs.keep(session, [body for each in ended for body in each.bodies], events, otherwise=self.gateway)
        await outbox.add(session, [Outgoing.of(message) for each in ended for message in self._messages(each)])
        items = {each.row.id: (_question(self.gateway, each.row),) for each in ended if each.status == "uncertain"}
        if items:
            await follow(session, "outside_call", items, self.settings.clock.now().at)

    def _messages(self, ending: Ending) -> list[Message]:
        row = ending.row
        origin = Origin(self.settings.site.site, self.gateway, row.id, self.settings.clock.now().at, correlation=row.correlation_id)
        return origin.messages(ending.events)


def _question(gateway: str, row: Row) -> WorkItem:
    """What a person has to find out about a call of which nobody knows whether it arrived."""
    return WorkItem(
        id=f"call-{row.id}",
        kind="outside_call_uncertain",
        subject=row.subject,
        encounter_id=row.about.get("encounter_id"),
        claim_id=row.about.get("claim_id"),
        place=gateway,
        sentence=f"It is not known whether our call to {row.partner} arrived. Ask them; if it did not, let it be sent again.",
    )
