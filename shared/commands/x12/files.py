"""What the commands about X12 files share: opening a file, showing how far it has been read, and reading the options of a check."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedIOBase
from pathlib import Path
from typing import Annotated, BinaryIO, cast

import typer

from shared.cli import Failure, err
from shared.codesets.national import CodeTables, national
from shared.x12.profile import TYPES, Profile

Files = Annotated[list[Path], typer.Argument(help="X12 files; `-` is standard input.", show_default=False)]
File = Annotated[Path, typer.Argument(help="An X12 file; `-` is standard input.", show_default=False)]
Strict = Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")]
Types = Annotated[str, typer.Option("--types", help="Kinds of check to run: 1 syntax, 2 guide, 3 balance, 4 situations, 5 codes, 7 payer.")]
Off = Annotated[list[str] | None, typer.Option("--off", help="A rule to leave out, by its name; may be given several times.")]
Codes = Annotated[
    list[Path] | None,
    typer.Option("--codes", help="A folder of your own code lists (cpt.csv, taxonomy.csv ...), asked instead of ours; several, the last wins."),
]
_BIG = 4 << 20


class _Shown(BufferedIOBase):
    """A file whose reading moves a bar on the terminal."""

    def __init__(self, file: BinaryIO, move: object) -> None:
        self._file = file
        self._move = move

    def read(self, size: int | None = -1) -> bytes:
        data = self._file.read(-1 if size is None else size)
        self._move(len(data))  # type: ignore[operator]
        return data


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file for reading, with a bar on the terminal when it is big. A Failure says why it cannot be read."""
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    try:
        file = path.open("rb")
    except OSError as fault:
        raise Failure(f"{path} cannot be read: {fault.strerror}. Give the path of a file, or - for standard input.", 2) from None
    with file:
        size = path.stat().st_size
        if size < _BIG or not err.is_terminal:
            yield file
            return
        from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

        with Progress("{task.description}", BarColumn(), DownloadColumn(), TimeRemainingColumn(), console=err, transient=True) as progress:
            task = progress.add_task(path.name, total=size)
            yield cast(BinaryIO, _Shown(file, lambda count: progress.advance(task, count)))


def profile_of(types: str, off: list[str] | None, strict: bool) -> Profile:
    """The profile that the options of a check ask for. Raises Failure on a type that does not exist."""
    words = [word.strip() for word in types.split(",") if word.strip()]
    known = {str(number) for number in TYPES}
    if not words or not known.issuperset(words):
        raise Failure(f"--types takes numbers among {', '.join(sorted(known))} with commas between them.", 2)
    return Profile(frozenset(map(int, words)), dict.fromkeys(off or [], "off"), strict)


def tables_of(folders: list[Path] | None) -> CodeTables:
    """The code lists to check by. Raises Failure on a folder that is none."""
    for folder in folders or ():
        if not folder.is_dir():
            raise Failure(f"{folder} is no folder: --codes takes a folder with lists such as cpt.csv.", 2)
    return CodeTables(*folders) if folders else national()
