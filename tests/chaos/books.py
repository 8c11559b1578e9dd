"""What the services have written down, read from their schemas by somebody outside."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from tests.chaos.faults import SERVICES

Rows = list[dict[str, Any]]
AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncio.TimeoutError)
"""What reading raises while the database is missing."""


@dataclass(frozen=True)
class Books:
    """The schemas of one trial."""

    database: str
    prefix: str

    def read(self, queries: Mapping[str, tuple[str, str]]) -> dict[str, Rows]:
        """Rows by name of query, each given as service and SQL, from one connection."""
        return asyncio.run(self._read(queries))

    def everywhere(self, sql: str, services: Sequence[str] = SERVICES) -> dict[str, Rows]:
        """The same query in each service's schema."""
        return self.read({service: (service, sql) for service in services})

    def events(self) -> int:
        """How many events have been announced: how far the work has come."""
        found = self.everywhere("SELECT count(*) AS events FROM outbox")
        return sum(int(rows[0]["events"]) for rows in found.values())

    def forget(self) -> None:
        """Drop the schemas."""
        asyncio.run(self._forget())

    async def _read(self, queries: Mapping[str, tuple[str, str]]) -> dict[str, Rows]:
        connection = await self._connect()
        try:
            found = {}
            for name, (service, sql) in queries.items():
                await connection.execute(f'SET search_path TO "{self.prefix}{service}"')
                found[name] = [dict(row) for row in await connection.fetch(sql)]
            return found
        finally:
            connection.terminate()

    async def _forget(self) -> None:
        connection = await self._connect()
        for service in SERVICES:
            await connection.execute(f'DROP SCHEMA IF EXISTS "{self.prefix}{service}" CASCADE')
        await connection.close()

    async def _connect(self) -> asyncpg.Connection[Any]:
        async with asyncio.timeout(5):
            return await asyncpg.connect(self.database.replace("+asyncpg", ""), command_timeout=30)
