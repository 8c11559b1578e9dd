"""Parties of a claim out of their loops: providers, payers, subscribers, patients. 837P and 837I.

What is missing reads as empty; nothing is guessed.
"""

from datetime import date
from decimal import Decimal

from shared.x12.loop import Loop
from shared.x12.scalars import ZERO, read_date, read_number
from shared.x12.segments import Segment
from shared.x12.translate.claim import Condition, Patient, Payer, Provider, Subscriber
from shared.x12.translate.naming import Address, Name, read_address, read_contact, read_contacts, read_name, read_reference, read_references

NO_DAY = date(1, 1, 1)
"""Where a document needs a day and the file has none; the validator names the place."""


def by_id(loop: Loop) -> dict[str, list[Segment]]:
    """The segments of a loop by their id, in file order."""
    found: dict[str, list[Segment]] = {}
    for segment in loop.segments:
        if segment.id in found:
            found[segment.id].append(segment)
        else:
            found[segment.id] = [segment]
    return found


def number(text: str) -> Decimal:
    """An amount; zero when it cannot be read."""
    return read_number(text) or ZERO


def optional(text: str) -> Decimal | None:
    """An amount that may be left out; zero when it cannot be read."""
    return number(text) if text else None


def provider(loop: Loop, nm1: Segment) -> Provider:
    """A provider in whichever role his loop is for."""
    if len(loop.segments) == 1:
        return Provider(nm1.get(9), read_name(nm1), nm1.get(2) == "1")
    taxonomy = loop.get("PRV", 3)
    return Provider(
        nm1.get(9),
        read_name(nm1),
        nm1.get(2) == "1",
        taxonomy,
        address=read_address(loop),
        references=read_references(loop),
        contacts=read_contacts(loop),
    )


def billing_provider(loop: Loop | None) -> Provider:
    """Loops 2000A, 2010AA, 2010AB and 2010AC."""
    level = loop.loop("2010AA") if loop else None
    if loop is None or level is None:
        return Provider("", Name(""))
    tax = level.first("REF", "EI", "SY")
    pay_to, plan = loop.loop("2010AB"), loop.loop("2010AC")
    nm1 = level.first("NM1") or Segment("NM1", ("NM1",))
    return Provider(
        npi=nm1.get(9),
        name=read_name(nm1),
        person=nm1.get(2) == "1",
        taxonomy=loop.get("PRV", 3, "BI"),
        tax_id=tax.get(2) if tax else "",
        tax_id_kind=tax.get(1) if tax else "EI",
        address=read_address(level),
        pay_to=read_address(pay_to) if pay_to else None,
        references=tuple([read_reference(ref, level.component) for ref in level.all("REF") if ref is not tax]),
        contacts=read_contacts(level),
        pay_to_plan=payer(plan) if plan else None,
        currency=loop.get("CUR", 2),
    )


def subscriber(loop: Loop | None, person_loop: str) -> Subscriber:
    """Loops 2000B and 2010BA, or 2320 and 2330A."""
    person = loop.loop(person_loop) if loop else None
    if loop is None or person is None:
        return Subscriber("", Name(""))
    sbr = (loop.first("SBR") or Segment("SBR", ("SBR",))).get
    found = by_id(person)
    nm1, dmg = _first(found, "NM1"), _first(found, "DMG")
    return Subscriber(
        nm1.get(9),
        read_name(nm1),
        read_date(dmg.get(2)),
        dmg.get(3) or "U",
        read_address(person) if "N3" in found else None,
        sbr(3),
        sbr(4),
        sbr(1),
        sbr(9),
        sbr(5),
        nm1.get(2) != "2",
        nm1.get(8) or "MI",
        read_references(person) if "REF" in found else (),
        read_contact(found["PER"][0]) if "PER" in found else None,
        _condition(loop.first("PAT")),
    )


def patient(loop: Loop) -> Patient:
    """Loops 2000C and 2010CA."""
    person = loop.loop("2010CA")
    found = by_id(person) if person else {}
    nm1, dmg = _first(found, "NM1"), _first(found, "DMG")
    return Patient(
        loop.get("PAT", 1),
        read_name(nm1),
        read_date(dmg.get(2)) or NO_DAY,
        dmg.get(3),
        (read_address(person) if person else None) or Address("", ""),
        read_references(person) if person else (),
        read_contact(found["PER"][0]) if "PER" in found else None,
        _condition(loop.first("PAT")),
    )


def payer(loop: Loop | None, without: str = "") -> Payer:
    """Loop 2010BB, 2010AC or 2330B; `without` is a qualifier of REF that has a field elsewhere."""
    nm1 = loop.first("NM1") if loop else None
    if loop is None or nm1 is None:
        return Payer("", "")
    if len(loop.segments) == 1:
        return Payer(nm1.get(3), nm1.get(9), nm1.get(8))
    kept = tuple([each for each in read_references(loop) if each.qualifier != without])
    return Payer(nm1.get(3), nm1.get(9), nm1.get(8), read_address(loop), kept)


def _first(found: dict[str, list[Segment]], id: str) -> Segment:
    return found[id][0] if id in found else Segment(id, (id,))


def _condition(pat: Segment | None) -> Condition | None:
    """PAT05 to PAT09; None when they say nothing."""
    if pat is None or len(pat.elements) < 6:
        return None
    read = Condition(read_date(pat.get(6)), optional(pat.get(8)), pat.get(9) == "Y")
    return read if read != Condition() else None
