"""Frozen dataclasses as JSON and back, for results that a reversal must repeat years later."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Value = TypeVar("Value")


def encode(value: Any) -> str:
    """Decimals and dates as text."""
    return json.dumps(value, default=_plain, separators=(",", ":"))


def _plain(value: Any) -> Any:
    kind: Any = type(value)
    names = _names(kind)
    return {name: getattr(value, name) for name in names} if names else str(value)


@cache
def _names(kind: type) -> tuple[str, ...]:
    """Of the fields of a dataclass; none of anything else."""
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()


def decode(kind: type[Value], text: str) -> Value:
    """The value that `encode` was given."""
    rebuilt: Value = _rebuild(kind, json.loads(text))
    return rebuilt


_hints = cache(get_type_hints)


def _rebuild(kind: Any, raw: Any) -> Any:
    if get_origin(kind) is UnionType:
        chosen = next(one for one in get_args(kind) if one is not NoneType)
        return None if raw is None else _rebuild(chosen, raw)
    if get_origin(kind) is tuple:
        return tuple(_rebuild(get_args(kind)[0], item) for item in raw)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{one.name: _rebuild(hints[one.name], raw[one.name]) for one in fields(kind)})
    if kind is date:
        return date.fromisoformat(raw)
    return Decimal(raw) if kind is Decimal else raw
