"""Writing an interchange: separators, counts and control numbers are the writer's business, values the caller's.

What a value may be: `str`, `Text` (free text, see characters), `int`, `Decimal`, `date` (written CCYYMMDD), `time` (HHMM),
None (empty), a tuple (composite) or a list (repetition) of those. Nothing leaves that a receiver would have to guess at:
a separator or a character outside the set raises WriteError with segment and element, never with the value.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from types import NoneType
from typing import Any, Self

from shared.x12.characters import Text, plain
from shared.x12.delimiters import HEADER_WIDTHS, Delimiters
from shared.x12.envelope import InterchangeHeader
from shared.x12.faults import WriteError

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


_BATCH = 512
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


def _finite(value: Decimal) -> str:
    if not value.is_finite():
        raise _Doubt
    return amount(value)


@lru_cache(4096)
def _day(value: date) -> str:
    return value.isoformat().replace("-", "")


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
        self._blank_end, self._blank_part = f" {self._element}", f" {self._component}"
        self._quick: dict[type, Callable[[Any], str]] = {
            NoneType: _nothing, Text: self._spelled, int: str, Decimal: _finite, date: _day, time: _hour,
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
        except (KeyError, _Doubt):
            return [self.text(row) for row in rows] if len(rows) > 1 else [self._careful(row) for row in rows]
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
        component, quick = self._component, self._quick

        def text(value: Composite) -> str:
            whole = component.join([part if type(part) is str else quick[type(part)](part) for part in value])
            if whole.count(component) != len(value) - 1 or self._blank_part in whole:
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
            return _day(value)
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
def _format(delimiters: Delimiters) -> SegmentFormat:
    """Nearly every interchange has the same separators."""
    return SegmentFormat(delimiters)


class Writer:
    """Builds one interchange in memory: `group`, then `transaction`, then `add` rows, then `finish`.

    Whatever is open is closed when the next part begins; SE01, GE01 and IEA01 count what was written. Control numbers are
    the caller's, who keeps them unique per partner. `line_ends` puts a newline after each terminator, for readers of files.
    """

    def __init__(self, header: InterchangeHeader, *, line_ends: bool = False) -> None:
        if header.on is None or header.at is None:
            raise WriteError("an interchange needs a date and a time", "ISA", 9)
        self._header = header
        self._format = _format(header.delimiters)
        self._end = "\n" if line_ends else ""
        self._number = _control_number(header.control_number, 9, "ISA", 13)
        self._parts: list[str] = [_isa(header, header.on, header.at, self._number)]
        self._groups = self._sets = self._set_start = 0
        self._group_number = self._set_number = ""
        self._finished = False

    def group(self, functional_id: str, version: str, control_number: int | str, *, sender: str = "", receiver: str = "") -> Self:
        """Begins a functional group: GS01, GS08, GS06; application codes default to the ids of the interchange."""
        self._close_group()
        header = self._header
        self._group_number = str(control_number)
        row = ("GS", functional_id, sender or header.sender_id, receiver or header.receiver_id, header.on, header.at)
        self._parts.append(self._format.text((*row, self._group_number, "X", version)))
        self._groups, self._sets = self._groups + 1, 0
        return self

    def transaction(self, set_id: str, control_number: int | str, version: str = "") -> Self:
        """Begins a set: ST01, ST02 (four digits at least), ST03 where the guide has one (an 835 has none)."""
        if not self._group_number:
            raise WriteError("a set needs a functional group around it", "ST")
        self._close_set()
        self._set_number = _control_number(control_number, 4, "ST", 2)
        self._set_start = len(self._parts)
        self._parts.append(self._format.text(("ST", set_id, self._set_number, version)))
        self._sets += 1
        return self

    def add(self, rows: Iterable[Row]) -> Self:
        """Writes segments into the open set. Raises WriteError where a value cannot be sent."""
        if not self._set_number:
            raise WriteError("segments need an open set")
        left = iter(rows)
        while batch := list(islice(left, _BATCH)):
            self._parts += self._format.texts(batch)
        return self

    def segment(self, *row: Value) -> Self:
        """Writes one segment into the open set."""
        return self.add((row,))

    def acknowledge(self, *row: Value) -> Self:
        """Writes a TA1, which stands between ISA and the first group."""
        if self._groups:
            raise WriteError("an interchange acknowledgement stands before the groups", "TA1")
        self._parts.append(self._format.text(("TA1", *row)))
        return self

    @property
    def segments_in_set(self) -> int:
        """How many segments the open set has so far, ST included: the next one's position is one more."""
        return len(self._parts) - self._set_start if self._set_number else 0

    def finish(self) -> bytes:
        """Closes everything and returns the interchange. The writer cannot be used afterwards."""
        if self._finished:
            raise WriteError("the interchange has been finished", "IEA")
        self._close_group()
        self._parts.append(self._format.text(("IEA", self._groups, self._number)))
        self._finished = True
        return (self._end.join(self._parts) + self._end).encode("ascii")

    def _close_set(self) -> None:
        if self._set_number:
            count = len(self._parts) - self._set_start + 1
            self._parts.append(self._format.text(("SE", count, self._set_number)))
            self._set_number = ""

    def _close_group(self) -> None:
        self._close_set()
        if self._group_number:
            self._parts.append(self._format.text(("GE", self._sets, self._group_number)))
            self._group_number = ""


def _control_number(value: int | str, width: int, id: str, element: int) -> str:
    text = str(value).zfill(width)
    if len(text) > 9 or not text.isalnum() or (width == 9 and not text.isdecimal()):
        raise WriteError("a control number has at most nine digits", id, element)
    return text


def _isa(header: InterchangeHeader, on: date, at: time, number: str) -> str:
    """The fixed-width ISA: 106 bytes with its terminator."""
    marks = header.delimiters
    values: dict[int, str] = {
        1: header.authorization[0],
        2: header.authorization[1],
        3: header.security[0],
        4: header.security[1],
        5: header.sender_qualifier,
        6: header.sender_id,
        7: header.receiver_qualifier,
        8: header.receiver_id,
        9: on.strftime("%y%m%d"),
        10: at.strftime("%H%M"),
        11: marks.repetition or "U",
        12: header.version,
        13: number,
        14: "1" if header.acknowledge else "0",
        15: header.usage,
        16: marks.component,
    }
    fields = ["ISA"]
    if not (marks.element + marks.terminator).isascii():
        raise WriteError("separators must be of the X12 set", "ISA", 16)
    for (element, value), width in zip(values.items(), HEADER_WIDTHS, strict=True):
        if len(value) > width or not value.isascii() or marks.element in value or marks.terminator in value:
            raise WriteError(f"must fit {width} characters of the X12 set", "ISA", element)
        fields.append(value.ljust(width))
    return marks.element.join(fields) + marks.terminator
