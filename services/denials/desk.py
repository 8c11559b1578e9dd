"""What gateways and routes of denials need: who we are, where files go, where the database is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import asyncpg

from services.denials.repository import Cases, Patients
from shared.carrier import Carrier, FolderCarrier
from shared.db.engine import direct_connection
from shared.remittance.read import Intake
from shared.settings import Settings
from shared.site.model import Site

OUT = "to-clearinghouse"


@dataclass(frozen=True)
class Resources:
    """Parts that the outside world reaches."""

    site: Site
    cases: Cases
    patients: Patients
    intake: Intake | None
    """None where the 835s go to adjudication."""
    carrier: Carrier | None
    """None when this installation has no clearinghouse."""
    database: str
    schema: str

    @classmethod
    def of(cls, settings: Settings, cases: Cases, patients: Patients, intake: Intake | None) -> Self:
        """The shared folder of the settings, or else the one that the site file names."""
        folder, named = settings.clearinghouse_folder, settings.site.clearinghouse.outbox
        outbox = folder / OUT if folder else Path(named) if named else None
        carrier = FolderCarrier(outbox) if outbox else None
        return cls(settings.site, cases, patients, intake, carrier, settings.database, settings.schema("denials"))

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[asyncpg.Connection[Any]]:
        """A connection of one's own: an outside call reads what it sends and holds no transaction open."""
        connection = await direct_connection(self.database, self.schema)
        try:
            yield connection
        finally:
            await connection.close()
