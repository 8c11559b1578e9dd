"""${message}"""

import sqlalchemy as sa
from alembic import op
% if imports:
${imports}
% endif
% if down_revision is None:

from shared.db.plumbing_migration import upgrade_plumbing_v1
% endif

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
% if down_revision is None:
    upgrade_plumbing_v1(op)
% endif
    ${upgrades if upgrades else "pass"}
