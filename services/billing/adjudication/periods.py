"""Which posting periods are closed. Whoever posts holds the answer until it commits, so that nothing slips into a month while it is being closed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from shared.db.sql import Session, execute

LOOK = text("SELECT closed_through FROM closed_period FOR SHARE")
SHOW = text("SELECT closed_through, closed_by, reason FROM closed_period")
CLOSE = text("UPDATE closed_period SET closed_through = :period, closed_by = :actor, reason = :reason WHERE closed_through < :period")


async def closed_through(session: Session) -> str:
    """The last closed period (YYYY-MM), empty while none is; it stays that until the end of this transaction."""
    return str((await execute(session, LOOK)).scalar_one())


async def close(session: Session, period: str, actor: str, reason: str) -> str:
    """Close this period and all before it; waits for postings under way. Returns the last closed period, which may be a later one."""
    await execute(session, CLOSE, {"period": period, "actor": actor, "reason": reason})
    return await closed_through(session)


async def shown(session: Session) -> dict[str, Any]:
    """The last closed period, who closed it and why."""
    return dict((await execute(session, SHOW)).mappings().one())
