"""Tables of submission."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from shared.db.tables import ServiceTables


class Tables(ServiceTables, service="submission"):
    """The registry of this service's tables."""


class DraftRow(Tables.StateRow, table=True):
    """An encounter that becomes a claim. Its document holds this service's own copy of what identifies the patient."""

    __tablename__ = "draft"

    claim_id: str | None = Field(default=None, index=True)
    person_id: str | None = Field(default=None, index=True)
    visit_number: str = ""


class ClaimRow(Tables.StateRow, table=True):
    """A claim from edits to acknowledgement."""

    __tablename__ = "claim"

    encounter_id: str | None = Field(default=None, index=True)
    status: str = Field(default="unknown", index=True)
    """unknown, built, held, released, submitted, accepted, rejected, withdrawn."""
    submission: int = 0
    icn: str = Field(default="", index=True)
    payer_id: str | None = Field(default=None, index=True)
    kind: str | None = None
    total: Decimal | None = Field(default=None, sa_type=Numeric(14, 2))
    frequency: str | None = None
    service_from: date | None = Field(default=None, index=True)


class InterchangeRow(Tables.StateRow, table=True):
    """An interchange of ours, or one that somebody acknowledged as if it were."""

    __tablename__ = "interchange"

    control_number: str | None = Field(default=None, index=True)
    reference: str | None = None
    status: str = "built"
    """built, sent, acknowledged, refused, unknown."""


class DispatchRow(Tables.Row, table=True):
    """Where a submission went: into one interchange, or nowhere because a person withdrew it. The key is what keeps it from going twice.

    Not a fold: it is kept and backed up like control numbers, and a rebuild leaves it alone.
    """

    __tablename__ = "dispatch"

    claim_id: str = Field(primary_key=True)
    submission: int = Field(primary_key=True)
    interchange_id: str | None = Field(default=None, index=True)
    """None when it was withdrawn."""
    built: dict[str, Any] = Field(sa_type=JSONB)
    """The build as it was written into the interchange."""


class HandedInRow(Tables.Row, table=True):
    """A coded encounter as another system handed it in. What identifies the patient stays here and in the draft: no topic carries it.

    Not a fold: it is kept and backed up; a rebuild of drafts takes these facts from here, as it takes those of others from their topics.
    """

    __tablename__ = "handed_in"

    encounter_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    told: dict[str, Any] = Field(sa_type=JSONB)
