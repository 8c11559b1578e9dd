"""due calls"""

from alembic import op

from shared.db.plumbing_migration import upgrade_plumbing_v2

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    upgrade_plumbing_v2(op)
