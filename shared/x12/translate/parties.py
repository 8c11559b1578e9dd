"""Who asks and who answers about coverage: what 270 and 271 say alike of payers, providers and members (005010X279A1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shared.x12.guides import guide_for
from shared.x12.guides.notation import Guide
from shared.x12.interchange import Transaction
from shared.x12.loop import Loop
from shared.x12.read import read_loops
from shared.x12.rows import Row
from shared.x12.scalars import read_dates
from shared.x12.segments import Segment
from shared.x12.translate.claim import Diagnosis, Payer, Provider
from shared.x12.translate.laid_out import element, laid_row, read_laid
from shared.x12.translate.naming import Reference, read_address, read_name, read_references
from shared.x12.translate.values import Values

VERSION = "005010X279A1"
LEVELS = ("2000A", "2000B", "2000C")


@dataclass(frozen=True, slots=True)
class Role:
    """A PRV: a provider's part in the care (`code` PRV01: BI billing, PE performing, RF referring, H hospital ...) and his number.

    `qualifier` PRV02 is PXC for a taxonomy code, HPI for an NPI; it and `id` may be empty.
    """

    code: str = element(1, needed=True)
    qualifier: str = element(2)
    id: str = element(3)


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


def read_role(loop: Loop) -> Role | None:
    """The PRV of a loop."""
    prv = loop.first("PRV")
    return read_laid(Role, prv) if prv is not None else None


def role_rows(role: Role | None) -> Iterator[Row]:
    """PRV, or nothing."""
    if role is not None:
        yield laid_row("PRV", role)


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
