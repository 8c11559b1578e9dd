"""Writing the samples: the same count and seed give the same bytes, and a larger count only adds to a smaller one."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from random import Random
from typing import Any

from deploy.samples.bundle import bundle
from deploy.samples.cases import CASES
from deploy.samples.knowledge import ROSTER_HEADER, answers, expected, roster
from deploy.samples.people import Town, Visit

COUNT = 60
SEED = 7


def generate(folder: Path, count: int = COUNT, seed: int = SEED) -> None:
    """Write `fhir/*.json`, `members.csv`, `front-desk.json` and `expected.json`. Bundles of an earlier run are removed."""
    drawn = visits(count, seed)
    bundles = folder / "fhir"
    bundles.mkdir(parents=True, exist_ok=True)
    for old in bundles.glob("V*.json"):
        old.unlink()
    for visit in drawn:
        _write(bundles / f"{visit.number}.json", bundle(visit))
    _write(folder / "front-desk.json", {visit.number: answers(visit) for visit in drawn})
    _write(folder / "expected.json", expected(drawn))
    table = io.StringIO(newline="")
    rows = csv.DictWriter(table, ROSTER_HEADER.split(","), lineterminator="\n")
    rows.writeheader()
    rows.writerows(roster(drawn))
    (folder / "members.csv").write_bytes(table.getvalue().encode())


def visits(count: int = COUNT, seed: int = SEED) -> list[Visit]:
    """The visits themselves, in the order of their numbers."""
    return list(Town(Random(seed)).visits(CASES, count))


def _write(path: Path, body: Any) -> None:
    path.write_bytes((json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode())
