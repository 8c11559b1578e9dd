"""Where messages wait, sorted by subject, until all of them are read: memory stays flat however long history is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from shared.db.sql import Session, execute

MAKE = (
    "CREATE UNLOGGED TABLE rebuild_message (number bigint PRIMARY KEY, id text UNIQUE, type text, source text, key text, at timestamptz, "
    "correlation text, causation text, topic text, partition int, place bigint, written_at bigint, value bytea)",
    'CREATE UNLOGGED TABLE rebuild_part (part text, subject text COLLATE "C", voice text, is_said boolean, number bigint)',
)
INDEX = ("CREATE INDEX rebuild_part_subject ON rebuild_part (part, subject)", "ANALYZE rebuild_part", "ANALYZE rebuild_message")
DROP = ("DROP TABLE rebuild_part", "DROP TABLE rebuild_message")
ADD = text(
    "WITH fresh AS (INSERT INTO rebuild_message SELECT * FROM unnest(CAST(:number AS bigint[]), CAST(:id AS text[]), CAST(:type AS text[]), "
    "CAST(:source AS text[]), CAST(:key AS text[]), CAST(:at AS timestamptz[]), CAST(:correlation AS text[]), CAST(:causation AS text[]), "
    "CAST(:topic AS text[]), CAST(:partition AS int[]), CAST(:place AS bigint[]), CAST(:written_at AS bigint[]), CAST(:value AS bytea[])) "
    "ON CONFLICT DO NOTHING RETURNING number) "
    "INSERT INTO rebuild_part SELECT part, subject, voice, is_said, number FROM unnest(CAST(:parts AS text[]), CAST(:subjects AS text[]), "
    "CAST(:voices AS text[]), CAST(:saids AS boolean[]), CAST(:numbers AS bigint[])) AS given(part, subject, voice, is_said, number) "
    "JOIN fresh USING (number)"
)
"""A message that came twice counts where it came first."""
COUNT = text("SELECT count(*) FROM (SELECT DISTINCT part, subject FROM rebuild_part) AS subjects")
NEXT = text("SELECT DISTINCT subject FROM rebuild_part WHERE part = :part AND subject > :after ORDER BY subject LIMIT :most")
OF = text(
    "SELECT p.subject, p.voice, p.is_said, m.* FROM rebuild_part p JOIN rebuild_message m USING (number) "
    "WHERE p.part = :part AND p.subject = ANY(CAST(:subjects AS text[])) ORDER BY p.subject, p.number"
)
AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class Share:
    """A message's place in the history of one subject."""

    part: str
    """The table that keeps the subject's state."""
    subject: str
    voice: str
    """The stage that handled it, or whoever said it."""
    is_said: bool


@dataclass(frozen=True, slots=True)
class Staged:
    """A message with those whom it is about."""

    number: int
    id: str
    type: str
    source: str
    key: str
    at: datetime
    correlation: str
    causation: str
    topic: str
    partition: int
    place: int
    written_at: int
    value: bytes
    shares: tuple[Share, ...]


FIELDS = tuple(name for name in Staged.__slots__ if name != "shares")


async def run(session: Session, statements: Sequence[str]) -> None:
    """Statements without values."""
    for statement in statements:
        await execute(session, text(statement))


async def add(session: Session, messages: Sequence[Staged]) -> None:
    """Keep messages for their subjects."""
    values: dict[str, list[Any]] = {name: [getattr(message, name) for message in messages] for name in FIELDS}
    shares = [(message.number, share) for message in messages for share in message.shares]
    values |= {"parts": [share.part for _, share in shares], "subjects": [share.subject for _, share in shares]}
    values |= {"voices": [share.voice for _, share in shares], "saids": [share.is_said for _, share in shares]}
    await execute(session, ADD, values | {"numbers": [number for number, _ in shares]})


async def count(session: Session) -> int:
    """Of how many subjects something is known."""
    return int((await execute(session, COUNT)).scalar_one())


async def after(session: Session, part: str, subject: str) -> dict[str, list[Any]]:
    """The next subjects of a part with the rows of their messages, each in the order of reading."""
    subjects = (await execute(session, NEXT, {"part": part, "after": subject, "most": AT_ONCE})).scalars()
    rows: dict[str, list[Any]] = {each: [] for each in subjects}
    if rows:
        for row in await execute(session, OF, {"part": part, "subjects": subjects}):
            rows[row[0]].append(row)
    return rows
