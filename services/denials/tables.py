"""Tables of the denials desk."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Numeric
from sqlmodel import Field

from shared.db.received import ReceivedColumns
from shared.db.tables import ServiceTables


class Tables(ServiceTables, service="denials"):
    """The registry of this service's tables."""


class CaseRow(Tables.StateRow, table=True):
    """A claim with refused money, or one that was judged and has none."""

    __tablename__ = "denial_case"

    encounter_id: str | None = Field(default=None, index=True)
    payer_id: str | None = Field(default=None, index=True)
    status: str = Field(default="none", index=True)
    category: str | None = Field(default=None, index=True)
    """Of the denial whose appeal is due first."""
    appeal_by: date | None = Field(default=None, index=True)
    gross: Decimal = Field(default=Decimal(0), sa_type=Numeric(14, 2))
    expected_recoverable: Decimal = Field(default=Decimal(0), sa_type=Numeric(14, 2), index=True)
    recovered: Decimal = Field(default=Decimal(0), sa_type=Numeric(14, 2))


class QueueRow(Tables.StateRow, table=True):
    """A claim as 835s of denials' own intake tell it; the key is CLP01."""

    __tablename__ = "decision_queue"

    encounter_id: str | None = None
    waiting: int = 0
    """Decisions whose turn has not come."""


class AdviceRow(Tables.StateRow, table=True):
    """A payment that came through denials' own intake; the key is the trace number."""

    __tablename__ = "advice"

    set_aside: int = 0
    duplicates: int = 0


class PatientRow(Tables.StateRow, table=True):
    """The registration of a visit, which a 275 has to name; the key is the encounter id. Identifying."""

    __tablename__ = "known_patient"


class ReceivedRow(ReceivedColumns, Tables.Row, table=True):
    """A remittance that this service took."""

    __tablename__ = "received_remittance"


class DenialRow(Tables.Row, table=True):
    """One denial of one line, for worklists and rates. Repeats what its case knows."""

    __tablename__ = "denial"

    denial_id: str = Field(primary_key=True)
    claim_id: str = Field(index=True)
    encounter_id: str
    payer_id: str = Field(index=True)
    line_number: int
    """0 is the claim as a whole."""
    code: str | None = None
    category: str = Field(index=True)
    root_cause: str
    phase: str
    """`initial`, `repeated` or `after_payment`: only the first counts towards initial denial rates."""
    group: str
    carc: str
    owner: str
    gross: Decimal = Field(sa_type=Numeric(14, 2))
    expected_recoverable: Decimal = Field(sa_type=Numeric(14, 2))
    denied_on: date
    appeal_by: date = Field(index=True)
    outcome: str | None = Field(default=None, index=True)
    """None while it is open."""
    recovered: Decimal = Field(sa_type=Numeric(14, 2))
    closed_on: date | None = None
