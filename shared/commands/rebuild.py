"""`rcm rebuild`: a service's states made again from the topics, beside those that live."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from shared.cli import AsJson, Failure, err, out, service_named, show
from shared.settings import Settings
from shared.stage.faults import StopTheLine

INTO = "_rebuilt"
"""Behind the name of the schema that lives, where no other name is given."""


def register(app: typer.Typer) -> None:
    """Add the command to `rcm`."""
    app.command()(rebuild)


def rebuild(
    service: Annotated[str, typer.Argument(help="The service whose states are made again.")],
    into: Annotated[str, typer.Option("--into", help="Schema of the copy, made anew. Default: that of the service + _rebuilt")] = "",
    compare: Annotated[bool, typer.Option("--compare", help="Hold the copy against what lives. Exit code 1 when anything differs.")] = False,
    kept: Annotated[bool, typer.Option("--with-kept", help="Copy what no event says, too: the copy can then take the place of what lives.")] = False,
    as_json: AsJson = False,
) -> None:
    """Fold all topics of a service into a fresh schema. Nothing is decided, sent or announced; what lives is only read."""
    done = _done(service, into, compare=compare, keep=kept, silent=as_json)
    show(done) if as_json else _say(done)
    if compare and not done["compared"]["same"]:
        raise typer.Exit(1)


def _done(service: str, into: str, *, compare: bool, keep: bool, silent: bool) -> dict[str, Any]:
    from kafka.errors import KafkaError

    from shared.db.engine import is_transient
    from shared.db.migrate import MigrationError

    try:
        return asyncio.run(_rebuilt(service, into, compare=compare, keep=keep, silent=silent))
    except (StopTheLine, MigrationError) as fault:
        raise Failure(str(fault)) from None
    except KafkaError as fault:
        raise Failure(f"Kafka does not answer ({type(fault).__name__}): look at RCM_KAFKA, then start again.") from None
    except Exception as fault:
        if not is_transient(fault):
            raise
        raise Failure(f"The database does not answer ({type(fault).__name__}): look at RCM_DATABASE, then start again.") from None


async def _rebuilt(name: str, into: str, *, compare: bool, keep: bool, silent: bool) -> dict[str, Any]:
    from shared.proving import prove
    from shared.rebuilding import Rebuild
    from shared.runtime import Runtime

    runtime = Runtime(service_named(name), Settings.load())
    into = into or runtime.schema + INTO
    try:
        with _bar(silent) as tell:
            done = await Rebuild(runtime, into, tell).run(keep=keep)
        told: dict[str, Any] = {**done.__dict__, "missing": list(done.missing)}
        return told | ({"compared": await prove(runtime, into)} if compare else {})
    finally:
        await runtime.engine.dispose()
        if runtime.parts.close is not None:
            await runtime.parts.close()


@contextmanager
def _bar(silent: bool) -> Iterator[Any]:
    """How far each phase is, on standard error."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, disable=silent) as progress:
        tasks: dict[str, Any] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=total)
            progress.update(tasks[what], completed=done, total=total)

        yield tell


def _say(done: dict[str, Any]) -> None:
    subjects = ", ".join(f"{count} {part.replace('_', ' ')}" for part, count in done["subjects"].items())
    out.print(
        f"{done['records']} records of {done['service']} became {subjects} in the schema {done['into']}, in {done['seconds']} s.", highlight=False
    )
    if done["missing"]:
        out.print(f"Not in the copy, because no event says it: {', '.join(done['missing'])}. --with-kept copies it.", highlight=False)
    if compared := done.get("compared"):
        err.print("\n".join(compared["sentences"]), highlight=False, markup=False, soft_wrap=True) if compared["sentences"] else None
        out.print("The copy says what lives says." if compared["same"] else "The copy differs from what lives.")
