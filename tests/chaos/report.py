"""What a run of trials tells: a table for people, the same as JSON, and the evidence of a trial that came to something else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from tests.chaos.picture import Picture
from tests.chaos.trial import Trial

SHOWN = 12
COLUMNS = ("seed", "what was done", "claims", "lost", "doubled", "repeats dropped", "seconds", "to rest")


def table(trials: Sequence[Trial]) -> Table:
    """One row per trial, and their sum."""
    shown = Table(title="Trials", title_justify="left")
    for name in COLUMNS:
        shown.add_column(name, justify="left" if name == "what was done" else "right", no_wrap=name != "what was done")
    for trial in trials:
        what = f"{trial.plan}{f'  FAILED: {trial.failure}' if trial.failure else ''}"
        counts = (trial.claims, trial.count("lost"), trial.count("doubled"), trial.repeats)
        shown.add_row(str(trial.plan.seed), what, *map(str, counts), f"{trial.seconds:.0f}", f"{trial.rest_s:.0f}")
    shown.add_section()
    sums = (sum(each.claims for each in trials), *(sum(each.count(kind) for each in trials) for kind in ("lost", "doubled")))
    repeats, seconds = sum(each.repeats for each in trials), sum(each.seconds for each in trials)
    shown.add_row(str(len(trials)), f"{sum(not each.passed for each in trials)} differ", *map(str, sums), str(repeats), f"{seconds:.0f}", "")
    return shown


def as_json(trial: Trial) -> dict[str, Any]:
    """Everything but the picture."""
    return {
        "seed": trial.plan.seed,
        "faults": [str(fault) for fault in trial.plan.faults],
        "done": trial.done,
        "twice": trial.plan.twice,
        "seconds": round(trial.seconds, 1),
        "seconds_to_rest": round(trial.rest_s, 1),
        "encounters": trial.encounters,
        "claims": trial.claims,
        "events": trial.events,
        "lost": trial.count("lost"),
        "doubled": trial.count("doubled"),
        "differences": [str(each) for each in trial.differences],
        "repeats_dropped": trial.repeats,
        "requests_repeated": trial.requests_repeated,
        "inquiries_repeated": trial.inquiries_repeated,
        "ended_by_themselves": trial.deaths,
        "failure": trial.failure,
    }


def keep(undisturbed: Trial, trial: Trial, run: Path, folder: Path) -> list[str]:
    """Put both pictures, the differences and the logs into a folder of their own; returns sentences for the screen."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(run / "log", folder / "log")
    if (run / "clearinghouse").exists():
        shutil.copytree(run / "clearinghouse", folder / "clearinghouse")
    (folder / "trial.json").write_text(json.dumps(as_json(trial), indent=1) + "\n")
    for name, picture in (("undisturbed", undisturbed.picture), ("disturbed", trial.picture)):
        (folder / f"{name}.txt").write_text(_text(picture))
    found = [str(each) for each in trial.differences]
    more = [f"… and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return [
        *([trial.failure] if trial.failure else []),
        *(f"ended by itself and was started again: {death}" for death in trial.deaths),
        *found[:SHOWN],
        *more,
        f"evidence in {folder}; again: make chaos SEED={trial.plan.seed} TRIALS=1",
    ]


def _text(picture: Picture) -> str:
    """Made to be compared line by line."""
    lines = [f"{section}: {', '.join(row)} ×{times}" for section, rows in picture.items() for row, times in sorted(rows.items())]
    return "\n".join(lines) + "\n"
