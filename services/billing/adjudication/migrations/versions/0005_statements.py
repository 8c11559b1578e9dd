"""Statements line by line, reminders, and to whom they go."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("statement", sa.Column("notice", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("statement", sa.Column("payments", sa.Numeric(precision=14, scale=2), nullable=False, server_default="0"))
    op.add_column("statement", sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="[]"))
    op.create_table(
        "addressee",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wake_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_addressee")),
    )
    op.create_index(op.f("ix_addressee_wake_on"), "addressee", ["wake_on"], unique=False)
