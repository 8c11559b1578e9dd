"""Tables of patient access. Rows with names and member ids stay in this service's own schema."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from shared.db.tables import ServiceTables


class Tables(ServiceTables, service="eligibility"):
    """The registry of this service's tables."""


class EncounterRow(Tables.StateRow, table=True):
    """An encounter on its way to clearance; the registration snapshot is inside the document."""

    __tablename__ = "encounter"

    status: str = Field(default="incomplete", index=True)
    visit_number: str = Field(default="", index=True)
    person_id: str = Field(default="", index=True)
    payer_id: str = Field(default="", index=True)
    """Of the coverage that is billed first; empty when the payer is not in the directory."""
    service_from: date | None = Field(default=None, index=True)
    held_since: date | None = None


class EstimateRow(Tables.StateRow, table=True):
    """What a visit will probably cost its patient; the key is the encounter id."""

    __tablename__ = "estimate"

    amount: Decimal | None = Field(default=None, sa_type=Numeric(14, 2))
    """None where nobody can say."""


class VisitRow(Tables.Row, table=True):
    """The last version of both halves of a visit that this service has given out: what the next version is compared with."""

    __tablename__ = "visit"

    encounter_id: str = Field(primary_key=True)
    person_id: str
    likeness: str = ""
    """Fingerprint of name and birth date; empty when one is missing."""
    registered: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    opened: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    source: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    """The registration as the source system sent it last, before corrections of our own."""


class PersonRow(Tables.Row, table=True):
    """Who had this name and birth date first. Everybody else with the same is a namesake until somebody has looked."""

    __tablename__ = "person"

    likeness: str = Field(primary_key=True)
    person_id: str


class NamesakeRow(Tables.Row, table=True):
    """A person's answer to the question whether a namesake is the same person. Records are told apart or linked by it, never merged."""

    __tablename__ = "namesake"

    likeness: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    same_person: bool


class DirectInquiryRow(Tables.Row, table=True):
    """A question of another system: about whom it is, which no event says. A record; a rebuild leaves it alone."""

    __tablename__ = "direct_inquiry"

    inquiry_id: str = Field(primary_key=True)
    digest: str = Field(index=True)
    """Of the words of the question: asked again after nobody answered, it is a new one."""
    asked: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    """None when a whole 270 was handed in, which is a document."""
