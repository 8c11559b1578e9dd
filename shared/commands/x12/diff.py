"""`rcm x12 diff`: what differs between two files, in words. It prints what stands in the files."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Annotated

import typer

from shared.cli import AsJson, Failure, out
from shared.commands.x12.files import opened
from shared.x12.difference import Difference, differences
from shared.x12.faults import X12Error
from shared.x12.names import segment_name

Left = Annotated[Path, typer.Argument(help="The first file.", show_default=False)]
Right = Annotated[Path, typer.Argument(help="The other file.", show_default=False)]
Envelope = Annotated[bool, typer.Option("--envelope", help="Headers, their dates and control numbers count, too.")]


def diff(left: Left, right: Right, envelope: Envelope = False, as_json: AsJson = False) -> None:
    """Compare two files set by set, by loop and element. Exit code 0 when nothing differs, 1 when something does, 2 when one is not readable."""
    with opened(left) as one, opened(right) as other:
        try:
            found = differences(one, other, envelope)
            count = _print_json(left, right, found) if as_json else _print(found)
        except X12Error as fault:
            raise Failure(f"One of the files is not X12, or not all of it: {fault}. See `rcm x12 check {left} {right}`.", 2) from None
    if count:
        raise typer.Exit(1)


def _print(found: Iterator[Difference]) -> int:
    count = 0
    for each in found:
        count += 1
        out.print(_line(each), highlight=False, markup=False, soft_wrap=True)
    out.print(f"{count} differences." if count else "No difference.", highlight=False)
    return count


def _line(each: Difference) -> str:
    place = f"{each.kind} {each.st}, segments {each.left_position or '-'} and {each.right_position or '-'}" if each.st else "envelope"
    loop = f", {each.loop}" if each.loop else ""
    if not each.element:
        mark = "-" if each.what == "only_left" else "+"
        return f"{mark} {place}{loop}: {each.left or each.right} ({segment_name(each.segment) or 'segment'})"
    number = f"{each.segment}{each.element:02d}" + (f"-{each.component}" if each.component else "")
    return f"! {place}{loop}: {number} {each.name}: {each.left or '(empty)'} -> {each.right or '(empty)'}"


def _print_json(left: Path, right: Path, found: Iterator[Difference]) -> int:
    count = 0
    sys.stdout.write(f'{{"left": {json.dumps(str(left))}, "right": {json.dumps(str(right))}, "differences": [')
    for each in found:
        told = {field.name: getattr(each, field.name) for field in fields(each)}
        sys.stdout.write(("," if count else "") + "\n" + json.dumps(told))
        count += 1
    sys.stdout.write(f'\n], "equal": {json.dumps(not count)}}}\n')
    return count
