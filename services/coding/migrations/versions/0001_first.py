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
        "chart",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wake_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("service_from", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("total", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_chart")),
    )
    op.create_index(op.f("ix_chart_reason"), "chart", ["reason"], unique=False)
    op.create_index(op.f("ix_chart_service_from"), "chart", ["service_from"], unique=False)
    op.create_index(op.f("ix_chart_status"), "chart", ["status"], unique=False)
    op.create_index(op.f("ix_chart_wake_on"), "chart", ["wake_on"], unique=False)
