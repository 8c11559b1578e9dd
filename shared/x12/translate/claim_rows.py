"""Names, addresses, providers and references as segments: what claims, inquiries and their answers write in the same way."""

from collections.abc import Iterable, Iterator
from itertools import chain

from shared.x12.characters import Text, room, transliterate
from shared.x12.faults import WriteError
from shared.x12.translate.claim import Address, Contact, Name, Payer, Provider, Reference
from shared.x12.write import RepeatedRow, Row

MOST_OF_STREET, MOST_OF_CITY, MOST_OF_NUMBER = 55, 30, 50
"""N301 and N302, N401, REF02."""
MOST_NUMBERS = 3
_WITH_ADDRESS = frozenset({"77", "DK"})


def name_row(entity: str, name: Name, person: bool, qualifier: str = "", id: str = "") -> Row:
    """NM1. An identifier is sent with its qualifier or not at all. Raises WriteError for a name that does not fit: half a name is another one."""
    row = ("NM1", entity, "1" if person else "2", fitting(name.last, 60, "NM1", 3))
    if name.first or name.middle or name.suffix:
        given = fitting(name.first, 35, "NM1", 4), fitting(name.middle, 25, "NM1", 5)
        return (*row, *given, "", fitting(name.suffix, 10, "NM1", 7), qualifier if id else "", id)
    return (*row, "", "", "", "", qualifier, id) if id else row


def address_rows(address: Address | None) -> Iterator[Row]:
    """N3 and N4, nothing for no address."""
    if address is not None:
        street = fitting(address.line, MOST_OF_STREET, "N3", 1)
        yield ("N3", street, fitting(address.line2, MOST_OF_STREET, "N3", 2)) if address.line2 else ("N3", street)
        row = ("N4", fitting(address.city, MOST_OF_CITY, "N4", 1), address.state, address.postal_code.replace("-", ""))
        yield (*row, address.country, "", "", address.subdivision) if address.country or address.subdivision else row


def reference_rows(references: Iterable[Reference]) -> Iterator[Row]:
    """REF, in their order. A number of another payer (a line's) is sent with that payer's id."""
    for reference in references:
        if len(reference.value) > MOST_OF_NUMBER:
            raise WriteError(f"the number has more than {MOST_OF_NUMBER} characters", "REF", 2)
        if reference.payer_id:
            yield ("REF", reference.qualifier, reference.value, None, ("2U", reference.payer_id))
        elif reference.value:
            yield ("REF", reference.qualifier, reference.value, Text(reference.description))


def contact_row(contact: Contact) -> Row:
    """PER. Raises WriteError when there is no number, or more than three."""
    if not 1 <= len(contact.numbers) <= MOST_NUMBERS:
        raise WriteError(f"a contact has 1 to {MOST_NUMBERS} numbers", "PER", 3)
    return ("PER", "IC", Text(contact.name), *[part for pair in contact.numbers for part in pair])


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
    for contact in provider.contacts:
        yield contact_row(contact)


def place_rows(entity: str, address: Address | None, name: str = "") -> Iterator[Row]:
    """Where an ambulance picked up (PW) or dropped off (45) the patient; nothing for no address."""
    if address is not None:
        yield ("NM1", entity, "2", Text(name))
        yield from address_rows(address)


def fitting(text: str, most: int, segment: str, element: int) -> str:
    """Free text that fits, in its nearest spelling. Raises WriteError when it is too long or has none."""
    spelled = text if text.isascii() else transliterate(text)
    if len(spelled) <= most and spelled.isascii():
        words = spelled.replace(" ", "")
        if not words:
            return ""
        if words.isalnum() and "  " not in spelled:
            return spelled  # letters, digits and single blanks: no separator of any interchange
    if fault := room(spelled, most):
        raise WriteError(f"the text {fault}", segment, element)
    return Text(spelled)
