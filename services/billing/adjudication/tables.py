"""Tables of adjudication: three kinds of states, the ledger, statements, and which remittances were received."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, Numeric, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from shared.db import roles
from shared.db.bulk import table_of
from shared.db.received import ReceivedColumns
from shared.db.tables import ServiceTables


class Tables(ServiceTables, service="adjudication"):
    """The registry of this service's tables."""


class ClaimFileRow(Tables.StateRow, table=True):
    """A claim with its submissions and the payers' decisions; the key is the claim id."""

    __tablename__ = "claim_file"

    encounter_id: str | None = Field(default=None, index=True)
    waiting: int = 0
    """Decisions that are not passed on yet."""


class AccountRow(Tables.StateRow, table=True):
    """The account of an encounter; the key is the encounter id."""

    __tablename__ = "account"

    payer_open: Decimal = Field(default=Decimal(0), sa_type=Numeric(14, 2))
    patient_open: Decimal = Field(default=Decimal(0), sa_type=Numeric(14, 2))
    patient_credit: Decimal = Field(default=Decimal(0), sa_type=Numeric(14, 2))


class ClearingRow(Tables.StateRow, table=True):
    """A payment on its way from the payer to the bank; the key is the trace number."""

    __tablename__ = "clearing"

    state: str = Field(index=True)
    payer_id: str | None = None
    total_paid: Decimal = Field(default=Decimal(0), sa_type=Numeric(14, 2))
    deposited: Decimal = Field(default=Decimal(0), sa_type=Numeric(14, 2))
    remitted_on: date | None = Field(default=None, index=True)
    duplicates: int = 0


class DisputeRow(Tables.StateRow, table=True):
    """A claim held against the contract of the payer billed first; the key is the claim id."""

    __tablename__ = "dispute"

    encounter_id: str | None = None
    payer_id: str | None = Field(default=None, index=True)
    status: str = Field(default="none", index=True)
    """none, open, closed, overpaid."""
    variance: Decimal = Field(default=Decimal(0), sa_type=Numeric(14, 2))
    """Allowed less expected; below zero is an underpayment."""
    found_on: date | None = None


class SameAmountRow(Tables.StateRow, table=True):
    """Remittances and bank lines of one amount that have not met; the key is the amount."""

    __tablename__ = "same_amount"

    untraced: int = Field(default=0, index=True)
    """Bank lines without a trace number that wait."""


class PayerBalanceRow(Tables.StateRow, table=True):
    """What a payer carries forward; the key is payer and hash of the reference."""

    __tablename__ = "payer_balance"

    payer_id: str = Field(index=True)
    balance: Decimal = Field(sa_type=Numeric(14, 2))
    open_since: date | None = Field(default=None, index=True)


class BankLineRow(Tables.Row, table=True):
    """A line of the bank that was taken, so that the next file that repeats it deposits nothing."""

    __tablename__ = "bank_line"

    id: str = Field(primary_key=True)
    """Derived from what the bank says about it."""
    sha256: str
    """Of the file it came in first."""


class ReceivedRow(ReceivedColumns, Tables.Row, table=True):
    """A remittance that this service took."""

    __tablename__ = "received_remittance"


class EntryRow(Tables.Row, table=True):
    """One ledger entry. Never changed and never deleted: a trigger refuses it, corrections are further entries."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("amount > 0", name="ledger_entry_amount_is_above_zero"),
        Index("ix_ledger_entry_opening", "encounter_id", postgresql_where=text("cause = 'opening'")),
        {"info": {roles.APPEND_ONLY: True}},
    )

    id: str = Field(primary_key=True)
    """Derived from the event and the entry's place in it: the same event is never entered twice."""
    number: int = Field(sa_column=Column(BigInteger, Identity(always=True), nullable=False))
    """Order of entry, for reading; means nothing and is no part of the digest."""
    event_id: str = Field(index=True)
    ordinal: int
    cause: str
    encounter_id: str | None = Field(default=None, index=True)
    """None for entries of a payment as a whole."""
    claim_id: str | None = Field(default=None, index=True)
    line_number: int | None = None
    debit: str
    credit: str
    amount: Decimal = Field(sa_type=Numeric(14, 2))
    service_on: date | None = None
    posted_on: date
    """Date of the remittance or deposit."""
    period: str = Field(index=True)
    trace_number: str = Field(default="", index=True)
    remittance_id: str | None = None
    place: int = 0
    """The claim's place in the remittance."""
    payer_id: str | None = None
    reference: str = ""
    """Of payer clearing: what it is keyed by besides the payer. Of the opening account: where an earlier system had the amount."""
    actor: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Who entered it; empty of what came as a file or followed from one."""
    reason: str = Field(default="", sa_column_kwargs={"server_default": ""})
    counters: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Of a contra entry: what it takes back."""


class ClosedPeriodRow(Tables.Row, table=True):
    """Up to which month the books are closed: one row, which everybody who posts holds while posting."""

    __tablename__ = "closed_period"

    key: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    closed_through: str = ""
    closed_by: str = ""
    reason: str = ""


class AddresseeRow(Tables.StateRow, table=True):
    """To whom statements go, from registration; the key is the encounter id. Identifying: it is shown on statements and nowhere else."""

    __tablename__ = "addressee"


class StatementRow(Tables.Row, table=True):
    """A statement or reminder the patient is to receive."""

    __tablename__ = "statement"

    event_id: str = Field(primary_key=True)
    encounter_id: str = Field(index=True)
    claim_id: str
    amount: Decimal = Field(sa_type=Numeric(14, 2))
    reasons: list[str] = Field(sa_type=JSONB)
    requested_on: date = Field(index=True)
    notice: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    """1 the statement, 2 and 3 its reminders."""
    payments: Decimal = Field(default=Decimal(0), sa_type=Numeric(14, 2), sa_column_kwargs={"server_default": "0"})
    """What the patient had paid on the claim."""
    lines: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB, sa_column_kwargs={"server_default": "[]"})
    """As the event has them."""


APPEND_ONLY: tuple[str, ...] = (
    """
    CREATE OR REPLACE FUNCTION ledger_refuses_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the ledger is append-only: post a contra entry instead';
    END
    $$
    """,
    "CREATE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_refuses_changes()",
    "CREATE TRIGGER ledger_is_never_emptied BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses_changes()",
)
"""What keeps the ledger as it is; the migrations hold the same statements."""


def _protect(table: Any, connection: Any, **_: Any) -> None:
    for statement in APPEND_ONLY:
        connection.exec_driver_sql(statement)


def _open(table: Any, connection: Any, **_: Any) -> None:
    connection.exec_driver_sql("INSERT INTO closed_period (key, closed_through, closed_by, reason) VALUES (1, '', '', '')")


event.listen(table_of(EntryRow), "after_create", _protect)
event.listen(table_of(ClosedPeriodRow), "after_create", _open)
