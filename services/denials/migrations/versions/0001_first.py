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
        "denial_case",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wake_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("encounter_id", sa.String(), nullable=True),
        sa.Column("payer_id", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("appeal_by", sa.Date(), nullable=True),
        sa.Column("gross", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("expected_recoverable", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("recovered", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_denial_case")),
    )
    op.create_index(op.f("ix_denial_case_appeal_by"), "denial_case", ["appeal_by"], unique=False)
    op.create_index(op.f("ix_denial_case_category"), "denial_case", ["category"], unique=False)
    op.create_index(op.f("ix_denial_case_encounter_id"), "denial_case", ["encounter_id"], unique=False)
    op.create_index(op.f("ix_denial_case_expected_recoverable"), "denial_case", ["expected_recoverable"], unique=False)
    op.create_index(op.f("ix_denial_case_payer_id"), "denial_case", ["payer_id"], unique=False)
    op.create_index(op.f("ix_denial_case_status"), "denial_case", ["status"], unique=False)
    op.create_index(op.f("ix_denial_case_wake_on"), "denial_case", ["wake_on"], unique=False)
    op.create_table(
        "denial",
        sa.Column("denial_id", sa.String(), nullable=False),
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("encounter_id", sa.String(), nullable=False),
        sa.Column("payer_id", sa.String(), nullable=False),
        sa.Column("line_number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("root_cause", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("carc", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("gross", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("expected_recoverable", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("denied_on", sa.Date(), nullable=False),
        sa.Column("appeal_by", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("recovered", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("denial_id", name=op.f("pk_denial")),
    )
    op.create_index(op.f("ix_denial_appeal_by"), "denial", ["appeal_by"], unique=False)
    op.create_index(op.f("ix_denial_category"), "denial", ["category"], unique=False)
    op.create_index(op.f("ix_denial_claim_id"), "denial", ["claim_id"], unique=False)
    op.create_index(op.f("ix_denial_outcome"), "denial", ["outcome"], unique=False)
    op.create_index(op.f("ix_denial_payer_id"), "denial", ["payer_id"], unique=False)
