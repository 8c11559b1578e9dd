"""Work items follow from what raises them: an item that its origin no longer names is closed, one that it names again is opened again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import text

from shared.contracts.values import WorkItem
from shared.db.sql import Session, execute

CLOSE = text(
    "UPDATE work_item SET closed_at = :at WHERE origin = :origin AND origin_key = ANY(CAST(:keys AS text[])) "
    "AND closed_at IS NULL AND NOT (id = ANY(CAST(:open AS text[])))"
)
OPEN = text(
    "INSERT INTO work_item AS kept (id, origin, origin_key, kind, subject, encounter_id, claim_id, place, sentence, amount, due_on, opened_at) "
    "SELECT id, :origin, origin_key, kind, subject, encounter_id, claim_id, place, sentence, amount, due_on, :at FROM unnest("
    "CAST(:id AS text[]), CAST(:origin_key AS text[]), CAST(:kind AS text[]), CAST(:subject AS text[]), CAST(:encounter_id AS text[]), "
    "CAST(:claim_id AS text[]), CAST(:place AS text[]), CAST(:sentence AS text[]), CAST(:amount AS numeric[]), CAST(:due_on AS date[])"
    ") AS given(id, origin_key, kind, subject, encounter_id, claim_id, place, sentence, amount, due_on) "
    "ON CONFLICT (id) DO UPDATE SET origin = excluded.origin, origin_key = excluded.origin_key, kind = excluded.kind, subject = excluded.subject, "
    "encounter_id = excluded.encounter_id, claim_id = excluded.claim_id, place = excluded.place, sentence = excluded.sentence, "
    "amount = excluded.amount, due_on = excluded.due_on, closed_at = NULL, "
    "opened_at = CASE WHEN kept.closed_at IS NULL THEN kept.opened_at ELSE excluded.opened_at END"
)
FIELDS = ("id", "kind", "subject", "encounter_id", "claim_id", "place", "sentence", "amount")


async def follow(session: Session, origin: str, items: Mapping[str, Sequence[WorkItem]], at: datetime) -> None:
    """Make the open items of these keys of an origin exactly `items`; keys that are not named stay as they are."""
    rows = {item.id: (key, item) for key, wanted in items.items() for item in wanted}
    await execute(session, CLOSE, {"origin": origin, "keys": list(items), "open": list(rows), "at": at})
    if rows:
        await execute(session, OPEN, {"origin": origin, "at": at, **_columns(list(rows.values()))})


def _columns(rows: Sequence[tuple[str, WorkItem]]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [getattr(item, name) for _, item in rows] for name in FIELDS}
    columns["origin_key"] = [key for key, _ in rows]
    columns["due_on"] = [date.fromisoformat(item.due_on) if item.due_on else None for _, item in rows]
    return columns
