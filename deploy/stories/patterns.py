"""Patterns of segments: `SVD*?*160*HC:99205**1` is a segment that begins so, with any second element."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from itertools import zip_longest


def fits(pattern: str, segment: str) -> bool:
    """Whether a segment begins with the elements of the pattern: `?` is any one element, amounts are compared by value."""
    wanted, found = pattern.split("*"), segment.split("*")
    return len(wanted) <= len(found) and all(_element(*pair) for pair in zip(wanted, found, strict=False))


def _element(wanted: str, found: str) -> bool:
    if wanted in ("?", found):
        return True
    pairs = list(zip_longest(wanted.split(":"), found.split(":"), fillvalue=""))
    return (":" in wanted and all(_part(*pair) for pair in pairs)) or _part(wanted, found)


def _part(wanted: str, found: str) -> bool:
    if wanted in ("?", found):
        return True
    try:
        return "." in wanted + found and Decimal(wanted) == Decimal(found)
    except InvalidOperation:
        return False
