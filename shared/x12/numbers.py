"""Numbers that prove themselves, by a check digit or by how they look."""

import re
from functools import lru_cache

_EIN = re.compile(r"\d{2}-?\d{7}", re.ASCII)
_SSN = re.compile(r"\d{3}-?\d{2}-?\d{4}", re.ASCII)
_NDC = re.compile(r"\d{11}", re.ASCII)
_ZIP = re.compile(r"\d{5}(?:-?\d{4})?", re.ASCII)
_CANADIAN = re.compile(r"[A-CEGHJ-NPR-TVXY]\d[A-CEGHJ-NPR-TV-Z] ?\d[A-CEGHJ-NPR-TV-Z]\d", re.ASCII)


@lru_cache(maxsize=8192)
def is_npi(value: str) -> bool:
    """Whether a value is a National Provider Identifier: ten digits, first 1 or 2, Luhn over 80840 and the number."""
    if len(value) != 10 or not value.isdecimal() or not value.isascii() or value[0] not in "12":
        return False
    digits = [int(digit) for digit in f"80840{value}"]
    doubled = [2 * digit - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0


def is_ein(value: str) -> bool:
    """Whether a value looks like a taxpayer's number: nine digits, perhaps a hyphen after the second (or as a social security number)."""
    return _EIN.fullmatch(value) is not None or is_ssn(value)


def is_ssn(value: str) -> bool:
    """Whether a value looks like a social security number: nine digits, perhaps with its two hyphens."""
    return _SSN.fullmatch(value) is not None


def is_ndc(value: str) -> bool:
    """Whether a value looks like a National Drug Code as claims write it: labeler, product, package in 5-4-2 digits, no hyphens."""
    return _NDC.fullmatch(value) is not None


def is_postal_code(value: str, country: str = "") -> bool:
    """Whether a value looks like a postal code of its country (N404): a ZIP code or a Canadian one; those of others are not judged."""
    if country in ("", "US", "USA"):
        return _ZIP.fullmatch(value) is not None or (not country and _CANADIAN.fullmatch(value) is not None)
    return country not in ("CA", "CAN") or _CANADIAN.fullmatch(value) is not None
