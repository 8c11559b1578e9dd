"""Amounts: decimals with two places, rounded half up, written the X12 way."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def money(text: str) -> Decimal:
    """An X12 decimal (type R) as an amount; ValueError when it is none, so that callers need one exception only."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError("not a decimal number") from None
    if not value.is_finite():
        raise ValueError("not a finite number")
    return value


def cents(value: Decimal) -> Decimal:
    """Rounded half up to two places; the payers of this world round every line once, never the claim."""
    return value.quantize(CENT, ROUND_HALF_UP)


def amount(value: Decimal) -> str:
    """As X12 type R: no needless zeros, no exponent, no negative zero (`67`, `67.5`, `-83.2`)."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
