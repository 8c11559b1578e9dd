"""first"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.db.plumbing_migration import upgrade_plumbing_v1

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    upgrade_plumbing_v1(op)
    op.create_table(
        "toy_note",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_toy_note")),
    )
    op.create_table(
        "toy_order",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wake_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("to_bundle", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_toy_order")),
    )
    op.create_index(op.f("ix_toy_order_customer_id"), "toy_order", ["customer_id"], unique=False)
    op.create_index(op.f("ix_toy_order_wake_on"), "toy_order", ["wake_on"], unique=False)
    op.create_table(
        "toy_total",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wake_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_toy_total")),
    )
    op.create_index(op.f("ix_toy_total_wake_on"), "toy_total", ["wake_on"], unique=False)
