"""To whom the statement of an encounter goes: the patient, or who is responsible for a child."""

from __future__ import annotations

from datetime import date

from shared.contracts.eligibility import Address, PatientRegistered, PersonName
from shared.contracts.event import Event
from shared.contracts.values import EncounterId, Value
from shared.stage.stage import State

OF_AGE = 18
"""In years: in most states a younger patient is no party to the bill."""


class Recipient(Value):
    """A name and address as they are printed."""

    name: str
    address: Address | None = None


class Addressee(State):
    """Identifying data of one encounter, the newest version; nothing that a statement does not need."""

    encounter_id: EncounterId
    version: int = 0
    patient: PersonName = PersonName()
    born_on: date | None = None
    address: Address | None = None
    subscriber: PersonName | None = None
    """Who holds the policy billed first, when it is not the patient."""
    subscriber_address: Address | None = None

    def recipient(self, on: date) -> Recipient:
        """The patient; of a child, the subscriber of its coverage, or else whoever brings it up."""
        child = self.born_on is not None and _years(self.born_on, on) < OF_AGE
        if child and self.subscriber is not None:
            return Recipient(name=written(self.subscriber), address=self.subscriber_address or self.address)
        to = f"Parent or guardian of {written(self.patient)}" if child else written(self.patient)
        return Recipient(name=to, address=self.address)


def evolve(addressee: Addressee, event: Event) -> Addressee:
    """Versions may come in any order; the highest one stays."""
    if not isinstance(event, PatientRegistered) or event.version < addressee.version:
        return addressee
    first = min((one for one in event.coverages if one.subscriber), key=lambda one: one.order, default=None)
    holder = first.subscriber if first else None
    return addressee.but(
        version=event.version,
        patient=event.patient.name,
        born_on=event.patient.birth_date,
        address=event.patient.address,
        subscriber=holder.name if holder else None,
        subscriber_address=holder.address if holder else None,
    )


def written(name: PersonName) -> str:
    """First, middle, last."""
    return " ".join(filter(None, (name.first, name.middle, name.last)))


def _years(born_on: date, on: date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
