"""Forms of the plumbing's tables, frozen: every service's first revision calls `upgrade_plumbing_v1(op)`, a later one the next, and so on.

Written out rather than derived from the models, because a migration that changes with the code is none. A test compares both.
"""

from __future__ import annotations

from typing import Any

V1 = (
    """CREATE TABLE inbox (stage varchar NOT NULL, event_id varchar NOT NULL, seen_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_inbox PRIMARY KEY (stage, event_id))""",
    "CREATE INDEX inbox_seen ON inbox (seen_at)",
    """CREATE TABLE progress (stage varchar NOT NULL, topic varchar NOT NULL, partition integer NOT NULL, topic_id varchar NOT NULL,
        next_offset bigint NOT NULL, CONSTRAINT pk_progress PRIMARY KEY (stage, topic, partition))""",
    """CREATE TABLE outbox (id bigserial NOT NULL, event_id varchar NOT NULL, topic varchar NOT NULL, key varchar NOT NULL, type varchar NOT NULL,
        source varchar NOT NULL, correlation_id varchar NOT NULL, causation_id varchar NOT NULL, time timestamptz NOT NULL, value bytea NOT NULL,
        published_at timestamptz, CONSTRAINT pk_outbox PRIMARY KEY (id), CONSTRAINT uq_outbox_event_id UNIQUE (event_id))""",
    "CREATE INDEX outbox_waiting ON outbox (id) WHERE published_at IS NULL",
    "CREATE INDEX outbox_correlation ON outbox (correlation_id)",
    "CREATE INDEX outbox_key ON outbox (key)",
    """CREATE TABLE outside_call (ordinal bigserial NOT NULL, id varchar NOT NULL, gateway varchar NOT NULL, partner varchar NOT NULL,
        subject varchar NOT NULL, wish_type varchar NOT NULL, wish bytea NOT NULL, correlation_id varchar NOT NULL, wished_at timestamptz NOT NULL,
        status varchar NOT NULL, attempt integer NOT NULL, due_at timestamptz NOT NULL, started_at timestamptz, finished_at timestamptz,
        fault varchar NOT NULL, CONSTRAINT pk_outside_call PRIMARY KEY (ordinal), CONSTRAINT uq_outside_call_id UNIQUE (id))""",
    "CREATE INDEX outside_call_open ON outside_call (gateway, subject, ordinal) WHERE status IN ('waiting', 'started')",
    """CREATE TABLE parked (id bigserial NOT NULL, stage varchar NOT NULL, key varchar NOT NULL, event_id varchar NOT NULL, type varchar NOT NULL,
        kind varchar NOT NULL, reason varchar NOT NULL, topic varchar NOT NULL, envelope jsonb NOT NULL, value bytea NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT now(), discarded_at timestamptz, discarded_by varchar NOT NULL, discard_reason varchar NOT NULL,
        released_at timestamptz, CONSTRAINT pk_parked PRIMARY KEY (id))""",
    "CREATE INDEX parked_open ON parked (stage, key, id) WHERE discarded_at IS NULL AND released_at IS NULL",
    """CREATE TABLE quarantined (stage varchar NOT NULL, key varchar NOT NULL, since timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_quarantined PRIMARY KEY (stage, key))""",
    """CREATE TABLE blob (sha256 varchar NOT NULL, size bigint NOT NULL, kind varchar NOT NULL, name varchar NOT NULL, body bytea NOT NULL,
        stored_at timestamptz NOT NULL DEFAULT now(), CONSTRAINT pk_blob PRIMARY KEY (sha256))""",
    """CREATE TABLE receipt (cause varchar NOT NULL, body_sha256 varchar NOT NULL, status integer NOT NULL, answer jsonb NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(), CONSTRAINT pk_receipt PRIMARY KEY (cause))""",
    """CREATE TABLE intake_file (intake varchar NOT NULL, name varchar NOT NULL, sha256 varchar NOT NULL, outcome varchar NOT NULL,
        events integer NOT NULL, reason varchar NOT NULL, read_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_intake_file PRIMARY KEY (intake, name, sha256))""",
    """CREATE TABLE work_item (id varchar NOT NULL, origin varchar NOT NULL, origin_key varchar NOT NULL, kind varchar NOT NULL,
        subject varchar NOT NULL, encounter_id varchar, claim_id varchar, place varchar NOT NULL, sentence varchar NOT NULL,
        amount numeric(14, 2), due_on date, opened_at timestamptz NOT NULL DEFAULT now(), closed_at timestamptz,
        CONSTRAINT pk_work_item PRIMARY KEY (id))""",
    "CREATE INDEX work_item_origin ON work_item (origin, origin_key) WHERE closed_at IS NULL",
    "CREATE INDEX work_item_open ON work_item (kind, opened_at) WHERE closed_at IS NULL",
    "CREATE INDEX work_item_encounter ON work_item (encounter_id)",
    "CREATE TABLE sequence (name varchar NOT NULL, value bigint NOT NULL, CONSTRAINT pk_sequence PRIMARY KEY (name))",
)


def upgrade_plumbing_v1(op: Any) -> None:
    """Create inbox, progress, outbox, outside calls, parking, blobs, receipts, intake files, work items and sequences. `op` is Alembic's."""
    for statement in V1:
        op.execute(statement)


def upgrade_plumbing_v2(op: Any) -> None:
    """Let performers find the oldest waiting calls without sorting all of them."""
    op.execute("CREATE INDEX outside_call_due ON outside_call (gateway, ordinal) WHERE status = 'waiting'")
