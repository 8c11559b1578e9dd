"""Wakes subjects on their day. Days that were missed come one after the other, each `Woken` through the same batch as any event.

The id follows from stage, subject and day, so two tickers, or one that was killed, wake nobody twice. A subject that asks for a day on which it
was already woken is woken on the first later day that has come.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.contracts.clock import Woken
from shared.contracts.event import Envelope, Message, type_name
from shared.contracts.ids import woken_id
from shared.db import seen
from shared.db.delivery import Delivery
from shared.db.engine import is_transient, transaction
from shared.db.runner import Runner
from shared.db.work import StageWork
from shared.settings import Clock
from shared.telemetry.log import where

log = logging.getLogger(__name__)
TICK_SECONDS = 0.5
HOUSEKEEPING_TICKS = 7200
AT_ONCE = 500


class Ticker:
    """The calendar of a service."""

    def __init__(self, engine: AsyncEngine, runners: Sequence[Runner], site: str, clock: Clock) -> None:
        self.engine, self.site, self.clock = engine, site, clock
        self.sleepers = [
            (runner, runner.work) for runner in runners if isinstance(runner.work, StageWork) and type_name(Woken) in runner.work.handles
        ]

    async def run(self) -> None:
        """Tick until cancelled."""
        ticks = 0
        while True:
            try:
                await self.tick()
                if ticks % HOUSEKEEPING_TICKS == 0:
                    await self._keep_house()
            except Exception as fault:
                if not is_transient(fault):
                    raise
                log.warning("ticker waits: %s", where(fault))
            ticks += 1
            await asyncio.sleep(TICK_SECONDS)

    async def tick(self) -> int:
        """Wake everybody whose day has come; returns how many."""
        today, woken = self.clock.now().on, 0
        due = {id(store): await self._due(store, today) for store in {id(work.bound.store): work.bound.store for _, work in self.sleepers}.values()}
        for runner, work in self.sleepers:
            for day, subjects in groupby(due[id(work.bound.store)], key=lambda pair: pair[1]):
                deliveries = await self._deliveries(work.name, day, [key for key, _ in subjects], today)
                await runner.run(deliveries)
                woken += len(deliveries)
        return woken

    async def _due(self, store: Any, today: date) -> list[tuple[str, date]]:
        async with transaction(self.engine) as session:
            due: list[tuple[str, date]] = await store.due(session, today, AT_ONCE)
            return due

    async def _deliveries(self, stage: str, day: date, subjects: Sequence[str], today: date) -> list[Delivery]:
        """One message per subject, for `day` or, where that was had, for today; nothing for those who had both."""
        async with transaction(self.engine) as session:
            days = {key: (self._id(stage, key, day), self._id(stage, key, today)) for key in subjects}
            had = await seen.known(session, stage, [id for both in days.values() for id in both])
        chosen = {key: day if first not in had else today for key, (first, last) in days.items() if not {first, last} <= had}
        return [Delivery.of(self._message(stage, key, on)) for key, on in chosen.items()]

    def _message(self, stage: str, subject: str, on: date) -> Message:
        woken, at = Woken(subject=subject, on=on), self.clock.start_of(on)
        envelope = Envelope(self._id(stage, subject, on), woken.type, f"/{self.site}/clock", subject, at, subject, "")
        return Message(envelope, woken)

    def _id(self, stage: str, subject: str, on: date) -> str:
        return woken_id(self.site, stage, subject, on)

    async def _keep_house(self) -> None:
        async with transaction(self.engine) as session:
            await seen.forget_old(session)
