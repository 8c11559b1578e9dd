"""What may not stand in any file: addresses of package registries, folders of somebody's machine, unhashed requirements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (".ci", ".github", "docs", "shared", "services", "deploy", "tests")
SKIPPED = {"__pycache__", "var", ".venv", ".hypothesis"}
BINARY = {".xz", ".gz", ".zip", ".png", ".ico", ".pyc", ".jar"}

HOSTS = ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("maven", "org"), ("maven.apache", "org"), ("docker", "io"), ("ghcr", "io")
HOSTS += ("quay", "io"), ("proxy.golang", "org"), ("crates", "io"), ("anaconda", "org"), ("rubygems", "org")
REGISTRY = re.compile("|".join(rf"(?<![\w-]){re.escape('.'.join(host))}\b" for host in HOSTS))
"""Whoever installs uses the registry or mirror that machine is set up for."""
MACHINE = re.compile(r"(?<![\w.:/}-])/(?:home|Users|root|work|mnt|workspace)/[\w.-]+|\b[A-Za-z]:\\Users\\", re.ASCII)


@cache
def texts() -> dict[str, str]:
    """Every file of ours that is text, by its place in the repository."""
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in _files()}


def _files() -> Iterator[Path]:
    found = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in FOLDERS:
        found += [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    mine = Path(__file__)
    yield from (path for path in found if path != mine and path.suffix not in BINARY and not SKIPPED & set(path.relative_to(ROOT).parts))


def places(pattern: re.Pattern[str]) -> list[str]:
    return [f"{name}:{number}" for name, text in texts().items() for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)]


def test_no_file_names_a_package_registry() -> None:
    assert places(REGISTRY) == []


def test_no_file_names_a_folder_of_a_developers_machine() -> None:
    assert places(MACHINE) == []


PLANTED = ["/home/ada/rcm", " /Users/ada", "path=/mnt/ada", r"C:\Users\ada", *(f"https://{'.'.join(host)}/x" for host in HOSTS)]


@pytest.mark.parametrize("text", PLANTED)
def test_the_search_would_find_them(text: str) -> None:
    assert REGISTRY.search(text) or MACHINE.search(text)


@pytest.mark.parametrize("text", ["https://x.example/home/page", "rcm.work/items", "GET /v1/work-items", "services/coding/", "/work"])
def test_the_search_leaves_other_paths_alone(text: str) -> None:
    assert not REGISTRY.search(text)
    assert not MACHINE.search(text)


LOCKS = sorted(path.name for path in ROOT.glob("*.lock"))
PIN = re.compile(r"[a-z0-9][a-z0-9._-]*(?:\[[a-z0-9,_-]+\])?==\S+(?: ; .+?)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
COMMENT = re.compile(r"\s*#.*")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_holds_exact_versions_hashes_and_no_addresses(name: str) -> None:
    """Every line is a pinned version, its hash, or a comment that says for whom: nothing that leads somewhere else."""
    lines = [line for line in (ROOT / name).read_text().splitlines() if line.strip()]
    strange = [line for line in lines if not (PIN.fullmatch(line) or HASH.fullmatch(line) or COMMENT.fullmatch(line))]
    assert strange == []
    assert not [line for line in lines if "://" in line or " @ " in line]


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_version_has_a_hash(name: str) -> None:
    lines = [line for line in (ROOT / name).read_text().splitlines() if line.strip() and not COMMENT.fullmatch(line)]
    bare = [line for line, following in zip(lines, [*lines[1:], ""], strict=True) if PIN.fullmatch(line) and not HASH.fullmatch(following)]
    assert bare == []
    assert sum(1 for line in lines if PIN.fullmatch(line)) > 10


def test_there_are_lock_files_for_running_and_for_developing() -> None:
    assert {"requirements.lock", "requirements-dev.lock"} <= set(LOCKS)
