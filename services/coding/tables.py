"""Tables of the coding desk."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Numeric
from sqlmodel import Field

from shared.db.tables import ServiceTables


class Tables(ServiceTables, service="coding"):
    """The registry of this service's tables."""


class ChartRow(Tables.StateRow, table=True):
    """An encounter at the coding desk."""

    __tablename__ = "chart"

    status: str = Field(default="waiting", index=True)
    kind: str | None = None
    service_from: date | None = Field(default=None, index=True)
    reason: str | None = Field(default=None, index=True)
    """The first of the reasons that hold it."""
    total: Decimal | None = Field(default=None, sa_type=Numeric(14, 2))
