"""Written SQL inside a session's transaction.

SQLModel's session discourages `execute` in favour of `exec`, which takes selects of models only. Everything that is text or bulk goes through
the connection instead: same transaction, and nothing of the ORM in the way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlmodel.ext.asyncio.session import AsyncSession

Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


async def execute(session: AsyncSession, statement: Executable, values: Values | None = None) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement, or the same one for several sets of values."""
    connection = await session.connection()
    return await connection.execute(statement, values)
