"""The visits of a trial, chosen from the samples: everything that can go wrong with a claim goes wrong once, and nothing depends on who comes first.

Left out on purpose is a visit that was registered twice: the payer pays whichever of the two it decides first, and both endings are right.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from deploy.samples.bundle import bundle
from deploy.samples.case import Case, Policy
from deploy.samples.cases import BRACE, CASES, CLEAN, DIABETES, KNEE, LONG_VISIT, VISIT
from deploy.samples.knowledge import ROSTER_HEADER, answers, roster
from deploy.samples.people import Town, Visit

PEOPLE = 11
"""Seed of who the patients are; the same people come to every trial."""
NAMES = (
    "S1 clean office visit",
    "S2 coverage ended, other coverage found, authorization needed",
    "S3 rejected at the front end, then paid",
    "S4 one line denied, replaced, reversed and corrected",
    "S10 hospital outpatient case rate",
    "modifier 25 missing",
    "modifier 25 missing, deductible open",
    "modifier 25 not supported",
    "modifier 25 missing, payer takes no replacement",
    "wrong member id at another payer",
    "filed too late, more lines",
    "authorization wanted that nobody announced, number found later",
    "yearly wellness visit used up",
    "coverage ended in retrospect",
    "authorization number with a typing error",
    "coverage ended, nothing else",
    "coverage ended, the desk finds another",
    "diagnosis in SNOMED only",
    "birth date missing",
    "child under a parent's policy, parent not recorded",
    "name beyond ASCII",
    "visit with a drug",
    "scan with authorization",
)
OVERCODED = Case("paid, then found to be overcoded", (LONG_VISIT, BRACE), (Policy("NWHP1", "A"),), DIABETES, CLEAN)
LATECOMER = Case("paid less, because the payer takes back what it paid too much", (VISIT, BRACE), (Policy("NWHP1", "A"),), KNEE, CLEAN)
SIGNED = {"actor": {"id": "coder-2", "role": "staff"}, "reason": "The note supports the shorter visit only."}
LESS = {"lines": [{"line_number": 1, "code": "99213"}], **SIGNED}
"""The correction by which the payer is owed money: it pays nothing, carries the rest forward (PLB), and takes it out of the next payment."""


@dataclass(frozen=True)
class Workload:
    """Bundles by visit number, what people know about each visit, and the payers' roster."""

    bundles: Mapping[str, bytes]
    known: Mapping[str, Mapping[str, Any]]
    overcoded: str
    latecomer: str
    members: Path

    @property
    def first(self) -> list[str]:
        """Visits of the first wave."""
        return [number for number in self.bundles if number != self.latecomer]


def prepare(folder: Path) -> Workload:
    """Write the roster into a folder; the same every time."""
    by_name = {case.name: case for case in CASES}
    cases = (*(by_name[name] for name in NAMES), OVERCODED, LATECOMER)
    visits = list(Town(Random(PEOPLE)).visits(cases, len(cases)))
    number = {visit.case.name: visit.number for visit in visits}
    bundles = {visit.number: json.dumps(bundle(visit)).encode() for visit in visits}
    known = {visit.number: answers(visit) for visit in visits}
    return Workload(bundles, known, number[OVERCODED.name], number[LATECOMER.name], _members(folder, visits))


def _members(folder: Path, visits: list[Visit]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "members.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, ROSTER_HEADER.split(","))
        rows.writeheader()
        rows.writerows(roster(visits))
    return path
