"""States as rows: one table per kind of subject, the whole state as a document, what people search by in columns beside it.

Rows that exist are locked in sorted order, so two batches never wait for each other in a circle. A row that does not exist cannot be locked:
whoever inserts it first has it, and the other transaction, finding the key taken when it saves, is run again (`Collided`). Without this, two
first events of one subject could each start from nothing and the later save would wipe out the earlier one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Generic

from sqlalchemy import TextClause, text

from shared.contracts.event import Event, Message
from shared.db.bulk import insert_statement, plain, table_of
from shared.db.engine import Collided
from shared.db.sql import Session, execute
from shared.db.tables import ServiceTables
from shared.db.work_items import follow
from shared.stage.stage import S

EDGE_TIME = "edge time"
"""Key of `session.info`: the time at which what happens in this transaction became true."""


def edge_time(session: Session) -> datetime:
    """The time of the newest event of this transaction; decisions have their own, this is for lists."""
    at: datetime = session.info.get(EDGE_TIME) or datetime.now(UTC)  # noqa: TID251  only where a test saves without a batch
    return at


class RowStore(Generic[S]):
    """Keeps states of one kind. Subclass it to give decisions their reference data (`context`) and lists of your own (`project`)."""

    def __init__(self, row: type[ServiceTables.StateRow], state: type[S]) -> None:
        self.table = table_of(row)
        self.state = state
        name = self.table.name
        self._lock = text(f'SELECT key, document::text FROM "{name}" WHERE key = ANY(CAST(:keys AS text[])) ORDER BY key FOR UPDATE')  # noqa: S608
        self._read = text(f'SELECT key, document::text FROM "{name}" WHERE key = ANY(CAST(:keys AS text[]))')  # noqa: S608
        self._upserts: dict[tuple[str, ...], TextClause] = {}
        self._due = text(f'SELECT key, wake_on FROM "{name}" WHERE wake_on <= :today ORDER BY wake_on, key LIMIT :limit')  # noqa: S608

    async def load(self, session: Session, keys: Sequence[str]) -> dict[str, S]:
        """The states of these keys that exist, locked until the end of the transaction, which reads each of them once."""
        held = self._held(session)
        new = sorted(set(keys) - held.keys())
        if new:
            rows = await execute(session, self._lock, {"keys": new})
            held.update(dict.fromkeys(new))
            held.update((str(key), self.state.model_validate_json(document)) for key, document in rows)
            self._absent(session).update(key for key in new if held[key] is None)
            self._silent(session).update(key for key in new if (state := held[key]) is None or not state.work_items())
        return {key: state for key in keys if (state := held[key]) is not None}

    async def save(self, session: Session, states: Mapping[str, S], emitted: Sequence[Message]) -> None:
        """Write states with their columns and work items, then let the service project the emitted events."""
        self._held(session).update(states)
        if states:
            await self._write(session, states)
            await self._follow(session, states)
        if emitted:
            await self.project(session, emitted)

    async def context(self, session: Session, events: Sequence[Event]) -> Any:
        """Reference data for all events of a batch, in as few queries as possible. Override it; the default has none."""
        return None

    async def project(self, session: Session, emitted: Sequence[Message]) -> None:
        """Write what the service lists besides its states. Override it; the default writes nothing."""

    async def get(self, session: Session, key: str) -> S | None:
        """One state, not locked, for routes."""
        return (await self.several(session, [key])).get(key)

    async def several(self, session: Session, keys: Sequence[str]) -> dict[str, S]:
        """Those of these states that exist, not locked."""
        rows = await execute(session, self._read, {"keys": list(keys)})
        return {str(key): self.state.model_validate_json(document) for key, document in rows}

    async def due(self, session: Session, today: date, limit: int) -> list[tuple[str, date]]:
        """Subjects whose day has come, the oldest day first."""
        rows = await execute(session, self._due, {"today": today, "limit": limit})
        return [(str(key), day) for key, day in rows]

    async def _follow(self, session: Session, states: Mapping[str, S]) -> None:
        """Open and close work items. Most states never raise any: nothing is asked for those that had none and have none."""
        silent, items = self._silent(session), {key: state.work_items() for key, state in states.items()}
        changed = {key: named for key, named in items.items() if named or key not in silent}
        silent.difference_update(key for key, named in items.items() if named)
        silent.update(key for key, named in items.items() if not named)
        if changed:
            await follow(session, self.table.name, changed, edge_time(session))

    def _held(self, session: Session) -> dict[str, S | None]:
        """What this transaction has locked, as it stands; None where there was nothing."""
        held: dict[str, S | None] = session.info.setdefault(("held", self.table.name), {})
        return held

    def _silent(self, session: Session) -> set[str]:
        """Keys whose state raises no work item, as far as this transaction has come."""
        silent: set[str] = session.info.setdefault(("silent", self.table.name), set())
        return silent

    def _absent(self, session: Session) -> set[str]:
        """Keys that this transaction looked for and did not find."""
        absent: set[str] = session.info.setdefault(("absent", self.table.name), set())
        return absent

    async def _write(self, session: Session, states: Mapping[str, S]) -> None:
        absent = self._absent(session)
        columns = {key: state.columns() for key, state in states.items()}
        names = ("key", "document", "wake_on", *next(iter(columns.values())))
        values = {name: [plain(columns[key][name], self.table.c[name]) for key in states] for name in names[3:]}
        values |= {"key": list(states), "document": [state.model_dump_json() for state in states.values()]}
        values |= {"wake_on": [state.wake_on for state in states.values()], "absent": sorted(absent & states.keys())}
        written = (await execute(session, self._upsert(names), values)).all()
        if len(written) < len(states):
            raise Collided(f"{self.table.name}: another transaction created the same subject")
        absent.difference_update(states)

    def _upsert(self, names: tuple[str, ...]) -> TextClause:
        if names not in self._upserts:
            self._upserts[names] = self._made(names)
        return self._upserts[names]

    def _made(self, names: tuple[str, ...]) -> TextClause:
        changes = ", ".join(f'"{name}" = excluded."{name}"' for name in names[1:])
        guard = f'NOT ("{self.table.name}".key = ANY(CAST(:absent AS text[])))'
        insert = insert_statement(self.table, names, "fail").text
        return text(f"{insert} ON CONFLICT (key) DO UPDATE SET {changes}, updated_at = now() WHERE {guard} RETURNING 1")


__all__ = ["EDGE_TIME", "Collided", "RowStore", "edge_time"]
