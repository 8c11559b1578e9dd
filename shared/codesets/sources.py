"""Lists as they are published: CSV files, plain or xz, with the columns `code`, and where they are known `start` and `end`.

Days are YYYYMMDD or YYYY-MM-DD; the end is the last day, empty is open. `mce_attributes` (words separated by `|`) are kept where they stand.
"""

from __future__ import annotations

import csv
import lzma
from collections.abc import Iterator
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, cast

from shared.codesets.lists import CodeListError
from shared.codesets.table import ALWAYS, OPEN, Row


def read_rows(source: Path) -> Iterator[Row]:
    """The rows of a list; column names in any case. Raises CodeListError on one without codes or with a date that is none."""
    for number, record in enumerate(_records(source), start=1):
        row = {(name or "").lower(): value for name, value in record.items() if isinstance(value, str)}
        code, words = row.get("code", "").strip(), frozenset(row.get("mce_attributes", "").split("|")) - {""}
        try:
            first, last = _day(row.get("start"), ALWAYS), _day(row.get("end"), OPEN)
        except ValueError:
            raise CodeListError(f"{source.name}, row {number}: start or end is no day; write YYYYMMDD, or nothing") from None
        if not code:
            raise CodeListError(f"{source.name}, row {number}: no code; a code list has a column named code")
        yield Row(code, first, last, words)


def _records(source: Path) -> Iterator[dict[str, str]]:
    """The rows by column. Published lists have descriptions in all encodings; the codes are ASCII."""
    with (
        lzma.open(source, "rb") if source.suffix == ".xz" else source.open("rb") as body,
        TextIOWrapper(cast(BinaryIO, body), "utf-8-sig", "replace", "") as text,
    ):
        yield from csv.DictReader(text)


def _day(text: str | None, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise
