"""Build a shipped code table out of a public list (see sources for its form)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from shared.codesets.lists import written
from shared.codesets.shapes import is_level_ii
from shared.codesets.sources import read_rows
from shared.codesets.table import CodeTable, Row, write

TABLES = Path(__file__).with_name("tables")
TARGETS = ("icd10cm", "icd10pcs", "hcpcs")
KEPT = frozenset({"unacceptable", "ecodepdx", "manifestation", "female", "male", "newborn", "pediatric", "maternity", "adult"})
"""Attributes of the Medicare Code Editor that decisions about diagnoses use. Rows that differ in others only become one."""


def build(name: str, source: Path, edition: str, target: Path) -> CodeTable:
    """Write `target` and read it back. Raises `ValueError` for a malformed source."""
    kept = KEPT if name == "icd10cm" else frozenset()
    rows = (Row(row.code, row.first, row.last, row.attributes & kept) for row in read_rows(source))
    write(target, name, edition, merged(row for row in rows if name != "hcpcs" or is_level_ii(row.code)))
    return CodeTable.load(target)


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


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m shared.codesets.build", description=__doc__)
    parser.add_argument("name", choices=[*TARGETS, "list"], help="list: print the codes as the words of a text list")
    parser.add_argument("source", type=Path, help="CSV file of codes")
    parser.add_argument("--edition", default="", help="what decisions record, such as FY2016-FY2027 or 2026Q2")
    parser.add_argument("--out", type=Path, help="instead of the table of this package")
    arguments = parser.parse_args()
    if arguments.name == "list":
        sys.stdout.write(" ".join(written(row.code for row in read_rows(arguments.source))) + "\n")
        return
    if not arguments.edition:
        parser.error("say --edition: decisions record which one they used")
    table = build(arguments.name, arguments.source, arguments.edition, arguments.out or TABLES / f"{arguments.name}.tab.xz")
    sys.stdout.write(f"{table.name} {table.version}: {len(table)} rows\n")


if __name__ == "__main__":
    main()
