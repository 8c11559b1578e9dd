"""Faults of a story in the words of the person who wrote it: the step by its number, a key that was meant, what to write instead."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from deploy.stories.format.shapes import Part
from shared.site.document import Document, spelled
from shared.site.problem import Problem
from shared.site.words import sentence

Path = tuple[str | int, ...]


def problem_of(document: Document, fault: ErrorDetails, root: type[Part]) -> Problem:
    """One fault of the validation."""
    path: Path = fault["loc"]
    says = _unknown(path, root) if fault["type"] == "extra_forbidden" else sentence(fault)
    return Problem(document.file, document.line(path), place(path), says)


def place(path: Path) -> str:
    """`('steps', 2, 'pay', 'amount')` as `step 3, pay.amount`: steps are counted from 1."""
    if len(path) > 1 and path[0] == "steps" and isinstance(path[1], int):
        rest = spelled(path[2:])
        return f"step {path[1] + 1}, {rest}" if rest else f"step {path[1] + 1}"
    return spelled(path)


def _unknown(path: Path, root: type[Part]) -> str:
    keys = _keys_at(path[:-1], root)
    meant = get_close_matches(str(path[-1]), keys, 1)
    hint = f"did you mean {meant[0]}? " if meant else ""
    known = f"{hint}known here: {', '.join(keys)}" if keys else "leave it out"
    return f"is not a key that is known here; {known}"


def _keys_at(path: Path, root: type[Part]) -> list[str]:
    """The keys of the part at this path."""
    parts: list[type[Part]] = [root]
    for key in path:
        if isinstance(key, str):
            inner = [found for part in parts for found in _inner(part, key)]
            parts = inner or parts
    return sorted({field.alias or name for part in parts for name, field in part.model_fields.items()})


def _inner(part: type[Part], key: str) -> Iterator[type[Part]]:
    for name, field in part.model_fields.items():
        if key in (name, field.alias):
            yield from _parts_in(field.annotation)


def _parts_in(annotation: Any) -> Iterator[type[Part]]:
    """Every part that an annotation such as `tuple[RemitLine, ...] | None` holds."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias) and issubclass(annotation, Part):
        yield annotation
    for each in typing.get_args(annotation):
        yield from _parts_in(each)
