"""Work items of rebuilt states with the days on which they were opened and closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import text

from shared.db.sql import Session, execute
from shared.db.work_items import FIELDS
from shared.stage.refold import Kept

REMEMBER = text(
    "INSERT INTO work_item (id, origin, origin_key, kind, subject, encounter_id, claim_id, place, sentence, amount, due_on, opened_at, closed_at) "
    "SELECT id, :origin, origin_key, kind, subject, encounter_id, claim_id, place, sentence, amount, due_on, opened_at, closed_at FROM unnest("
    "CAST(:id AS text[]), CAST(:origin_key AS text[]), CAST(:kind AS text[]), CAST(:subject AS text[]), CAST(:encounter_id AS text[]), "
    "CAST(:claim_id AS text[]), CAST(:place AS text[]), CAST(:sentence AS text[]), CAST(:amount AS numeric[]), CAST(:due_on AS date[]), "
    "CAST(:opened_at AS timestamptz[]), CAST(:closed_at AS timestamptz[])) AS given(id, origin_key, kind, subject, encounter_id, claim_id, place, "
    "sentence, amount, due_on, opened_at, closed_at) "
    "ON CONFLICT (id) DO UPDATE SET opened_at = excluded.opened_at, closed_at = excluded.closed_at"
)


async def remember(session: Session, origin: str, items: Mapping[str, Mapping[str, Kept]]) -> None:
    """Items by subject, as they came and went."""
    rows = [(subject, kept) for subject, each in items.items() for kept in each.values()]
    if not rows:
        return
    values: dict[str, Any] = {name: [getattr(kept.item, name) for _, kept in rows] for name in FIELDS}
    values |= {"origin": origin, "origin_key": [subject for subject, _ in rows]}
    values["due_on"] = [date.fromisoformat(kept.item.due_on) if kept.item.due_on else None for _, kept in rows]
    values |= {"opened_at": [kept.opened_at for _, kept in rows], "closed_at": [kept.closed_at for _, kept in rows]}
    await execute(session, REMEMBER, values)
