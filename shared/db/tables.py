"""Tables of one service: its own registry and metadata, so that five services in one process (tests, the demo) do not mix.

    class Tables(ServiceTables, service="denials"):
        "The tables of denials."

    class CaseRow(Tables.StateRow, table=True):
        __tablename__ = "denial_case"
        claim_id: str = Field(index=True)

No table names a schema: the connection's search_path does, which lets tests give each run its own.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from shared.db.plumbing import TEMPLATES, instant, make_indexes

NAMING = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(column_0_label)s",
}


class ServiceTables:
    """Subclass it once per service; the subclass has bases and metadata of its own, and the plumbing's tables are in it."""

    service: ClassVar[str]
    metadata: ClassVar[MetaData]

    class Row(SQLModel):
        """Base of a table that is no state: reference data, projections, lists."""

    class StateRow(SQLModel):
        """Base of a table that keeps the state of one stage (or of several that share it): one row per subject."""

        key: str = Field(primary_key=True)
        document: dict[str, Any] = Field(sa_type=JSONB)
        """The whole state as JSON. Columns beside it repeat what people list and search by."""
        wake_on: date | None = Field(default=None, index=True)
        updated_at: datetime = instant(default_now=True)

    def __init_subclass__(cls, *, service: str, **more: Any) -> None:
        super().__init_subclass__(**more)
        make: Any = type(SQLModel)
        here = {"__module__": cls.__module__}
        own = make("Own", (SQLModel,), dict(here), registry=registry(metadata=MetaData(naming_convention=NAMING)))
        for name in ("Row", "StateRow"):
            setattr(cls, name, make(name, (getattr(ServiceTables, name), own), dict(here)))
        cls.service, cls.metadata = service, own.metadata
        for name, template in TEMPLATES.items():
            make_indexes(name, make(template.__name__, (template, own), {**here, "__tablename__": name}, table=True).__table__)
