"""Writing an interchange: separators, counts and control numbers are the writer's business, values the caller's."""

from collections.abc import Iterable
from datetime import date, time
from itertools import islice
from typing import Self

from shared.x12.delimiters import HEADER_WIDTHS
from shared.x12.envelope import InterchangeHeader
from shared.x12.faults import WriteError
from shared.x12.rows import Row, Value, format_for

_AT_ONCE = 512


class Writer:
    """Builds one interchange in memory: `group`, then `transaction`, then `add` rows, then `finish`.

    Whatever is open is closed when the next part begins; SE01, GE01 and IEA01 count what was written. Control numbers are
    the caller's, who keeps them unique per partner. `line_ends` puts a newline after each terminator, for readers of files.
    """

    def __init__(self, header: InterchangeHeader, *, line_ends: bool = False) -> None:
        if header.on is None or header.at is None:
            raise WriteError("an interchange needs a date and a time", "ISA", 9)
        self._header = header
        self._format = format_for(header.delimiters)
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
        while batch := list(islice(left, _AT_ONCE)):
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
