"""Parties of a claim out of their loops: names, addresses, providers, payers, subscribers, patients. 837P and 837I.

What is missing reads as empty; nothing is guessed.
"""

from datetime import date
from decimal import Decimal

from shared.x12.read import Loop
from shared.x12.scalars import ZERO, read_date, read_number
from shared.x12.segments import Segment
from shared.x12.translate.claim import Address, Condition, Contact, Name, Patient, Payer, Provider, Reference, Subscriber

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


def name(nm1: Segment) -> Name:
    """NM103 to NM105 and NM107."""
    get = nm1.get
    return Name(get(3), get(4), get(5), get(7))


def address(loop: Loop) -> Address | None:
    """N3 and N4; None when one of them is missing."""
    n3 = n4 = None
    for segment in loop.segments:
        if segment.id == "N3":
            n3 = n3 or segment
        elif segment.id == "N4":
            n4 = n4 or segment
    if n3 is None or n4 is None:
        return None
    get = n4.get
    return Address(n3.get(1), get(1), get(2), get(3), n3.get(2), get(4), get(7))


def reference(ref: Segment, component: str) -> Reference:
    """A REF. REF04 of a line names the payer whose number it is."""
    elements = ref.elements
    owner = ref.component(4, 2, component) if len(elements) > 4 else ""
    return Reference(elements[1] if len(elements) > 1 else "", elements[2] if len(elements) > 2 else "", ref.get(3), owner)


def references(loop: Loop) -> tuple[Reference, ...]:
    """All REF of a loop."""
    return tuple([reference(segment, loop.component) for segment in loop.segments if segment.id == "REF"])


def contacts(loop: Loop) -> tuple[Contact, ...]:
    """All PER of a loop."""
    return tuple([_contact(segment) for segment in loop.segments if segment.id == "PER"])


def _contact(per: Segment) -> Contact:
    return Contact(per.get(2), tuple([(per.get(n), per.get(n + 1)) for n in (3, 5, 7) if per.get(n) or per.get(n + 1)]))


def provider(loop: Loop, nm1: Segment) -> Provider:
    """A provider in whichever role his loop is for."""
    if len(loop.segments) == 1:
        return Provider(nm1.get(9), name(nm1), nm1.get(2) == "1")
    taxonomy = loop.get("PRV", 3)
    return Provider(
        nm1.get(9),
        name(nm1),
        nm1.get(2) == "1",
        taxonomy,
        address=address(loop),
        references=references(loop),
        contacts=contacts(loop),
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
        name=name(nm1),
        person=nm1.get(2) == "1",
        taxonomy=loop.get("PRV", 3, "BI"),
        tax_id=tax.get(2) if tax else "",
        tax_id_kind=tax.get(1) if tax else "EI",
        address=address(level),
        pay_to=address(pay_to) if pay_to else None,
        references=tuple([reference(ref, level.component) for ref in level.all("REF") if ref is not tax]),
        contacts=contacts(level),
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
        name(nm1),
        read_date(dmg.get(2)),
        dmg.get(3) or "U",
        address(person) if "N3" in found else None,
        sbr(3),
        sbr(4),
        sbr(1),
        sbr(9),
        sbr(5),
        nm1.get(2) != "2",
        nm1.get(8) or "MI",
        references(person) if "REF" in found else (),
        _contact(found["PER"][0]) if "PER" in found else None,
        _condition(loop.first("PAT")),
    )


def patient(loop: Loop) -> Patient:
    """Loops 2000C and 2010CA."""
    person = loop.loop("2010CA")
    found = by_id(person) if person else {}
    nm1, dmg = _first(found, "NM1"), _first(found, "DMG")
    return Patient(
        loop.get("PAT", 1),
        name(nm1),
        read_date(dmg.get(2)) or NO_DAY,
        dmg.get(3),
        (address(person) if person else None) or Address("", ""),
        references(person) if person else (),
        _contact(found["PER"][0]) if "PER" in found else None,
        _condition(loop.first("PAT")),
    )


def payer(loop: Loop | None, without: str = "") -> Payer:
    """Loop 2010BB, 2010AC or 2330B; `without` is a qualifier of REF that has a field elsewhere."""
    nm1 = loop.first("NM1") if loop else None
    if loop is None or nm1 is None:
        return Payer("", "")
    if len(loop.segments) == 1:
        return Payer(nm1.get(3), nm1.get(9), nm1.get(8))
    kept = tuple([each for each in references(loop) if each.qualifier != without])
    return Payer(nm1.get(3), nm1.get(9), nm1.get(8), address(loop), kept)


def _first(found: dict[str, list[Segment]], id: str) -> Segment:
    return found[id][0] if id in found else Segment(id, (id,))


def _condition(pat: Segment | None) -> Condition | None:
    """PAT05 to PAT09; None when they say nothing."""
    if pat is None or len(pat.elements) < 6:
        return None
    read = Condition(read_date(pat.get(6)), optional(pat.get(8)), pat.get(9) == "Y")
    return read if read != Condition() else None
