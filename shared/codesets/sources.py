"""Lists as they are published: CSV files, plain or xz, with the columns `code`, and where they are known `start` and `end`.

Days are YYYYMMDD or YYYY-MM-DD; the end is the last day, empty is open. `mce_attributes` (words separated by `|`) are kept where they stand.
"""

from __future__ import annotations

import csv
import lzma
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from shared.codesets.table import ALWAYS, OPEN, Row


def read_rows(source: Path) -> Iterator[Row]:
    """The rows of a list; column names in any case. Raises ValueError on one without codes or with a date that is none."""
    with lzma.open(source, "rt", encoding="utf-8-sig") if source.suffix == ".xz" else source.open(encoding="utf-8-sig") as text:
        for number, record in enumerate(csv.DictReader(text), start=1):
            row = {(name or "").lower(): value or "" for name, value in record.items() if isinstance(value, str)}
            code = row.get("code", "").strip()
            if not code:
                raise ValueError(f"{source.name}, row {number}: no code; a code list has a column named code")
            words = frozenset(row.get("mce_attributes", "").split("|")) - {""}
            yield Row(code, _day(row.get("start"), ALWAYS), _day(row.get("end"), OPEN), words)


def _day(text: str | None, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise
