"""Every folder with code is a package, because import contracts skip what is none without a word."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMESPACES = {Path("deploy"), Path("services"), Path("services/billing")}
"""Not packages, so that each service and deployment is a wheel of its own."""
SCRIPTS = {Path("shared/db/alembic")}
"""Run by path, never imported."""


def folders_with_code() -> set[Path]:
    found = (path.parent.relative_to(ROOT) for top in ("shared", "services", "deploy") for path in (ROOT / top).rglob("*.py"))
    return {folder for folder in found if "__pycache__" not in folder.parts}


def test_every_folder_with_code_is_a_package() -> None:
    missing = [str(folder) for folder in folders_with_code() - SCRIPTS if not (ROOT / folder / "__init__.py").exists()]
    assert missing == []


def test_folders_of_several_distributions_are_no_packages() -> None:
    assert [str(folder) for folder in NAMESPACES if (ROOT / folder / "__init__.py").exists()] == []


def test_packages_lie_in_packages() -> None:
    between = {parent for folder in folders_with_code() for parent in folder.parents if parent != Path()}
    missing = [str(folder) for folder in between - NAMESPACES if not (ROOT / folder / "__init__.py").exists()]
    assert missing == []


def test_the_code_of_a_service_is_where_a_stranger_looks_for_it() -> None:
    for tables in (ROOT / "services").rglob("tables.py"):
        service = tables.parent
        expected = (
            "__init__.py",
            "__main__.py",
            "README.md",
            "api.py",
            "pyproject.toml",
            "repository.py",
            "service.py",
            "stages",
            "model",
            "migrations",
        )
        assert [name for name in expected if not (service / name).exists()] == [], service.relative_to(ROOT)
