"""What the outside call and the routes need: who we are, whom we ask, where the states are."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Self

from sqlmodel.ext.asyncio.session import AsyncSession

from services.eligibility.repository import Encounters
from shared.contracts.ids import Names
from shared.db.engine import make_engine, transaction
from shared.settings import Settings
from shared.site.model import Site


@dataclass(frozen=True)
class Office:
    site: Site
    names: Names
    encounters: Encounters
    eligibility_url: str | None
    """None when this installation has no partner that answers inquiries."""
    database: str = field(repr=False)
    schema: str
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The address of the settings, or else the one of the site file."""
        site = settings.site
        url = settings.eligibility_url or site.clearinghouse.eligibility_url
        return cls(site, settings.names, Encounters(site), url, settings.database, settings.schema("eligibility"))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A transaction on a connection of its own, for a call that must not hold one of the pool while it waits."""
        engine = make_engine(self.database, self.schema, size=1)
        try:
            async with transaction(engine) as session:
                yield session
        finally:
            await engine.dispose()
