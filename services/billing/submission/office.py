"""What gateways, intake and routes of submission need: who we are, where files go, where the database is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from services.billing.submission.model.policy import Policy
from shared.carrier import Carrier
from shared.contracts.ids import Names
from shared.delivery import IN, Sender, carrier_of
from shared.settings import Settings
from shared.site.model import Site


@dataclass(frozen=True, slots=True)
class Office(Sender):
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
        folder, named = settings.clearinghouse_folder, settings.site.clearinghouse.inbox
        inbox = folder / IN if folder else Path(named) if named else None
        return cls(settings.site, settings.names, policy, carrier_of(settings), inbox, settings.database, settings.schema("submission"))

    def interchange_id(self, control_number: str) -> str:
        """The id of the interchange with this ISA13 (which is its GS06, too), however many zeros stand before it."""
        return self.names.of("interchange", control_number.strip().zfill(9))
