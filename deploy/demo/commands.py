"""`rcm demo`."""

from __future__ import annotations

import json
import logging
import shutil
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import psutil
import typer
from rich.console import Console

from deploy.demo import board, outcomes, run
from deploy.demo.subscriber import Subscriber
from deploy.embedded import control
from deploy.embedded.control import interrupted_by_signals
from deploy.embedded.errors import StackError
from deploy.embedded.installation import Plan, installation
from deploy.embedded.settings import StackSettings
from deploy.samples.generate import generate
from deploy.samples.knowledge import ROSTER_HEADER
from shared.cli import Failure, print_timeline
from shared.contracts.topics import TOPICS

TODAY = date(2026, 11, 2)
KEY = "the demonstration's key is no secret"
SITE = Path("deploy/site/site.yaml")


def register(app: typer.Typer) -> None:
    """Add the command to `rcm`."""
    app.command()(demo)


def demo(
    input: Annotated[Path | None, typer.Option(help="A FHIR bundle or a folder of them, instead of the samples.")] = None,
    count: Annotated[int, typer.Option(min=1, help="How many sample encounters.")] = 60,
    folder: Annotated[Path, typer.Option(help="Where data, interchanges and summary.json go; emptied first.")] = Path("var/demo"),
    site: Annotated[Path, typer.Option(help="The site file.")] = SITE,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Run encounters through the whole cycle on this machine, with payers that answer, and show where the money is."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    began = psutil.Process().create_time()
    screen = Console(stderr=as_json)
    try:
        with interrupted_by_signals():
            summary = _demo(began, input, count, folder, site, screen)
    except KeyboardInterrupt:
        typer.echo("stopped", err=True)
        raise typer.Exit(130) from None
    except StackError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if as_json:
        typer.echo(json.dumps(summary, indent=1))
    if not summary["balanced"] or not summary["ledger_agrees"] or summary["encounters_without_outcome"]:
        raise typer.Exit(1)


def _demo(began: float, given: Path | None, count: int, folder: Path, site: Path, screen: Console) -> dict[str, Any]:
    if control.running(folder / "run"):
        raise StackError(f"A demonstration is running in {folder}. Wait for it, or choose another folder with --folder.")
    control.down(folder / "run")
    _empty(folder)
    files, knowledge, members = _encounters(given, count, folder)
    settings = StackSettings.from_environment()
    stack = replace(settings, data=folder / "run", cache=settings.cache or Path("var/cache"))
    plan = Plan(stack, site, key=KEY, today=TODAY, members=members, announce=False, open_access=True)
    screen.print(f"{len(files)} bundles, calendar day {TODAY}, data in {folder}")
    with installation(plan, lambda text: screen.print(f"[dim]{time.time() - began:5.1f} s  {text}[/dim]")) as running:
        with Subscriber(running.kafka, [topic.name for topic in TOPICS]) as subscriber:
            staff, refused = run.play(running, subscriber, files, knowledge, screen)
            summary = run.summarise(subscriber, began, refused)
            about = run.claim_to_show(subscriber)
            outcomes.write(subscriber.story, running.addresses["eligibility"], folder / "outcomes.json")
        summary["ledger_agrees"] = run.ledger_agrees(running.addresses["adjudication"], summary)
        summary["answered_by_people"] = dict(sorted(staff.answered.items()))
        summary["interchanges"] = run.keep_documents(running.addresses, running.clearinghouse, folder / "x12")
        for sentence in refused[:10]:
            screen.print(f"refused: {sentence}")
        if about:
            screen.print(f"\n[bold]What happened to {about}[/bold]")
            print_timeline(dict(running.addresses), about, screen)
        run.write(summary, began, folder / "summary.json")
    screen.print(board.table(summary))
    seconds = f"first claim paid after {summary['seconds_to_first_paid']} s, all after {summary['seconds_total']} s"
    screen.print(f"{seconds}; interchanges in {folder / 'x12'}")
    return summary


def _empty(folder: Path) -> None:
    """A demonstration starts from nothing, so that it ends the same each time. Only a folder of a demonstration is emptied."""
    known = {"run", "x12", "encounters", "summary.json", "outcomes.json", "members.csv"}
    if folder.exists() and (not folder.is_dir() or {each.name for each in folder.iterdir()} - known):
        raise StackError(f"{folder} holds other files: choose an empty folder with --folder, so that nothing of yours is deleted.")
    for name in sorted(known):
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)


def _encounters(given: Path | None, count: int, folder: Path) -> tuple[list[Path], dict[str, Any], Path]:
    """Bundles, what people know about them, and the payers' roster. Nobody knows anything about encounters from elsewhere."""
    if given is None:
        generate(folder / "encounters", count=count)
        known = json.loads((folder / "encounters" / "front-desk.json").read_text())
        return sorted((folder / "encounters" / "fhir").glob("*.json")), known, folder / "encounters" / "members.csv"
    if not given.exists():
        raise Failure(f"{given} does not exist: give INPUT a FHIR bundle or a folder of them.", 2)
    files = sorted(given.glob("*.json")) if given.is_dir() else [given]
    if not files:
        raise Failure(f"{given} holds no .json file: give INPUT a FHIR bundle or a folder of them.", 2)
    members = folder / "members.csv"
    members.write_text(ROSTER_HEADER + "\n")
    return files, {}, members
