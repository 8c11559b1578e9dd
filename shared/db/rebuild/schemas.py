"""The schema of a copy: made, marked as one, filled with what no event says, removed. A schema without the mark is never touched."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Table, text

from shared.db.sql import Session, execute
from shared.stage.faults import StopTheLine

MARK = "rcm rebuilt copy"
NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
COMMENT = text("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = :schema")
EXISTS = text("SELECT 1 FROM pg_namespace WHERE nspname = :schema")
PROGRESS = 'SELECT stage, topic, partition, next_offset FROM "{live}".progress'
UNHANDLED = 'SELECT stage, event_id FROM "{live}".parked WHERE released_at IS NULL'
UNPUBLISHED = 'SELECT count(*) FROM "{live}".outbox WHERE published_at IS NULL'


def checked(name: str) -> str:
    """A name that can stand in a statement."""
    if not NAME.fullmatch(name):
        raise StopTheLine(f"{name!r} is no name for a schema: take small letters, digits and _, at most 63.")
    return name


async def exists(session: Session, schema: str) -> bool:
    """Whether there is such a schema."""
    return bool((await execute(session, EXISTS, {"schema": schema})).first())


async def clear(session: Session, schema: str) -> None:
    """Remove an earlier copy, whole or half. Anything else of that name is left alone, and said."""
    if not await exists(session, schema):
        return
    if (await execute(session, COMMENT, {"schema": schema})).scalar_one_or_none() != MARK:
        raise StopTheLine(f"The schema {schema} is there and is no copy made by a rebuild: give another name with --into.")
    await execute(session, text(f'DROP SCHEMA "{checked(schema)}" CASCADE'))


async def create(session: Session, schema: str) -> None:
    """An empty schema with the mark, so that a rebuild that dies here is found and removed by the next."""
    await execute(session, text(f'CREATE SCHEMA "{checked(schema)}"'))
    await execute(session, text(f"COMMENT ON SCHEMA \"{schema}\" IS '{MARK}'"))


async def passed(session: Session, live: str) -> dict[tuple[str, str, int], int]:
    """How far each stage had come: (stage, topic, partition) → next offset."""
    rows = await execute(session, text(PROGRESS.format(live=checked(live))))
    return {(stage, topic, partition): offset for stage, topic, partition, offset in rows}


async def unhandled(session: Session, live: str) -> set[tuple[str, str]]:
    """(stage, event id) of messages that stand parked or were given up: no stage has folded them."""
    return {(stage, id) for stage, id in await execute(session, text(UNHANDLED.format(live=checked(live))))}


async def unpublished(session: Session, live: str) -> int:
    """Events that were decided and are in no topic yet."""
    return int((await execute(session, text(UNPUBLISHED.format(live=checked(live))))).scalar_one())


async def take_over(session: Session, live: str, tables: Sequence[Table], folded: Sequence[str]) -> dict[str, int]:
    """Copy the rows of these tables, and the work items that no state raises (those of gateways and folders); returns how many each has."""
    counts = {}
    for table in tables:
        await execute(session, text(f'DELETE FROM "{table.name}"'))  # noqa: S608  a migration may have put first rows there
        counts[table.name] = await _copied(session, live, table.name, [column.name for column in table.columns])
        await _advance(session, table)
    foreign = text(
        f'INSERT INTO work_item SELECT * FROM "{checked(live)}".work_item WHERE NOT (origin = ANY(CAST(:folded AS text[]))) '  # noqa: S608
        "ON CONFLICT DO NOTHING RETURNING 1"
    )
    counts["work_item"] = len(await execute(session, foreign, {"folded": list(folded)}))
    return counts


async def _copied(session: Session, live: str, table: str, columns: Sequence[str]) -> int:
    names = ", ".join(f'"{name}"' for name in columns)
    source = f'SELECT {names} FROM "{checked(live)}"."{table}"'  # noqa: S608
    moved = f'WITH moved AS (INSERT INTO "{table}" ({names}) OVERRIDING SYSTEM VALUE {source} RETURNING 1) SELECT count(*) FROM moved'  # noqa: S608
    return int((await execute(session, text(moved))).scalar_one())


async def _advance(session: Session, table: Table) -> None:
    """Numbers that the database gives go on where the live table's stand."""
    for column in table.primary_key.columns:
        found = text(f"SELECT pg_get_serial_sequence(format('%I.%I', current_schema(), '{table.name}'), '{column.name}')")
        sequence = (await execute(session, found)).scalar_one()
        if sequence:
            newest = f'(SELECT coalesce(max("{column.name}"), 0) + 1 FROM "{table.name}")'  # noqa: S608
            await execute(session, text(f"SELECT setval('{sequence}', {newest}, false)"))
