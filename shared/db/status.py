"""Counts for operators; never values."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.sql import execute

OPEN_ITEMS = text("SELECT kind, count(*) AS open FROM work_item WHERE closed_at IS NULL GROUP BY kind ORDER BY kind")


async def open_work_items(session: AsyncSession) -> dict[str, int]:
    """How many things people have to do, by kind."""
    return {row.kind: row.open for row in await execute(session, OPEN_ITEMS)}
