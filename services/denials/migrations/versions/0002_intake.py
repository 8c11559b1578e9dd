"""denials takes 835s in itself"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _state_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wake_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )


def upgrade() -> None:
    op.create_table(
        "decision_queue",
        *_state_columns(),
        sa.Column("encounter_id", sa.String(), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_decision_queue")),
    )
    op.create_index(op.f("ix_decision_queue_wake_on"), "decision_queue", ["wake_on"], unique=False)
    op.create_table(
        "advice",
        *_state_columns(),
        sa.Column("set_aside", sa.Integer(), nullable=False),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_advice")),
    )
    op.create_index(op.f("ix_advice_wake_on"), "advice", ["wake_on"], unique=False)
    op.create_table(
        "received_remittance",
        sa.Column("remittance_id", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("trace_number", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("remittance_id", name=op.f("pk_received_remittance")),
    )
