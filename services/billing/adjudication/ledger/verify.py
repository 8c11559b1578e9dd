"""Is the ledger what everything else says it is? Every balance is made again from the entries and held against the states, in one snapshot."""

from __future__ import annotations

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.adjudication import repository
from services.billing.adjudication.ledger import queries, shown
from shared.contracts.values import dollars
from shared.db.sql import execute

MOST = 200
"""Differences that are named; the rest is counted."""


async def report(session: AsyncSession, site: str, expected: str = "") -> dict[str, Any]:
    """Whether it is sound, the digest, the control total, and what differs. `expected` is the digest that a replay must reproduce."""
    await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    counts = dict((await execute(session, queries.COUNTS)).mappings().one())
    differences, more = await _differences(session)
    accounts, found = await repository.trial_balance(session), await queries.digest(session, site)
    control = shown.summary(accounts, await queries.totals(session))
    matches = found == expected if expected else None
    sound = not differences and control["balanced"] and control["explained"] and control["opening"]["explained"] and matches is not False
    return {
        "sound": sound,
        **counts,
        "digest": found,
        "digest_matches": matches,
        "differences": differences,
        "more_differences": more,
        "control": control,
    }


async def _differences(session: AsyncSession) -> tuple[list[dict[str, Any]], int]:
    named: list[dict[str, Any]] = []
    count = 0
    for statement in (queries.DIFFERENCES, queries.COLUMNS):
        async for row in queries.streamed(session, statement):
            count += 1
            if len(named) < MOST:
                named.append({**row, "entries": dollars(row["entries"]), "state": dollars(row["state"])})
    return named, count - len(named)
