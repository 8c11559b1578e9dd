"""Many rows in one round trip: arrays through unnest, never one statement per row and never the ORM's unit of work."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Table, TextClause, text
from sqlalchemy.dialects.postgresql import JSONB, dialect
from sqlmodel import SQLModel

from shared.db.sql import Session, execute

Values = Mapping[str, Any]
POSTGRES = dialect()  # type: ignore[no-untyped-call]


async def upsert(session: Session, model: type[SQLModel], rows: Sequence[Values]) -> None:
    """Insert rows, or overwrite those with the same primary key. Every row names the same columns; a key occurs once."""
    await _write(session, model, rows, "update")


async def insert_new(session: Session, model: type[SQLModel], rows: Sequence[Values]) -> None:
    """Insert rows whose primary key (or other unique column) is not there yet; leave the others as they are."""
    await _write(session, model, rows, "nothing")


async def _write(session: Session, model: type[SQLModel], rows: Sequence[Values], conflict: str) -> None:
    if not rows:
        return
    table, names = table_of(model), tuple(rows[0])
    statement = insert_statement(table, names, conflict)
    await execute(session, statement, {name: _column([row[name] for row in rows], table.c[name]) for name in names})


def _column(values: list[Any], column: Column[Any]) -> list[Any]:
    """The values of one column; most are as asyncpg takes them."""
    if isinstance(column.type, JSONB) or any(issubclass(kind, Enum) for kind in set(map(type, values))):
        return [plain(value, column) for value in values]
    return values


def table_of(model: type[SQLModel]) -> Table:
    """The table a model was declared with."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def plain(value: Any, column: Column[Any]) -> Any:
    """A value as asyncpg takes it inside an array."""
    if isinstance(column.type, JSONB) and value is not None:
        return json.dumps(value, default=_json)
    return value.value if isinstance(value, Enum) else value


def _json(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} does not belong into a JSON column")


def array_type(column: Column[Any]) -> str:
    """The SQL array a column's values travel in."""
    name = column.type.compile(POSTGRES)
    return "text[]" if name in ("VARCHAR", "JSONB") else f"{name}[]"


@lru_cache(maxsize=512)
def insert_statement(table: Table, names: tuple[str, ...], conflict: str) -> TextClause:
    """INSERT … SELECT … FROM unnest(…) with what to do about rows that are there already: update, nothing, or fail."""
    arrays = ", ".join(f"CAST(:{name} AS {array_type(table.c[name])})" for name in names)
    quoted = ", ".join(f'"{name}"' for name in names)
    columns = ", ".join(f'CAST("{name}" AS JSONB)' if isinstance(table.c[name].type, JSONB) else f'"{name}"' for name in names)
    sql = f'INSERT INTO "{table.name}" ({quoted}) SELECT {columns} FROM unnest({arrays}) AS given({quoted})'  # noqa: S608
    return text(sql + _on_conflict(table, names, conflict))


def _on_conflict(table: Table, names: tuple[str, ...], conflict: str) -> str:
    keys = [column.name for column in table.primary_key.columns]
    others = [name for name in names if name not in keys]
    if conflict == "fail":
        return ""
    if conflict == "nothing" or not others:
        return " ON CONFLICT DO NOTHING"
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in others)
    return f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes}"
