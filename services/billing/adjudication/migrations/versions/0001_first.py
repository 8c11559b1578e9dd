"""Claims, accounts, payments, the ledger and what keeps it as it is."""

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
        "account",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wake_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("payer_open", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("patient_open", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("patient_credit", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_account")),
    )
    op.create_index(op.f("ix_account_wake_on"), "account", ["wake_on"], unique=False)
    op.create_table(
        "claim_file",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wake_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("encounter_id", sa.String(), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_claim_file")),
    )
    op.create_index(op.f("ix_claim_file_encounter_id"), "claim_file", ["encounter_id"], unique=False)
    op.create_index(op.f("ix_claim_file_wake_on"), "claim_file", ["wake_on"], unique=False)
    op.create_table(
        "clearing",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wake_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("payer_id", sa.String(), nullable=True),
        sa.Column("total_paid", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("deposited", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("suspended", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("remitted_on", sa.Date(), nullable=True),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_clearing")),
    )
    op.create_index(op.f("ix_clearing_remitted_on"), "clearing", ["remitted_on"], unique=False)
    op.create_index(op.f("ix_clearing_state"), "clearing", ["state"], unique=False)
    op.create_index(op.f("ix_clearing_wake_on"), "clearing", ["wake_on"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("encounter_id", sa.String(), nullable=True),
        sa.Column("claim_id", sa.String(), nullable=True),
        sa.Column("line_number", sa.Integer(), nullable=True),
        sa.Column("debit", sa.String(), nullable=False),
        sa.Column("credit", sa.String(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("service_on", sa.Date(), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("trace_number", sa.String(), nullable=False),
        sa.Column("remittance_id", sa.String(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("payer_id", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.CheckConstraint("amount > 0", name="ledger_entry_amount_is_above_zero"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
    )
    op.create_index(op.f("ix_ledger_entry_claim_id"), "ledger_entry", ["claim_id"], unique=False)
    op.create_index(op.f("ix_ledger_entry_encounter_id"), "ledger_entry", ["encounter_id"], unique=False)
    op.create_index(op.f("ix_ledger_entry_period"), "ledger_entry", ["period"], unique=False)
    op.create_index(op.f("ix_ledger_entry_trace_number"), "ledger_entry", ["trace_number"], unique=False)
    op.create_table(
        "received_remittance",
        sa.Column("remittance_id", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("trace_number", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("remittance_id", name=op.f("pk_received_remittance")),
    )
    op.create_table(
        "statement",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("encounter_id", sa.String(), nullable=False),
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_statement")),
    )
    op.create_index(op.f("ix_statement_encounter_id"), "statement", ["encounter_id"], unique=False)
    op.create_index(op.f("ix_statement_requested_on"), "statement", ["requested_on"], unique=False)
    op.execute(REFUSAL)
    op.execute("CREATE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_refuses_changes()")
    op.execute("CREATE TRIGGER ledger_is_never_emptied BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses_changes()")


REFUSAL = """
CREATE OR REPLACE FUNCTION ledger_refuses_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: post a contra entry instead';
END
$$
"""
