"""What a validation found, said so that the person who edits the file knows what to type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic_core import ErrorDetails

_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "missing": lambda _: "is missing",
    "extra_forbidden": lambda _: "is not a key that is known here",
    "string_type": lambda _: "should be text",
    "tuple_type": lambda _: "should be a list",
    "model_type": lambda _: "should be a group of keys",
    "model_attributes_type": lambda _: "should be a group of keys",
    "dict_type": lambda _: "should be a group of keys",
    "bool_type": lambda _: "should be true or false",
    "bool_parsing": lambda _: "should be true or false",
    "int_type": lambda _: "should be a whole number",
    "int_parsing": lambda _: "should be a whole number",
    "decimal_type": lambda _: "should be an amount such as 92.00",
    "date_type": lambda _: "should be a date such as 2026-11-02",
    "too_short": lambda limits: f"needs at least {limits['min_length']}",
    "string_too_short": lambda _: "is empty",
    "string_too_long": lambda limits: f"is longer than {limits['max_length']} characters",
    "literal_error": lambda limits: f"should be {limits['expected']}",
    "greater_than": lambda limits: f"should be more than {limits['gt']}",
    "greater_than_equal": lambda limits: f"should be at least {limits['ge']}",
    "string_pattern_mismatch": lambda limits: f"does not have the shape {limits['pattern']}",
}


def sentence(fault: ErrorDetails) -> str:
    """One fault in words; what the shapes themselves say stays as they say it."""
    known = _SENTENCES.get(fault["type"])
    return known(fault.get("ctx", {})) if known else fault["msg"].removeprefix("Value error, ")
