"""What keeps a service process from its work, as sentences for whoever looks after it; nothing when all is well."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from shared import watch
from shared.db import status
from shared.telemetry.log import where

if TYPE_CHECKING:
    from shared.runtime import Runtime

DATABASE_SECONDS = 2.0


async def not_ready(runtime: Runtime) -> list[str]:
    """The database is asked now; what the others said is at most some seconds old."""
    return [sentence async for sentence in _reasons(runtime)]


async def _reasons(runtime: Runtime) -> AsyncIterator[str]:
    fault = await _database(runtime)
    if fault:
        yield fault
    if runtime.watch.held:
        yield runtime.watch.held
    if runtime.works:
        for sentence in (_worker(runtime), "" if runtime.watch.held else _relay(runtime), _kafka(runtime)):
            if sentence:
                yield sentence


async def _database(runtime: Runtime) -> str:
    """Whether it answers, and whether its schema is the one this release needs."""
    try:
        async with asyncio.timeout(DATABASE_SECONDS), runtime.session() as session:
            reached = await status.revision(session)
    except Exception as fault:  # noqa: BLE001  whatever it is, the answer is the same
        return f"the database does not answer ({where(fault)})"
    newest, *older = runtime.revisions
    return f"the schema is at migration {reached}, this release brings it to {newest}: restart the service" if reached in older else ""


def _worker(runtime: Runtime) -> str:
    worker = runtime.worker
    if worker is None or not worker.assigned():
        return "the worker has no partitions yet"
    return f"the line stopped: {worker.fault}" if worker.fault else ""


def _relay(runtime: Runtime) -> str:
    seconds = runtime.watch.stuck_seconds
    return f"no event could be published for {seconds:.0f} s: see whether Kafka answers" if seconds > watch.SILENT_SECONDS else ""


def _kafka(runtime: Runtime) -> str:
    seconds = runtime.watch.kafka_silent_seconds
    return f"Kafka has not answered for {seconds:.0f} s" if seconds > watch.SILENT_SECONDS else ""
