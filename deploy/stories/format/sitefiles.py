"""One site out of the base site and what the stories are given, written as files that the installation reads like any other site.

A fault of the merged files is blamed on the story that brought the row.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from deploy.stories.format.problem import StoryError
from deploy.stories.format.story import Given
from shared.site import load_site
from shared.site.document import read_document
from shared.site.problem import Problem, SiteError

SITE = "site.yaml"
ALWAYS = "2000-01-01"
"""First day of a row that names none."""
TABLES = {"contracts": "contracts", "prices": "charge_master", "codes": "procedures"}
"""What a story calls a table, and what the site file does."""


@dataclass
class Table:
    """A table under construction: its rows, and which file brought each."""

    file: str
    columns: list[str] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)

    def add(self, row: dict[str, str], origin: str) -> None:
        """A row that stands already, word for word, is one row."""
        told = {name: cell for name, cell in row.items() if cell}
        if told in self.rows:
            return
        self.columns += [name for name in told if name not in self.columns]
        self.rows.append(told)
        self.origins.append(origin)

    def text(self) -> str:
        out = io.StringIO()
        writer = csv.DictWriter(out, self.columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        return out.getvalue()

    def origin(self, line: int) -> str | None:
        """Which file brought the row on this line; the header is line 1."""
        return self.origins[line - 2] if 2 <= line < len(self.origins) + 2 else None


def merged_site(base: Path, given: Sequence[tuple[str, Given]], folder: Path) -> Path:
    """Write the site into `folder`; returns its site file. Raises `StoryError`."""
    values = _base_values(base)
    payers, problems = _payers(values, given)
    if problems:
        raise StoryError(problems)
    tables = _tables(base, values, given)
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables.values():
        (folder / table.file).write_text(table.text(), encoding="utf-8")
    names = {**values["tables"], **{name: table.file for name, table in tables.items()}}
    merged = {**values, "payers": [payer for payer, _ in payers], "tables": names}
    (folder / SITE).write_text(yaml.safe_dump(merged, sort_keys=False), encoding="utf-8")
    _check(folder / SITE, {table.file: table for table in tables.values()}, [origin for _, origin in payers])
    return folder / SITE


def _base_values(base: Path) -> dict[str, Any]:
    try:
        load_site(base / SITE)
    except SiteError as error:
        raise StoryError(error.problems) from None
    values: dict[str, Any] = read_document(SITE, (base / SITE).read_text("utf-8-sig")).values
    return values


def _payers(values: dict[str, Any], given: Sequence[tuple[str, Given]]) -> tuple[list[tuple[dict[str, Any], str]], list[Problem]]:
    known: dict[str, tuple[dict[str, Any], str]] = {payer["payer_id"]: (payer, SITE) for payer in values["payers"]}
    problems = []
    for file, part in given:
        for payer in map(_dated, part.payers):
            name = str(payer.get("payer_id", ""))
            before, origin = known.setdefault(name, (payer, file))
            if before != payer:
                problems.append(
                    Problem(
                        file, 1, "given.payers", f"{name} is another payer in {origin}: write the same there and here, or choose another payer_id"
                    )
                )
    return list(known.values()), problems


def _dated(payer: dict[str, Any]) -> dict[str, Any]:
    terms = payer.get("terms")
    if not isinstance(terms, list):
        return payer
    return {**payer, "terms": [{"valid_from": ALWAYS, **each} if isinstance(each, dict) else each for each in terms]}


def _tables(base: Path, values: dict[str, Any], given: Sequence[tuple[str, Given]]) -> dict[str, Table]:
    tables = {name: _read(base, file) for name, file in values["tables"].items()}
    for file, part in given:
        for name, rows in _given_rows(part):
            table = tables.setdefault(name, Table(f"{name}.csv"))
            for row in rows:
                table.add({"valid_from": ALWAYS, **row}, file)
    return tables


def _given_rows(part: Given) -> Iterator[tuple[str, Sequence[dict[str, str]]]]:
    yield from ((table, getattr(part, name)) for name, table in TABLES.items())
    yield from part.tables.items()


def _read(base: Path, file: str) -> Table:
    table = Table(file)
    reader = csv.DictReader(io.StringIO((base / file).read_text("utf-8-sig")), skipinitialspace=True)
    table.columns = list(reader.fieldnames or ())
    for row in reader:
        table.add(row, file)
    return table


def _check(path: Path, tables: dict[str, Table], payers: Sequence[str]) -> None:
    try:
        load_site(path)
    except SiteError as error:
        raise StoryError(_blamed(each, tables, payers) for each in error.problems) from None


def _blamed(problem: Problem, tables: dict[str, Table], payers: Sequence[str]) -> Problem:
    table = tables.get(problem.file)
    if table is not None:
        origin = table.origin(problem.line)
        row = table.rows[problem.line - 2] if origin else {}
        says = re.sub(r"the row on line (\d+)", lambda found: f"a row of {table.origin(int(found[1]))}", problem.message)
        return Problem(origin or problem.file, 1, f"{problem.file}, row {' '.join(row.values())}: {problem.place}", says)
    found = re.match(r"payers\[(\d+)\]", problem.place)
    origin = payers[int(found[1])] if found else problem.file
    return Problem(origin, 1, f"given.{problem.place}" if origin != SITE else problem.place, problem.message)
