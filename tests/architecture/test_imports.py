"""Who may import whom: the contracts of pyproject.toml hold, and each of them would notice if it did not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOPS = ("shared", "services", "deploy")
LINT = """
import sys
here, there = sys.argv[1:]
sys.path[:] = [here, *(path for path in sys.path if path not in ("", here, there))]
from importlinter.cli import lint_imports
sys.exit(lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True))
"""
"""Run in a copy: the services are a namespace, so the checkout must not be on the path beside it."""


def lint(folder: Path) -> tuple[int, str]:
    command = [sys.executable, "-P", "-c", LINT, str(folder), str(ROOT)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code alone, to plant violations in."""
    folder = tmp_path_factory.mktemp("copy")
    for top in TOPS:
        for path in (ROOT / top).rglob("*.py"):
            target = folder / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    return folder


def test_the_import_contracts_hold(copy: Path) -> None:
    status, output = lint(copy)
    assert status == 0, output
    assert "0 broken" in output


PLANTED = {
    "services stand apart": ("services/denials/model/case.py", "import services.coding.model.chart"),
    "stages and models are pure": ("services/billing/submission/stages/build.py", "import sqlalchemy"),
    "the stage idiom is pure": ("shared/stage/step.py", "import shared.db.rows"),
    "the X12 core needs the standard library only": ("shared/x12/segments.py", "import shared.db.rows"),
    "the X12 core does not know the typed values; only answers stand on both": ("shared/x12/validate.py", "import shared.x12.translate.claim"),
    "Faust lives in one module": ("services/coding/service.py", "import faust"),
    "kafka-python and aiokafka live in shared.kafka": ("shared/db/outbox.py", "import aiokafka"),
    "the payer sandbox has nothing of ours": ("deploy/sandbox/money.py", "import shared.contracts.values"),
    "stories meet the services at their doors": ("deploy/stories/play.py", "import services.denials.tables"),
    "a story is read without servers": ("deploy/stories/format/__init__.py", "import shared.db.rows"),
    "nobody leans on a deployment": ("shared/cli.py", "import deploy.embedded.stack"),
}
"""For each contract, a line that it forbids."""


def test_every_contract_notices_its_violation(copy: Path) -> None:
    before = {name: (copy / name).read_text() for name, _ in PLANTED.values()}
    for name, line in PLANTED.values():
        with (copy / name).open("a") as file:
            file.write(f"\n{line}\n")
    try:
        status, output = lint(copy)
    finally:
        for name, text in before.items():
            (copy / name).write_text(text)
    assert status == 1, output
    broken = {line.removesuffix(" BROKEN") for line in output.splitlines() if line.endswith(" BROKEN")}
    kept = {line.removesuffix(" KEPT") for line in output.splitlines() if line.endswith(" KEPT")}
    assert broken == set(PLANTED), output
    assert kept == set()


@pytest.mark.parametrize("deeper", ["services/eligibility/intake/fhir/people.py", "services/coding/model/rules/diagnoses.py"])
def test_a_contract_reaches_into_every_depth(copy: Path, deeper: str) -> None:
    path = copy / deeper
    if not path.exists():
        pytest.skip(f"{deeper} has moved")
    text = path.read_text()
    path.write_text(f"{text}\nimport services.denials.tables\n")
    try:
        status, output = lint(copy)
    finally:
        path.write_text(text)
    assert status == 1
    assert "services stand apart BROKEN" in output
