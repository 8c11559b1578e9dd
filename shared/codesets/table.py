"""A code table by date, small enough to ship and to load in every process.

An xz file: one line of JSON (name, edition, dates, attributes), then records of fixed width, sorted by code and first day. A record is the code
padded with blanks, and one byte each for its first day, its last day and its attributes: places in the lists of the first line. The records stay
the bytes they are; a lookup is a binary search in them.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

ALWAYS, OPEN = date.min, date.max
"""First and last day of a row whose source names none."""


SMALL = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 20}]
"""A small dictionary: unpacking must not take more memory than the table itself."""


@dataclass(frozen=True, slots=True)
class Row:
    """A code during one span of days; the last day is included."""

    code: str
    first: date
    last: date
    attributes: frozenset[str] = frozenset()

    def covers(self, on: date) -> bool:
        return self.first <= on <= self.last


class CodeTable:
    """Rows of one code system, found by code or by the beginning of codes."""

    def __init__(self, header: dict[str, object], body: bytes) -> None:
        self.name, self.edition = str(header["name"]), str(header["edition"])
        self.version = f"{self.edition} {hashlib.sha256(body).hexdigest()[:8]}"
        self._body, self._width = body, int(str(header["width"]))
        self._dates = [date.fromisoformat(str(day)) for day in _list(header["dates"])]
        self._attributes = [frozenset(str(words).split()) for words in _list(header["attributes"])]
        self._count = len(body) // (self._width + 3)

    def __len__(self) -> int:
        return self._count

    @classmethod
    def load(cls, path: Path) -> Self:
        """Raises `OSError` where the file is missing and `ValueError` where it is no such table."""
        try:
            header, _, body = lzma.decompress(path.read_bytes()).partition(b"\n")
            return cls(json.loads(header), body)
        except (lzma.LZMAError, KeyError) as error:
            raise ValueError(f"{path.name} is not a code table") from error

    def rows(self, code: str) -> list[Row]:
        """All spans of exactly this code, in order of time."""
        found = []
        for row in self._from(code):
            if row.code != code:
                break
            found.append(row)
        return found

    def below(self, beginning: str) -> Iterator[Row]:
        """All rows whose codes begin like this and are longer, in order of code and time."""
        for row in self._from(beginning):
            if not row.code.startswith(beginning):
                return
            if row.code != beginning:
                yield row

    def __iter__(self) -> Iterator[Row]:
        return map(self._row, range(self._count))

    def _from(self, code: str) -> Iterator[Row]:
        wanted = code.encode("ascii", "replace").ljust(self._width)
        for place in range(bisect_left(range(self._count), wanted, key=self._code), self._count):
            yield self._row(place)

    def _code(self, place: int) -> bytes:
        at = place * (self._width + 3)
        return self._body[at : at + self._width]

    def _row(self, place: int) -> Row:
        at = place * (self._width + 3) + self._width
        first, last, attributes = self._body[at : at + 3]
        return Row(self._code(place).decode().rstrip(), self._dates[first], self._dates[last], self._attributes[attributes])


def spans(rows: Iterable[Row]) -> tuple[tuple[date, date], ...]:
    """First and last day of each run of rows without a gap: attributes change more often than validity."""
    found: list[tuple[date, date]] = []
    for row in rows:
        if found and (row.first - found[-1][1]).days == 1:
            found[-1] = (found[-1][0], row.last)
        else:
            found.append((row.first, row.last))
    return tuple(found)


def write(path: Path, name: str, edition: str, rows: Iterable[Row]) -> None:
    """Write a table. The same rows give the same bytes. At most 256 different dates and combinations of attributes."""
    ordered = sorted(rows, key=lambda row: (row.code, row.first))
    dates = sorted({day for row in ordered for day in (row.first, row.last)})
    attributes = sorted({" ".join(sorted(row.attributes)) for row in ordered})
    width = max(len(row.code) for row in ordered)
    place_of, attribute_of = {day: place for place, day in enumerate(dates)}, {words: place for place, words in enumerate(attributes)}
    body = b"".join(
        row.code.encode("ascii").ljust(width) + bytes((place_of[row.first], place_of[row.last], attribute_of[" ".join(sorted(row.attributes))]))
        for row in ordered
    )
    header = {"name": name, "edition": edition, "width": width, "dates": [str(day) for day in dates], "attributes": attributes}
    path.write_bytes(lzma.compress(json.dumps(header).encode() + b"\n" + body, filters=SMALL))


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("a code table lists its dates and attributes")
    return value
