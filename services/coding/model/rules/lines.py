"""What a line needs besides its code: units, an amount, a day within the encounter, a revenue code on facility claims."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.coding.model.assemble import Draft
from services.coding.model.reference import Reference
from services.coding.model.rules.reason import at, reason
from shared.contracts.values import MOST_MONEY, ZERO, ClaimKind, HoldReason

REVENUE_CODE = re.compile(r"\d{4}")


def lines_are_priced(draft: Draft, _reference: Reference) -> Iterator[HoldReason]:
    for line in draft.lines:
        if line.units <= 0:
            yield reason("units_not_positive", at(line), "Units must be above zero. Enter how many were given, or omit the line.")
        elif line.charge is None:
            yield reason("no_price", at(line), "The line has no amount and the charge master no price. Have it added there, then code it again.")
        elif line.charge < 0:
            yield reason("charge_negative", at(line), "A charge below zero cannot be billed. Correct it in the source system, or omit the line.")


def the_total_fits_a_claim(draft: Draft, _reference: Reference) -> Iterator[HoldReason]:
    """A price times units can be anything; ten digits go into CLM02 and SV102."""
    if sum((line.charge or ZERO for line in draft.lines), ZERO) > MOST_MONEY:
        sentence = f"The charges add up to more than a claim can carry, {MOST_MONEY}. Correct units or amounts, or split the visit."
        yield reason("total_too_large", "lines", sentence)


def lines_lie_within_the_encounter(draft: Draft, _reference: Reference) -> Iterator[HoldReason]:
    for line in draft.lines:
        if not draft.service_from <= line.service_on <= draft.service_to:
            stay = f"{draft.service_from} to {draft.service_to}"
            sentence = f"The line is dated {line.service_on}, the encounter {stay}. Correct one of them in the source system."
            yield reason("line_outside_encounter", at(line), sentence)


def facility_lines_have_a_revenue_code(draft: Draft, _reference: Reference) -> Iterator[HoldReason]:
    for line in draft.lines if draft.kind is ClaimKind.INSTITUTIONAL else ():
        if not REVENUE_CODE.fullmatch(line.revenue_code or ""):
            sentence = "A facility line needs a four-digit revenue code. Enter it, or have it added to the charge master."
            yield reason("no_revenue_code", at(line), sentence)


RULES = (lines_are_priced, the_total_fits_a_claim, lines_lie_within_the_encounter, facility_lines_have_a_revenue_code)
