"""The day and the closed months that decide in which period something is posted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.billing.adjudication.model.reference import posting_period


class Closing(Protocol):
    """Up to which month the books are closed, as a stage's reference tells it."""

    @property
    def closed_through(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Closed:
    """The last closed posting period, YYYY-MM; empty while none was ever closed."""

    closed_through: str = ""


@dataclass(frozen=True, slots=True)
class Books:
    """What a posting needs besides what it posts."""

    on: date
    closed_through: str = ""

    def period(self, posted_on: date) -> str:
        """The open month in which it is posted."""
        return posting_period(self.on, posted_on, self.closed_through)
