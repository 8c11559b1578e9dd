"""Claims and visits as the board counts them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

AMOUNTS = (
    "charged_now", "payer_paid", "contractual", "sequestration", "capitation", "patient_paid", "patient_open", "payer_open", "denied_open",
    "disputed", "written_off", "owed",
)  # fmt: skip
PARTS = {"unbilled": "billed_on IS NULL AND state <> 'withdrawn'", "prevented": "prevented <> 0", "estimated": "estimated IS NOT NULL"}


def upgrade() -> None:
    _claims()
    _visits()


def _state_columns() -> list[sa.Column]:  # type: ignore[type-arg]
    return [
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wake_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    ]


def _amount(name: str, *, nullable: bool = False) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.Numeric(precision=14, scale=2), nullable=nullable)


def _count(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.Integer(), nullable=False)


def _flag(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.Boolean(), nullable=False)


def _day(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.Date(), nullable=True)


def _text(name: str, *, nullable: bool = True) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.String(), nullable=nullable)


def _claims() -> None:
    op.create_table(
        "claim_measure",
        *_state_columns(),
        *(_text(name) for name in ("encounter_id", "payer_id", "state")),
        _flag("opening"),
        *(_day(name) for name in ("service_on", "billed_on", "decided_on")),
        _amount("charged"),
        _flag("clean"),
        _flag("first_pass"),
        _count("rejections"),
        _day("rejected_on"),
        _count("denied_lines"),
        _amount("denied"),
        _flag("overturned"),
        _count("full_take_backs"),
        _count("partial_take_backs"),
        _day("taken_back_on"),
        _day("voided_on"),
        _amount("underpaid"),
        _amount("recovered"),
        _day("underpaid_on"),
        _count("statements"),
        *(_amount(name) for name in AMOUNTS),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_claim_measure")),
    )
    for name in ("encounter_id", "billed_on", "decided_on", "wake_on"):
        op.create_index(op.f(f"ix_claim_measure_{name}"), "claim_measure", [name], unique=False)
    for name in ("rejected_on", "taken_back_on", "voided_on", "underpaid_on"):
        op.create_index(f"ix_claim_measure_{name}", "claim_measure", [name], postgresql_where=sa.text(f"{name} IS NOT NULL"))
    op.create_index("ix_claim_measure_owed", "claim_measure", ["service_on"], postgresql_where=sa.text("owed <> 0"))


def _visits() -> None:
    op.create_table(
        "visit_measure",
        *_state_columns(),
        _text("state", nullable=False),
        _text("payer_id"),
        _day("discharged_on"),
        _amount("gross"),
        _day("billed_on"),
        _text("spared_payer_id"),
        _amount("prevented"),
        _amount("estimated", nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_visit_measure")),
    )
    op.create_index(op.f("ix_visit_measure_wake_on"), "visit_measure", ["wake_on"], unique=False)
    for name, where in PARTS.items():
        op.create_index(f"ix_visit_measure_{name}", "visit_measure", ["discharged_on"], postgresql_where=sa.text(where))
