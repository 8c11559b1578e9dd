"""ICD-10-CM by date of service (discharge date for inpatient): valid, billable, and what the Medicare Code Editor says of a code.

Source: CMS, ICD-10-CM code files and Definitions of Medicare Code Edits, fiscal years 2016 to 2027 (public domain).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Self

from shared.codesets.national import SHIPPED
from shared.codesets.table import OPEN, CodeTable, Row

TABLE = SHIPPED / "icd10cm.tab.xz"
SHORTEST = 3
"""Characters of a category, the shortest heading."""
NEVER_PRINCIPAL = frozenset({"unacceptable", "ecodepdx", "manifestation"})

Reason = Literal["", "unknown", "not_yet_valid", "retired", "heading"]
AgeGroup = Literal["newborn", "pediatric", "maternity", "adult"]


@dataclass(frozen=True, slots=True)
class IcdStatus:
    """What one code is on one day."""

    code: str
    """Without a dot."""
    known: bool
    """It is a code or a heading on some day."""
    valid: bool
    """It is a code or a heading on this day."""
    billable: bool
    """It may stand on a claim of this day."""
    reason: Reason = ""
    """Why it may not; empty when it may."""
    valid_from: date | None = None
    valid_to: date | None = None
    """First and last day of the span that the answer is about: this one, or the nearest. None: not known, or no end."""
    unacceptable_principal: bool = False
    """Never the principal diagnosis of an inpatient claim (Medicare Code Editor: unacceptable, external cause or manifestation)."""
    external_cause: bool = False
    manifestation: bool = False
    """The disease that causes it comes first, on every claim."""
    sex: Literal["F", "M"] | None = None
    """The only sex it is expected for."""
    age_group: AgeGroup | None = None
    """The only ages it is expected for, in years: newborn 0, pediatric 0–17, maternity 9–64, adult 15–124."""


class Icd10:
    """The table. Answers in microseconds; immutable."""

    def __init__(self, table: CodeTable) -> None:
        self._table = table
        self.version = table.version

    @classmethod
    def load(cls, path: Path = TABLE) -> Self:
        return cls(CodeTable.load(path))

    def status(self, code: str, on: date) -> IcdStatus:
        """`code` with or without its dot, in any case. Never raises: what is no code at all is unknown."""
        code = code.replace(".", "").strip().upper()
        spans = self._table.rows(code)
        now = next((row for row in spans if row.covers(on)), None)
        if now is not None:
            return _billable(now, spans)
        return self._heading(code, on) or _elsewhen(code, spans, on) or IcdStatus(code, known=False, valid=False, billable=False, reason="unknown")

    def _heading(self, code: str, on: date) -> IcdStatus | None:
        """A category or subcategory: codes below it are valid on the day, or at least on another one."""
        if len(code) < SHORTEST:
            return None
        below = list(self._table.below(code))
        valid = any(row.covers(on) for row in below)
        if not below or (not valid and self._table.rows(code)):
            return None
        first, last = min(row.first for row in below), max(row.last for row in below)
        reason: Reason = "heading" if valid else "not_yet_valid" if on < first else "retired"
        return IcdStatus(code, known=True, valid=valid, billable=False, reason=reason, valid_from=first, valid_to=_end(last))


def _billable(now: Row, spans: Sequence[Row]) -> IcdStatus:
    words = now.attributes
    age: AgeGroup | None = next((group for group in _AGE_GROUPS if group in words), None)
    first, last = _span(now, spans)
    return IcdStatus(
        now.code,
        known=True,
        valid=True,
        billable=True,
        valid_from=first,
        valid_to=_end(last),
        unacceptable_principal=bool(words & NEVER_PRINCIPAL),
        external_cause="ecodepdx" in words,
        manifestation="manifestation" in words,
        sex="F" if "female" in words else "M" if "male" in words else None,
        age_group=age,
    )


def _elsewhen(code: str, spans: Sequence[Row], on: date) -> IcdStatus | None:
    """A code of another day: the span before the day, or the one after it."""
    if not spans:
        return None
    before = [row for row in spans if row.last < on]
    nearest = before[-1] if before else spans[0]
    first, last = _span(nearest, spans)
    reason: Reason = "retired" if before else "not_yet_valid"
    return IcdStatus(code, known=True, valid=False, billable=False, reason=reason, valid_from=first, valid_to=_end(last))


def _span(row: Row, spans: Sequence[Row]) -> tuple[date, date]:
    """First and last day of a run of rows without a gap: attributes change more often than validity."""
    first, last = row.first, row.last
    for earlier in reversed(spans):
        if earlier.last < first and (first - earlier.last).days == 1:
            first = earlier.first
    for later in spans:
        if later.first > last and (later.first - last).days == 1:
            last = later.last
    return first, last


def _end(last: date) -> date | None:
    return None if last == OPEN else last


_AGE_GROUPS: tuple[AgeGroup, ...] = ("newborn", "pediatric", "maternity", "adult")
