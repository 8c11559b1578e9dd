"""What waits in suspense is told by the ledger, no longer by the payment."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("clearing", "suspended")
