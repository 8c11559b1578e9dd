"""Counts for operators; never values. Every query reads an index of what is open, so none grows with history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from shared.db import parking
from shared.db.sql import Session, execute

OPEN_ITEMS = text("SELECT kind, count(*) AS open FROM work_item WHERE closed_at IS NULL GROUP BY kind ORDER BY kind")
OPEN_CALLS = text(
    "SELECT gateway, status, count(*) FROM outside_call WHERE status IN ('waiting', 'started') GROUP BY gateway, status UNION ALL "
    "SELECT place, 'uncertain', count(*) FROM work_item WHERE closed_at IS NULL AND kind = 'outside_call_uncertain' GROUP BY place ORDER BY 1, 2"
)
MOST = 20_001
"""Unpublished events are counted no further."""
UNPUBLISHED = text("SELECT count(*), min(id) FROM (SELECT id FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT :most) AS waiting")
REVISION = text("SELECT version_num FROM alembic_version")


@dataclass(frozen=True)
class Counts:
    """How much of a service is open."""

    outbox: int = 0
    oldest: int | None = None
    """Number of the oldest unpublished event."""
    parked: list[dict[str, Any]] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    work_items: dict[str, int] = field(default_factory=dict)
    revision: str = ""
    """The migration that the schema has reached."""


async def counts(session: Session) -> Counts:
    """All of it, in one transaction."""
    depth, oldest = (await execute(session, UNPUBLISHED, {"most": MOST})).one()
    parked, calls, items = await parking.counts(session), await open_calls(session), await open_work_items(session)
    return Counts(int(depth), oldest, parked, calls, items, await revision(session))


async def open_work_items(session: Session) -> dict[str, int]:
    """How many things people have to do, by kind."""
    return dict(await execute(session, OPEN_ITEMS))


async def open_calls(session: Session) -> list[dict[str, Any]]:
    """Outside calls that are not settled, by gateway and status: waiting, started, or uncertain until a person has found out."""
    return [{"gateway": gateway, "status": status, "count": count} for gateway, status, count in await execute(session, OPEN_CALLS)]


async def revision(session: Session) -> str:
    """The migration that the schema has reached."""
    return str((await execute(session, REVISION)).scalar_one())
