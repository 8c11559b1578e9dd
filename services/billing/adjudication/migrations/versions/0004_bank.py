"""Bank lines, money without a trace number, what payers carry forward."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, columns in STATES.items():
        op.create_table(
            name,
            sa.Column("key", sa.String(), nullable=False),
            sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
            sa.Column("wake_on", sa.Date(), nullable=True),
            sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
            *(sa.Column(column, kind, nullable=column == "open_since") for column, kind in columns.items()),
            sa.PrimaryKeyConstraint("key", name=op.f(f"pk_{name}")),
        )
        op.create_index(op.f(f"ix_{name}_wake_on"), name, ["wake_on"], unique=False)
    op.create_index(op.f("ix_same_amount_untraced"), "same_amount", ["untraced"], unique=False)
    op.create_index(op.f("ix_payer_balance_payer_id"), "payer_balance", ["payer_id"], unique=False)
    op.create_index(op.f("ix_payer_balance_open_since"), "payer_balance", ["open_since"], unique=False)
    op.create_table(
        "bank_line",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_line")),
    )


STATES: dict[str, dict[str, sa.types.TypeEngine[Any]]] = {
    "same_amount": {"untraced": sa.Integer()},
    "payer_balance": {"payer_id": sa.String(), "balance": sa.Numeric(precision=14, scale=2), "open_since": sa.Date()},
}
