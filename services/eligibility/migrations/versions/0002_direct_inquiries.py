"""direct inquiries"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "direct_inquiry",
        sa.Column("inquiry_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("asked", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("inquiry_id", name=op.f("pk_direct_inquiry")),
    )
    op.create_index(op.f("ix_direct_inquiry_digest"), "direct_inquiry", ["digest"], unique=False)
