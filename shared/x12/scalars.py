"""Numbers, days and times as X12 writes them, and what stands in a DTP. What cannot be read is None and never guessed."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TypeVar

ZERO = Decimal(0)
LONGEST = 40
"""Characters of a number; the guides allow eighteen digits. What is longer is no number to calculate with."""
_T = TypeVar("_T")
_MOST = 1 << 14
_SHORT = 4
_MARKS = "0123456789.+-"


def read_date(value: str) -> date | None:
    """A date written CCYYMMDD (D8); None when it is not one."""
    if len(value) != 8 or not value.isdecimal() or not value.isascii():
        return None
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        return None


def read_time(value: str) -> time | None:
    """A time written HHMM, HHMMSS or with decimal seconds; None when it is not one."""
    if len(value) not in (4, 6, 7, 8) or not value.isdecimal() or not value.isascii():
        return None
    try:
        return time(int(value[:2]), int(value[2:4]), int(value[4:6] or 0), int(f"{value[6:]:0<6}"))
    except ValueError:
        return None


def read_dates(qualifier: str, value: str) -> tuple[date | None, date | None]:
    """First and last day of a DTP value: `D8` gives the same day twice, `RD8` both ends, anything else the day it begins with."""
    if qualifier == "RD8":
        first, _, last = value.partition("-")
        return read_date(first), read_date(last)
    day = read_date(value[:8])
    return day, day


def read_number(text: str) -> Decimal | None:
    """An X12 R or N0 value; None when it is not one. Negative zero becomes zero."""
    return NUMBERS[text]


@lru_cache(4096)
def day_text(day: date) -> str:
    """A day as D8 wants it."""
    return day.isoformat().replace("-", "")


def period_text(first: date, last: date) -> str:
    """A period as RD8 wants it."""
    return f"{day_text(first)}-{day_text(last)}"


class _Numbers(dict[str, Decimal | None]):
    """Numbers by their text. Short ones come again and again and are kept; a long one is sooner read than found. Bounded."""

    def __missing__(self, text: str) -> Decimal | None:
        plain = text.isascii() and text.replace(".", "", 1).isdecimal() and len(text) <= LONGEST
        value = Decimal(text) or ZERO if plain else _odd_number(text)
        if len(text) <= _SHORT:
            _keep(self, text, value)
        return value


class _Days(dict[str, date | None]):
    """Dates by their text, each worked out once."""

    def __missing__(self, text: str) -> date | None:
        value = read_date(text)
        if len(text) == 8:
            _keep(self, text, value)
        return value


def _keep(known: dict[str, _T], text: str, value: _T) -> None:
    if len(known) >= _MOST:
        known.clear()
    known[text] = value


def _odd_number(text: str) -> Decimal | None:
    """With a sign, or no number: what else Decimal understands (exponents, blanks, NaN) is no X12 number."""
    if text.strip(_MARKS) or not 0 < len(text) <= LONGEST:
        return None
    try:
        return Decimal(text) or ZERO
    except InvalidOperation:
        return None


NUMBERS: Mapping[str, Decimal | None] = _Numbers()
"""The Decimal of an X12 R or N0 value; None when it is not one. Negative zero is zero."""
DAYS: Mapping[str, date | None] = _Days()
"""The date of a CCYYMMDD value; None when it is not one. For readers of many."""
