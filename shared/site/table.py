"""A CSV table as checked rows, each with the line it starts on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from pydantic import ValidationError

from shared.site.dated import Row
from shared.site.problem import Problem
from shared.site.words import sentence


@dataclass(frozen=True)
class Line(Generic[Row]):
    """A row and the line on which it starts (1-based, the header is line 1)."""

    number: int
    row: Row


def read_table(file: str, text: str, model: type[Row]) -> tuple[list[Line[Row]], list[Problem]]:
    """Rows of comma-separated text with a header, columns in any order; an empty cell is a value that is not given.

    Every faulty cell is a problem; faulty rows are left out.
    """
    try:
        records = iter(list(_records(text)))
    except csv.Error as error:
        return [], [Problem(file, 1, "", f"is not readable as comma-separated text: {error}")]
    header_line, header = next(records, (1, []))
    problems = _header_problems(file, header_line, header, model)
    if problems:
        return [], problems
    lines: list[Line[Row]] = []
    for number, cells in records:
        if len(cells) != len(header):
            problems.append(Problem(file, number, "", f"has {len(cells)} cells, the header has {len(header)}"))
            continue
        try:
            row = model.model_validate({name: cell for name, cell in zip(header, cells, strict=True) if cell})
        except ValidationError as error:
            problems += [Problem(file, number, str(fault["loc"][0]), sentence(fault)) for fault in error.errors()]
            continue
        if row.valid_to and row.valid_to < row.valid_from:
            problems.append(Problem(file, number, "valid_to", f"{row.valid_to} is before valid_from {row.valid_from}"))
            continue
        lines.append(Line(number, row))
    return lines, problems


def overlapping(file: str, lines: Sequence[Line[Row]], *key: str) -> Iterator[Problem]:
    """Rows with the same key that are valid on the same day: nobody could say which one counts."""
    known: dict[tuple[Any, ...], list[Line[Row]]] = {}
    for line in lines:
        same = known.setdefault(tuple(getattr(line.row, name) for name in key), [])
        clash = next((other for other in same if line.row.overlaps(other.row)), None)
        if clash:
            yield Problem(file, line.number, "valid_from", f"overlaps the row on line {clash.number}, which has the same {', '.join(key)}")
        same.append(line)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    before = 0
    for cells in reader:
        if cells:
            yield before + 1, [cell.strip() for cell in cells]
        before = reader.line_num


def _header_problems(file: str, line: int, header: Sequence[str], model: type[Row]) -> list[Problem]:
    if not header:
        return [Problem(file, 1, "", "is empty: the first line names the columns")]
    fields = model.model_fields
    missing = [
        Problem(file, line, name, "is a column that is missing") for name, field in fields.items() if field.is_required() and name not in header
    ]
    unknown = [Problem(file, line, name, "is not a column of this table") for name in header if name not in fields]
    twice = [Problem(file, line, name, "is a column that stands here twice") for name in header if header.count(name) > 1]
    return missing + unknown + twice
