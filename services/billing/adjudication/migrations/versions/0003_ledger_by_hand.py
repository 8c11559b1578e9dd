"""who entered what, what it counters, closed periods"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("actor", "reason", "counters"):
        op.add_column("ledger_entry", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.create_index("ix_ledger_entry_opening", "ledger_entry", ["encounter_id"], unique=False, postgresql_where=sa.text("cause = 'opening'"))
    op.create_index(op.f("ix_ledger_entry_event_id"), "ledger_entry", ["event_id"], unique=False)
    op.create_table(
        "closed_period",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("closed_through", sa.String(), nullable=False),
        sa.Column("closed_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_closed_period")),
    )
    op.execute("INSERT INTO closed_period (key, closed_through, closed_by, reason) VALUES (1, '', '', '')")
