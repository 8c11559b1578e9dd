"""Claims held against their contract."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dispute",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wake_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("encounter_id", sa.String(), nullable=True),
        sa.Column("payer_id", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("variance", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_dispute")),
    )
    op.create_index(op.f("ix_dispute_payer_id"), "dispute", ["payer_id"], unique=False)
    op.create_index(op.f("ix_dispute_status"), "dispute", ["status"], unique=False)
    op.create_index(op.f("ix_dispute_wake_on"), "dispute", ["wake_on"], unique=False)
