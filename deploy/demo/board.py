"""What a person sees while a demonstration runs, and at its end."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from deploy.demo.story import Story

STEPS = ("registered", "with an outcome at the desks", "sent to a payer", "accepted by a payer", "adjudicated")


def progress(screen: Console) -> Progress:
    """One bar per step of the cycle."""
    return Progress(TextColumn("{task.description:30}"), BarColumn(bar_width=36), MofNCompleteColumn(), TimeElapsedColumn(), console=screen)


def reached(story: Story) -> tuple[int, ...]:
    """How many encounters or claims have come to each step."""
    decided = sum(1 for each in story.encounters.values() if each.cleared is not None and each.coded is not None)
    sent = story.sent()
    accepted = sum(1 for claim in sent if claim.accepted)
    return len(story.encounters), decided, len(sent), accepted, sum(1 for claim in sent if claim.decisions)


def table(summary: Mapping[str, Any]) -> Table:
    """The result as a person reads it."""
    shown = Table(title="Where the money is", title_justify="left", show_header=False)
    shown.add_column()
    shown.add_column(justify="right")
    for name in ("encounters", "claims", "rejected_and_resent", "claims_paid", "lines_denied", "lines_overturned"):
        shown.add_row(name.replace("_", " "), str(summary[name]))
    shown.add_row("encounters held", str(summary["encounters_held"]))
    for reason, count in summary["held"].items():
        shown.add_row(f"  for: {reason.replace('_', ' ')}", str(count))
    shown.add_section()
    for name in ("billed", "paid", "contractual", "patient", "open"):
        shown.add_row(name, f"{Decimal(summary[name]):,.2f}")
    shown.add_section()
    shown.add_row("billed = paid + contractual + patient + open", "balanced" if summary["balanced"] else "NOT BALANCED")
    return shown
