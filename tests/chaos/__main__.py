"""`make chaos TRIALS=n [SEED=n]`: the whole system disturbed in every way that production knows, and compared with the undisturbed run.

Exit code 0 when every trial comes to the same, 1 when one does not, 2 when the question was wrong.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from deploy.embedded.control import interrupted_by_signals
from deploy.embedded.errors import StackError
from tests.chaos import report
from tests.chaos.compare import compare
from tests.chaos.disk import SmallDisk, small_disk
from tests.chaos.faults import FULL_DISKS, UNDISTURBED, Plan, draw
from tests.chaos.ground import Ground, ground
from tests.chaos.trial import Trial, run


def main(
    trials: Annotated[int, typer.Option(min=1, help="How many trials, with this seed and the ones after it.")] = 10,
    seed: Annotated[int, typer.Option(min=1, help="The first seed; the same seed does the same things at the same moments.")] = 1,
    folder: Annotated[Path, typer.Option(help="Where the servers of the run and the evidence lie.")] = Path("var/chaos"),
    disks: Annotated[bool, typer.Option(help="Also let the disks of database and broker run full; needs the right to mount.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the trials as JSON.")] = False,
) -> None:
    """Disturb the system and see that nothing is lost and nothing is doubled."""
    logging.basicConfig(level=logging.CRITICAL)
    screen = Console(stderr=as_json)
    screen = screen if screen.is_terminal else Console(stderr=as_json, width=report.WIDTH)
    try:
        with interrupted_by_signals(), _disk(folder, disks) as disk, ground(folder, lambda text: screen.print(f"[dim]{text}[/dim]"), disk) as on:
            plans = [draw(each) for each in range(seed, seed + trials)]
            done = play(on, [*plans, *(FULL_DISKS if disk else ())], screen)
    except KeyboardInterrupt:
        screen.print("stopped")
        raise typer.Exit(130) from None
    except StackError as error:
        screen.print(str(error))
        raise typer.Exit(1) from error
    (folder / "trials.json").write_text(json.dumps([report.as_json(trial) for trial in done], indent=1) + "\n")
    (folder / "trials.md").write_text(report.markdown(done))
    screen.print(report.table(done))
    if as_json:
        typer.echo(json.dumps([report.as_json(trial) for trial in done], indent=1))
    if not all(trial.passed for trial in done):
        raise typer.Exit(1)


@contextmanager
def _disk(folder: Path, wanted: bool) -> Iterator[SmallDisk | None]:
    if not wanted:
        yield None
        return
    with small_disk(folder / "disk") as disk:
        if disk is None:
            typer.echo("A full disk cannot be tried: this user may not mount a small file system. Leave --disks out, or start as root.", err=True)
            raise typer.Exit(2)
        yield disk


def play(on: Ground, plans: Sequence[Plan], screen: Console) -> list[Trial]:
    """The undisturbed run, then one trial per plan."""
    columns = (TextColumn("{task.description:44.44}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    done: list[Trial] = []
    with Progress(*columns, console=screen) as bars:
        task = bars.add_task("undisturbed", total=len(plans) + 1)
        undisturbed = reference(on)
        for plan in plans:
            bars.update(task, advance=1, description=f"{plan.name}: {plan}")
            _prepare(on, plan)
            done.append(judged(on, undisturbed, run(on, plan, undisturbed.events), lambda text: screen.print(text, highlight=False, markup=False)))
        bars.update(task, advance=1, description="done")
    return done


def _prepare(on: Ground, plan: Plan) -> None:
    """Before its disk can be full, a server has to live on a small one."""
    servers = {"database": on.stack.postgres, "broker": on.stack.kafka}
    for fault in plan.faults:
        server = servers.get(fault.target)
        if fault.kind == "full" and on.disk and server:
            on.disk.hold(on.stack, server)


def reference(on: Ground) -> Trial:
    """What everything is compared with. Raises StackError when even that does not come to its end."""
    undisturbed = run(on, UNDISTURBED, 1)
    if not undisturbed.passed:
        said = report.keep(undisturbed, undisturbed, on.folder / "run", on.folder / "undisturbed")
        raise StackError("Without any fault the run did not end well:\n" + "\n".join(said))
    (on.folder / "undisturbed.txt").write_text(report.text(undisturbed.picture))
    return undisturbed


def judged(on: Ground, undisturbed: Trial, trial: Trial, tell: Callable[[str], None]) -> Trial:
    """The trial with its differences; what speaks against it is kept and told, and so is a process that ended although nobody ended it."""
    if trial.picture:
        trial.differences += compare(undisturbed.picture, trial.picture)
    if not trial.passed or trial.deaths:
        tell(f"{trial.plan.name}: {trial.plan}")
        for sentence in report.keep(undisturbed, trial, on.folder / "run", on.folder / trial.plan.name):
            tell(f"  {sentence}")
    return trial


if __name__ == "__main__":
    typer.run(main)
