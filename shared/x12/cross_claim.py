"""Rules of the 837 that span segments and that no line of a guide can say: sums, pointers, uniqueness, who is the patient."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from shared.x12.cross import Levels
from shared.x12.cross_payer import check_earlier_payers
from shared.x12.finding import Finding, at_element, at_segment
from shared.x12.loop import Loop
from shared.x12.scalars import ZERO, read_number
from shared.x12.segments import Segment

_DIAGNOSES = frozenset({"ABK", "BK", "ABF", "BF"})
_UNIQUE = frozenset({"BE", "BH", "BI", "BG"})
_ANESTHESIA = range(100, 2000)
_NO_TIME = frozenset({"01953", "01967", "01968", "01969", "01996"})
"""Anesthesia that is counted in units or days; labour may be either."""
_INPATIENT = "11"
_EXEMPT = ("O80", "Z", "V", "W", "X", "Y")
"""Chapters most of whose codes need no indicator of presence on admission."""
Charges = list[tuple[Loop, Segment, Decimal | None]]


def check_claim(claim: Loop) -> Iterator[Finding]:
    """All rules of one loop 2300."""
    clm, component = claim.segments[0], claim.component
    if len(clm.get(1)) > 20:
        yield at_element(clm, "2300", "account-number-length", "5", "payers keep 20 characters of the account number", (1, 0), "warning")
    lines = [line for line in claim.children if line.rule.id == "2400"]
    charges = [(line, *_charge(line)) for line in lines]
    yield from _total(clm, charges)
    coded = [segment for segment in claim.segments if segment.id == "HI"]
    diagnoses = sum(value.split(component, 1)[0] in _DIAGNOSES for hi in coded for value in hi.elements[1:])
    yield from _repeated_codes(coded, component)
    yield from _present_on_admission(clm, coded, component)
    yield from _lines(charges, diagnoses, component)
    if len(claim.children) > len(lines):
        yield from check_earlier_payers(claim, charges, read_number(clm.get(2)))
    yield from _is_another(claim, clm)


def check_subscriber(subscriber: Loop) -> Iterator[Finding]:
    """Loop 2000B: there is a claim or a patient, as announced, and a claim stands under the subscriber when he is the patient."""
    sbr = subscriber.first("SBR")
    if sbr is not None and not subscriber.opened.get("2300") and not subscriber.opened.get("2000C"):
        yield at_segment(subscriber.start or sbr, "2000B", "no-claims", "I6", "a subscriber with neither a claim nor a patient")
    if sbr is not None and sbr.get(2) != "18" and subscriber.opened.get("2300"):
        yield at_element(sbr, "2000B", "patient-missing", "2", "the claim stands under a subscriber who is not the patient", (2, 0))
    hl = subscriber.start
    if hl is not None and hl.get(4) == "1" and not subscriber.opened.get("2000C"):
        yield at_element(hl, "2000B", "hl-children", "7", "a patient is announced though none follows", (4, 0), "warning")


def _is_another(claim: Loop, clm: Segment) -> Iterator[Finding]:
    """Loop 2000C: a claim stands under the patient when the subscriber is another person."""
    level = claim.above("2000C")
    subscriber = level.above("2000B") if level is not None else None
    if subscriber is not None and subscriber.get("SBR", 2) == "18":
        yield at_segment(clm, "2300", "patient-is-subscriber", "2", "SBR02 says self, the claim stands under a patient")


def _charge(line: Loop) -> tuple[Segment, Decimal | None]:
    """The service of a line and SV102 or SV203."""
    for segment in line.segments:
        if segment.id == "SV1":
            return segment, read_number(segment.get(2))
        if segment.id == "SV2":
            return segment, read_number(segment.get(3))
    return Segment("", ("",)), None


def _total(clm: Segment, charges: Charges) -> Iterator[Finding]:
    """CLM02 is the sum of SV102 or SV203."""
    total = read_number(clm.get(2))
    if total is not None and charges and total != sum((charge or ZERO for _, _, charge in charges), ZERO):
        yield at_element(clm, "2300", "claim-total", "I12", "the total is not the sum of the lines", (2, 0))


def _repeated_codes(coded: list[Segment], component: str) -> Iterator[Finding]:
    """A value, occurrence or condition code stands once."""
    seen: set[tuple[str, ...]] = set()
    for hi in coded:
        if hi.get(1).split(component, 1)[0] not in _UNIQUE:
            continue
        for number, value in enumerate(hi.elements[1:], start=1):
            parts = value.split(component)
            key = tuple(parts[:2] if parts[0] in ("BE", "BG") else parts[:4])
            if value and key in seen:
                yield at_element(hi, "2300", "code-repeated", "7", "the same code stands twice", (number, 2), "warning")
            seen.add(key)


def _present_on_admission(clm: Segment, coded: list[Segment], component: str) -> Iterator[Finding]:
    """The principal diagnosis of a hospital's inpatient bill says whether it was there on admission, unless its kind is exempt."""
    if clm.component(5, 1, component) != _INPATIENT or clm.component(5, 2, component) != "A":
        return
    for hi in coded:
        parts = hi.get(1).split(component)
        if parts[0] == "ABK" and len(parts) > 1 and not parts[1].startswith(_EXEMPT) and not hi.component(1, 9, component):
            message = "an inpatient diagnosis tells whether it was present on admission: send HI01-9"
            yield at_element(hi, "2300", "poa-missing", "I9", message, (1, 9), "warning")


def _lines(charges: Charges, diagnoses: int, component: str) -> Iterator[Finding]:
    numbers: set[str] = set()
    for line, service, _ in charges:
        if service.id == "SV1":
            yield from _pointers(service, diagnoses, component)
            yield from _anesthesia(service, component)
        for segment in line.segments:
            if segment.id == "REF" and segment.get(1) == "6R":
                if segment.get(2) in numbers:
                    yield at_element(segment, "2400", "line-number-repeated", "7", "two lines of the claim have this number", (2, 0))
                numbers.add(segment.get(2))
            elif segment.id == "SV5" and segment.component(1, 2, component) != service.component(1, 2, component):
                yield at_element(segment, "2400", "equipment-code", "I12", "the equipment is not the service of the line", (1, 2), "warning")


def _pointers(sv1: Segment, diagnoses: int, component: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for part, pointer in enumerate(sv1.get(7).split(component), start=1):
        if pointer and (not pointer.isdecimal() or not 1 <= int(pointer) <= diagnoses):
            yield at_element(sv1, "2400", "diagnosis-pointer", "7", "no such diagnosis in the claim", (7, part))
        elif pointer in seen:
            yield at_element(sv1, "2400", "diagnosis-pointer", "7", "the same diagnosis twice", (7, part), "warning")
        seen.add(pointer)


def _anesthesia(sv1: Segment, component: str) -> Iterator[Finding]:
    """Time of anesthesia is in whole minutes."""
    if sv1.get(3) == "MJ":
        minutes = read_number(sv1.get(4))
        if minutes is not None and minutes != minutes.to_integral_value():
            yield at_element(sv1, "2400", "anesthesia-minutes", "7", "minutes are whole numbers", (4, 0), "warning")
        return
    code = sv1.component(1, 2, component)
    if len(code) == 5 and code.isdecimal() and int(code) in _ANESTHESIA and code not in _NO_TIME:
        yield at_element(sv1, "2400", "anesthesia-minutes", "I12", "anesthesia is billed in minutes: send MJ in SV103", (3, 0), "warning")


class ClaimRules(Levels):
    """The rules of an 837."""

    def loop(self, loop: Loop) -> Iterable[Finding]:
        """A completed claim (2300) or subscriber (2000B)."""
        match loop.rule.id:
            case "2300" if loop.marks and loop.segments[0] is loop.start:
                return check_claim(loop)
            case "2000B":
                return check_subscriber(loop)
        return ()
