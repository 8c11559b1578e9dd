"""Which posting periods are closed. Whoever posts holds the answer until it commits, so that nothing slips into a month while it is being closed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from shared.db.sql import Session, execute

LOOK = text("SELECT closed_through FROM closed_period FOR SHARE")
SHOW = text("SELECT closed_through, closed_by, reason FROM closed_period")
CLOSE = text(
    "INSERT INTO closed_period (key, closed_through, closed_by, reason) VALUES (1, :period, :actor, :reason) ON CONFLICT (key) DO UPDATE "
    "SET closed_through = excluded.closed_through, closed_by = excluded.closed_by, reason = excluded.reason "
    "WHERE closed_period.closed_through < excluded.closed_through"
)


async def closed_through(session: Session) -> str:
    """The last closed period (YYYY-MM), empty while none is; it stays that until the end of this transaction."""
    return str((await execute(session, LOOK)).scalar_one_or_none() or "")


async def close(session: Session, period: str, actor: str, reason: str) -> str:
    """Close this period and all before it; waits for postings under way. Returns the last closed period, which may be a later one."""
    await execute(session, CLOSE, {"period": period, "actor": actor, "reason": reason})
    return await closed_through(session)


async def shown(session: Session) -> dict[str, Any]:
    """The last closed period, who closed it and why."""
    found = (await execute(session, SHOW)).mappings().first()
    return dict(found) if found else {"closed_through": "", "closed_by": "", "reason": ""}
