"""What gateways, intake and routes of submission need: who we are, where files go, where the database is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import asyncpg

from services.billing.submission.model.policy import Policy
from shared.carrier import Carrier, FolderCarrier
from shared.contracts.ids import Names
from shared.db.engine import direct_connection
from shared.settings import Settings
from shared.site.model import Site

OUT, IN = "to-clearinghouse", "from-clearinghouse"


@dataclass(frozen=True, slots=True)
class Office:
    site: Site
    names: Names
    policy: Policy
    carrier: Carrier | None
    """None when this installation has no clearinghouse."""
    inbox: Path | None
    database: str
    schema: str

    @classmethod
    def of(cls, settings: Settings, policy: Policy) -> Self:
        """The shared folder of the settings, or else the two folders that the site file names."""
        folder, site = settings.clearinghouse_folder, settings.site
        outbox = folder / OUT if folder else _path(site.clearinghouse.outbox)
        inbox = folder / IN if folder else _path(site.clearinghouse.inbox)
        carrier = FolderCarrier(outbox) if outbox else None
        return cls(site, settings.names, policy, carrier, inbox, settings.database, settings.schema("submission"))

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[asyncpg.Connection[Any]]:
        """A connection of one's own: an outside call reads what it sends and holds no transaction open."""
        connection = await direct_connection(self.database, self.schema)
        try:
            yield connection
        finally:
            await connection.close()

    def interchange_id(self, control_number: str) -> str:
        """The id of the interchange with this ISA13 (which is its GS06, too), however many zeros stand before it."""
        return self.names.of("interchange", control_number.strip().zfill(9))


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None
