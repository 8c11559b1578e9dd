"""What the outside call and the routes need: who we are, whom we ask, where the states are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import httpx

from services.eligibility.repository import Encounters
from shared.contracts.ids import Names
from shared.settings import Settings
from shared.site.model import Site


@dataclass(frozen=True)
class Office:
    site: Site
    names: Names
    encounters: Encounters
    eligibility_url: str | None
    """None when this installation has no partner that answers inquiries."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The address of the settings, or else the one of the site file."""
        site = settings.site
        return cls(site, settings.names, Encounters(site), settings.eligibility_url or site.clearinghouse.eligibility_url)

    @cached_property
    def partner(self) -> httpx.AsyncClient:
        """Connections to whoever answers inquiries, kept open between them."""
        return httpx.AsyncClient(limits=httpx.Limits(max_connections=None, max_keepalive_connections=64))

    async def close(self) -> None:
        """End the connections, where any were made."""
        if "partner" in self.__dict__:
            await self.partner.aclose()
