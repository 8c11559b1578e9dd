"""Empty virtual environments in which one service is installed from wheels, and nothing of its siblings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

from tests.alone.closure import ROOT, asked_for

SOURCES = {
    "eligibility": "services/eligibility",
    "coding": "services/coding",
    "submission": "services/billing/submission",
    "adjudication": "services/billing/adjudication",
    "denials": "services/denials",
}
"""The distribution of each service."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment and the one service that is installed in it."""

    service: str
    folder: Path
    others: dict[str, str]
    """Packages of others and their versions: what the wheels ask for, no more."""

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    def run(self, *argv: str, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """`python -I …` in it; isolated, so that neither the caller's folder nor its variables add anything to sys.path."""
        return subprocess.run([self.python, "-I", *argv], cwd=cwd, env=env or {}, capture_output=True, text=True, timeout=120, check=False)


class Workshop:
    """Builds wheels and environments in a folder of the test session, each once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wheel = cache(self._wheel)
        self.environment = cache(self._environment)

    def _wheel(self, source: str) -> Path:
        """The wheel of one of our distributions, built with the locked backend and without the network."""
        into = self.folder / "wheels" / source.replace("/", "-")
        _quietly(_pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(into), str(ROOT / source)))
        [wheel] = into.glob("*.whl")
        return wheel

    def _environment(self, service: str) -> Environment:
        """An empty environment, what the wheels ask for put into it, then the wheels themselves as anybody would install them.

        Packages of others come from the environment of the tests, which was installed from the lock; pip finds each already there and at a fitting
        version, or fails, as it has no index to ask.
        """
        wheels = [self.wheel("shared"), self.wheel(SOURCES[service])]
        folder = self.folder / service
        _quietly([sys.executable, "-m", "venv", "--without-pip", str(folder)])
        [packages] = folder.glob("lib/python*/site-packages")
        others = asked_for(map(distribution_in, wheels), f"rcm-{service}")
        for each in others.values():
            put(each, packages)
        links = [option for wheel in wheels for option in ("--find-links", str(wheel.parent))]
        _quietly(_pip("--python", str(folder / "bin" / "python"), "install", "--no-index", "--no-compile", *links, f"rcm-{service}"))
        return Environment(service, folder, {name: each.version for name, each in others.items()})


def distribution_in(wheel: Path) -> Distribution:
    """The metadata inside a wheel."""
    name = "-".join(wheel.name.split("-")[:2])
    return PathDistribution(zipfile.Path(wheel, f"{name}.dist-info/"))


def put(distribution: Distribution, packages: Path) -> None:
    """Every file that a distribution says it has, linked where that is possible; commands stay behind."""
    for file in distribution.files or ():
        if file.parts[0] == "..":
            continue
        target = packages / file
        target.parent.mkdir(parents=True, exist_ok=True)
        _link(Path(str(distribution.locate_file(file))), target)


def _link(source: Path, target: Path) -> None:
    if target.exists() or not source.exists():
        return  # bytecode that was never written, or an __init__ that two distributions share
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _pip(*argv: str) -> list[str]:
    return [sys.executable, "-m", "pip", "--disable-pip-version-check", *argv]


def _quietly(argv: Sequence[str | Path]) -> None:
    """Run; what it said is shown when it fails."""
    done = subprocess.run(list(map(str, argv)), cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{' '.join(map(str, argv[1:6]))} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
