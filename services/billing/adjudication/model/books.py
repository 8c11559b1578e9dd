"""What decides in which period something is posted: the day, and up to which month the books are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.dispute.contract import Contracts

DECEMBER = 12


class Closing(Protocol):
    """Up to which month the books are closed, as a stage's reference tells it."""

    @property
    def closed_through(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Closed:
    """As it was when the batch was decided: the last closed posting period, YYYY-MM; empty while none was ever closed."""

    closed_through: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """The same for a stage that prices what it posts."""

    contracts: Contracts
    closed_through: str = ""


@dataclass(frozen=True, slots=True)
class Books:
    """What a posting needs besides what it posts."""

    on: date
    closed_through: str = ""

    def period(self, posted_on: date) -> str:
        """The month of the later of the event's day and the posting date, or the first one that is still open.

        It is decided once and carried in the event: a period that is closed later keeps what it has, one that was closed early gets nothing more.
        """
        period = chart.period_of(max(self.on, posted_on))
        return period if period > self.closed_through else next_period(self.closed_through)


def next_period(period: str) -> str:
    """The month after this one (YYYY-MM)."""
    year, month = map(int, period.split("-"))
    return f"{year + month // DECEMBER:04d}-{month % DECEMBER + 1:02d}"
