"""Runs batches until they are done: waits while the database is away, finds the message that the database refuses, and stops when it is us.

`run` returns only after the commit, and never drops anything: what it gives back may be acknowledged.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.db.batch import Batch, MetQuarantine, Outcome, Suspicion, known_names
from shared.db.delivery import Delivery
from shared.db.engine import is_about_data, is_transient, sqlstate, transaction
from shared.db.work import Work
from shared.stage.faults import Limits, StopTheLine
from shared.telemetry.log import correlations, where
from shared.telemetry.metrics import StageMeter

log = logging.getLogger(__name__)
LONGEST_WAIT = 10.0
OUR_SQL = "42"
"""SQLSTATE class of queries that can never work: a missing table or column, a typing error."""


class Runner:
    """One consumer of a service, with its own inbox, progress and quarantine."""

    def __init__(self, engine: AsyncEngine, work: Work, limits: Limits | None = None) -> None:
        self.engine, self.work, self.limits = engine, work, limits or Limits()
        self.counts: Counter[str] = Counter()
        self.meter = StageMeter(work.handles)
        self.committed: Callable[[], None] | None = None
        """Called after a commit that handled something: whoever acts on what was stored need not wait for its next look."""
        self.row = 0
        """Defects since the last message that went well."""
        self.order = asyncio.Lock()
        """Held by whoever feeds this consumer."""

    async def run(self, deliveries: Sequence[Delivery]) -> None:
        """Handle messages in order. Raises StopTheLine and nothing else; the partition is held meanwhile."""
        if not self.skips(deliveries):
            async with self.order:
                await self._halve(list(deliveries))

    def skips(self, deliveries: Sequence[Delivery]) -> bool:
        """Whether none of it is for this consumer; then it is counted and done with."""
        if any(delivery.fault or delivery.envelope.type in self.work.handles for delivery in deliveries):
            return False
        self.counts += Counter("skipped" if each.envelope.type in known_names() else "unknown" for each in deliveries)
        return True

    async def release(self, key: str) -> int:
        """Feed what is parked under a key, in order; returns how many messages were handled."""
        async with self.order, transaction(self.engine) as session:
            outcome = await Batch(session, self.work, self.limits).release(key)
        self._note(outcome)
        return outcome.counts["handled"]

    async def _halve(self, deliveries: list[Delivery]) -> None:
        """A fault that is not one message's decision is hunted by halves, each half being a batch of its own, in order."""
        fault = await self._patiently(deliveries)
        if fault is None:
            return
        if sqlstate(fault).startswith(OUR_SQL):
            raise StopTheLine(f"{self.work.name} asks the database something impossible ({where(fault)}, SQLSTATE {sqlstate(fault)}).") from fault
        log.error("stage=%s batch=%d correlation=%s failed: %s", self.work.name, len(deliveries), correlations(deliveries), where(fault))
        if len(deliveries) == 1:
            await self._set_aside(deliveries, Suspicion("rejected" if is_about_data(fault) else "defect", where(fault)))
            return
        middle = len(deliveries) // 2
        await self._halve(deliveries[:middle])
        await self._halve(deliveries[middle:])

    async def _set_aside(self, deliveries: list[Delivery], suspicion: Suspicion) -> None:
        fault = await self._patiently(deliveries, suspicion)
        if fault is not None:
            raise StopTheLine(f"{self.work.name} cannot even park a message ({where(fault)}).") from fault

    async def _patiently(self, deliveries: list[Delivery], suspect: Suspicion | None = None) -> Exception | None:
        """Try until it works or fails for good; returns what it failed with."""
        wait = 0.05
        while True:
            try:
                await self._once(deliveries, suspect)
            except StopTheLine:
                raise
            except Exception as fault:  # noqa: BLE001  sorted out by the caller
                if not is_transient(fault):
                    return fault
                about = self.work.name, len(deliveries), correlations(deliveries)
                log.warning("stage=%s batch=%d correlation=%s waits %.1f s: %s", *about, wait, where(fault))
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                return None

    async def _once(self, deliveries: list[Delivery], suspect: Suspicion | None) -> None:
        began = self.meter.begin()
        try:
            outcome = await self._attempt(deliveries, suspect, careful=False)
        except MetQuarantine:
            outcome = await self._attempt(deliveries, suspect, careful=True)
        self.done(outcome, began, deliveries)

    async def _attempt(self, deliveries: list[Delivery], suspect: Suspicion | None, *, careful: bool) -> Outcome:
        async with transaction(self.engine) as session:
            return await Batch(session, self.work, self.limits, self.row, careful=careful).receive(deliveries, suspect)

    def done(self, outcome: Outcome, began: float, deliveries: Sequence[Delivery]) -> None:
        """A batch is committed."""
        self.meter.end(began, deliveries)
        self._note(outcome)

    def _note(self, outcome: Outcome) -> None:
        self.row = outcome.row
        self.counts += outcome.counts
        if self.committed and outcome.counts["handled"]:
            self.committed()
