"""Whole services inside a test: the real worker, relay and performers against real servers, in the test's own event loop."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from shared.contracts.event import Event
from shared.contracts.topics import TOPICS
from shared.db.engine import make_engine
from shared.kafka.topics_admin import remove
from shared.runtime import Runtime
from shared.testing import rows

Condition = Callable[[], Awaitable[Any] | Any]


@dataclass
class Harness:
    """Running services of one test."""

    runtimes: dict[str, Runtime]
    tasks: Sequence[asyncio.Task[None]]

    async def emit(self, service: str, events: Sequence[Event], cause: str) -> None:
        """Put events into a service's outbox, as an HTTP request would."""
        runtime = self.runtimes[service]
        async with runtime.session() as session:
            await runtime.emit(session, events, stage=f"{service}.test", cause=cause)

    async def rows(self, service: str, sql: str, **values: Any) -> list[dict[str, Any]]:
        """A query in a service's schema."""
        return await rows(self.runtimes[service].engine, sql, **values)

    async def until(self, condition: Condition, *, seconds: float = 30.0) -> Any:
        """Wait until the condition gives something true, and return that; a service that died says why at once."""
        async with asyncio.timeout(seconds):
            while True:
                found = condition()
                found = await found if inspect.isawaitable(found) else found
                if found:
                    return found
                for task in self.tasks:
                    if task.done():
                        task.result()
                await asyncio.sleep(0.05)

    async def quiet(self, *, seconds: float = 30.0, calm: int = 4) -> None:
        """Wait until nothing is in the air: no lag, no unpublished event, no open call, several times in a row."""
        still = 0

        async def is_still() -> bool:
            nonlocal still
            states = [await runtime.status() for runtime in self.runtimes.values()]
            still = still + 1 if not any(map(_busy, states)) else 0
            return still >= calm

        await self.until(is_still, seconds=seconds)


def _busy(status: dict[str, Any]) -> bool:
    calls = any(call["status"] in ("waiting", "started") for call in status["outside_calls"])
    return bool(status["outbox"] or sum(status["lag"].values()) or calls)


@asynccontextmanager
async def running(*runtimes: Runtime, api: bool = False, anew: bool = True, keep: bool = False) -> AsyncIterator[Harness]:
    """Run services with their migrations until the end of the block, from empty schemas if `anew`; then remove what they made, unless `keep`."""
    for runtime in runtimes:
        if anew:
            await _drop(runtime)
        await runtime.migrate()  # one after the other: Alembic keeps its environment in a module
    stop = asyncio.Event()
    tasks = [asyncio.create_task(runtime.run(worker=True, api=api, migrate=False, stop=stop)) for runtime in runtimes]
    harness = Harness({runtime.service.name: runtime for runtime in runtimes}, tasks)
    try:
        await harness.until(lambda: all(runtime.worker and runtime.worker.assigned() for runtime in runtimes))
        yield harness
    finally:
        stop.set()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        if not keep:
            await forget(*runtimes)
    for end in ends:
        if isinstance(end, BaseException):
            raise end


async def forget(*runtimes: Runtime) -> None:
    """Remove the schemas and topics of services that do not run."""
    for runtime in runtimes:
        await _drop(runtime)
        await remove(runtime.settings, {*TOPICS, *runtime.topics()})


async def _drop(runtime: Runtime) -> None:
    engine = make_engine(runtime.settings.database, runtime.schema, size=1)
    async with engine.begin() as connection:
        await connection.execute(text(f'DROP SCHEMA IF EXISTS "{runtime.schema}" CASCADE'))
    await engine.dispose()
