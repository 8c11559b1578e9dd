"""How a rule says what keeps a draft from a claim: where, what is wrong, and what to do next."""

from __future__ import annotations

from services.coding.model.assemble import DraftLine
from shared.contracts.values import HoldReason


def reason(code: str, place: str, sentence: str) -> HoldReason:
    return HoldReason(code=code, place=place, sentence=sentence)


def at(line: DraftLine) -> str:
    """The place of a line, counted from 0 by its number."""
    return f"lines[{line.line_number - 1}]"
