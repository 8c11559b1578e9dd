"""Written SQL inside a transaction.

Two kinds of transaction take it. Routes have SQLModel's session, because they also select models. Whatever works through messages, calls and files
has a bare connection (`Bare`): there are no models to be tracked, and the same statements cost less than half the processor time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import asyncpg
from sqlalchemy import Row, TextClause
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlmodel.ext.asyncio.session import AsyncSession

Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]
DRIVER = dialect()  # type: ignore[no-untyped-call]


class Bare:
    """A transaction on a connection of asyncpg. `info` is for whoever works in it; it lives as long as the transaction."""

    __slots__ = ("connection", "info")

    def __init__(self, connection: asyncpg.Connection[Any]) -> None:
        self.connection = connection
        self.info: dict[Any, Any] = {}

    async def execute(self, statement: TextClause, values: Values | None = None) -> Rows:
        """Run a statement, or the same one for several sets of values."""
        sql, names = driver_sql(statement)
        if isinstance(values, Sequence):
            await self.connection.executemany(sql, [[each[name] for name in names] for each in values])
            return Rows()
        return Rows(await self.connection.fetch(sql, *[values[name] for name in names] if values else ()))


Session: TypeAlias = AsyncSession | Bare
"""Any transaction that takes written SQL."""


class Rows(list[Any]):
    """The answer to a statement: rows that unpack like tuples."""

    def all(self) -> list[Any]:
        return self

    def first(self) -> Any:
        """The first row; None when there is none."""
        return self[0] if self else None

    def one(self) -> Any:
        """The only row."""
        [row] = self
        return row

    def scalars(self) -> list[Any]:
        """The first column."""
        return [row[0] for row in self]

    def scalar_one(self) -> Any:
        """The only value."""
        return self.one()[0]

    def scalar_one_or_none(self) -> Any:
        """The only value; None when there is no row."""
        return self.scalar_one() if self else None

    def mappings(self) -> Rows:
        """Rows by the names of their columns."""
        return Rows(row._mapping if isinstance(row, Row) else row for row in self)


async def execute(session: Session, statement: TextClause, values: Values | None = None) -> Rows:
    """Run a statement, or the same one for several sets of values."""
    if isinstance(session, Bare):
        return await session.execute(statement, values)
    connection = await session.connection()
    result = await connection.execute(statement, values)
    return Rows(result.all()) if result.returns_rows else Rows()


@lru_cache(maxsize=1024)
def driver_sql(statement: TextClause) -> tuple[str, tuple[str, ...]]:
    """The statement with numbered parameters, and their names in that order."""
    compiled = statement.compile(dialect=DRIVER)
    return str(compiled), tuple(compiled.positiontup or ())
