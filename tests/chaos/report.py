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
COLUMNS = ("seed", "done at which share of the work", "lost", "doubled", "dropped", "s", "rest")
WIDTH = 110
"""Columns of a screen that is none, such as a file."""


def table(trials: Sequence[Trial]) -> Table:
    """One row per trial, and their sum. `dropped`: repeats that stages had seen; `s`: seconds; `rest`: seconds from the last fault to the end."""
    shown = Table(title=f"{len(trials)} trials, {sum(not trial.passed for trial in trials)} differ", title_justify="left")
    for name in COLUMNS:
        shown.add_column(name, justify="left" if name == COLUMNS[1] else "right", no_wrap=name != COLUMNS[1])
    for row in _rows(trials):
        shown.add_row(*row)
    shown.add_section()
    shown.add_row(*_sum(trials))
    return shown


def markdown(trials: Sequence[Trial]) -> str:
    """The same for a document."""
    rows = [COLUMNS, ("---:", "---", *["---:"] * 5), *_rows(trials), _sum(trials)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def _rows(trials: Sequence[Trial]) -> list[tuple[str, ...]]:
    return [
        (
            trial.plan.name,
            f"{trial.plan}{f'; FAILED: {trial.failure}' if trial.failure else ''}",
            *(str(trial.count(kind)) for kind in ("lost", "doubled")),
            str(trial.repeats),
            f"{trial.seconds:.0f}",
            f"{trial.rest_s:.0f}",
        )
        for trial in trials
    ]


def _sum(trials: Sequence[Trial]) -> tuple[str, ...]:
    what = f"{sum(trial.encounters for trial in trials)} encounters, {sum(trial.claims for trial in trials)} claims"
    counts = [sum(trial.count(kind) for trial in trials) for kind in ("lost", "doubled")]
    repeats, seconds = sum(trial.repeats for trial in trials), sum(trial.seconds for trial in trials)
    return "", what, *map(str, counts), str(repeats), f"{seconds:.0f}", ""


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
        (folder / f"{name}.txt").write_text(text(picture))
    found = [str(each) for each in trial.differences]
    more = [f"… and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    again = "full disks" if trial.plan.on_full_disk else f"make chaos SEED={trial.plan.seed} TRIALS=1"
    return [
        *([trial.failure] if trial.failure else []),
        *(f"ended by itself and was started again: {death}" for death in trial.deaths),
        *found[:SHOWN],
        *more,
        f"evidence in {folder}; again: {again}",
    ]


def text(picture: Picture) -> str:
    """Made to be compared line by line."""
    lines = [f"{section}: {', '.join(row)} ×{times}" for section, rows in picture.items() for row, times in sorted(rows.items())]
    return "\n".join(lines) + "\n"
