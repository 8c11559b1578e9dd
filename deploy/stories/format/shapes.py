"""Shapes of the values in a story: each takes the text that was written and gives the value, or says what to write instead.

Everything arrives as text, as in a site file, so that 10.50 stays 10.50. Binary floating point is refused: it cannot hold a cent.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer

from shared.contracts.values import MOST_MONEY

EXACT = re.compile(r"-?\d{1,13}\.\d{2}")
ANY_NUMBER = re.compile(r"-?\d{1,13}(\.\d+)?")
REASON = re.compile(r"(CO|PR|OA|PI|CR)-([0-9A-Z]{1,5})")


class Part(BaseModel):
    """A part of a story. A key nobody knows is a fault: a typing error must not silently compare nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)


def _amount(given: Any) -> Any:
    if isinstance(given, Decimal):
        return given
    if not isinstance(given, str):
        raise ValueError(f"{given!r} is not text: give an amount as text with two decimals, such as '10.50'")
    if EXACT.fullmatch(given) and abs(Decimal(given)) <= MOST_MONEY:
        return Decimal(given)
    if ANY_NUMBER.fullmatch(given):
        raise ValueError(f"write an amount with two decimals: {_two_places(given)} instead of {given}")
    raise ValueError(f"{given!r} is not an amount: write it with two decimals and without signs of currency or thousands, such as 1150.00")


def _two_places(given: str) -> str:
    whole, _, fraction = given.partition(".")
    return f"{whole}.{fraction:0<2.2}" if len(fraction) <= 2 else f"{whole}.{fraction[:2]} or the next cent"


def _number(given: Any) -> Any:
    if isinstance(given, str) and not re.fullmatch(r"\d{1,9}(\.\d{1,3})?", given):
        raise ValueError(f"{given!r} is not a number of units, such as 1 or 2.5")
    if isinstance(given, float):
        raise ValueError(f"{given!r} is not text: give a number of units as text, such as '2.5'")
    return given


def _rate(given: Any) -> Any:
    if isinstance(given, Decimal):
        return given
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,2})?) ?%", given) if isinstance(given, str) else None
    if found is None or Decimal(found[1]) > 100:
        raise ValueError(f"{given!r} is not a share: write it as per cent, such as 20%")
    return Decimal(found[1]) / 100


def _day(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    try:
        return date.fromisoformat(given if re.fullmatch(r"\d{4}-\d{2}-\d{2}", given) else "")
    except ValueError:
        raise ValueError(f"{given!r} is not a date: write it as 2026-11-02") from None


def _whole(given: Any) -> Any:
    if isinstance(given, str) and not re.fullmatch(r"\d{1,9}", given):
        raise ValueError(f"{given!r} is not a whole number")
    return int(given) if isinstance(given, str) else given


def _truth(given: Any) -> Any:
    if given in ("true", "yes"):
        return True
    if given in ("false", "no"):
        return False
    if isinstance(given, bool):
        return given
    raise ValueError(f"{given!r} is neither true nor false")


def _name(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", text):
        raise ValueError(f"{text!r} is not a name: write letters, digits, dashes and underscores, such as S4-first")
    return text


def _list(given: Any) -> Any:
    """One value stands for a list of one."""
    return [given] if isinstance(given, str) else given


Amount = Annotated[Decimal, BeforeValidator(_amount), PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str)]
"""US dollars with exactly two decimals."""
Units = Annotated[Decimal, BeforeValidator(_number), PlainSerializer(str, return_type=str)]
Rate = Annotated[Decimal, BeforeValidator(_rate), PlainSerializer(str, return_type=str)]
"""A fraction, written as per cent."""
Day = Annotated[date, BeforeValidator(_day), PlainSerializer(date.isoformat, return_type=str)]
Whole = Annotated[int, BeforeValidator(_whole)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Name = Annotated[str, AfterValidator(_name)]
"""What a story calls a patient, an encounter, a remittance: unique over all stories that are played together."""
Words = Annotated[tuple[str, ...], BeforeValidator(_list)]
