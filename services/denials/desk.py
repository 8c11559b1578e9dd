"""What gateways and routes of denials need: who we are, where files go, where the database is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from services.denials.repository import Cases, Patients
from shared.carrier import Carrier
from shared.delivery import Sender, carrier_of
from shared.remittance.read import Intake
from shared.settings import Settings
from shared.site.model import Site


@dataclass(frozen=True)
class Resources(Sender):
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
        """What the settings of this process make of them."""
        return cls(settings.site, cases, patients, intake, carrier_of(settings), settings.database, settings.schema("denials"))
