"""Names, addresses, providers and references as segments: what claims, inquiries and their answers write in the same way."""

from collections.abc import Iterable, Iterator
from datetime import date

from shared.x12.characters import Text, room
from shared.x12.faults import WriteError
from shared.x12.translate.claim import Address, Contact, Name, Provider, Reference
from shared.x12.write import Row

MOST_OF_NAME = (60, 35, 25)
"""Characters of NM103, NM104 and NM105."""
MOST_OF_STREET, MOST_OF_CITY, MOST_OF_NUMBER = 55, 30, 50
"""N301 and N302, N401, REF02."""
MOST_NUMBERS = 3
_WITH_ADDRESS = frozenset({"77", "DK"})


def name_row(entity: str, name: Name, person: bool, qualifier: str = "", id: str = "") -> Row:
    """NM1. An identifier is sent with its qualifier or not at all. Raises WriteError for a name that does not fit: half a name is another one."""
    given = [
        fitting(part, most, "NM1", place)
        for place, (part, most) in enumerate(zip((name.last, name.first, name.middle), MOST_OF_NAME, strict=True), 3)
    ]
    return ("NM1", entity, "1" if person else "2", *given, None, Text(name.suffix), qualifier if id else None, id)


def address_rows(address: Address | None) -> Iterator[Row]:
    """N3 and N4, nothing for no address."""
    if address is not None:
        yield ("N3", fitting(address.line, MOST_OF_STREET, "N3", 1), fitting(address.line2, MOST_OF_STREET, "N3", 2))
        city = fitting(address.city, MOST_OF_CITY, "N4", 1)
        yield ("N4", city, address.state, address.postal_code.replace("-", ""), address.country, None, None, address.subdivision)


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


def provider_rows(entity: str, provider: Provider | None, taxonomy_role: str = "") -> Iterator[Row]:
    """A provider's loop: NM1, PRV where the role has one, address (a facility needs one), references, whom to call."""
    if provider is None:
        return
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


def fitting(text: str, most: int, segment: str, element: int) -> Text:
    """Free text that fits. Raises WriteError when it is too long or has no spelling."""
    if text.isascii() and text.isalnum() and len(text) <= most:
        return Text(text)
    if fault := room(text, most):
        raise WriteError(f"the text {fault}", segment, element)
    return Text(text)


def period_text(first: date, last: date | None) -> str:
    """A period as RD8 wants it."""
    return f"{first:%Y%m%d}-{last or first:%Y%m%d}"
