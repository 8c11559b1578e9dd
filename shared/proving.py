"""A rebuilt copy held against the schema that lives: every row, the work items, and what people read off both. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shared.db.engine import make_engine, session_on, transaction
from shared.db.plumbing import TEMPLATES
from shared.db.rebuild import comparing, schemas
from shared.db.rebuild.reading import table_name
from shared.rebuilding import kept_tables
from shared.runtime import Runtime
from shared.stage.faults import StopTheLine


async def prove(runtime: Runtime, into: str) -> dict[str, Any]:
    """`same`, the tables with their sums, the figures of both sides that differ, and sentences."""
    tables = [table for name, table in sorted(runtime.service.metadata.tables.items()) if name not in {*TEMPLATES, *kept_tables(runtime)}]
    origins = sorted({table_name(bound) for bound in runtime.parts.stages})
    settings = runtime.settings
    engine = make_engine(settings.database_owner or settings.database, into, size=1)
    try:
        async with transaction(engine) as session:
            for schema in (runtime.schema, into):
                if not await schemas.exists(session, schema):
                    raise StopTheLine(f"There is no schema {schema} to compare with.")
            found = await comparing.compared(session, runtime.schema, schemas.checked(into), tables, origins)
    finally:
        await engine.dispose()
    live, copy = await figures(runtime, runtime.schema), await figures(runtime, into)
    differing = list(differences(live, copy))
    sentences = [_sentence(table) for table in found if not table.same]
    sentences += [f"{place}: {ours} lives, {theirs} is in the copy." for place, ours, theirs in differing]
    shown = {place: {"live": ours, "copy": theirs} for place, ours, theirs in differing}
    return {"same": not sentences, "tables": [table.plain() for table in found], "figures": live, "differing": shown, "sentences": sentences}


def _sentence(table: comparing.TableFound) -> str:
    more = " …" if table.differing > len(table.named) else ""
    return f"{table.table}: {table.differing} rows differ ({table.live} live, {table.copy} in the copy): {', '.join(table.named)}{more}"


async def figures(runtime: Runtime, schema: str) -> Mapping[str, Any]:
    """What people read off a schema; nothing for a service that names no figures."""
    if runtime.parts.figures is None:
        return {}
    engine = make_engine(runtime.settings.database_owner or runtime.settings.database, schema, size=1)
    try:
        async with session_on(engine) as session:
            return await runtime.parts.figures(session, runtime.moment().on)
    finally:
        await engine.dispose()


def differences(live: Any, copy: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """(place, live, copy) of each value that is not the same."""
    if isinstance(live, Mapping) and isinstance(copy, Mapping):
        for name in sorted({*live, *copy}):
            yield from differences(live.get(name), copy.get(name), f"{place}.{name}" if place else str(name))
    elif live != copy:
        yield (place, live, copy)
