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
        "encounter",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wake_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("visit_number", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("payer_id", sa.String(), nullable=False),
        sa.Column("service_from", sa.Date(), nullable=True),
        sa.Column("held_since", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_encounter")),
    )
    op.create_index(op.f("ix_encounter_payer_id"), "encounter", ["payer_id"], unique=False)
    op.create_index(op.f("ix_encounter_person_id"), "encounter", ["person_id"], unique=False)
    op.create_index(op.f("ix_encounter_service_from"), "encounter", ["service_from"], unique=False)
    op.create_index(op.f("ix_encounter_status"), "encounter", ["status"], unique=False)
    op.create_index(op.f("ix_encounter_visit_number"), "encounter", ["visit_number"], unique=False)
    op.create_index(op.f("ix_encounter_wake_on"), "encounter", ["wake_on"], unique=False)
    op.create_table(
        "namesake",
        sa.Column("likeness", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("same_person", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("likeness", "person_id", name=op.f("pk_namesake")),
    )
    op.create_table(
        "person",
        sa.Column("likeness", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("likeness", name=op.f("pk_person")),
    )
    op.create_table(
        "visit",
        sa.Column("encounter_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("likeness", sa.String(), nullable=False),
        sa.Column("registered", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("opened", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("source", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("encounter_id", name=op.f("pk_visit")),
    )
