"""A database restored from a backup is older than the world: what was sent, told and numbered since then is not in it.

Nothing of that may happen a second time. So the schema is marked, as a comment that no table and no migration has to know of; while it is, stages
catch up on what Kafka still has, and nothing leaves the house: no event, no call, no batch, no file, no calendar. A person ends that. Then every call
that waits may have been made before, so it counts as started: whoever performs it asks first (`inquire`) and repeats nothing blindly; and what is
decided again and was announced before is not announced a second time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import text

from shared.db import outbox
from shared.db.outbox import Outgoing
from shared.db.roles import REMARK
from shared.db.sql import Session, execute

PREFIX = "rcm restored "
GAP = 1_000_000
"""Numbers left out after a restore: more than can have been given since the backup. Control numbers have nine digits."""

COMMENT = text("SELECT obj_description(CAST(current_schema() AS regnamespace), 'pg_namespace')")
SCHEMA = text("SELECT current_schema()")
BY_FUNCTION = text(f"SELECT to_regprocedure('{REMARK}(text)') IS NOT NULL")
REMARK_BY_FUNCTION = text(f"SELECT {REMARK}(:words)")
"""Where another role owns the schema."""
JUMP = text("UPDATE sequence SET value = value + :gap")
POSITIONS = text("SELECT stage, topic, partition, next_offset FROM progress")
NEWEST = text("SELECT max(published_at) FROM outbox")
PUBLISHED = text("UPDATE outbox SET published_at = now() WHERE event_id = ANY(CAST(:ids AS text[])) AND published_at IS NULL")
PERHAPS_MADE = text("UPDATE outside_call SET status = 'started', attempt = attempt + 1, started_at = now() WHERE status = 'waiting' RETURNING 1")
SAID_BEFORE = text(
    "UPDATE outbox o SET published_at = now() WHERE published_at IS NULL AND source NOT LIKE '%/http' AND EXISTS (SELECT 1 FROM outbox k "
    "WHERE k.key = o.key AND k.type = o.type AND k.source = o.source AND k.value = o.value AND k.published_at IS NOT NULL)"
)
"""Messages of different topics may be read again in another order than the first time. The same fact then has another cause and another id; it is in
the event log under the old one. A person's command is never taken for a repeat: two equal payments are two."""


@dataclass(frozen=True)
class Hold:
    """Why nothing leaves the house."""

    restored_at: str
    until: Mapping[str, int]
    """By `topic/partition`: where Kafka ended at the restore. What lies before was known to the lost database."""


async def held(session: Session) -> Hold | None:
    """The mark of this schema, if it has one."""
    comment = str((await execute(session, COMMENT)).scalar_one() or "")
    return Hold(**json.loads(comment.removeprefix(PREFIX))) if comment.startswith(PREFIX) else None


async def mark(session: Session, hold: Hold) -> None:
    """Hold everything back from the next start on, and leave out the numbers that may have been given since the backup."""
    if await held(session) is None:
        await execute(session, JUMP, {"gap": GAP})
    await _comment(session, PREFIX + json.dumps(asdict(hold)))


async def release(session: Session) -> int:
    """End the hold; returns how many calls wait, all of which will be asked about before they are made."""
    calls = len((await execute(session, PERHAPS_MADE)).all())
    await execute(session, SAID_BEFORE)
    await _comment(session, "")
    return calls


async def _comment(session: Session, words: str) -> None:
    if (await execute(session, BY_FUNCTION)).scalar_one():
        await execute(session, REMARK_BY_FUNCTION, {"words": words})
        return
    schema = (await execute(session, SCHEMA)).scalar_one()
    quoted = words.replace("'", "''").replace(":", "\\:")
    await execute(session, text(f"COMMENT ON SCHEMA \"{schema}\" IS '{quoted}'"))


async def positions(session: Session) -> dict[tuple[str, str, int], int]:
    """How far each stage had come at the backup: (stage, topic, partition) → next offset."""
    return {(stage, topic, partition): offset for stage, topic, partition, offset in await execute(session, POSITIONS)}


async def adopt(session: Session, messages: Sequence[Outgoing]) -> None:
    """Put events that were published after the backup into the event log again, as published: deciding on them anew repeats nothing."""
    await outbox.add(session, messages)
    await execute(session, PUBLISHED, {"ids": [message.envelope.id for message in messages]})


async def newest_published(session: Session) -> float | None:
    """When the newest event of the backup was published, in seconds since 1970; None when it has none."""
    newest = (await execute(session, NEWEST)).scalar_one()
    return newest.timestamp() if newest else None
