"""`rcm scenario`."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from deploy.embedded.control import interrupted_by_signals
from deploy.embedded.errors import StackError
from deploy.embedded.settings import StackSettings
from deploy.embedded.testing import session_stack
from deploy.stories import screen
from deploy.stories.format import Book, StoryError, load
from deploy.stories.installation import HouseError, Servers
from deploy.stories.play import Mode, Outcome, player
from shared.cli import Failure, show

SITE = Path("tests/scenarios/site")
SEED = 1


def register(app: typer.Typer) -> None:
    """Add the command to `rcm`."""
    app.command()(scenario)


def scenario(
    files: Annotated[list[Path], typer.Argument(help="Story files, or a folder of them; they are played together.")],
    twice: Annotated[bool, typer.Option("--twice", help="Every message, file and command comes two times.")] = False,
    shuffled: Annotated[int | None, typer.Option(help="Permute what may come in any order; the number chooses the order.")] = None,
    killed: Annotated[bool, typer.Option("--killed", help="Kill the services a moment after every step, and start them again.")] = False,
    site: Annotated[Path, typer.Option(help="Folder with the site that the stories add to.")] = SITE,
    keep: Annotated[Path | None, typer.Option(help="An empty folder for what was sent and received, and the log.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
) -> None:
    """Play stories on the real system and compare what came of them, to the cent. 0: all as written; 1: differences; 2: a story has faults."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    console = Console(stderr=as_json)
    try:
        book = load(_stories(files), site)
    except StoryError as fault:
        raise Failure(str(fault), 2) from None
    mode = Mode(twice, killed, shuffled)
    try:
        with interrupted_by_signals(), _folder(keep) as folder:
            outcome = _played(book, mode, folder, console)
    except KeyboardInterrupt:
        typer.echo("stopped", err=True)
        raise typer.Exit(130) from None
    except (StackError, HouseError) as fault:
        raise Failure(str(fault)) from fault
    if as_json:
        show(screen.plain(book, outcome, mode))
    else:
        screen.print_outcome(book, outcome, mode, console)
    if outcome.faults:
        raise typer.Exit(1)


def _played(book: Book, mode: Mode, folder: Path, console: Console) -> Outcome:
    with ExitStack() as ends:
        told = ends.enter_context(screen.progress(len(book.timeline), console))
        told.say("starting Kafka and PostgreSQL")
        named = StackSettings.from_environment()
        servers = ends.enter_context(session_stack())
        told.say("starting the five services")
        lasting = bool(named.kafka and named.database)
        reached = Servers(servers.bootstrap, servers.database_url, f"scenario{os.getpid()}_", lasting)
        return ends.enter_context(player(book, reached, folder, mode, told.step)).play()


def _stories(given: list[Path]) -> list[Path]:
    """Files as given; of a folder, all of its stories."""
    found = [path for each in given for path in (sorted(each.glob("*.yaml")) if each.is_dir() else [each])]
    missing = [path for path in found if not path.is_file()]
    if missing or not found:
        raise Failure(f"{(missing or given)[0]} is no story: give files such as tests/scenarios/s1.yaml, or a folder that holds some.", 2)
    return found


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        path = Path(tempfile.mkdtemp(prefix="rcm-stories-"))
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)
        return
    if keep.exists() and any(keep.iterdir()):
        raise Failure(f"{keep} is not empty: choose another folder with --keep, so that nothing of yours is mixed with it.", 2)
    keep.mkdir(parents=True, exist_ok=True)
    yield keep.absolute()
