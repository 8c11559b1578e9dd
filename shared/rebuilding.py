"""States made again from the topics, in a schema beside the one that lives. A rebuild folds; it decides nothing, announces nothing, calls nobody.

Reads every record topic that the service hears or speaks on, from its beginning to where it ends now; of what the service hears only as far as each
stage had come, because about the rest nothing was decided yet. What is no fold (calls, numbers, parked messages, files) is copied on request.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from shared.contracts.topics import TOPICS, Topic
from shared.db.engine import make_engine, transaction
from shared.db.migrate import Migrations
from shared.db.plumbing import TEMPLATES
from shared.db.rebuild import refolding, schemas, staging
from shared.db.rebuild.reading import Reader
from shared.kafka.replay import Replay
from shared.runtime import Runtime
from shared.stage.faults import StopTheLine

Tell = Callable[[str, int, int], None]
"""(what is done, how far, of how much)"""
FOLDED = "work_item"
"""The one table of the plumbing that follows from states."""


@dataclass
class Done:
    """What a rebuild did."""

    service: str
    into: str
    records: int = 0
    subjects: dict[str, int] = field(default_factory=dict)
    """By table."""
    kept: dict[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    """Tables of the live schema that no event makes again and that were not copied."""
    seconds: float = 0.0


def topics_of(runtime: Runtime) -> list[Topic]:
    """What the stages hear, and what they say. StopTheLine for a topic that is not kept for ever."""
    stages = [bound.stage for bound in runtime.parts.stages]
    said = {topic for topic in TOPICS for stage in stages for kind in stage.emits if kind in topic.events}
    found = sorted({topic for stage in stages for topic in stage.subscribes} | said, key=lambda topic: topic.name)
    if passing := [topic.name for topic in found if topic.kind != "record"]:
        raise StopTheLine(f"{passing[0]} is not kept for ever, so {runtime.service.name} cannot be made again from it.")
    return found


def kept_tables(runtime: Runtime) -> list[str]:
    """What no event says."""
    return [*(name for name in TEMPLATES if name != FOLDED), *runtime.service.kept]


class Rebuild:
    """One rebuild of one service."""

    def __init__(self, runtime: Runtime, into: str, tell: Tell = lambda what, done, total: None) -> None:
        self.runtime, self.live, self.into, self.tell = runtime, runtime.schema, schemas.checked(into), tell
        if into == self.live:
            raise StopTheLine(f"{into} is the schema that lives: a copy is made beside it. Give another name with --into.")
        settings = runtime.settings
        self.engine = make_engine(settings.database_owner or settings.database, into, size=2)
        self.done = Done(runtime.service.name, into)

    async def run(self, *, keep: bool) -> Done:
        """Make the copy, from nothing: what an earlier rebuild left is removed first."""
        began = time.monotonic()
        try:
            reader = await self._reader()
            await self._make()
            await self._read(reader)
            await self._fold(reader)
            await self._finish(keep=keep)
        finally:
            await self.engine.dispose()
        self.done.seconds = round(time.monotonic() - began, 1)
        return self.done

    async def _reader(self) -> Reader:
        async with transaction(self.engine) as session:
            if not await schemas.exists(session, self.live):
                return Reader(self.runtime.parts, self.runtime.settings.site.site, None, set())
            if count := await schemas.unpublished(session, self.live):
                raise StopTheLine(f"{count} events of {self.done.service} are in no topic yet: let it publish them (`rcm status`), then try again.")
            passed, unhandled = await schemas.passed(session, self.live), await schemas.unhandled(session, self.live)
        return Reader(self.runtime.parts, self.runtime.settings.site.site, passed, unhandled)

    async def _make(self) -> None:
        async with transaction(self.engine) as session:
            await schemas.clear(session, self.into)
            await schemas.create(session, self.into)
        settings, service = self.runtime.settings, self.runtime.service
        await Migrations(service.package, service.metadata).upgrade(settings.database, self.into, settings.database_owner)
        async with transaction(self.engine) as session:
            await staging.run(session, staging.MAKE)

    async def _read(self, reader: Reader) -> None:
        replay = await asyncio.to_thread(Replay, self.runtime.settings, topics_of(self.runtime))
        try:
            bundles = replay.bundles()
            while (bundle := await asyncio.to_thread(next, bundles, None)) is not None:
                staged = reader.staged(bundle)
                async with transaction(self.engine) as session:
                    await staging.add(session, staged)
                self.done.records += len(bundle)
                self.tell("reading", self.done.records, replay.total)
        finally:
            await asyncio.to_thread(replay.close)
        async with transaction(self.engine) as session:
            await staging.run(session, staging.INDEX)

    async def _fold(self, reader: Reader) -> None:
        async with transaction(self.engine) as session:
            total = await staging.count(session)
        so_far = 0
        refolder = refolding.Refolder(self.runtime.parts, reader.voices, self.runtime.settings.site.site, self.runtime.settings.clock)
        for part in refolder.parts:
            after: str | None = ""
            count = 0
            while after is not None:
                async with transaction(self.engine) as session:
                    after, written = await refolder.next(session, part, after)
                count, so_far = count + written, so_far + written
                self.tell("folding", so_far, total)
            self.done.subjects[part] = count

    async def _finish(self, *, keep: bool) -> None:
        names = kept_tables(self.runtime)
        async with transaction(self.engine) as session:
            await staging.run(session, staging.DROP)
            if keep:
                tables = [self.runtime.service.metadata.tables[name] for name in names]
                self.done.kept = await schemas.take_over(session, self.live, tables, list(self.done.subjects))
            else:
                self.done.missing = tuple(names)
