"""What the outside call and the routes need: who we are, whom we ask, where the states are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from services.eligibility.gateways.partner import Partner
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
    partner: Partner = field(default_factory=Partner)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The address of the settings, or else the one of the site file."""
        site = settings.site
        return cls(site, settings.names, Encounters(site), settings.eligibility_url or site.clearinghouse.eligibility_url)

    async def close(self) -> None:
        """End the connections to the partner."""
        await self.partner.close()
