"""Rows that are valid for a span of days, and finding the ones that are valid on a day."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from shared.site.shapes import Day

Key = TypeVar("Key", bound=Hashable)


class Dated(BaseModel):
    """A row with the first and the last day on which it counts; no last day means until further notice."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    valid_from: Day
    valid_to: Day | None = None

    def covers(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def overlaps(self, other: Dated) -> bool:
        return self.valid_from <= (other.valid_to or date.max) and other.valid_from <= (self.valid_to or date.max)


Row = TypeVar("Row", bound=Dated)


class Rows(Generic[Key, Row]):
    """Rows by key, in the order of the table. A lookup costs as much as its key has rows, whatever the size of the table."""

    def __init__(self, rows: Iterable[Row], key: Callable[[Row], Key]) -> None:
        self._rows: dict[Key, list[Row]] = {}
        for row in rows:
            self._rows.setdefault(key(row), []).append(row)

    def get(self, key: Key, on: date) -> list[Row]:
        return [row for row in self._rows.get(key, ()) if row.covers(on)]
