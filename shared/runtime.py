"""One service process: its worker, relay, performers, batchers, folders, ticker and API, in one event loop.

Everything here may be killed at any moment. What was committed is published and answered by whoever starts next; what was not has not happened.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlmodel.ext.asyncio.session import AsyncSession

from shared import readiness
from shared.contracts.event import Event, Message
from shared.contracts.topics import TOPICS, Topic
from shared.db import outbox, parking
from shared.db.batcher import BatchMaker
from shared.db.engine import is_transient, make_engine, session_on, transaction
from shared.db.folder import FolderReader
from shared.db.migrate import MigrationError, Migrations
from shared.db.outbox import Outgoing
from shared.db.outside import Performer
from shared.db.runner import Runner
from shared.db.sql import Bare, Session
from shared.db.ticker import Ticker
from shared.db.wishes import WishWork
from shared.db.work import StageWork
from shared.settings import Settings, SettingsError, log_form
from shared.stage.faults import StopTheLine
from shared.stage.gateway import Moment
from shared.stage.service import Parts, Service
from shared.stage.step import Origin
from shared.telemetry.log import set_up, where
from shared.watch import Watch

if TYPE_CHECKING:
    from shared.kafka.relay import Relay
    from shared.kafka.worker import Worker

log = logging.getLogger(__name__)


class Runtime:
    """A service with its settings: what worker, API and tests share."""

    def __init__(self, service: Service, settings: Settings, parts: Parts | None = None) -> None:
        self.service, self.settings = service, settings
        self.parts = parts or service.build(settings)
        self.resources = self.parts.resources
        self.schema = settings.schema(service.name)
        self.engine = make_engine(settings.database, self.schema)
        self.worker: Worker | None = None
        self.relay: Relay | None = None
        self.works = False
        self.outbox_looked_at = float("-inf")
        """When a request last found the outbox draining (monotonic seconds)."""
        """Whether this process consumes and publishes; one that only answers HTTP does not."""
        site, clock = settings.site.site, settings.clock
        self.stages = [Runner(self.engine, StageWork(bound, site, clock.zone)) for bound in self.parts.stages]
        self.wishes = [Runner(self.engine, WishWork(gateway)) for gateway in self.parts.gateways]
        self.performers = [Performer(self.engine, each, settings, self.schema, self.resources) for each in self.parts.gateways]
        for runner, performer in zip(self.wishes, self.performers, strict=True):
            runner.committed = performer.wake.set
        self.batchers = [BatchMaker(self.engine, batcher, site, clock) for batcher in self.parts.batchers]
        self.folders = [FolderReader(self.engine, folder, site, clock, self.resources) for folder in self.parts.folders]
        self.ticker = Ticker(self.engine, self.stages, site, clock)
        self.watch = Watch(settings, service.name, self.topics(), self.session)
        for runner in self.runners.values():
            runner.meter.now = lambda: clock.now().at

    @property
    def runners(self) -> dict[str, Runner]:
        """Every consumer of the service by its name."""
        return {runner.work.name: runner for runner in (*self.stages, *self.wishes)}

    def session(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A transaction that may select models: it commits at the end of the block and rolls back when the block raises."""
        return session_on(self.engine)

    def transaction(self) -> AbstractAsyncContextManager[Bare]:
        """A transaction for written SQL only, at less than half the price."""
        return transaction(self.engine)

    def moment(self) -> Moment:
        """The edge's time, for events that begin here."""
        return self.settings.clock.now()

    async def emit(
        self,
        session: Session,
        events: Sequence[Event],
        *,
        stage: str,
        cause: str,
        at: datetime | None = None,
        correlation: str | None = None,
        first: int = 0,
    ) -> list[Message]:
        """Put events that come from outside into the outbox, in the caller's transaction. The same stage and cause give the same ids.

        `first` is the place of the first event among all of its cause, for what comes in slices.
        """
        origin = Origin(self.settings.site.site, stage, cause, at or self.moment().at, correlation=correlation or "")
        messages = origin.messages(events, first)
        await outbox.add(session, [Outgoing.of(message) for message in messages])
        return messages

    async def migrate(self) -> None:
        """Bring the schema up to date. A database that does not answer yet is waited for: services and servers start in any order."""
        migrations, wait = Migrations(self.service.package, self.service.metadata), 0.2
        while True:
            try:
                return await migrations.upgrade(self.settings.database, self.schema, self.settings.database_owner)
            except Exception as fault:
                if not is_transient(fault):
                    raise
                log.warning("service=%s waits %.1f s for the database: %s", self.service.name, wait, where(fault))
                await asyncio.sleep(wait)
                wait = min(wait * 2, 10.0)

    async def release(self, stage: str, key: str) -> int:
        """Feed what is parked under a key of a stage; returns how many messages were handled. KeyError when there is no such stage."""
        return await self.runners[stage].release(key)

    async def retry(self, stage: str, key: str, actor: str, reason: str) -> int:
        """`release` on somebody's responsibility, which is noted with the messages."""
        async with self.session() as session:
            await parking.answered_for(session, stage, key, actor, reason)
        return await self.release(stage, key)

    async def discard(self, number: int, actor: str, reason: str) -> bool:
        """Give a parked message up and feed what waits behind it; False when there is no such message."""
        async with self.session() as session:
            found = await parking.discard(session, number, actor, reason)
        if found is not None and found[0] in self.runners:
            await self.release(*found)
        return found is not None

    async def status(self) -> dict[str, Any]:
        """What an operator looks at first. `lag` is this process's share, `group_lag` that of all processes of the service."""
        await self.watch.fresh()
        counts = self.watch.counts
        return {
            "service": self.service.name,
            "problems": await self.not_ready(),
            "lag": self.worker.lag() if self.worker else {},
            "group_lag": self.watch.lag,
            "outbox": counts.outbox,
            "oldest_unpublished_seconds": round(self.watch.stuck_seconds, 1),
            "parked": counts.parked,
            "outside_calls": counts.calls,
            "work_items": counts.work_items,
            "counts": {name: dict(runner.counts) for name, runner in self.runners.items()},
        }

    async def not_ready(self) -> list[str]:
        """What keeps this process from its work, as sentences; nothing when all is well."""
        return await readiness.not_ready(self)

    @cached_property
    def revisions(self) -> list[str]:
        """The migrations of this release, the newest first."""
        return Migrations(self.service.package, self.service.metadata).revisions()

    def topics(self) -> dict[Topic, list[Runner]]:
        """Who reads which topic."""
        readers: dict[Topic, list[Runner]] = {}
        for runner in self.runners.values():
            for topic in runner.work.topics:
                readers.setdefault(topic, []).append(runner)
        return readers

    async def run(self, worker: bool = True, api: bool = True, *, migrate: bool = True, stop: asyncio.Event | None = None) -> None:
        """Run until SIGTERM, SIGINT or `stop`; raises StopTheLine when going on would do harm."""
        if migrate:
            await self.migrate()
        stop, self.works = stop or _signalled(), worker
        parts: list[Coroutine[Any, Any, None]] = self._working_parts() if worker else []
        parts += [self.watch.run(), *([self._serve()] if api else [])]
        tasks = [asyncio.ensure_future(part) for part in parts]
        try:
            await asyncio.wait([*tasks, asyncio.ensure_future(stop.wait())], return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self._end(tasks)

    async def _end(self, tasks: Sequence[asyncio.Future[None]]) -> None:
        """Let everything finish what it holds, then say why we ended, if something broke."""
        broken = [task for task in tasks if task.done() and not task.cancelled() and task.exception() is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self.parts.close:
            await self.parts.close()
        await self.engine.dispose()
        for task in broken:
            fault = task.exception()
            raise fault if isinstance(fault, StopTheLine) else StopTheLine(f"A part of the process broke: {where(fault or Exception())}.") from fault

    def _working_parts(self) -> list[Coroutine[Any, Any, None]]:
        from shared.kafka.relay import Relay  # Kafka's clients cost a second of start; an API alone does without

        several = ((self.ticker,), self.performers, self.batchers, self.folders)
        self.relay = Relay(self.settings, self.service.name)
        return [
            self._consume(),
            self._unless_held(self.relay),
            *(self._unless_held(part) for parts in several for part in parts),
        ]

    async def _unless_held(self, part: Any) -> None:
        """Nothing leaves the house, and no day passes, before a person has looked at a restored database."""
        await self.watch.free.wait()
        await part.run()

    async def _consume(self) -> None:
        from shared.kafka.topics_admin import prepare
        from shared.kafka.worker import Worker

        readers = self.topics()
        owned = [topic for topic in TOPICS if topic.owner == self.service.name]
        ids = await prepare(self.settings, {*readers, *owned})
        self.worker = Worker(self.settings, self.service.name, self.engine, readers, ids)
        await self.worker.run()

    async def _serve(self) -> None:
        from shared.http.app import create_app
        from shared.serve import serve

        host, port = self.settings.address()
        await serve(create_app(self), host, port)


def _signalled() -> asyncio.Event:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


def main(service: Service, *, worker: bool = True, api: bool = True, settings: Callable[[], Settings] = Settings.load) -> int:
    """Run one service as a process: 0 after an orderly end, 1 with a sentence on standard error."""
    try:
        set_up(service.name, log_form())
        runtime = Runtime(service, settings())
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        asyncio.run(runtime.run(worker, api))
    except (SettingsError, MigrationError, StopTheLine) as fault:
        sys.stderr.write(f"{service.name}: {fault}\n")
        return 1
    return 0
