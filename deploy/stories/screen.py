"""How a play looks on a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from deploy.stories.compare import report
from deploy.stories.format import Book, Moment
from deploy.stories.play import Mode, Outcome


@dataclass
class Told:
    """The line of progress."""

    bar: Progress
    task: TaskID

    def say(self, words: str) -> None:
        self.bar.update(self.task, description=words)

    def step(self, moment: Moment) -> None:
        self.bar.update(self.task, advance=1, description=f"{moment.on} {moment.story.name}: {moment.step.kind.replace('_', ' ')}")


@contextmanager
def progress(steps: int, console: Console) -> Iterator[Told]:
    """One line that moves with the steps; nothing of it stays."""
    columns = (TextColumn("{task.description:<44}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield Told(bar, bar.add_task("", total=steps))


def print_outcome(book: Book, outcome: Outcome, mode: Mode, console: Console) -> None:
    """Every difference, then one line for each story."""
    for each in outcome.faults:
        console.print(report(each.moment, each.found), highlight=False, markup=False, soft_wrap=True)
    for words in dict.fromkeys(words for each in outcome.checked for words in each.skipped):
        console.print(f"not compared: {words}", highlight=False, markup=False, soft_wrap=True)
    table = Table("story", "", "checkpoints", "differences")
    for story in book.stories:
        checked = outcome.of(story.name)
        wrong = sum(len(each.found) for each in checked)
        table.add_row(story.name, story.title, str(len(checked)), f"[red]{wrong}[/red]" if wrong else "none")
    console.print(table)
    console.print(f"{outcome.steps} steps, played {mode.word}, {outcome.seconds:.0f} s; ledger {outcome.digest[:12]}", highlight=False)


def plain(book: Book, outcome: Outcome, mode: Mode) -> dict[str, Any]:
    """The outcome for programs."""
    return {
        "mode": mode.word,
        "passed": not outcome.faults,
        "steps": outcome.steps,
        "seconds": round(outcome.seconds, 1),
        "ledger_sha256": outcome.digest,
        "stories": [
            {
                "story": story.name,
                "file": story.file,
                "checkpoints": len(outcome.of(story.name)),
                "differences": [
                    {"step": each.moment.number, "on": each.moment.on.isoformat(), "line": each.moment.line, "path": one.path}
                    | {"expected": one.expected, "found": one.found}
                    for each in outcome.of(story.name)
                    for one in each.found
                ],
            }
            for story in book.stories
        ],
    }
