"""`rcm bank`: hand a file of the bank to adjudication. Each deposit is recorded once, however many files repeat it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from shared.cli import AsJson, Failure, bearer, err, out, refusal, show
from shared.commands.asking import address_of


def register(app: typer.Typer) -> None:
    """Add the command to `rcm`."""
    app.command()(bank)


def bank(file: Annotated[Path, typer.Argument(help="CSV with a header, or BAI2.")], as_json: AsJson = False) -> None:
    """Record the deposits of a bank's file. Exit code 1 when lines of it are set aside, 2 when it is no bank file."""
    try:
        body = file.read_bytes()
    except OSError as fault:
        raise Failure(f"{file} cannot be read ({fault.strerror}): name the file that you downloaded from the bank.", 2) from None
    told = _sent(body, file.name)
    if as_json:
        show(told)
    else:
        _print(told)
    if told["set_aside"]:
        raise typer.Exit(1)


def _sent(body: bytes, name: str) -> dict[str, Any]:
    address = address_of("adjudication")
    try:
        answer = httpx.post(f"{address}/v1/intake/bank", params={"name": name}, content=body, timeout=60, trust_env=False, headers=bearer())
    except httpx.HTTPError as fault:
        raise Failure(f"adjudication does not answer ({type(fault).__name__}). See `rcm status`.") from None
    if answer.status_code in (401, 403):
        raise Failure(refusal(answer), 2)
    if answer.is_client_error:
        told = answer.json()
        raise Failure(f"{told.get('title', 'refused')}: {told.get('detail', '')}".strip(), 2)
    if answer.is_error:
        raise Failure("adjudication cannot take the file at the moment. Nothing was recorded; send it again later. See `rcm status`.")
    return dict(answer.json())


def _print(told: dict[str, Any]) -> None:
    again = " This file was sent before; nothing was recorded again." if told["repeated"] else ""
    out.print(f"{told['deposits']} deposits recorded, {told['known']} known from an earlier file, {told['others']} other entries.{again}")
    for one in told["set_aside"]:
        err.print(f"line {one['line']} is set aside: {one['reason']}", highlight=False, markup=False)
