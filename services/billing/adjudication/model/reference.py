"""What posting looks up besides the account: the contracts, and up to which month the books are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.contract import Contracts

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Reference:
    """As it was when the batch was decided."""

    contracts: Contracts
    closed_through: str = ""
    """The last closed posting period, YYYY-MM; empty while none was ever closed."""


def posting_period(on: date, posted_on: date, closed_through: str = "") -> str:
    """The posting period of an entry: the month of the later of the event's day and the posting date, or the first one that is still open.

    It is decided once and carried in the event: a period that is closed later keeps what it has, one that was closed early gets nothing more.
    """
    period = chart.period_of(max(on, posted_on))
    return period if period > closed_through else next_period(closed_through)


def next_period(period: str) -> str:
    """The month after this one (YYYY-MM)."""
    year, month = map(int, period.split("-"))
    return f"{year + month // DECEMBER:04d}-{month % DECEMBER + 1:02d}"
