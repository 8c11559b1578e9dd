"""Build a shipped code table out of a public list.

The source is a CSV file, plain or xz, with the columns `code`, and where they are known `start` and `end` (YYYYMMDD, the last day; empty is open) and
`mce_attributes` (words separated by `|`).
"""

from __future__ import annotations

import argparse
import csv
import lzma
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from services.coding.reference import hcpcs, icd10
from services.coding.reference.table import ALWAYS, OPEN, CodeTable, Row, write

TARGETS = {"icd10cm": icd10.TABLE, "hcpcs": hcpcs.TABLE}
KEPT = frozenset({"unacceptable", "ecodepdx", "manifestation", "female", "male", "newborn", "pediatric", "maternity", "adult"})
"""Attributes of the Medicare Code Editor that decisions here use. Rows that differ in others only become one."""


def build(name: str, source: Path, edition: str, target: Path) -> CodeTable:
    """Write `target` and read it back. Raises `ValueError` or `KeyError` for a malformed source."""
    rows = read(source)
    write(target, name, edition, merged(row for row in rows if name != "hcpcs" or hcpcs.is_level_ii(row.code)))
    return CodeTable.load(target)


def read(source: Path) -> Iterator[Row]:
    with lzma.open(source, "rt", encoding="utf-8") if source.suffix == ".xz" else source.open(encoding="utf-8") as text:
        for record in csv.DictReader(text):
            words = frozenset((record.get("mce_attributes") or "").split("|")) & KEPT
            yield Row(record["code"].strip(), _day(record.get("start"), ALWAYS), _day(record.get("end"), OPEN), words)


def merged(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of a code that follow each other with the same attributes become one."""
    before: Row | None = None
    for row in sorted(rows, key=lambda row: (row.code, row.first)):
        if before and before.code == row.code and before.attributes == row.attributes and (row.first - before.last).days == 1:
            before = Row(row.code, before.first, row.last, row.attributes)
            continue
        if before:
            yield before
        before = row
    if before:
        yield before


def _day(text: str | None, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m services.coding.reference.build", description=__doc__)
    parser.add_argument("name", choices=sorted(TARGETS))
    parser.add_argument("source", type=Path, help="CSV file of codes")
    parser.add_argument("--edition", required=True, help="what decisions record, such as FY2016-FY2027 or 2026Q2")
    parser.add_argument("--out", type=Path, help="instead of the table of this package")
    arguments = parser.parse_args()
    table = build(arguments.name, arguments.source, arguments.edition, arguments.out or TARGETS[arguments.name])
    sys.stdout.write(f"{table.name} {table.version}: {len(table)} rows\n")


if __name__ == "__main__":
    main()
