"""The corpus of files that others wrote: where it is, and what its index says."""

import csv
import os
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OUTSIDE = Path(os.environ.get("RCM_OUTSIDE", ROOT.parent / "shared" / "data" / "outside"))

needs_outside = pytest.mark.skipif(not (OUTSIDE / "INDEX.tsv").is_file(), reason=f"NO OUTSIDE CORPUS at {OUTSIDE}: these tests prove nothing")


@cache
def index() -> dict[str, dict[str, str]]:
    """The index by path, empty when the corpus is absent."""
    if not (OUTSIDE / "INDEX.tsv").is_file():
        return {}
    with (OUTSIDE / "INDEX.tsv").open(encoding="utf-8") as file:
        return {row["path"]: row for row in csv.DictReader(file, delimiter="\t")}


def x12_files() -> list[str]:
    """Paths of all X12 samples, relative to the corpus."""
    return [path for path in index() if path.startswith("x12/") and (OUTSIDE / path).is_file()]


def body(path: str) -> bytes:
    """The bytes of one sample."""
    return (OUTSIDE / path).read_bytes()
