"""Who asks and who answers about coverage: what 270 and 271 say alike of payers, providers and members (005010X279A1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shared.x12.guides import guide_for
from shared.x12.guides.notation import Guide
from shared.x12.interchange import Transaction
from shared.x12.read import Loop, read_loops
from shared.x12.scalars import read_dates
from shared.x12.segments import Segment
from shared.x12.translate.claim import Address, Contact, Diagnosis, Name, Payer, Provider, Reference
from shared.x12.translate.claim_rows import address_rows
from shared.x12.translate.values import Values
from shared.x12.write import Row

VERSION = "005010X279A1"
LEVELS = ("2000A", "2000B", "2000C")


@dataclass(frozen=True, slots=True)
class Trace:
    """A TRN: `number` TRN02 and who gave it (`originator_id` TRN03, ten characters; `department` TRN04).

    `kind` is TRN01: 1 given by the sender of this set, 2 echoed from the inquiry.
    """

    number: str
    originator_id: str
    department: str = ""
    kind: str = "1"


@dataclass(frozen=True, slots=True)
class Role:
    """A PRV: a provider's part in the care (`code` PRV01: BI billing, PE performing, RF referring, H hospital ...) and his number.

    `qualifier` PRV02 is PXC for a taxonomy code, HPI for an NPI; it and `id` may be empty.
    """

    code: str
    qualifier: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Requester:
    """Loop 2100B: the provider who asks. `entity` is NM101 (1P provider, FA facility ...), `id` NM108 and NM109 where they are no NPI."""

    provider: Provider
    entity: str = "1P"
    id: Reference | None = None
    role: Role | None = None


def levels(transaction: Transaction, set_id: str) -> Iterator[Loop]:
    """Loops 2000C as they are completed, 2000B and 2000A after what is under them; nothing is kept of what has been given out.

    Other versions of the guide are read as this one. Raises ValueError when the set is another one.
    """
    if transaction.set_id != set_id:
        raise ValueError(f"not a {set_id}")
    return (loop for loop in read_loops(transaction, _guide(set_id), at=LEVELS) if loop.id)


def _guide(set_id: str) -> Guide:
    guide = guide_for(set_id, VERSION)
    if guide is None:
        raise ValueError(f"no guide for set {set_id}")
    return guide


def read_name(nm1: Segment) -> Name:
    """NM103, NM104, NM105 and NM107."""
    return Name(nm1.get(3), nm1.get(4), nm1.get(5), nm1.get(7))


def read_address(loop: Loop) -> Address | None:
    """N3 and N4 of a loop; None when it has neither."""
    n3, n4 = loop.first("N3"), loop.first("N4")
    if n3 is None and n4 is None:
        return None
    street, place = n3 or Segment("N3", ("N3",)), n4 or Segment("N4", ("N4",))
    return Address(street.get(1), place.get(1), place.get(2), place.get(3), street.get(2), place.get(4))


def place_rows(address: Address | None) -> Iterator[Row]:
    """N3 and N4, each where it has something to say."""
    for row in address_rows(address):
        if any(row[1:]):
            yield row


def read_references(loop: Loop) -> tuple[Reference, ...]:
    """All REF of a loop."""
    return tuple([Reference(ref.get(1), ref.get(2), ref.get(3)) for ref in loop.all("REF")])


def reference_rows(references: tuple[Reference, ...]) -> Iterator[Row]:
    """REF, with REF03 where a name is known."""
    for reference in references:
        yield ("REF", reference.qualifier, reference.value, reference.description)


def read_role(loop: Loop) -> Role | None:
    """The PRV of a loop."""
    prv = loop.first("PRV")
    return Role(prv.get(1), prv.get(2), prv.get(3)) if prv is not None else None


def role_rows(role: Role | None) -> Iterator[Row]:
    """PRV, or nothing."""
    if role is not None:
        yield ("PRV", role.code, role.qualifier, role.id)


def read_contacts(loop: Loop) -> tuple[Contact, ...]:
    """All PER of a loop."""
    return tuple([_contact(per) for per in loop.all("PER")])


def _contact(per: Segment) -> Contact:
    return Contact(per.get(2), tuple([(per.get(n), per.get(n + 1)) for n in (3, 5, 7) if per.get(n + 1)]))


def read_traces(loop: Loop) -> tuple[Trace, ...]:
    """All TRN of a level."""
    return tuple([Trace(trn.get(2), trn.get(3), trn.get(4), trn.get(1)) for trn in loop.all("TRN")])


def trace_rows(traces: tuple[Trace, ...]) -> Iterator[Row]:
    """TRN for each trace."""
    for trace in traces:
        yield ("TRN", trace.kind, trace.number, trace.originator_id, trace.department)


def read_payer(source: Loop | None) -> tuple[Payer, str]:
    """The payer of a loop 2000A and his NM101; empty where the file does not name one."""
    loop = source.loop("2100A") if source is not None else None
    nm1 = loop.first("NM1") if loop is not None else None
    if nm1 is None:
        return Payer("", ""), ""
    return Payer(nm1.get(3), nm1.get(9), nm1.get(8)), nm1.get(1)


def read_requester(receiver: Loop | None) -> Requester | None:
    """The provider of a loop 2000B; None where the file does not name one."""
    loop = receiver.loop("2100B") if receiver is not None else None
    nm1 = loop.first("NM1") if loop is not None else None
    if loop is None or nm1 is None:
        return None
    npi = nm1.get(9) if nm1.get(8) == "XX" else ""
    provider = Provider(npi, read_name(nm1), nm1.get(2) == "1", address=read_address(loop), references=read_references(loop))
    other = Reference(nm1.get(8), nm1.get(9)) if nm1.get(9) and not npi else None
    return Requester(provider, nm1.get(1), other, read_role(loop))


def day_or_period(first: date | None, last: date | None) -> tuple[str, str] | None:
    """Format and value of a DTP: one day (D8) or both ends of a period (RD8); None where a day is missing."""
    if first is None:
        return None
    if last is None or last == first:
        return "D8", f"{first:%Y%m%d}"
    return "RD8", f"{first:%Y%m%d}-{last:%Y%m%d}"


def read_days(loop: Loop | None, qualifier: str, values: Values) -> tuple[date | None, date | None]:
    """First and last day of a DTP, the last only where it is another day; a fault where they cannot be read."""
    dtp = loop.first("DTP", qualifier) if loop is not None else None
    return read_period(dtp, values) if dtp is not None else (None, None)


def read_period(dtp: Segment, values: Values) -> tuple[date | None, date | None]:
    """As read_days, of a DTP at hand."""
    first, last = read_dates(dtp.get(2), dtp.get(3))
    if first is None or last is None:
        values.segment = dtp
        values.fault("not-a-date", "no date or period where one is due", 3)
    return first, last if last != first else None


def read_diagnoses(loop: Loop) -> tuple[Diagnosis, ...]:
    """The codes of HI, the principal diagnosis first."""
    codes = [value.split(loop.component) for hi in loop.all("HI") for value in hi.elements[1:]]
    return tuple([Diagnosis(parts[1]) for parts in codes if len(parts) > 1 and parts[1]])


def read_birth_sequence(loop: Loop, values: Values) -> int | None:
    """INS17."""
    ins = loop.first("INS")
    if ins is None:
        return None
    values.segment = ins
    return read_whole(ins.get(17), 17, values)


def read_whole(text: str, element: int, values: Values) -> int | None:
    """A count of the segment at hand; a fault where it is none."""
    if text and not (text.isdecimal() and text.isascii() and len(text) <= 9):
        values.fault("not-a-number", "no whole number where one is due", element)
        return None
    return int(text) if text else None


def read_pointers(segment: Segment, element: int, component: str, values: Values) -> tuple[int, ...]:
    """EQ05 or EB14: which of the patient's diagnoses, counted from 1."""
    values.segment = segment
    pointers = [read_whole(text, element, values) for text in segment.get(element).split(component)]
    return tuple([pointer for pointer in pointers if pointer is not None])


def read_procedure(segment: Segment, element: int, component: str) -> tuple[str, str, tuple[str, ...], str]:
    """EQ02 or EB13: qualifier, code, modifiers, and the last code of a range."""
    parts = segment.get(element).split(component) + [""] * 8
    return parts[0], parts[1], tuple([modifier for modifier in parts[2:6] if modifier]), parts[7]


def read_service_types(text: str, component: str, repetition: str) -> tuple[str, ...]:
    """EQ01 or EB03, also where its codes stand between component separators, or between carets in a file that names no repetition separator."""
    separator = repetition or "^"
    return tuple([code for code in text.replace(component, separator).split(separator) if code])
