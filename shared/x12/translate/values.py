"""Numbers and dates out of elements. What cannot be read is noted as a fault and never guessed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from shared.x12.envelope import read_date
from shared.x12.faults import Fault
from shared.x12.segments import Segment

ZERO = Decimal(0)
_T = TypeVar("_T")
_MOST = 1 << 14
_SHORT = 4
LONGEST = 40
"""Characters of a number; the guides allow eighteen digits. What is longer is no number to calculate with."""
_MARKS = "0123456789.+-"


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
"""The date of a CCYYMMDD value; None when it is not one."""


def read_number(text: str) -> Decimal | None:
    """An X12 R or N0 value; None when it is not one. Negative zero becomes zero."""
    return NUMBERS[text]


def read_day(text: str) -> date | None:
    """A CCYYMMDD date; None when it is not one."""
    return DAYS[text]


class Values:
    """Reads values of one set and collects a fault (level `value`) for each that is not what its place demands.

    Set `segment` to the segment at hand before reading. A faulty amount reads as zero and a faulty date as None: whoever
    posts must look at `faults` first.
    """

    __slots__ = ("faults", "segment")

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.faults: list[Fault] = []

    def amount(self, text: str, element: int) -> Decimal:
        """An amount that must be there."""
        value = read_number(text)
        if value is None:
            self.fault("not-a-number", "no amount where one is due", element)
            return ZERO
        return value

    def optional_amount(self, text: str, element: int) -> Decimal | None:
        """An amount that may be left out."""
        return self.amount(text, element) if text else None

    def day(self, text: str, element: int) -> date | None:
        """A CCYYMMDD date; None when it is left out or unreadable."""
        day = read_day(text) if text else None
        if text and day is None:
            self.fault("not-a-date", "no CCYYMMDD date where one is due", element)
        return day

    def fault(self, rule: str, message: str, element: int) -> None:
        """Notes a defect at an element of the segment at hand."""
        at = self.segment
        self.faults.append(Fault(rule, "value", "", f"{at.id}{element:02d}: {message}", at.offset, at.position, at.id, element))
