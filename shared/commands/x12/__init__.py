"""`rcm x12`: look at X12 files, judge them, answer them, cut them up and compare them. Exit codes: 0 sound or equal, 1 not, 2 not readable."""

from __future__ import annotations

import typer

from shared.commands.x12.ack import ack
from shared.commands.x12.check import check
from shared.commands.x12.diff import diff
from shared.commands.x12.show import show
from shared.commands.x12.split import split

commands = typer.Typer(no_args_is_help=True, help="X12 files: check, show, ack, split and diff. Exit codes: 0 sound, 1 not, 2 not readable.")


def register(app: typer.Typer) -> None:
    """Add the commands to `rcm`."""
    for command in (check, show, ack, split, diff):
        commands.command()(command)
    app.add_typer(commands, name="x12")
