"""Messages that could not be handled, whole and in order, and the keys whose later messages wait behind them.

A batch locks the quarantine rows it meets, and so does a release. Otherwise a message could be parked behind a key that is just being set free,
and nobody would ever look at it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import text

from shared.db.delivery import Delivery, from_json, to_json
from shared.db.sql import Session, execute

Kind = Literal["schema", "rejected", "defect", "waiting"]

CLOSED = text("SELECT key FROM quarantined WHERE stage = :stage AND key = ANY(CAST(:keys AS text[])) ORDER BY key FOR UPDATE")
CLOSE = text(
    "INSERT INTO quarantined (stage, key) SELECT :stage, * FROM unnest(CAST(:keys AS text[])) AS given(key) ORDER BY key ON CONFLICT DO NOTHING"
)
PARK = text(
    "INSERT INTO parked (stage, key, event_id, type, kind, reason, topic, envelope, value, discarded_by, discard_reason) "
    "VALUES (:stage, :key, :event_id, :type, :kind, :reason, :topic, CAST(:envelope AS jsonb), :value, '', '')"
)
PARK_AGAIN = text("UPDATE parked SET kind = :kind, reason = :reason WHERE id = :id")
OPEN = "discarded_at IS NULL AND released_at IS NULL"
WAITING = text(f"SELECT id, envelope, value FROM parked WHERE stage = :stage AND key = :key AND {OPEN} ORDER BY id")  # noqa: S608
RELEASED = text("UPDATE parked SET released_at = now() WHERE id = ANY(CAST(:ids AS bigint[]))")
DISCARD = text(
    f"UPDATE parked SET discarded_at = now(), discarded_by = :actor, discard_reason = :reason WHERE id = :id AND {OPEN} "  # noqa: S608
    "RETURNING stage, key"
)
ANSWERED_FOR = text(
    f"UPDATE parked SET discarded_by = :actor, discard_reason = :reason WHERE stage = :stage AND key = :key AND {OPEN}"  # noqa: S608
)
REOPEN = text(
    "DELETE FROM quarantined q WHERE stage = :stage AND key = :key AND NOT EXISTS (SELECT 1 FROM parked p "
    "WHERE p.stage = q.stage AND p.key = q.key AND discarded_at IS NULL AND released_at IS NULL)"
)
COUNTS = text(f"SELECT stage, kind, count(*) FROM parked WHERE {OPEN} GROUP BY stage, kind ORDER BY stage, kind")  # noqa: S608


@dataclass(frozen=True, slots=True)
class Refused:
    """A delivery and why it is parked."""

    delivery: Delivery
    key: str
    kind: Kind
    reason: str


async def closed_keys(session: Session, stage: str, keys: Iterable[str]) -> set[str]:
    """Those of these keys whose messages wait, locked until the end of the transaction."""
    return set((await execute(session, CLOSED, {"stage": stage, "keys": sorted(set(keys))})).scalars())


async def park(session: Session, stage: str, refused: Sequence[Refused]) -> None:
    """Keep messages whole and close their keys. One that is being released and failed again stays where it is."""
    if not refused:
        return
    await execute(session, CLOSE, {"stage": stage, "keys": sorted({each.key for each in refused})})
    fresh = [_row(stage, each) for each in refused if each.delivery.parked_id is None]
    again = [{"id": each.delivery.parked_id, "kind": each.kind, "reason": each.reason} for each in refused if each.delivery.parked_id is not None]
    for statement, rows in ((PARK, fresh), (PARK_AGAIN, again)):
        if rows:
            await execute(session, statement, rows)


def _row(stage: str, refused: Refused) -> dict[str, Any]:
    delivery, envelope = refused.delivery, refused.delivery.envelope
    words = {"stage": stage, "key": refused.key, "kind": refused.kind, "reason": refused.reason, "topic": delivery.topic}
    body = {"envelope": json.dumps(to_json(envelope, delivery.fault)), "value": delivery.value}
    return {**words, **body, "event_id": envelope.id, "type": envelope.type}


async def waiting(session: Session, stage: str, key: str) -> list[Delivery]:
    """Everything parked of this key, oldest first, with the key held: nothing joins while it is being released."""
    await closed_keys(session, stage, [key])
    rows = await execute(session, WAITING, {"stage": stage, "key": key})
    return [_delivery(number, envelope, value) for number, envelope, value in rows]


def _delivery(number: int, row: Any, value: bytes) -> Delivery:
    envelope, fault = from_json(json.loads(row) if isinstance(row, str) else row)
    return Delivery(envelope, bytes(value), fault=fault, parked_id=number)


async def mark_released(session: Session, stage: str, key: str, ids: Sequence[int]) -> None:
    """Note which parked messages were handled after all, and open the key when none is left."""
    await execute(session, RELEASED, {"ids": list(ids)})
    await execute(session, REOPEN, {"stage": stage, "key": key})


async def answered_for(session: Session, stage: str, key: str, actor: str, reason: str) -> None:
    """Note who wants a key's messages handled again, and why; kept with them whatever comes of it."""
    await execute(session, ANSWERED_FOR, {"stage": stage, "key": key, "actor": actor, "reason": reason})


async def discard(session: Session, number: int, actor: str, reason: str) -> tuple[str, str] | None:
    """Give a parked message up, on somebody's responsibility. Returns its stage and key, to release what waits behind it; None when it is gone."""
    row = (await execute(session, DISCARD, {"id": number, "actor": actor, "reason": reason})).first()
    if row is None:
        return None
    stage, key = row
    await execute(session, REOPEN, {"stage": stage, "key": key})
    return str(stage), str(key)


async def counts(session: Session) -> list[dict[str, Any]]:
    """How many messages are parked, by stage and kind."""
    return [{"stage": stage, "kind": kind, "count": count} for stage, kind, count in await execute(session, COUNTS)]
