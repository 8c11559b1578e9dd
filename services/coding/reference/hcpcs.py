"""HCPCS Level II: which codes exist. Dental D codes are licensed by the ADA and not in it.

Source: the Level II codes of CMS's Integrated Outpatient Code Editor (public domain). That list is of one quarter and has no dates: a code in it is
taken as valid on every day. It leaves out codes that the editor does not know; the quarterly file of CMS, loaded over it, has them all and dates.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Self

from services.coding.reference.table import CodeTable

TABLE = Path(__file__).with_name("hcpcs.tab.xz")
_LEVEL_II = re.compile(r"[A-CE-V]\d{4}")
_CPT = re.compile(r"\d{4}[0-9TFU]")


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


def is_level_ii(code: str) -> bool:
    """One letter, not D, and four digits."""
    return _LEVEL_II.fullmatch(code) is not None


def is_cpt(code: str) -> bool:
    """The shape of CPT: five digits, or four and T, F or U. Which of them exist is licensed by the AMA: the site's own table says so."""
    return _CPT.fullmatch(code) is not None
