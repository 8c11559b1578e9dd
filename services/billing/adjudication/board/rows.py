"""Tables of the board: one row per claim and one per visit, with every value that a figure counts in a column of its own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, Numeric, text
from sqlmodel import Field

from services.billing.adjudication.tables import Tables


def _amount(*, nullable: bool = False) -> Any:
    return Field(default=None if nullable else Decimal(0), sa_type=Numeric(14, 2), nullable=nullable)


def _rare(name: str) -> Index:
    """An index over the few claims that have this day."""
    return Index(f"ix_claim_measure_{name}", name, postgresql_where=text(f"{name} IS NOT NULL"))


class MeasureRow(Tables.StateRow, table=True):
    """A claim over its whole life; the key is the claim id."""

    __tablename__ = "claim_measure"
    __table_args__ = (
        Index("ix_claim_measure_owed", "service_on", postgresql_where=text("owed <> 0")),
        *map(_rare, ("rejected_on", "taken_back_on", "voided_on", "underpaid_on")),
    )

    encounter_id: str | None = Field(default=None, index=True)
    payer_id: str | None = None
    """Who was billed first."""
    state: str | None = None
    opening: bool = False
    """A claim of the system before this one: outside of the figures."""
    service_on: date | None = None
    billed_on: date | None = Field(default=None, index=True)
    decided_on: date | None = Field(default=None, index=True)
    """The first decision of the first payer."""
    charged: Decimal = _amount()
    """At the first decision."""
    clean: bool = False
    first_pass: bool = False
    rejections: int = 0
    rejected_on: date | None = None
    """The day on which the first rejected submission left the house."""
    denied_lines: int = 0
    denied: Decimal = _amount()
    """Gross charge of initial denials."""
    overturned: bool = False
    full_take_backs: int = 0
    partial_take_backs: int = 0
    taken_back_on: date | None = None
    voided_on: date | None = None
    underpaid: Decimal = _amount()
    """Allowed less expected; below zero."""
    recovered: Decimal = _amount()
    underpaid_on: date | None = None
    statements: int = 0
    charged_now: Decimal = _amount()
    """After replacements and voids."""
    payer_paid: Decimal = _amount()
    contractual: Decimal = _amount()
    """With sequestration, without capitation."""
    sequestration: Decimal = _amount()
    capitation: Decimal = _amount()
    patient_paid: Decimal = _amount()
    patient_open: Decimal = _amount()
    payer_open: Decimal = _amount()
    denied_open: Decimal = _amount()
    disputed: Decimal = _amount()
    written_off: Decimal = _amount()
    """By people: denials given up, charity, small balances, bad debt."""
    owed: Decimal = _amount()
    """By payers and the patient together."""


class VisitRow(Tables.StateRow, table=True):
    """A visit; the key is the encounter id."""

    __tablename__ = "visit_measure"
    __table_args__ = (
        Index("ix_visit_measure_unbilled", "discharged_on", postgresql_where=text("billed_on IS NULL AND state <> 'withdrawn'")),
        Index("ix_visit_measure_prevented", "discharged_on", postgresql_where=text("prevented <> 0")),
        Index("ix_visit_measure_estimated", "discharged_on", postgresql_where=text("estimated IS NOT NULL")),
    )

    state: str
    payer_id: str | None = None
    discharged_on: date | None = None
    gross: Decimal = _amount()
    billed_on: date | None = None
    spared_payer_id: str | None = None
    """The payer of a coverage that was not active."""
    prevented: Decimal = _amount()
    """Gross charge that did not go to it."""
    estimated: Decimal | None = _amount(nullable=True)
