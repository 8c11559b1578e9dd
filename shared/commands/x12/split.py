"""`rcm x12 split`: one file into several, each a sound interchange."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

import typer

from shared.cli import AsJson, Failure, out
from shared.cli import show as show_json
from shared.commands.x12.files import File, opened
from shared.x12.faults import X12Error
from shared.x12.split import split as parts_of

By = Annotated[Literal["set", "claim", "payer", "receiver"], typer.Option("--by", help="What makes a file of its own.")]
Folder = Annotated[Path, typer.Option("--output", "-o", help="The folder for the files; it is made where it is missing.")]
Number = Annotated[int | None, typer.Option("--control-number", min=1, help="Give new interchange control numbers (ISA13) from this one on.")]
_LONGEST_LABEL = 60


def split(file: File, output: Folder = Path(), by: By = "set", number: Number = None, as_json: AsJson = False) -> None:
    """Write one file for each set, claim, payer or receiver. Names are that of the file with an ordinal, or the payer's or receiver's id.

    Parts of an 835 by claim hold the claim's payment only and no provider adjustments: look at them, post the whole file.
    """
    made: dict[Path, int] = {}
    with opened(file) as source:
        try:
            for part in parts_of(source, by, number):
                path = output / f"{file.stem if str(file) != '-' else 'x12'}.{_safe(part.label)}{file.suffix or '.edi'}"
                _write(path, part.body, append=path in made)
                made[path] = made.get(path, 0) + len(part.body)
        except X12Error as fault:
            raise Failure(f"{file} is not X12, or not all of it: {fault}. {len(made)} files were written before that.", 2) from None
    if as_json:
        show_json({"file": str(file), "written": [{"file": str(path), "bytes": size} for path, size in made.items()]})
    else:
        out.print(f"{len(made)} files written to {output}.", highlight=False, markup=False, soft_wrap=True)


def _safe(label: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "_", label)[:_LONGEST_LABEL] or "_"


def _write(path: Path, body: bytes, *, append: bool) -> None:
    """A Failure where the file is there already, or cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab" if append else "xb") as file:
            file.write(body)
    except FileExistsError:
        raise Failure(f"{path} is there already. Give another folder with --output, or move that file away.", 2) from None
    except OSError as fault:
        raise Failure(f"{path} cannot be written: {fault.strerror}. Give another folder with --output.", 2) from None
