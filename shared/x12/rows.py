"""Rows of values as the text of segments.

What a value may be: `str`, `Text` (free text, see characters), `int`, `Decimal`, `date` (written CCYYMMDD), `time` (HHMM),
None (empty), a tuple (composite) or a list (repetition) of those. Nothing leaves that a receiver would have to guess at:
a separator or a character outside the set raises WriteError with segment and element, never with the value.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from types import NoneType
from typing import Any, Self

from shared.x12.characters import Text, plain
from shared.x12.delimiters import Delimiters
from shared.x12.faults import WriteError
from shared.x12.scalars import day_text

Atom = str | int | Decimal | date | time | None
Composite = tuple[Atom, ...]
Value = Atom | Composite | list[Atom | Composite]
Row = Sequence[Value]
"""A segment to be written: its id, then its elements."""


def amount(value: Decimal) -> str:
    """A Decimal as an X12 R or N value: no exponent, no needless zero, no negative zero. Units are the caller's.

    Raises WriteError when the value is not a finite number.
    """
    if not value.is_finite():
        raise WriteError("not a finite number")
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


_SHORTEST, _LONGEST_ID, _MOST_SPELLINGS = 4, 3, 4


class RepeatedRow(tuple[Value, ...]):
    """A row that comes again and again, as an object (a provider's, a payer's): it remembers how it is written."""

    lines: dict[str, str]

    def __new__(cls, values: Iterable[Value]) -> Self:
        """The row of these values."""
        row = super().__new__(cls, tuple(values))
        row.lines = {}
        return row


class _Doubt(Exception):
    """A value that needs a closer look."""


def _nothing(value: None) -> str:
    return ""


@lru_cache(8192)
def _finite(value: Decimal) -> str:
    if not value.is_finite():
        raise _Doubt
    return amount(value)


def _hour(value: time) -> str:
    return value.strftime("%H%M")


class SegmentFormat:
    """Turns rows into segment text for one set of separators."""

    def __init__(self, delimiters: Delimiters) -> None:
        self.delimiters = delimiters
        self._element, self._component = delimiters.element, delimiters.component
        self._repetition, self._terminator = delimiters.repetition, delimiters.terminator
        self._separators = f"{self._element}{self._component}{self._repetition}{self._terminator}"
        self._ids: set[str] = set()
        self._blank_end = f" {self._element}"
        part = re.escape(self._component)
        self._blank_in_part = re.compile(f"  | {part}|{part} |^ | $").search
        self._quick: dict[type, Callable[[Any], str]] = {
            NoneType: _nothing, Text: self._spelled, int: str, Decimal: _finite, date: day_text, time: _hour,
        }  # fmt: skip
        allowed = "".join(chr(code) for code in range(32, 127) if chr(code) not in self._separators)
        self._unsafe = re.compile(f"[^{re.escape(allowed)}]").search

    def text(self, row: Row) -> str:
        """One segment with its terminator; empty elements at the end are left out.

        Raises WriteError when a value cannot be sent or when no element has one.
        """
        return self.texts((row,))[0]

    def texts(self, rows: Sequence[Row]) -> list[str]:
        """As text, for many: what may not stand in a value is looked for once in all of them together."""
        try:
            lines = self._quick_lines(rows)
        except (KeyError, TypeError, _Doubt):
            half = len(rows) // 2
            return [*self.texts(rows[:half]), *self.texts(rows[half:])] if half else [self._careful(row) for row in rows]
        for row, line in zip(rows, lines, strict=True):
            if type(row) is RepeatedRow and len(row.lines) < _MOST_SPELLINGS:
                row.lines[self._separators] = line
        return [line + self._terminator for line in lines]

    def _quick_lines(self, rows: Sequence[Row]) -> list[str]:
        """The segments without terminators, when nothing in their values separates or ends in a blank; _Doubt otherwise."""
        element, known, separators, components = self._element, self._ids, len(rows) - 1, 0
        composites: list[str] = []
        quick = {**self._quick, tuple: self._composites_into(composites)}
        lines: list[str] = []
        for row in rows:
            if type(row) is RepeatedRow and (line := row.lines.get(self._separators)) is not None:
                separators += line.count(element)
                components += line.count(self._component)
            else:
                parts = [value if type(value) is str else quick[type(value)](value) for value in row]
                if parts[0] not in known:
                    self._learn(parts[0])
                separators += len(parts) - 1
                line = element.join(parts)
            lines.append(line)
        text = element.join(lines)
        components += sum([composite.count(self._component) for composite in composites])
        if text.count(element) != separators or text.count(self._component) != components or self._unsafe_in(text):
            raise _Doubt
        lines = [line.rstrip(element) for line in lines]
        if min(map(len, lines)) < _SHORTEST:
            raise _Doubt
        return lines

    def _learn(self, id: str) -> None:
        if not id.isalnum() or len(id) > _LONGEST_ID:
            raise _Doubt
        self._ids.add(id)

    def _composites_into(self, found: list[str]) -> Callable[[Composite], str]:
        component, quick, blank = self._component, self._quick, self._blank_in_part

        def text(value: Composite) -> str:
            try:
                whole = component.join(value)  # type: ignore[arg-type]
            except TypeError:
                whole = component.join([part if type(part) is str else quick[type(part)](part) for part in value])
            if whole.count(component) != len(value) - 1 or (" " in whole and blank(whole)):
                raise _Doubt
            lean = whole.rstrip(component)
            found.append(lean)
            return lean

        return text

    def _unsafe_in(self, text: str) -> bool:
        plain = text.isascii() and text.isprintable() and self._terminator not in text
        return not plain or self._blank_end in text or text[-1:] == " " or (self._repetition != "" and self._repetition in text)

    def _spelled(self, value: Text) -> str:
        return plain(value, self._separators) if self._unsafe(value) or "  " in value else value.strip()

    def _careful(self, row: Row) -> str:
        """As text, value by value: mends free text, and says which value cannot be sent."""
        id = row[0]
        if type(id) is not str or not id.isalnum():
            raise WriteError("the first value of a row is the segment id")
        parts = [
            self._string(value, id, n) if type(value) is str else "" if value is None else self._value(value, id, n) for n, value in enumerate(row)
        ]
        line = self._element.join(parts).rstrip(self._element)
        if line == id:
            raise WriteError("no element has a value", id)
        return line + self._terminator

    def _value(self, value: Value, id: str, element: int) -> str:
        if type(value) is tuple:
            return self._composite(value, id, element)
        if type(value) is list:
            if len(value) > 1 and not self._repetition:
                raise WriteError("this interchange has no repetition separator", id, element)
            return self._repetition.join(
                [self._composite(item, id, element) if isinstance(item, tuple) else self._atom(item, id, element) for item in value]
            )
        return self._atom(value, id, element)  # type: ignore[arg-type]

    def _composite(self, value: Composite, id: str, element: int) -> str:
        parts = [
            "" if not part and part != 0 else self._string(part, id, element, n) if type(part) is str else self._atom(part, id, element, n)
            for n, part in enumerate(value, start=1)
        ]
        return self._component.join(parts).rstrip(self._component)

    def _atom(self, value: Atom, id: str, element: int, component: int = 0) -> str:
        if isinstance(value, Decimal):
            if not value.is_finite():
                raise WriteError("not a finite number", id, element, component)
            return amount(value)
        if isinstance(value, Text):
            value = self._spelled(value)
        if isinstance(value, str):
            return self._string(value, id, element, component)
        if isinstance(value, date):
            return day_text(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, time):
            return _hour(value)
        if value is None:
            return ""
        raise WriteError(f"a {type(value).__name__} has no X12 form", id, element, component)

    def _string(self, value: str, id: str, element: int, component: int = 0) -> str:
        if not self._unsafe(value):
            return value.rstrip(" ")
        if not value.isascii():  # free text has its nearest spelling by now; a number or code with another letter would be another one
            raise WriteError("a character has no spelling in the X12 character set", id, element, component)
        unsafe = self._unsafe(value.rstrip(" "))
        if unsafe is None:
            return value.rstrip(" ")
        if unsafe[0] in self._separators:
            raise WriteError("a separator of the interchange stands in the value", id, element, component)
        raise WriteError("a control character stands in the value", id, element, component)


@lru_cache(16)
def format_for(delimiters: Delimiters) -> SegmentFormat:
    """Nearly every interchange has the same separators."""
    return SegmentFormat(delimiters)
