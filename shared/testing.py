"""For tests of stages and services on the real database: fresh schemas, hand-made messages, one batch at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import MetaData, text
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.contracts.event import Event, Message
from shared.db.delivery import Delivery
from shared.db.engine import make_engine
from shared.db.runner import Runner
from shared.db.work import StageWork
from shared.stage.faults import Limits
from shared.stage.stage import Bound
from shared.stage.step import Origin

SITE = "test"
ZONE = ZoneInfo("America/New_York")
AT = datetime(2026, 11, 2, 9, 30, tzinfo=ZONE)


def message(event: Event, cause: str = "test", *, at: datetime = AT, ordinal: int = 0, site: str = SITE) -> Message:
    """An event in an envelope as an HTTP source would send it; the same cause and ordinal give the same id."""
    return Origin(site, "test.source", cause, at).messages([event], ordinal)[0]


def messages(events: Sequence[Event], cause: str = "test", *, at: datetime = AT, site: str = SITE) -> list[Message]:
    """Several of one cause."""
    return Origin(site, "test.source", cause, at).messages(events)


@asynccontextmanager
async def fresh_schema(database: str, schema: str, metadata: MetaData) -> AsyncIterator[AsyncEngine]:
    """An empty schema with a service's tables, dropped at the end."""
    engine = make_engine(database, schema, size=4)
    try:
        async with engine.begin() as connection:
            await connection.execute(text(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE'))
            await connection.execute(text(f'CREATE SCHEMA "{schema}"'))
            await connection.run_sync(metadata.create_all)
        yield engine
        async with engine.begin() as connection:
            await connection.execute(text(f'DROP SCHEMA "{schema}" CASCADE'))
    finally:
        await engine.dispose()


@asynccontextmanager
async def dropped_schema(database: str, schema: str) -> AsyncIterator[str]:
    """The name of a schema that does not exist yet and will not exist afterwards."""
    async with fresh_schema(database, schema, MetaData()) as engine:
        async with engine.begin() as connection:
            await connection.execute(text(f'DROP SCHEMA "{schema}"'))
        try:
            yield schema
        finally:
            async with engine.begin() as connection:
                await connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))


def runner_of(engine: AsyncEngine, bound: Bound[Any, Any], *, site: str = SITE, zone: ZoneInfo = ZONE, limits: Limits | None = None) -> Runner:
    """The stage as the worker would run it, without a broker."""
    return Runner(engine, StageWork(bound, site, zone), limits)


async def deliver(engine: AsyncEngine, bound: Bound[Any, Any], given: Sequence[Message]) -> Runner:
    """Run one batch of a stage on the database. What it emitted is in the outbox; `outbox_of` reads it."""
    runner = runner_of(engine, bound)
    await runner.run([Delivery.of(each) for each in given])
    return runner


async def outbox_of(engine: AsyncEngine) -> list[dict[str, Any]]:
    """The service's event log: key, type and value of each event, in order."""
    columns = "id, event_id, topic, key, type, correlation_id, causation_id, time"
    return await rows(engine, f"SELECT {columns}, convert_from(value, 'UTF8')::jsonb AS value FROM outbox ORDER BY id")  # noqa: S608


async def rows(engine: AsyncEngine, sql: str, **values: Any) -> list[dict[str, Any]]:
    """Any query, as dictionaries."""
    async with engine.connect() as connection:
        return [dict(row) for row in (await connection.execute(text(sql), values)).mappings()]


async def rows_in(database: str, schema: str, sql: str, **values: Any) -> list[dict[str, Any]]:
    """Any query in a schema nobody has an engine for."""
    engine = make_engine(database, schema, size=1)
    try:
        return await rows(engine, sql, **values)
    finally:
        await engine.dispose()
