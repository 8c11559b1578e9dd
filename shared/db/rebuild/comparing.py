"""A copy held against the schema that lives, row by row: what is in one and not in the other, and what is said differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, text

from shared.db.rebuild.schemas import checked
from shared.db.sql import Session, execute

NAMED = 20
"""Rows of a table that are named; the rest is counted."""
WORK_ITEM = ("id", "origin", "origin_key", "kind", "subject", "encounter_id", "claim_id", "place", "sentence", "amount", "due_on")
WHEN = ("updated_at",)
"""When a row was written, which is another time for each who writes it."""
SUM = "coalesce(md5(string_agg(hash, '' ORDER BY id COLLATE \"C\")), '')"


@dataclass(frozen=True)
class TableFound:
    """One table on both sides. A sum is that of all rows; equal sums are equal rows."""

    table: str
    live: int
    copy: int
    live_sum: str
    copy_sum: str
    differing: int
    named: tuple[str, ...]
    """Primary keys of the first rows that differ."""

    @property
    def same(self) -> bool:
        return not self.differing

    def plain(self) -> dict[str, Any]:
        """For programs."""
        return {**self.__dict__, "named": list(self.named), "same": self.same}


async def compared(session: Session, live: str, copy: str, tables: Sequence[Table], origins: Sequence[str]) -> list[TableFound]:
    """Each of these tables, and the open work items that their states raise."""
    found = [await _compared(session, live, copy, table.name, _key(table), _columns(table), "", {}) for table in tables]
    where = "WHERE closed_at IS NULL AND origin = ANY(CAST(:origins AS text[]))"
    return [*found, await _compared(session, live, copy, "work_item", ["id"], WORK_ITEM, where, {"origins": list(origins)})]


def _key(table: Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]


def _columns(table: Table) -> list[str]:
    """All that a row says; a number that the database gave is no part of it."""
    return [column.name for column in table.columns if column.identity is None and column.name not in WHEN]


async def _compared(
    session: Session, live: str, copy: str, table: str, key: Sequence[str], columns: Sequence[str], where: str, values: dict[str, Any]
) -> TableFound:
    sides = f"WITH live AS ({_rows(live, table, key, columns, where)}), copy AS ({_rows(copy, table, key, columns, where)})"
    sums = f"{sides} SELECT (SELECT count(*) FROM live), (SELECT count(*) FROM copy), (SELECT {SUM} FROM live), (SELECT {SUM} FROM copy)"  # noqa: S608
    live_rows, copy_rows, live_sum, copy_sum = (await execute(session, text(sums), values)).one()
    differing, named = 0, tuple[str, ...]()
    if live_sum != copy_sum:
        other = "FROM live FULL JOIN copy USING (id) WHERE live.hash IS DISTINCT FROM copy.hash"
        differing = (await execute(session, text(f"{sides} SELECT count(*) {other}"), values)).scalar_one()
        named = tuple((await execute(session, text(f"{sides} SELECT id {other} ORDER BY id LIMIT {NAMED}"), values)).scalars())
    return TableFound(table, live_rows, copy_rows, live_sum, copy_sum, differing, named)


def _rows(schema: str, table: str, key: Sequence[str], columns: Sequence[str], where: str) -> str:
    """Every row as its key and a hash of what it says."""
    id = "concat_ws('/', " + ", ".join(f'"{name}"' for name in key) + ")"
    row = "md5(CAST(ROW(" + ", ".join(f'"{name}"' for name in columns) + ") AS text))"
    return f'SELECT {id} AS id, {row} AS hash FROM "{checked(schema)}"."{table}" {where}'  # noqa: S608
