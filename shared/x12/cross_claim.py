"""Rules of the 837 that span segments: sums, pointers, frequency, accident, other payers, hierarchy."""

from collections.abc import Iterator
from decimal import Decimal

from shared.x12.finding import Finding, at_element, at_segment
from shared.x12.read import Loop
from shared.x12.segments import Segment
from shared.x12.translate.adjustment import read_adjustments
from shared.x12.translate.values import ZERO, read_number

_DIAGNOSES = frozenset({"ABK", "BK", "ABF", "BF"})
_UNIQUE = frozenset({"BE", "BH", "BI", "BG"})


def check_claim(claim: Loop) -> Iterator[Finding]:
    """All rules of one loop 2300."""
    clm = claim.segments[0]
    component = claim.component
    if len(clm.get(1)) > 20:
        yield at_element(clm, "2300", "account-number-length", "5", "payers keep 20 characters of the account number", (1, 0), "warning")
    yield from _total(claim, clm)
    yield from _frequency(claim, clm, component)
    yield from _accident(claim, clm, component)
    yield from _repeated_codes(claim, component)
    yield from _lines(claim, _count_diagnoses(claim, component), component)
    holder = claim.above("2000C") or claim.above("2000B")
    subscriber = claim.above("2000B")
    if subscriber is not None:
        sbr = subscriber.first("SBR")
        if sbr is not None and sbr.get(1) not in ("P", "U", "") and not claim.loops("2320"):
            yield at_segment(clm, "2300", "other-payer-missing", "I6", "billed as secondary or later without loop 2320", "warning")
        if sbr is not None and sbr.get(2) == "18" and holder is not subscriber:
            yield at_segment(clm, "2300", "patient-is-subscriber", "2", "SBR02 says self, the claim stands under a patient", "warning")


def check_subscriber(subscriber: Loop) -> Iterator[Finding]:
    """Loop 2000B: who is the patient, and what must then be known of him."""
    sbr = subscriber.first("SBR")
    is_patient = sbr is not None and sbr.get(2) == "18"
    if sbr is not None and not is_patient and subscriber.opened.get("2300"):
        yield at_element(sbr, "2000B", "patient-missing", "2", "the claim stands under a subscriber who is not the patient", (2, 0), "warning")
    person = subscriber.loop("2010BA")
    if sbr is not None and is_patient and person is not None and (person.first("DMG") is None or person.first("N3") is None):
        place = person.first("NM1") or sbr
        yield at_segment(place, "2010BA", "patient-details-missing", "I6", "a patient needs address, birth date and sex", "warning")


def _total(claim: Loop, clm: Segment) -> Iterator[Finding]:
    """CLM02 is the sum of SV102 or SV203."""
    charges = [read_number(line.get("SV1", 2) or line.get("SV2", 3)) for line in claim.loops("2400")]
    total = read_number(clm.get(2))
    if total is not None and charges and total != sum((charge or ZERO for charge in charges), ZERO):
        yield at_element(clm, "2300", "claim-total", "I12", "the total is not the sum of the lines", (2, 0))


def _frequency(claim: Loop, clm: Segment, component: str) -> Iterator[Finding]:
    """Replacements and voids name the payer's claim, originals must not."""
    frequency = clm.component(5, 3, component)
    known = claim.first("REF", "F8") is not None
    if frequency in ("7", "8") and not known:
        yield at_element(clm, "2300", "replacement-without-icn", "I9", "frequency 7 or 8 needs the payer's number (REF F8)", (5, 3), "warning")
    elif frequency == "1" and known:
        yield at_element(clm, "2300", "original-with-icn", "I13", "an original claim names no earlier one (REF F8)", (5, 3), "warning")


def _accident(claim: Loop, clm: Segment, component: str) -> Iterator[Finding]:
    """CLM11: an accident has a date, an auto accident a state."""
    causes = [clm.component(11, part, component) for part in (1, 2, 3)]
    if any(cause in ("AA", "OA") for cause in causes) and claim.first("DTP", "439") is None:
        yield at_element(clm, "2300", "accident-date-missing", "I9", "an accident needs its date (DTP 439)", (11, 1), "warning")
    if "AA" in causes and not clm.component(11, 4, component):
        yield at_element(clm, "2300", "accident-state-missing", "2", "an auto accident needs its state", (11, 4), "warning")


def _count_diagnoses(claim: Loop, component: str) -> int:
    composites = [value for hi in claim.all("HI") for value in hi.elements[1:]]
    return sum(value.split(component)[0] in _DIAGNOSES for value in composites)


def _repeated_codes(claim: Loop, component: str) -> Iterator[Finding]:
    """A value, occurrence or condition code stands once."""
    seen: set[tuple[str, ...]] = set()
    for hi in claim.all("HI"):
        for number, value in enumerate(hi.elements[1:], start=1):
            parts = value.split(component)
            key = tuple(parts[:2] if parts[0] in ("BE", "BG") else parts[:4])
            if parts[0] in _UNIQUE and key in seen:
                yield at_element(hi, "2300", "code-repeated", "7", "the same code stands twice", (number, 2), "warning")
            seen.add(key)


def _lines(claim: Loop, diagnoses: int, component: str) -> Iterator[Finding]:
    numbers: set[str] = set()
    for line in claim.loops("2400"):
        sv1 = line.first("SV1")
        if sv1 is not None:
            yield from _pointers(sv1, diagnoses, component)
        number = line.first("REF", "6R")
        if number is not None:
            if number.get(2) in numbers:
                yield at_element(number, "2400", "line-number-repeated", "7", "two lines of the claim have this number", (2, 0), "warning")
            numbers.add(number.get(2))
        yield from _earlier_payers(line)


def _pointers(sv1: Segment, diagnoses: int, component: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for part, pointer in enumerate(sv1.get(7).split(component), start=1):
        if pointer and (not pointer.isdecimal() or not 1 <= int(pointer) <= diagnoses):
            yield at_element(sv1, "2400", "diagnosis-pointer", "7", "no such diagnosis in the claim", (7, part), "warning")
        elif pointer in seen:
            yield at_element(sv1, "2400", "diagnosis-pointer", "7", "the same diagnosis twice", (7, part), "warning")
        seen.add(pointer)


def _earlier_payers(line: Loop) -> Iterator[Finding]:
    """Loop 2430: the charge is what an earlier payer paid and adjusted."""
    charge = read_number(line.get("SV1", 2) or line.get("SV2", 3))
    for adjudication in line.loops("2430"):
        svd = adjudication.segments[0]
        found = read_number(svd.get(2)) or ZERO
        for cas in adjudication.all("CAS"):
            found += sum((entry.amount for entry in read_adjustments(cas.elements, _lenient)), ZERO)
        if charge is not None and charge != found and not svd.get(6):
            yield at_element(svd, "2430", "earlier-payer-balance", "I12", "paid and adjusted do not add up to the charge", (2, 0))


def _lenient(text: str, element: int) -> Decimal:
    return read_number(text) or ZERO


class Hierarchy:
    """The HL numbers of a set: counted from 1, children under the parent that they name."""

    def __init__(self) -> None:
        self._expected = 0
        self._last: dict[str, str] = {}
        self._childless: dict[str, Segment] = {}

    def check(self, hl: Segment, loop: Loop) -> Iterator[Finding]:
        """One HL in file order; `loop` is the one that it began."""
        self._expected += 1
        number, parent = hl.get(1), hl.get(2)
        if number != str(self._expected):
            yield at_element(hl, loop.id, "hl-number", "7", "HL numbers count from 1 through the set", (1, 0))
        above = loop.parent
        due = self._last.get(above.id, "") if above is not None else ""
        if parent != due:
            yield at_element(hl, loop.id, "hl-parent", "7", "the parent is not the level above", (2, 0))
        if due in self._childless:
            yield at_element(
                self._childless.pop(due), above.id if above else "", "hl-children", "7", "a child follows though none was announced", (4, 0)
            )
        if hl.get(4) == "0":
            self._childless[number] = hl
        self._last[loop.id] = number
