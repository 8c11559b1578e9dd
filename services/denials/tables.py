"""Tables of the denials desk."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Numeric
from sqlmodel import Field

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
