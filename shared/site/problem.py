"""What is wrong with a site file: all of it, so that one reading mends everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault, where an editor can find it."""

    file: str
    """Name relative to the folder of the site file."""
    line: int
    """1-based; for something missing, the line of what should hold it."""
    place: str
    """Such as `payers[2].payer_id`, or the column of a table."""
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: "
        return f"{where}{self.place}: {self.message}" if self.place else f"{where}{self.message}"


class SiteError(Exception):
    """The site file cannot be used. Carries every fault that was found, in order of file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))
