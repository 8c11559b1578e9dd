"""Control numbers without gaps: X12 partners ask where number 17 went.

A database sequence keeps counting when a transaction fails; this table does not. The price is that two transactions that want a number of the
same name wait for each other, so ask late.
"""

from __future__ import annotations

from sqlalchemy import text

from shared.db.sql import Session, execute

ALLOT = text(
    "INSERT INTO sequence AS kept (name, value) VALUES (:name, :count) "
    "ON CONFLICT (name) DO UPDATE SET value = kept.value + excluded.value RETURNING value"
)


async def allot(session: Session, name: str, count: int = 1) -> int:
    """The first of `count` numbers that nobody else gets; numbering begins at 1."""
    last = (await execute(session, ALLOT, {"name": name, "count": count})).scalar_one()
    return int(last) - count + 1
