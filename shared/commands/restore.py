"""`rcm restore`: after a service's database was restored from a backup, so that nothing is sent or posted twice."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from shared.cli import AsJson, Failure, out, service_named, show
from shared.commands.asking import tell
from shared.settings import Settings
from shared.stage.faults import StopTheLine

commands = typer.Typer(no_args_is_help=True, help="After a database was restored: mark, check, confirm.")
Service = Annotated[str, typer.Argument(help="The service whose database was restored.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `rcm`."""
    app.add_typer(commands, name="restore")


@commands.command()
def mark(service: Service, as_json: AsJson = False) -> None:
    """Between restoring the dump and starting the service: it will read again what it had read since, and let nothing out of the house."""
    from shared import restoring
    from shared.runtime import Runtime

    async def work() -> dict[str, object]:
        runtime = Runtime(service_named(service), Settings.load())
        try:
            return await restoring.prepare(runtime)
        finally:
            await runtime.engine.dispose()

    try:
        done = asyncio.run(work())
    except StopTheLine as fault:
        raise Failure(str(fault)) from None
    show(done) if as_json else out.print(f"{service} is marked as restored; {done['events_known_again']} events are known again. Start it now.")


@commands.command()
def check(service: Service, as_json: AsJson = False) -> None:
    """Whether it may go on. Exit code 1 while something objects."""
    found = tell(service, "/v1/restore")
    if as_json:
        show(found)
    else:
        calm = "may go on: `rcm restore confirm`" if found["held"] else "is not held back"
        out.print("\n".join(found["objections"]) or f"{service} {calm}.", highlight=False)
    if found["objections"]:
        raise typer.Exit(1)


@commands.command()
def confirm(
    service: Service,
    actor: Annotated[str, typer.Option(help="Your staff id.")],
    reason: Annotated[str, typer.Option(help="What you have looked at.")],
    as_json: AsJson = False,
) -> None:
    """Let it go on. Calls that may have been made since the backup are asked about first, none is repeated blindly."""
    done = tell(service, "/v1/restore/confirm", {"actor": {"id": actor}, "reason": reason})
    show(done) if as_json else out.print(f"{service} goes on; {done['calls_to_ask_about']} calls are asked about first.")
