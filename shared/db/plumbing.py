"""Columns of the tables that every service has besides its own: what makes a repeat harmless and an effect happen once.

They are templates: `shared.db.tables` makes real tables of them, one set per service. What is declared here and what the migrations create is
compared by a test, so the two cannot drift apart.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import BigInteger, DateTime, Index, Numeric, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


def instant(*, null: bool = False, default_now: bool = False) -> Any:
    """A column holding a point in time with offset."""
    return Field(
        default=None if null else ...,
        nullable=null,
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": text("now()")} if default_now else {},
    )


class Template(SQLModel):
    """A table to be; `indexes` are made anew for each service."""

    indexes: ClassVar[tuple[tuple[str, tuple[str, ...], str | None], ...]] = ()
    """(suffix of the name, columns, condition of a partial index)."""


class Inbox(Template):
    """Which event a stage has seen. A second delivery finds its row and is dropped. Rows expire after 35 days."""

    stage: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    seen_at: datetime = instant(default_now=True)
    indexes = (("seen", ("seen_at",), None),)


class Progress(Template):
    """How far a stage has come in a partition, written with the effect: a group that Kafka forgot does not handle history again."""

    stage: str = Field(primary_key=True)
    topic: str = Field(primary_key=True)
    partition: int = Field(primary_key=True)
    topic_id: str
    """A topic that was deleted and created again has another id; its offsets would mean other events."""
    next_offset: int = Field(sa_type=BigInteger)


class Outbox(Template):
    """Events of this service, written in the transaction that decided them, published afterwards. Kept: the service's own event log."""

    id: int = Field(primary_key=True, sa_type=BigInteger)
    event_id: str = Field(unique=True)
    topic: str
    key: str
    type: str
    source: str
    correlation_id: str
    causation_id: str
    time: datetime = instant()
    value: bytes
    published_at: datetime | None = instant(null=True)
    indexes = (("waiting", ("id",), "published_at IS NULL"), ("correlation", ("correlation_id",), None), ("key", ("key",), None))


class OutsideCall(Template):
    """A call to a partner: wished, started, answered. Never expires, because it is what keeps a call from happening twice."""

    ordinal: int = Field(primary_key=True, sa_type=BigInteger)
    """Order of arrival: oldest first per subject."""
    id: str = Field(unique=True)
    """The wish's event id: the idempotency key of the call."""
    gateway: str
    partner: str
    subject: str
    wish_type: str
    wish: bytes
    correlation_id: str
    wished_at: datetime = instant()
    status: str
    """waiting, started, answered, gave_up, uncertain."""
    attempt: int = 0
    due_at: datetime = instant()
    started_at: datetime | None = instant(null=True)
    finished_at: datetime | None = instant(null=True)
    fault: str = ""
    """Class of the last failure, never its text."""
    indexes = (
        ("open", ("gateway", "subject", "ordinal"), "status IN ('waiting', 'started')"),
        ("due", ("gateway", "ordinal"), "status = 'waiting'"),
    )


class Parked(Template):
    """A message that could not be handled, whole, with everything of its key that came after it."""

    id: int = Field(primary_key=True, sa_type=BigInteger)
    stage: str
    key: str
    event_id: str
    type: str
    kind: str
    """`schema`, `rejected`, `defect`, or `waiting` behind one of those."""
    reason: str
    """Place and cause in words, no data."""
    topic: str
    envelope: dict[str, Any] = Field(sa_type=JSONB)
    value: bytes
    parked_at: datetime = instant(default_now=True)
    discarded_at: datetime | None = instant(null=True)
    discarded_by: str = ""
    """Who gave it up, or had it handled again; `discard_reason` says why."""
    discard_reason: str = ""
    released_at: datetime | None = instant(null=True)
    indexes = (("open", ("stage", "key", "id"), "discarded_at IS NULL AND released_at IS NULL"),)


class Quarantined(Template):
    """A key whose later messages wait."""

    stage: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    since: datetime = instant(default_now=True)


class Blob(Template):
    """A body kept whole under its hash."""

    sha256: str = Field(primary_key=True)
    size: int = Field(sa_type=BigInteger)
    kind: str
    name: str = ""
    body: bytes
    stored_at: datetime = instant(default_now=True)


class Receipt(Template):
    """What an HTTP request was answered: the same key and body gets it again, another body is a conflict."""

    cause: str = Field(primary_key=True)
    """Derived from site, client, route and Idempotency-Key or body."""
    body_sha256: str
    status: int
    answer: dict[str, Any] = Field(sa_type=JSONB)
    received_at: datetime = instant(default_now=True)


class IntakeFile(Template):
    """A file of a partner's folder that was looked at, by name and content."""

    intake: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    outcome: str
    """`read`, `not_ours` or `set_aside`."""
    events: int = 0
    reason: str = ""
    read_at: datetime = instant(default_now=True)


class WorkItemRow(Template):
    """One thing a person has to do, as lists show it. Open while the state it comes from says so."""

    id: str = Field(primary_key=True)
    origin: str
    """The table (or gateway, or folder) whose rows raise it."""
    origin_key: str
    kind: str
    subject: str
    encounter_id: str | None = None
    claim_id: str | None = None
    place: str = ""
    sentence: str
    amount: Decimal | None = Field(default=None, sa_type=Numeric(14, 2))
    due_on: date | None = None
    opened_at: datetime = instant(default_now=True)
    closed_at: datetime | None = instant(null=True)
    indexes = (
        ("origin", ("origin", "origin_key"), "closed_at IS NULL"),
        ("open", ("kind", "opened_at"), "closed_at IS NULL"),
        ("encounter", ("encounter_id",), None),
    )


class Sequence(Template):
    """Numbers without gaps: a control number given in a transaction that fails is given again."""

    name: str = Field(primary_key=True)
    value: int = Field(sa_type=BigInteger)


TEMPLATES: dict[str, type[Template]] = {
    "inbox": Inbox, "progress": Progress, "outbox": Outbox, "outside_call": OutsideCall, "parked": Parked, "quarantined": Quarantined,
    "blob": Blob, "receipt": Receipt, "intake_file": IntakeFile, "work_item": WorkItemRow, "sequence": Sequence,
}  # fmt: skip


def make_indexes(name: str, table: Any) -> None:
    """Attach the indexes of a template to the table made from it."""
    for suffix, columns, condition in TEMPLATES[name].indexes:
        Index(f"{name}_{suffix}", *(table.c[column] for column in columns), postgresql_where=text(condition) if condition else None)
