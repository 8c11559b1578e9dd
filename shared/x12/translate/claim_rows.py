"""Providers, payers and places of a claim as segments. Loops 2010 to 2420 of the 837."""

from collections.abc import Iterable, Iterator
from itertools import chain

from shared.x12.characters import Text
from shared.x12.faults import WriteError
from shared.x12.rows import RepeatedRow, Row
from shared.x12.translate.claim import Address, Name, Payer, Provider
from shared.x12.translate.naming import address_rows, contact_rows, name_row, reference_rows

_WITH_ADDRESS = frozenset({"77", "DK"})


class KnownRows:
    """The rows of providers and payers, made once for each: claims of a batch repeat them. Keeps what it knows alive."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], tuple[Row, ...]] = {}
        self._alive: list[object] = []

    def provider(self, entity: str, provider: Provider, taxonomy_role: str = "") -> tuple[Row, ...]:
        """As provider_rows."""
        key = (id(provider), entity)
        return self._known.get(key) or self._keep(key, provider, provider_rows(entity, provider, taxonomy_role))

    def payer(self, payer: Payer) -> tuple[Row, ...]:
        """NM1, N3, N4 and REF of loop 2010BB."""
        key = (id(payer), "PR")
        return self._known.get(key) or self._keep(key, payer, chain(payer_rows(payer), reference_rows(payer.references)))

    def _keep(self, key: tuple[int, str], value: object, rows: Iterable[Row]) -> tuple[Row, ...]:
        self._alive.append(value)
        kept = self._known[key] = tuple(map(RepeatedRow, rows))
        return kept


def payer_rows(payer: Payer, entity: str = "PR") -> Iterator[Row]:
    """NM1, N3 and N4 of a payer."""
    yield name_row(entity, Name(payer.name), False, payer.id_qualifier, payer.id)
    yield from address_rows(payer.address)


def provider_rows(entity: str, provider: Provider, taxonomy_role: str = "") -> Iterator[Row]:
    """A provider's loop: NM1, PRV where the role has one, address (a facility needs one), references, whom to call."""
    yield name_row(entity, provider.name, provider.person, "XX", provider.npi)
    if taxonomy_role and provider.taxonomy:
        yield ("PRV", taxonomy_role, "PXC", provider.taxonomy)
    if entity == "77" and provider.address is None:
        raise WriteError("a service facility needs an address", "N3", 1)
    if entity in _WITH_ADDRESS:
        yield from address_rows(provider.address)
    yield from reference_rows(provider.references)
    yield from contact_rows(provider.contacts, least=1)


def place_rows(entity: str, address: Address | None, name: str = "") -> Iterator[Row]:
    """Where an ambulance picked up (PW) or dropped off (45) the patient; nothing for no address."""
    if address is not None:
        yield ("NM1", entity, "2", Text(name))
        yield from address_rows(address)
