"""The outbox: events are committed with the state that decided them and published afterwards. Its rows stay: they are the service's event log.

Events of one subject are in order without further locks: whoever decides about a subject holds its row until the commit, so a later decision
takes higher numbers, and the relay, which looks for unpublished rows rather than past a position, never sees it without the earlier one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import text

from shared.contracts.event import Envelope, Message
from shared.contracts.topics import topic_of
from shared.db.sql import Session, execute

LARGEST = 900_000
"""Bytes of one event. Bodies go to the blob table."""

ADDED = (
    "added AS (INSERT INTO outbox (event_id, topic, key, type, source, correlation_id, causation_id, time, value) "
    "SELECT * FROM unnest(CAST(:ids AS text[]), CAST(:topics AS text[]), CAST(:keys AS text[]), CAST(:types AS text[]), CAST(:sources AS text[]), "
    "CAST(:correlations AS text[]), CAST(:causes AS text[]), CAST(:times AS timestamptz[]), CAST(:bodies AS bytea[])) "
    "ON CONFLICT (event_id) DO NOTHING RETURNING 1)"
)
"""The part of a query that adds; `columns` are its values."""
TELL = "SELECT pg_notify(current_schema() || '.outbox', '') FROM (SELECT 1 FROM added LIMIT 1) AS any_added"
"""The part that wakes the relay at the commit; it must be selected from, or PostgreSQL leaves it out."""
ADD = text(f"WITH {ADDED} {TELL}")
DEPTH = text("SELECT count(*) FROM outbox WHERE published_at IS NULL")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message with its value written out."""

    envelope: Envelope
    topic: str
    value: bytes

    @classmethod
    def of(cls, message: Message) -> Self:
        """Write the event out; raises when it is too large, before anything is stored."""
        value = message.event.model_dump_json().encode()
        if len(value) > LARGEST:
            raise ValueError(f"{message.envelope.type} has {len(value)} bytes, more than {LARGEST}: keep its body as a blob")
        return cls(message.envelope, topic_of(message.event).name, value)


async def add(session: Session, messages: Sequence[Outgoing]) -> None:
    """Put messages into the outbox, in this order, and wake the relay at the commit. An id that is there already is left alone."""
    if messages:
        await execute(session, ADD, columns(messages))


def columns(messages: Sequence[Outgoing]) -> dict[str, list[Any]]:
    """The values of `ADDED`."""
    envelopes = [message.envelope for message in messages]
    times: list[datetime] = [envelope.time for envelope in envelopes]
    return {
        "ids": [envelope.id for envelope in envelopes],
        "topics": [message.topic for message in messages],
        "keys": [envelope.subject for envelope in envelopes],
        "types": [envelope.type for envelope in envelopes],
        "sources": [envelope.source for envelope in envelopes],
        "correlations": [envelope.correlation_id for envelope in envelopes],
        "causes": [envelope.causation_id for envelope in envelopes],
        "times": times,
        "bodies": [message.value for message in messages],
    }


async def depth(session: Session) -> int:
    """How many events wait to be published."""
    return int((await execute(session, DEPTH)).scalar_one())
