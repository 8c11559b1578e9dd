"""Files of a service that go to the clearinghouse, each once, however often the process dies on the way.

A wish that was started when the process died is not repeated: the listing of what was delivered tells whether it arrived.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg

from shared.carrier import Carrier, FolderCarrier
from shared.contracts.values import Document
from shared.db import blobs
from shared.db.engine import direct_connection
from shared.db.sql import Bare
from shared.settings import Settings
from shared.stage.gateway import Unavailable, Uncertain

OUT, IN = "to-clearinghouse", "from-clearinghouse"
ATTEMPTS = 1000
"""A folder that is away comes back; with waits of up to five minutes this is some days."""


class Sender:
    """The part of what gateways need by which a document of their service leaves the house."""

    carrier: Carrier | None
    """None when this installation has no clearinghouse."""
    database: str
    schema: str

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[asyncpg.Connection[Any]]:
        """A connection of one's own: an outside call reads what it sends and holds no transaction open."""
        connection = await direct_connection(self.database, self.schema)
        try:
            yield connection
        finally:
            await connection.close()

    async def deliver(self, document: Document) -> None:
        """Put the document where the clearinghouse takes it. Raises Unavailable and Uncertain as carriers do."""
        async with self.connection() as connection:
            body = await blobs.get(Bare(connection), document.sha256)
        if body is None:
            raise Uncertain("the body of the interchange is not in the blob table")
        await self._way_out().put(document.name, body)

    async def was_delivered(self, document: Document) -> bool:
        """Whether the clearinghouse has a file of this name, taken or not."""
        return document.name in await self._way_out().listed()

    def _way_out(self) -> Carrier:
        if self.carrier is None:
            raise Unavailable("this installation names no folder of a clearinghouse")
        return self.carrier


def carrier_of(settings: Settings) -> Carrier | None:
    """The way to the clearinghouse: the shared folder of the settings, or else the one that the site file names."""
    folder, named = settings.clearinghouse_folder, settings.site.clearinghouse.outbox
    outbox = folder / OUT if folder else Path(named) if named else None
    return FolderCarrier(outbox) if outbox else None
