"""Commands of the embedded stack."""

import json
import logging
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from deploy.embedded import control
from deploy.embedded.control import interrupted_by_signals
from deploy.embedded.errors import StackError
from deploy.embedded.installation import Plan, Running, installation
from deploy.embedded.settings import StackSettings
from deploy.embedded.stack import Stack
from deploy.embedded.supervisor import Supervisor
from deploy.samples.generate import generate


def register(app: typer.Typer) -> None:
    """Add the commands to `rcm`."""
    for command in (up, down, servers):
        app.command()(command)


Data = Annotated[Path | None, typer.Option(help="Data folder; otherwise RCM_DATA, otherwise var/up.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
EXAMPLE_SITE, EXAMPLE_MEMBERS = Path("deploy/site/site.yaml"), Path("var/samples/members.csv")


def _settings(data: Path | None) -> StackSettings:
    """Data under var/up, downloads under var/cache, unless somebody said otherwise."""
    settings = StackSettings.from_environment()
    settings = replace(settings, cache=settings.cache or Path("var/cache"))
    return replace(settings, data=data or (Path("var/up") if settings.data == Path("var") else settings.data))


def up(
    site: Annotated[Path, typer.Option(help="The site file.")] = EXAMPLE_SITE,
    data: Data = None,
    sandbox: Annotated[bool, typer.Option(help="Also run the payer sandbox, so that claims are answered.")] = True,
    members: Annotated[Path, typer.Option(help="The sandbox payers' roster.")] = EXAMPLE_MEMBERS,
    as_json: AsJson = False,
) -> None:
    """Start servers, services and payer sandbox, and keep them running until Ctrl-C or `rcm down`."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    if sandbox and members == EXAMPLE_MEMBERS and not members.exists():
        generate(members.parent)
    plan = Plan(_settings(data), site, members=members if sandbox else None)
    try:
        with interrupted_by_signals(), installation(plan, lambda text: typer.echo(text, err=True)) as running:
            lines = [f"{name:13} {address}/" for name, address in running.addresses.items()]
            lines += [f"{'kafka':13} {running.kafka}", f"{'clearinghouse':13} {running.clearinghouse}"]
            text = "\n".join([*lines, *_how_to_log_in(running), "`rcm down` stops it."])
            known = {**running.addresses, "kafka": running.kafka, **({"token_file": str(running.token)} if running.token else {})}
            typer.echo(json.dumps(known) if as_json else text)
            running.supervisor.wait()
    except KeyboardInterrupt:
        typer.echo("stopped", err=True)
    except StackError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _how_to_log_in(running: Running) -> list[str]:
    """Where the token lies; the token itself is for no screen."""
    if running.token is None:
        return []
    others = f"`rcm token issue --file {running.token.with_name('tokens.json')}` makes tokens for others"
    commands = f"`rcm trace` and `rcm status` in this folder use it by themselves; {others}."
    return [f"{'token':13} {running.token}: open a page and log in with what this file holds.", commands]


def down(data: Data = None, as_json: AsJson = False) -> None:
    """Stop what `rcm up` started, and whatever a killed one left behind."""
    try:
        ended = control.down(_settings(data).data)
    except StackError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    typer.echo(json.dumps({"stopped": ended}) if as_json else "stopped" if ended else "nothing was running")


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
