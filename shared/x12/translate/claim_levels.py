"""Claims put under the levels of an 837: billing provider, subscriber with payer, patient. The order of first appearance is kept."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from shared.x12.translate.claim import ClaimDocument, Patient, Payer, Provider, Subscriber

MOST_CLAIMS = 100
T = TypeVar("T")


@dataclass(slots=True)
class PatientLevel:
    """Loop 2000C with its claims, or (`patient` None) the claims of a subscriber who is the patient."""

    patient: Patient | None
    claims: list[ClaimDocument] = field(default_factory=list)


@dataclass(slots=True)
class SubscriberLevel:
    """Loop 2000B."""

    subscriber: Subscriber
    payer: Payer
    is_patient: bool
    patients: dict[tuple[int, int], PatientLevel] = field(default_factory=dict)


@dataclass(slots=True)
class BillingLevel:
    """Loop 2000A."""

    provider: Provider
    subscribers: dict[tuple[int, int, bool, int], SubscriberLevel] = field(default_factory=dict)


class _Numbers(Generic[T]):
    """A number for each value, the same for equal ones. Most are told by identity or by a key: only few are compared as a whole."""

    def __init__(self, key: Callable[[T], Hashable]) -> None:
        self._key = key
        self._by_identity: dict[int, int] = {}
        self._by_key: dict[Hashable, list[tuple[int, T]]] = {}
        self._count = 0

    def of(self, value: T) -> int:
        """The number of a value that lives at least as long as this object."""
        number = self._by_identity.get(id(value))
        if number is None:
            alike = self._by_key.setdefault(self._key(value), [])
            number = next((number for number, other in alike if other == value), None)
            if number is None:
                self._count += 1
                number = self._count
                alike.append((number, value))
            self._by_identity[id(value)] = number
        return number


def levels_of(claims: Iterable[ClaimDocument]) -> Iterable[BillingLevel]:
    """The levels. One has room for 100 claims: the 101st begins another one for the same person."""
    billing: _Numbers[Provider] = _Numbers(lambda provider: provider.npi)
    subscribers: _Numbers[Subscriber] = _Numbers(lambda subscriber: subscriber.member_id)
    payers: _Numbers[Payer] = _Numbers(lambda payer: payer.id)
    people: _Numbers[Patient] = _Numbers(lambda patient: patient.name)
    levels: dict[int, BillingLevel] = {}
    counts: dict[tuple[int, int, int, int], int] = {}
    for claim in claims:
        patient = claim.patient
        who = billing.of(claim.billing), subscribers.of(claim.subscriber), payers.of(claim.payer), people.of(patient) if patient else 0
        counts[who] = count = counts.get(who, 0) + 1
        part = (count - 1) // MOST_CLAIMS
        level = levels.get(who[0])
        if level is None:
            level = levels[who[0]] = BillingLevel(claim.billing)
        _patient_level(level, claim, who, part).claims.append(claim)
    return levels.values()


def _patient_level(level: BillingLevel, claim: ClaimDocument, who: tuple[int, int, int, int], part: int) -> PatientLevel:
    own = claim.patient is None
    policy = who[1], who[2], own, part if own else 0
    subscriber = level.subscribers.get(policy)
    if subscriber is None:
        subscriber = level.subscribers[policy] = SubscriberLevel(claim.subscriber, claim.payer, own)
    patient = subscriber.patients.get((who[3], part))
    if patient is None:
        patient = subscriber.patients[who[3], part] = PatientLevel(claim.patient)
    return patient
