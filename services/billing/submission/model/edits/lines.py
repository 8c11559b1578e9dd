"""Edits on lines, diagnoses, amounts and dates. Limits are those of loops 2300 and 2400 of the guides.

Elsewhere: the sum of the lines, their numbers, and where they point, which the guide of the document judges (examine.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from services.billing.submission.model.edits.facts import Facts, reason
from shared.contracts.coding import CodedLine
from shared.contracts.values import MOST_MONEY, HoldReason

ROOM_AND_BOARD = range(100, 220)
"""Revenue codes 010x to 021x: a bed for the night."""
TOTAL_LINE = "0001"
MOST_LINES = {"professional": 50, "institutional": 999}
MOST_DIAGNOSES = {"professional": 12, "institutional": 25}
"""Of an institutional claim: the principal one and 24 others."""
MOST_POINTERS = 4
POINTER, POINTERS = "diagnosis_pointer_wrong", "The line must point to one to four different diagnoses of the claim. Correct its pointers."
"""Reason code and sentence."""


def at(line: CodedLine) -> str:
    """Where a line is found in the coded claim, counted from 0 as in every other place."""
    return f"lines[{line.line_number - 1}]"


def the_total_has_room(facts: Facts) -> Iterator[HoldReason]:
    """CLM02 has ten digits."""
    if facts.claim.total > MOST_MONEY:
        yield reason("total_too_large", "total", f"The total is more than a claim can carry, {MOST_MONEY}. Correct the charges or split the visit.")


def there_is_room_for_every_line(facts: Facts) -> Iterator[HoldReason]:
    most = MOST_LINES[facts.claim.kind]
    if not facts.claim.lines:
        yield reason("lines_missing", "lines", "The claim has no lines. Check the charges of the encounter.")
    elif len(facts.claim.lines) > most:
        yield reason("too_many_lines", "lines", f"A {facts.claim.kind} claim has room for {most} lines. Split the encounter.")


def every_line_names_its_service(facts: Facts) -> Iterator[HoldReason]:
    """SV101 on professional lines, SV201 on institutional ones."""
    for line in facts.claim.lines:
        if facts.is_institutional and not line.revenue_code:
            yield reason("revenue_code_missing", at(line), "A facility line needs a revenue code. Add it to the charge master.")
        if not facts.is_institutional and not line.code:
            yield reason("procedure_code_missing", at(line), "A professional line needs a procedure code. Code the line.")


def is_a_bed(line: CodedLine) -> bool:
    return bool(line.revenue_code and line.revenue_code.isdecimal() and int(line.revenue_code) in ROOM_AND_BOARD)


def no_bed_stands_on_an_outpatient_claim(facts: Facts) -> Iterator[HoldReason]:
    """Room and board belongs on type of bill 011x, which needs to know of the admission (DTP*435, CL1)."""
    for line in facts.claim.lines if facts.claim.stay is None else ():
        if is_a_bed(line):
            sentence = "Room and board needs the admission. Have the source system send the stay, or correct the revenue code."
            yield reason("inpatient_stay", at(line), sentence)


def no_line_is_a_total(facts: Facts) -> Iterator[HoldReason]:
    """0001 stands for the sum on paper (UB-04); among the lines of an 837I it would be billed twice."""
    for line in facts.claim.lines:
        if line.revenue_code == TOTAL_LINE:
            yield reason("total_as_line", at(line), "Revenue code 0001 is a total and no service. Have the charge removed.")


def charges_and_units_are_not_negative(facts: Facts) -> Iterator[HoldReason]:
    for line in facts.claim.lines:
        if line.charge < 0 or line.units <= 0:
            yield reason("amount_impossible", at(line), "Units must be above zero and charges not below. Correct the charge.")


def diagnoses_are_there_and_fit(facts: Facts) -> Iterator[HoldReason]:
    count, most = len(facts.claim.diagnoses), MOST_DIAGNOSES[facts.claim.kind]
    if not count:
        yield reason("diagnosis_missing", "diagnoses", "The claim has no diagnosis. Code at least one.")
    elif count > most:
        yield reason("too_many_diagnoses", "diagnoses", f"There is room for {most} diagnoses. Leave out what supports no line.")


def no_diagnosis_is_repeated(facts: Facts) -> Iterator[HoldReason]:
    codes = [each.code for each in facts.claim.diagnoses]
    if len(set(codes)) != len(codes):
        yield reason("diagnosis_repeated", "diagnoses", "A diagnosis stands on the claim twice. Keep it once.")


def every_professional_line_has_pointers(facts: Facts) -> Iterator[HoldReason]:
    """SV107 has room for one to four."""
    for line in () if facts.is_institutional else facts.claim.lines:
        if not 1 <= len(line.diagnosis_pointers) <= MOST_POINTERS:
            yield reason(POINTER, at(line), POINTERS)


def services_lie_within_the_claim(facts: Facts) -> Iterator[HoldReason]:
    """DTP*472 within DTP*434; and a period that does not run backwards."""
    claim = facts.claim
    if claim.service_to < claim.service_from:
        yield reason("service_period_reversed", "service_to", "The encounter ends before it begins. Have the source system correct it.")
    for line in claim.lines:
        if not claim.service_from <= line.service_on <= claim.service_to:
            sentence = "The date of this line lies outside the encounter. Correct one of the two."
            yield reason("service_date_outside", at(line), sentence)


def services_lie_in_the_past(facts: Facts) -> Iterator[HoldReason]:
    if max((facts.claim.service_to, *(line.service_on for line in facts.claim.lines))) > facts.on:
        yield reason("service_in_future", "service_to", "The service lies in the future. Wait, or have the source system correct the date.")


RULES = (
    the_total_has_room,
    there_is_room_for_every_line,
    every_line_names_its_service,
    no_bed_stands_on_an_outpatient_claim,
    no_line_is_a_total,
    charges_and_units_are_not_negative,
    diagnoses_are_there_and_fit,
    no_diagnosis_is_repeated,
    every_professional_line_has_pointers,
    services_lie_within_the_claim,
    services_lie_in_the_past,
)
