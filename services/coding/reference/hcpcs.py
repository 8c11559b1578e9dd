"""HCPCS Level II: which codes exist. Dental D codes are licensed by the ADA and not in it.

Source: the Level II codes of CMS's Integrated Outpatient Code Editor (public domain). That list is of one quarter and has no dates: a code in it is
taken as valid on every day. It leaves out codes that the editor does not know; the quarterly file of CMS, loaded over it, has them all and dates.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Self

from shared.codesets.national import SHIPPED
from shared.codesets.table import CodeTable

TABLE = SHIPPED / "hcpcs.tab.xz"


class Hcpcs:
    """The list of Level II codes. Answers in microseconds; immutable."""

    def __init__(self, table: CodeTable) -> None:
        self._table = table
        self.version = table.version

    @classmethod
    def load(cls, path: Path = TABLE) -> Self:
        return cls(CodeTable.load(path))

    def valid(self, code: str, on: date) -> bool:
        """Whether this Level II code is in the list on the day."""
        return any(row.covers(on) for row in self._table.rows(code))
