"""`rcm demo` as a person starts it, and what it leaves behind."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.integration.sandbox.judges import oxedi_findings, pyx12_errors

RCM = Path(sys.executable).with_name("rcm")
OWN_SERVERS = ("RCM_KAFKA", "RCM_DATABASE", "RCM_PREFIX")
"""A demonstration starts servers of its own, also where the tests share some."""


@dataclass(frozen=True)
class Demonstration:
    """One finished run."""

    folder: Path
    code: int
    shown: str
    said: str

    @property
    def summary(self) -> dict[str, Any]:
        """What `--json` printed, and nothing else on standard output."""
        return dict(json.loads(self.shown))

    def read(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text())

    def interchanges(self, kind: str) -> list[str]:
        """Every interchange of a kind (`out-837P`), in the order of names."""
        return [path.read_text() for path in sorted((self.folder / "x12").glob(f"{kind}-*.x12"))]

    def logs(self) -> dict[str, str]:
        return {path.name: path.read_text(errors="replace") for path in (self.folder / "run" / "log").iterdir()}


def demonstrate(folder: Path, *arguments: str, seconds: float = 240) -> Demonstration:
    """Run it to its end. What it started is ended even when it does not come to an end by itself."""
    environment = {name: value for name, value in os.environ.items() if name not in OWN_SERVERS}
    command = [str(RCM), "demo", "--json", "--folder", str(folder), *arguments]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
        try:
            shown, said = started.communicate(timeout=seconds)
        except BaseException:
            started.terminate()
            started.communicate(timeout=60)
            raise
    return Demonstration(folder, started.returncode, shown, said)


def left_running(folder: Path) -> list[str]:
    """Command lines of processes that name the folder."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = " ".join(process.info["cmdline"] or ())
        if str(folder) in words and process.pid != os.getpid():
            found.append(words)
    return found


def judged(*texts: str) -> list[str]:
    """What pyx12 holds against interchanges of one kind."""
    return pyx12_errors("".join(texts)) if texts else ["there is nothing to judge"]


def unbalanced(texts: list[str]) -> list[str]:
    """What oxedi finds in remittances: structure, and balance of line, claim and transaction."""
    return [finding for text in texts for finding in oxedi_findings(text)]


@dataclass(frozen=True)
class Identities:
    """What names the people of a roster."""

    last_names: frozenset[str]
    first_names: frozenset[str]
    birth_dates: frozenset[str]
    member_ids: frozenset[str]

    @classmethod
    def of(cls, roster: Path) -> Identities:
        with roster.open(newline="", encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        dates = {row["birth_date"] for row in rows}
        return cls(
            frozenset(row["last_name"] for row in rows),
            frozenset(row["first_name"] for row in rows),
            frozenset(dates | {each.replace("-", "") for each in dates}),
            frozenset(row["member_id"] for row in rows) | frozenset(filter(None, (row["subscriber_member_id"] for row in rows))),
        )

    def found_in(self, text: str) -> list[str]:
        """The kinds of identity that occur in a text, never the identity itself. First names are common words: `names_in` looks for them."""
        folded = text.casefold()
        kinds = {"last name": self.last_names, "birth date": self.birth_dates, "member id": self.member_ids}
        return [kind for kind, values in kinds.items() if any(value.casefold() in folded for value in values)]

    def names_in(self, text: str) -> list[str]:
        """First names that stand in a text as a word."""
        words = set(text.replace('"', " ").replace(",", " ").replace("*", " ").replace("'", " ").split())
        return sorted(words & self.first_names)
