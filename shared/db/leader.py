"""One leader per role and service, by an advisory lock that lives as long as its connection: a process that dies loses it at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from shared.db.engine import direct_connection

TRY = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))"


@asynccontextmanager
async def leadership(database: str, schema: str, role: str, *, every: float = 0.5) -> AsyncIterator[asyncpg.Connection[Any]]:
    """Wait until this process may act in the role; yields the connection that holds it. When that connection breaks, so must the work."""
    connection = await direct_connection(database, schema)
    try:
        while not await connection.fetchval(TRY, f"{schema} {role}"):
            await asyncio.sleep(every)
        yield connection
    finally:
        connection.terminate()
