"""All contract rows of a site, found by payer, code and day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from shared.site.contracts.row import ContractRow, ScheduleRow
from shared.site.dated import Rows


class ServiceLine(Protocol):
    """What finding a row needs to know of a claim line. Its price may also need `charge` (for all units) and `service_on`."""

    @property
    def code(self) -> str | None: ...
    @property
    def revenue_code(self) -> str | None: ...
    @property
    def units(self) -> Decimal: ...


MOST_REMEMBERED = 50_000
"""Lookups that are remembered: the claims of a remittance have few payers, days and codes."""


class Book:
    """Rows with their indexes. A lookup costs as much as its code has rows, whatever the size of the tables."""

    def __init__(self, contracts: Iterable[ContractRow], schedules: Iterable[ScheduleRow]) -> None:
        rows = tuple(contracts)
        self._rows = Rows((row for row in rows if row.drg is None), lambda row: (row.payer_id, row.code))
        self._groups = Rows((row for row in rows if row.drg is not None), lambda row: (row.payer_id, row.drg))
        self._fees = Rows(schedules, lambda row: (row.schedule, row.code))
        self._find = lru_cache(MOST_REMEMBERED)(self._found)

    def rows(self, payer_id: str, kind: str, line: ServiceLine, on: date, plan: str | None) -> Sequence[ContractRow]:
        """The most specific rows for a line: a code before `*`, then a revenue code, a plan and a claim kind before any.

        Several only where the rates of a per diem change with the day; empty where the contract is silent.
        """
        return self._find(payer_id, kind, line.code, line.revenue_code, on, plan)

    def _found(self, payer_id: str, kind: str, wanted: str | None, revenue_code: str | None, on: date, plan: str | None) -> tuple[ContractRow, ...]:
        found = [
            row
            for code in dict.fromkeys((wanted, "*"))
            for row in self._rows.get((payer_id, code), on)
            if row.revenue_code in (None, revenue_code) and row.plan in (None, plan) and row.claim_kind in ("any", kind)
        ]
        if len(found) < 2:
            return tuple(found)
        best = max(map(_specificity, found))
        return tuple(row for row in found if _specificity(row) == best)

    def of_group(self, payer_id: str, kind: str, drg: str, on: date, plan: str | None) -> ContractRow | None:
        """The row that pays a whole claim by its DRG."""
        found = [row for row in self._groups.get((payer_id, drg), on) if row.plan in (None, plan) and row.claim_kind in ("any", kind)]
        return max(found, key=_specificity, default=None)

    def fee(self, schedule: str | None, line: ServiceLine, on: date) -> Decimal | None:
        """The fee per unit of a named schedule; a row for the revenue code before one for any. None: the schedule does not name the code."""
        rows = self._fees.get((schedule or "", line.code or ""), on)
        return next((row.amount for wanted in (line.revenue_code, None) for row in rows if row.revenue_code == wanted), None)


def _specificity(row: ContractRow) -> tuple[bool, bool, bool, bool]:
    return row.code != "*", row.revenue_code is not None, row.plan is not None, row.claim_kind != "any"
