"""Three trials of `make chaos` and two full disks, as a person would start them: processes, broker, database and payers are killed, workers freeze,
everything comes twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.disk import small_disk
from tests.chaos.faults import FULL_DISKS, KINDS, SERVICES, draw

SEEDS = (7, 8, 9)
DISKS = {plan.faults[0].target: str(plan) for plan in FULL_DISKS}
pytestmark = pytest.mark.timeout(1200)  # all trials are one command, and the first test waits for it


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("chaos")


@pytest.fixture(scope="module")
def may_mount(tmp_path_factory: pytest.TempPathFactory) -> bool:
    with small_disk(tmp_path_factory.mktemp("disk")) as disk:
        return disk is not None


@pytest.fixture(scope="module")
def trials(folder: Path, may_mount: bool) -> dict[str, Mapping[str, Any]]:
    """Seed, or what was done on a full disk → what `--json` told of the trial."""
    options = ["--seed", str(SEEDS[0]), "--trials", str(len(SEEDS)), "--folder", str(folder), "--json", *(["--disks"] if may_mount else [])]
    done = subprocess.run([sys.executable, "-m", "tests.chaos", *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-5000:]
    return {str(trial["seed"] or trial["faults"][0]): trial for trial in json.loads(done.stdout)}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_disturbed_run_comes_to_the_same_as_an_undisturbed_one(trials: dict[str, Mapping[str, Any]], seed: int) -> None:
    trial = trials[str(seed)]
    assert (trial["lost"], trial["doubled"], trial["failure"]) == (0, 0, "")
    assert (trial["encounters"], trial["claims"]) == (25, 24)
    assert len(trial["done"]) == len(trial["faults"]) >= 2, "everything that was planned was done"


@pytest.mark.parametrize("target", ["database", "broker"])
def test_a_disk_that_is_full_for_a_while_loses_nothing_and_kills_no_worker(
    trials: dict[str, Mapping[str, Any]], folder: Path, may_mount: bool, target: str
) -> None:
    if not may_mount:
        pytest.skip("NOT TRIED: a full disk needs a small file system, which this user may not mount")
    trial = trials[DISKS[target]]
    assert (trial["lost"], trial["doubled"], trial["failure"], trial["ended_by_themselves"]) == (0, 0, "", [])
    log = {"database": "postgres", "broker": "kafka"}[target]
    assert "No space left on device" in (folder / "run" / "log" / f"{log}.log").read_text(), "it was full, and the server says so"


def test_the_undisturbed_run_has_everything_that_can_go_wrong_with_a_claim(trials: dict[str, Mapping[str, Any]], folder: Path) -> None:
    rows = (folder / "undisturbed.txt").read_text().splitlines()

    def some(section: str, part: str) -> bool:
        return any(row.startswith(f"{section}: ") and part in row for row in rows)

    assert some("claim received by the payers", "frequency=7"), "a replacement"
    assert some("event", "claim-rejected"), "a rejection"
    assert some("denial", "outcome=overturned"), "a denial that was won"
    assert some("denial", "outcome=,"), "a denial that stays open"
    assert some("ledger", "cause=patient_payment"), "a patient who paid"
    assert some("carried forward by the payers", "reason=FB, amount=-"), "money that a payer takes back"
    assert some("work item", "kind="), "work for people"


def test_every_kind_of_fault_is_the_main_one_of_some_seed() -> None:
    plans = [draw(seed) for seed in range(1, 51)]
    faults = [fault for plan in plans for fault in plan.faults]
    assert {fault.target for fault in faults} == {*SERVICES, "broker", "database", "sandbox"}
    assert {fault.kind for fault in faults} == {"killed", "restarted", "frozen"}
    assert {name for plan in plans for name in plan.twice} == {"messages", "files", "commands"}
    assert len(KINDS) == 6
    assert [draw(seed) for seed in range(1, 51)] == plans
