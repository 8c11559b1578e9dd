"""Shapes of the values that stand in a site file: each takes text and gives the value, or says in one sentence what is wrong.

Everything arrives as text, also from YAML: `013` is a type of bill and not the octal number eleven, `NO` is not a truth value.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from shared.x12.numbers import is_npi

SEPARATORS = frozenset("*~:^>|\\")
"""Characters that X12 interchanges use as separators, ours and the ones partners choose: data must not hold them."""


def _matches(pattern: str, sentence: str) -> AfterValidator:
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(sentence)
        return text

    return AfterValidator(check)


def _plain(text: str) -> str:
    found = sorted(letter for letter in set(text) if letter in SEPARATORS or not letter.isprintable())
    if found:
        raise ValueError(f"holds {' '.join(map(repr, found))}, which cannot be sent in an X12 interchange")
    return text


def _digits(text: str) -> str:
    return text.replace("-", "").replace(" ", "")


def _npi(text: str) -> str:
    if not re.fullmatch(r"[0-9]{10}", text):
        raise ValueError("an NPI has ten digits")
    if not is_npi(text):
        raise ValueError(f"{text} is not an NPI: its check digit is wrong")
    return text


def _time_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (LookupError, ValueError, OSError):
        raise ValueError(f"{text!r} is not a time zone name such as America/New_York") from None
    return text


def _street(text: str) -> str:
    if re.search(r"\bP\.?\s*O\.?\s*BOX\b", text, re.IGNORECASE):
        raise ValueError("is a post office box: the billing provider needs a street address, a box belongs in pay_to_address")
    return text


def _decimal(places: int, text: Any) -> Any:
    if not isinstance(text, str):
        return text
    if not re.fullmatch(rf"[0-9]{{1,10}}(\.[0-9]{{1,{places}}})?", text):
        raise ValueError(f"{text!r} is not an amount with at most {places} decimal places, such as 92.00")
    return Decimal(text)


def _day(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    try:
        return date.fromisoformat(text if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else "")
    except ValueError:
        raise ValueError(f"{text!r} is not a date such as 2026-11-02") from None


Text = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True), AfterValidator(_plain)]
Word = Annotated[str, _matches(r"[A-Za-z0-9][A-Za-z0-9._-]{0,49}", "is a short name of letters, digits, dots, dashes and underscores")]
PartnerId = Annotated[str, _matches(r"[A-Za-z0-9][A-Za-z0-9 ]{0,14}", "an interchange id has 1 to 15 letters and digits")]
Qualifier = Annotated[str, _matches(r"[0-9A-Z]{2}", "an interchange id qualifier has two characters, such as ZZ or 30")]
Npi = Annotated[str, AfterValidator(_npi)]
Taxonomy = Annotated[str, _matches(r"[0-9]{3}[0-9A-Z]{6}X", "a taxonomy code has ten characters and ends in X, such as 207Q00000X")]
TaxId = Annotated[
    str, _matches(r"[0-9]{2}-?[0-9]{7}|[0-9]{3}-[0-9]{2}-[0-9]{4}", "a tax id has nine digits, such as 84-1234567"), AfterValidator(_digits)
]
PayeeNumber = Annotated[str, _matches(r"[0-9]{10}|[0-9]{2}-?[0-9]{7}", "an NPI has ten digits, a tax id nine"), AfterValidator(_digits)]
Zip9 = Annotated[str, _matches(r"[0-9]{5}-?[0-9]{4}", "a postal code has nine digits here, such as 45501-1234"), AfterValidator(_digits)]
State = Annotated[str, _matches(r"[A-Z]{2}", "a state has two capital letters")]
Telephone = Annotated[str, _matches(r"[0-9]{3}-?[0-9]{3}-?[0-9]{4}", "a telephone number has ten digits"), AfterValidator(_digits)]
Street = Annotated[Text, AfterValidator(_street)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
PlaceOfService = Annotated[str, _matches(r"[0-9]{2}", "a place of service has two digits")]
BillType = Annotated[
    str,
    _matches(r"0[1-9][0-9]", "a type of bill prefix has three digits, the first a zero, such as 013"),
    _matches(r"(?!01[18]|021)...", "is a type of bill of inpatients: it belongs in inpatient_bill_type"),
]
InpatientBillType = Annotated[str, _matches(r"01[18]|021", "an inpatient type of bill is 011 (hospital), 018 (swing bed) or 021 (skilled nursing)")]
FilingCode = Annotated[str, _matches(r"[0-9A-Z]{2}", "a claim filing code has two characters, such as CI, HM or MB")]
RevenueCode = Annotated[str, _matches(r"[0-9]{4}", "a revenue code has four digits")]
ProcedureCode = Annotated[str, _matches(r"[0-9]{4}[0-9A-Z]|[A-CE-Z][0-9]{4}", "a procedure code has five characters, such as 99213 or J3301")]
Modifier = Annotated[str, _matches(r"[0-9A-Z]{2}|\*", "a modifier has two characters")]
Modifiers = Annotated[tuple[Modifier, ...], BeforeValidator(lambda text: tuple(text.split(";")) if isinstance(text, str) else text)]
"""In a cell: separated by semicolons, such as `25;59`."""
Url = Annotated[str, _matches(r"https?://\S+", "an address of a service starts with http:// or https://")]
Day = Annotated[date, BeforeValidator(_day)]
Price = Annotated[Decimal, BeforeValidator(lambda text: _decimal(4, text))]
"""US dollars for one unit, up to four places: drugs are priced below a cent."""
