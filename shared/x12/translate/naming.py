"""Names, addresses, numbers, contacts and traces (NM1, N3 and N4, REF, PER, TRN): what all transactions read and write in the same way.

What is missing reads as empty; nothing is guessed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shared.x12.characters import Text, room, transliterate
from shared.x12.faults import WriteError
from shared.x12.loop import Loop
from shared.x12.rows import Row
from shared.x12.segments import Segment
from shared.x12.translate.laid_out import element, laid_row, read_laid

MOST_OF_STREET, MOST_OF_CITY, MOST_OF_NUMBER = 55, 30, 50
"""N301 and N302, N401, REF02."""
MOST_NUMBERS = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name (NM103 to NM105, NM107); an organisation has `last` only."""

    last: str
    first: str = ""
    middle: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """N3 and N4. `postal_code` has nine digits for billing providers and service facilities. `country` and `subdivision` only abroad."""

    line: str
    city: str
    state: str = ""
    postal_code: str = ""
    line2: str = ""
    country: str = ""
    subdivision: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A REF: a qualifier and the number it names; `description` is REF03, where a guide has one (the name of a plan or group).

    On a line of a claim `payer_id` (REF04) tells whose number it is, when it is another payer's.
    """

    qualifier: str
    value: str
    description: str = ""
    payer_id: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A PER: whom to ask. `numbers` are up to three pairs of qualifier (TE telephone, EM e-mail, FX fax, EX extension, UR address on
    the web) and number. `role` is PER01: IC information contact; of an 835 also CX claim office, BL technical department.
    """

    name: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    role: str = "IC"


@dataclass(frozen=True, slots=True)
class Trace:
    """A TRN: the number by which a question, event or service is followed, and who gave it.

    `originator_id` (TRN03) has ten characters: 1 and a tax id, 3 and a DUNS number, or 9 and an id of the sender's choice;
    `department` is TRN04. `kind` is TRN01: 1 given by the sender of this set, 2 echoed from the one that is answered.
    """

    number: str = element(2, needed=True)
    originator_id: str = element(3, needed=True)
    department: str = element(4)
    kind: str = element(1, default="1")


def read_name(nm1: Segment) -> Name:
    """NM103 to NM105 and NM107."""
    get = nm1.get
    return Name(get(3), get(4), get(5), get(7))


def read_address(loop: Loop) -> Address | None:
    """The first N3 and N4 of a loop; None when it has neither."""
    n3 = n4 = None
    for segment in loop.segments:
        if segment.id == "N3":
            n3 = n3 or segment
        elif segment.id == "N4":
            n4 = n4 or segment
    return address_in(n3, n4)


def address_in(n3: Segment | None, n4: Segment | None) -> Address | None:
    """The address that N3 and N4 state together; None for neither."""
    if n3 is None and n4 is None:
        return None
    line, line2 = (n3.get(1), n3.get(2)) if n3 else ("", "")
    if n4 is None:
        return Address(line, "", line2=line2)
    get = n4.get
    return Address(line, get(1), get(2), get(3), line2, get(4), get(7))


def read_reference(ref: Segment, component: str = "") -> Reference:
    """A REF. With the component separator also REF04, by which the line of a claim names the payer whose number it is."""
    owner = ref.component(4, 2, component) if component and len(ref.elements) > 4 else ""
    return Reference(ref.get(1), ref.get(2), ref.get(3), owner)


def read_references(loop: Loop) -> tuple[Reference, ...]:
    """All REF of a loop."""
    return tuple([read_reference(segment, loop.component) for segment in loop.segments if segment.id == "REF"])


def read_contact(per: Segment) -> Contact:
    """A PER."""
    get = per.get
    return Contact(get(2), tuple([(get(at), get(at + 1)) for at in (3, 5, 7) if get(at) or get(at + 1)]), get(1))


def read_contacts(loop: Loop) -> tuple[Contact, ...]:
    """All PER of a loop."""
    return tuple([read_contact(segment) for segment in loop.segments if segment.id == "PER"])


def read_traces(loop: Loop) -> tuple[Trace, ...]:
    """All TRN of a level."""
    return tuple([read_laid(Trace, trn) for trn in loop.all("TRN")])


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


def partial_address_rows(address: Address | None) -> Iterator[Row]:
    """N3 and N4, each where it has something to say, for transactions that need neither."""
    for row in address_rows(address):
        if any(row[1:]):
            yield row


def reference_rows(references: Iterable[Reference], most: int = MOST_OF_NUMBER) -> Iterator[Row]:
    """REF, in their order. A number of another payer (a line's) is sent with that payer's id. Raises WriteError beyond `most` characters."""
    for reference in references:
        if len(reference.value) > most:
            raise WriteError(f"the number has more than {most} characters", "REF", 2)
        if reference.payer_id:
            yield ("REF", reference.qualifier, reference.value, None, ("2U", reference.payer_id))
        elif reference.value:
            yield ("REF", reference.qualifier, reference.value, Text(reference.description))


def contact_rows(contacts: Iterable[Contact], least: int = 0) -> Iterator[Row]:
    """PER. Raises WriteError when a contact has fewer numbers than `least`, or more than three."""
    for contact in contacts:
        if not least <= len(contact.numbers) <= MOST_NUMBERS:
            raise WriteError(f"a contact has {least} to {MOST_NUMBERS} numbers", "PER", 3)
        yield ("PER", contact.role, Text(contact.name), *[part for pair in contact.numbers for part in pair])


def trace_rows(traces: Iterable[Trace]) -> Iterator[Row]:
    """TRN for each trace."""
    for trace in traces:
        yield laid_row("TRN", trace)


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
