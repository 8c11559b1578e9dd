"""Wishes for outside calls, as rows. Consuming one only writes it down: a repeat finds its row, and a rebuild has nobody who would perform it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import text

from shared.contracts.event import Event, type_name
from shared.contracts.topics import Topic, topic_of
from shared.db.outbox import Outgoing
from shared.db.rows import edge_time
from shared.db.sql import Session, execute
from shared.db.work import Heard
from shared.db.work_items import follow
from shared.stage.gateway import Gateway

NOTE = text(
    "INSERT INTO outside_call (id, gateway, partner, subject, wish_type, wish, correlation_id, wished_at, status, attempt, due_at, fault) "
    "SELECT id, :gateway, partner, subject, wish_type, wish, correlation_id, wished_at, 'waiting', 0, now(), '' FROM unnest("
    "CAST(:id AS text[]), CAST(:partner AS text[]), CAST(:subject AS text[]), CAST(:wish_type AS text[]), CAST(:wish AS bytea[]), "
    "CAST(:correlation_id AS text[]), CAST(:wished_at AS timestamptz[])"
    ") AS given(id, partner, subject, wish_type, wish, correlation_id, wished_at) ON CONFLICT (id) DO NOTHING"
)
DUE = text(
    "SELECT * FROM outside_call c WHERE gateway = :gateway AND status = 'waiting' AND due_at <= now() "
    "AND ordinal = (SELECT min(o.ordinal) FROM outside_call o WHERE o.gateway = c.gateway AND o.subject = c.subject "
    "AND o.status IN ('waiting', 'started')) ORDER BY ordinal LIMIT 200 FOR UPDATE SKIP LOCKED"
)
"""The oldest of each subject. Asked row by row along an index: as a join it would read all that waits for each handful that is taken."""
START = text("UPDATE outside_call SET status = 'started', attempt = attempt + 1, started_at = now() WHERE ordinal = ANY(CAST(:ordinals AS bigint[]))")
STARTED = text("SELECT * FROM outside_call WHERE gateway = :gateway AND status = 'started' ORDER BY ordinal")
AGAIN = text(
    "UPDATE outside_call SET attempt = attempt + 1, started_at = now() WHERE ordinal = :ordinal AND status = 'started' AND attempt = :attempt"
)
FINISH = text(
    "UPDATE outside_call AS kept SET status = given.status, finished_at = now(), fault = given.fault FROM unnest("
    "CAST(:ordinals AS bigint[]), CAST(:attempts AS int[]), CAST(:statuses AS text[]), CAST(:faults AS text[])"
    ") AS given(ordinal, attempt, status, fault) "
    "WHERE kept.ordinal = given.ordinal AND kept.status = 'started' AND kept.attempt = given.attempt RETURNING kept.ordinal"
)
POSTPONE = text(
    "UPDATE outside_call SET status = 'waiting', due_at = now() + CAST(:wait AS interval), fault = :fault "
    "WHERE ordinal = :ordinal AND status = 'started' AND attempt = :attempt"
)
RETRY = text("UPDATE outside_call SET status = 'waiting', due_at = now() WHERE id = :id AND status = 'uncertain' RETURNING id")
COUNTS = text("SELECT gateway, status, count(*) FROM outside_call GROUP BY gateway, status ORDER BY gateway, status")
LONGEST_RETRY = 300.0


@dataclass(frozen=True, slots=True)
class Row:
    """A wish that is being performed."""

    ordinal: int
    id: str
    partner: str
    subject: str
    wish: bytes
    correlation_id: str
    wished_at: datetime
    attempt: int

    @property
    def about(self) -> dict[str, Any]:
        """The fields of the wish, unchecked."""
        return dict(json.loads(self.wish))


class WishWork:
    """A gateway as a consumer of its topic."""

    def __init__(self, gateway: Gateway[Any]) -> None:
        self.gateway = gateway
        self.name = gateway.name
        self.topics: tuple[Topic, ...] = (gateway.subscribes,)
        self.handles: Mapping[str, type[Event]] = {type_name(gateway.wish): gateway.wish}

    def subject(self, event: Event) -> str:
        return topic_of(event).key_of(event)

    async def begin(self, session: Session, heard: Sequence[Heard]) -> WishTurn:
        return WishTurn(self.gateway)


class WishTurn:
    """The wishes of one batch."""

    def __init__(self, gateway: Gateway[Any]) -> None:
        self.gateway = gateway
        self.rows: list[dict[str, Any]] = []

    def take(self, heard: Heard) -> None:
        envelope, wish = heard.delivery.envelope, heard.event
        self.rows.append(
            {
                "id": envelope.id,
                "partner": self.gateway.partner(wish),
                "subject": self.gateway.subject(wish),
                "wish_type": envelope.type,
                "wish": heard.delivery.value,
                "correlation_id": envelope.correlation_id,
                "wished_at": envelope.time,
            }
        )

    async def finish(self, session: Session) -> Sequence[Outgoing]:
        if self.rows:
            columns = {name: [row[name] for row in self.rows] for name in self.rows[0]}
            await execute(session, NOTE, {"gateway": self.gateway.name, **columns})
        return ()


async def take(session: Session, gateway: str, in_hand: Mapping[str, int], limit: int) -> list[Row]:
    """Start due calls: of each subject only the oldest, of each partner no more than it has room for."""
    due = [_row(dict(values)) for values in (await execute(session, DUE, {"gateway": gateway})).mappings()]
    room = Counter({partner: -count for partner, count in in_hand.items()})
    chosen = []
    for row in due:
        if room[row.partner] + limit > 0:
            room[row.partner] -= 1
            chosen.append(replace(row, attempt=row.attempt + 1))
    if chosen:
        await execute(session, START, {"ordinals": [row.ordinal for row in chosen]})
    return chosen


async def started(session: Session, gateway: str) -> list[Row]:
    """Calls that somebody started and did not finish."""
    return [_row(dict(values)) for values in (await execute(session, STARTED, {"gateway": gateway})).mappings()]


def _row(values: Mapping[str, Any]) -> Row:
    return Row(**{name: values[name] for name in Row.__slots__})


async def again(session: Session, row: Row) -> Row:
    """One more attempt at a call that certainly did not arrive."""
    await execute(session, AGAIN, {"ordinal": row.ordinal, "attempt": row.attempt})
    return replace(row, attempt=row.attempt + 1)


async def retry(session: Session, id: str) -> bool:
    """A person found out that an uncertain call never arrived: perform it once more. False when there is no such call."""
    found = (await execute(session, RETRY, {"id": id})).first() is not None
    if found:
        await follow(session, "outside_call", {id: ()}, edge_time(session))
    return found


@dataclass(frozen=True, slots=True)
class Ending:
    """How a call ended: answered, given up, or left for a person to find out."""

    row: Row
    status: Literal["answered", "gave_up", "uncertain"]
    events: tuple[Event, ...] = ()
    bodies: tuple[bytes, ...] = ()
    fault: str = ""


async def finish(session: Session, endings: Sequence[Ending]) -> list[Ending]:
    """End calls; returns those that were still ours to end: nothing of the others may count in this transaction."""
    values = {
        "ordinals": [each.row.ordinal for each in endings],
        "attempts": [each.row.attempt for each in endings],
        "statuses": [each.status for each in endings],
        "faults": [each.fault for each in endings],
    }
    ended = set((await execute(session, FINISH, values)).scalars()) if endings else set()
    return [each for each in endings if each.row.ordinal in ended]


async def postpone(session: Session, row: Row, first_wait: float, fault: str) -> None:
    """Try later: the wait doubles with each attempt."""
    wait = timedelta(seconds=min(first_wait * 2 ** (row.attempt - 1), LONGEST_RETRY))
    await execute(session, POSTPONE, {"ordinal": row.ordinal, "attempt": row.attempt, "wait": wait, "fault": fault})


async def counts(session: Session) -> list[dict[str, Any]]:
    """How many calls there are, by gateway and status."""
    return [{"gateway": gateway, "status": status, "count": count} for gateway, status, count in await execute(session, COUNTS)]
