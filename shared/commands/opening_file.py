"""Claims of an earlier system from a CSV file: one row per service line, in any order, under a header that names the columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

NEEDED = ("claim_id", "payer_id", "service_from", "charge")
OF_CLAIM = ("payer_id", "kind", "payer_order", "later_payers", "service_from", "service_to", "submitted_on", "patient_paid")
OF_LINE = ("line_number", "code", "revenue_code", "units", "charge", "service_on")
OF_DECISION = ("remitted_on", "status", "payer_claim_control_number")
OTHERS = ("claim_id", "modifiers", "paid", "adjustments")
COLUMNS = (*OTHERS, *OF_CLAIM, *OF_LINE, *OF_DECISION)
REASON = re.compile(r"(?P<group>CO|PR|OA|PI|CR)-(?P<carc>[A-Z0-9]{1,5})=(?P<amount>-?\d+(\.\d{1,2})?)")
NUMBERS = ("payer_order", "later_payers", "line_number")
AT_ONCE = 1000


class FileFault(ValueError):
    """What is wrong in the file, with its row and column, and what to write there."""


def claims_of(path: Path) -> list[dict[str, Any]]:
    """The claims as `POST /v1/opening-claims` takes them. Raises FileFault; amounts and dates are judged by the service."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        claims: dict[str, dict[str, Any]] = {}
        for number, row in _rows(file):
            _add(claims, row, number)
    if not claims:
        raise FileFault("The file has a header and no rows. Write one row for each service line.")
    return list(claims.values())


def portions(claims: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """As many claims as one request takes."""
    return (claims[first : first + AT_ONCE] for first in range(0, len(claims), AT_ONCE))


def _rows(file: TextIO) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(file, strict=True)
    header = [name.strip() for name in reader.fieldnames or ()]
    missing, unknown = [name for name in NEEDED if name not in header], [name for name in header if name not in COLUMNS]
    if missing:
        raise FileFault(f"Row 1: the header lacks {', '.join(missing)}. Columns are: {', '.join(COLUMNS)}.")
    if unknown:
        raise FileFault(f"Row 1: column {unknown[0]} is none of ours. Columns are: {', '.join(COLUMNS)}.")
    reader.fieldnames = header
    for row in reader:
        if None in row or None in row.values():
            raise FileFault(f"Row {reader.line_num}: it has not as many fields as the header. Put a field with a comma between quotes.")
        yield reader.line_num, {name: value.strip() for name, value in row.items()}


def _add(claims: dict[str, dict[str, Any]], row: Mapping[str, str], number: int) -> None:
    """One row: its line, and its claim with the first row that names it."""
    for name in NEEDED:
        if not row[name]:
            raise FileFault(f"Row {number}: {name} is empty.")
    told = _given(row, OF_CLAIM, number)
    claim = claims.setdefault(row["claim_id"], {"claim_id": row["claim_id"], **told, "lines": []})
    if any(claim.get(name) != value for name, value in told.items()):
        raise FileFault(f"Row {number}: it says something else about its claim than an earlier row. All rows of a claim say the same of the claim.")
    line = _given(row, OF_LINE, number)
    line.setdefault("line_number", len(claim["lines"]) + 1)
    if row.get("modifiers"):
        line["modifiers"] = row["modifiers"].split(":")
    claim["lines"].append(line)
    if row.get("remitted_on"):
        _decide(claim, row, line["line_number"], number)


def _decide(claim: dict[str, Any], row: Mapping[str, str], line_number: int, number: int) -> None:
    told = {name: row[name] for name in OF_DECISION if row.get(name)}
    if not row.get("paid"):
        raise FileFault(f"Row {number}: paid is empty and remitted_on is not. Write what the payer paid on the line, 0.00 if nothing.")
    decisions = claim.setdefault("decisions", [{**told, "lines": []}])
    if {name: decisions[0].get(name) for name in told} != told:
        raise FileFault(f"Row {number}: it tells of another decision than an earlier row. The file holds one decision per claim.")
    decisions[0]["lines"].append({"line_number": line_number, "paid": row["paid"], "adjustments": _reasons(row.get("adjustments", ""), number)})


def _reasons(text: str, number: int) -> list[dict[str, str]]:
    """`CO-45=162.00 PR-2=24.80`."""
    found = [REASON.fullmatch(word) for word in text.split()]
    if not all(found):
        raise FileFault(f"Row {number}: adjustments are written as CO-45=162.00 PR-2=24.80, with a space between them.")
    return [match.groupdict() for match in found if match]


def _given(row: Mapping[str, str], names: tuple[str, ...], number: int) -> dict[str, Any]:
    told: dict[str, Any] = {name: row[name] for name in names if row.get(name)}
    for name in NUMBERS:
        if name in told and not (told[name].isascii() and told[name].isdecimal()):
            raise FileFault(f"Row {number}: {name} is a whole number.")
    return {name: int(value) if name in NUMBERS else value for name, value in told.items()}
