"""Commands of the embedded stack."""

import json
import logging
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from deploy.embedded.control import interrupted_by_signals
from deploy.embedded.errors import StackError
from deploy.embedded.settings import StackSettings
from deploy.embedded.stack import Stack
from deploy.embedded.supervisor import Supervisor


def register(app: typer.Typer) -> None:
    """Add the commands to `rcm`."""
    app.command()(servers)


def servers(
    data: Annotated[Path | None, typer.Option(help="Data folder; otherwise RCM_DATA, otherwise var.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the addresses as one line of JSON.")] = False,
) -> None:
    """Start Kafka and PostgreSQL on this machine, print their addresses, and keep them running until Ctrl-C."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        settings = StackSettings.from_environment()
        with interrupted_by_signals():
            _serve(replace(settings, data=data) if data else settings, as_json)
    except KeyboardInterrupt:
        typer.echo("stopped", err=True)
    except StackError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _serve(settings: StackSettings, as_json: bool) -> None:
    with (
        Stack(settings, on_progress=lambda text: typer.echo(text, err=True)) as stack,
        Supervisor(stack.folder, [], also=stack.check) as supervisor,
    ):
        addresses = {"kafka": stack.bootstrap, "database": stack.database_url}
        typer.echo(json.dumps(addresses) if as_json else "\n".join(f"{name:9} {address}" for name, address in addresses.items()))
        supervisor.wait()
