"""`rcm x12 show`: a file for human eyes, with loops, names and what codes say. It prints what stands in the file, patients' names included."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from shared.cli import AsJson, Failure, out
from shared.codesets.national import national
from shared.commands.x12.check import finding_object
from shared.commands.x12.files import File, Off, Strict, Types, opened, profile_of
from shared.x12.check import FileCheck, FileFinding, report_of
from shared.x12.faults import X12Error
from shared.x12.names import segment_name
from shared.x12.outline import Placed, outline, values

Checked = Annotated[bool, typer.Option("--check", help="Print what is wrong beside the segment concerned; exit code 1 when something is.")]
Long = Annotated[bool, typer.Option("--long", help="One line for each element.")]
_ALL = "1,2,3,4,5,7"
_DEPTHS = {"ISA": 0, "IEA": 0, "TA1": 1, "GS": 1, "GE": 1}
_IN_SET = 2


def show(
    file: File, checked: Checked = False, long: Long = False, strict: Strict = False, types: Types = _ALL, off: Off = None, as_json: AsJson = False
) -> None:
    """Print a file with its loops, the names of segments and elements, and what common codes say."""
    if checked and str(file) == "-":
        raise Failure("--check reads the file twice: give the path of a file instead of -.", 2)
    notes: dict[int, list[FileFinding]] = defaultdict(list)
    bad = 0
    if checked:
        with opened(file) as source:
            report = report_of(FileCheck(source, profile_of(types, off, strict), codes=national()))
        bad = int(report.verdict != "valid")
        for found in report.findings:
            notes[found.offset].append(found)
    with opened(file) as source:
        try:
            _print_json(file, outline(source), notes) if as_json else _print(outline(source), notes, long)
        except X12Error as fault:
            raise Failure(f"{file} is not X12, or not all of it: {fault}. See `rcm x12 check {file}`.", 2) from None
    if bad:
        raise typer.Exit(1)


def _print(placed: Iterator[Placed], notes: dict[int, list[FileFinding]], long: bool) -> None:
    for each in placed:
        depth = _depth(each)
        for number in range(len(each.loops) - each.begun, len(each.loops)):
            loop = each.loops[number]
            _line(_IN_SET + number, f"{loop.id} {loop.name}".rstrip(), "bold")
        _line(depth, _text(each, long, depth))
        for found in notes.pop(each.segment.offset, ()):
            _line(depth + 1, f"{found.severity}: {_short(found)}{found.message} [{found.code}]", "red" if found.severity == "error" else "yellow")
    for left in notes.values():
        for found in left:
            _line(0, f"{found.severity}: {found.message} (byte {found.offset}) [{found.code}]", "red")


def _depth(each: Placed) -> int:
    return _DEPTHS.get(each.segment.id, _IN_SET + len(each.loops))


def _text(each: Placed, long: bool, depth: int) -> str:
    segment = each.segment
    number = f"{segment.position:>4} " if each.st else ""
    parts = [_value(*part) for part in _values(each)]
    name = segment_name(segment.id)
    if not long:
        return f"{number}{segment.id} {name}: {' · '.join(parts)}" if name else f"{number}{segment.id}: {' · '.join(parts)}"
    indent = "\n" + "  " * (depth + 2)
    return f"{number}{segment.id} {name}".rstrip() + "".join(indent + part for part in parts)


def _values(each: Placed) -> Iterator[tuple[str, str, str, str]]:
    for value in values(each.segment, each.delimiters):
        place = f"{value.element:02d}" + (f"-{value.component}" if value.component else "")
        yield place, value.name, value.value.strip(), value.meaning


def _value(place: str, name: str, value: str, meaning: str) -> str:
    return f"{place} {name} {value}" + (f" ({meaning})" if meaning else "")


def _short(found: FileFinding) -> str:
    place = f"{found.element:02d}" + (f"-{found.component}" if found.component else "") if found.element else ""
    return f"{found.segment}{place}: " if found.segment else ""


def _line(depth: int, text: str, style: str = "") -> None:
    out.print("  " * depth + text, style=style or None, highlight=False, markup=False, soft_wrap=True)


def _print_json(file: Path, placed: Iterator[Placed], notes: dict[int, list[FileFinding]]) -> None:
    """One object, written segment by segment."""
    sys.stdout.write(f'{{"file": {json.dumps(str(file))}, "segments": [')
    for number, each in enumerate(placed):
        sys.stdout.write(("," if number else "") + "\n" + json.dumps(_object(each, notes.pop(each.segment.offset, []))))
    left = [finding_object(found) for rest in notes.values() for found in rest]
    sys.stdout.write(f'\n], "findings": {json.dumps(left)}}}\n')


def _object(each: Placed, found: list[FileFinding]) -> dict[str, Any]:
    segment = each.segment
    told: dict[str, Any] = {
        "segment": segment.id, "name": segment_name(segment.id), "isa": each.isa, "gs": each.gs, "st": each.st, "kind": each.kind,
        "position": segment.position if each.st else 0, "offset": segment.offset, "loops": list(each.path),
        "loop_name": each.loops[-1].name if each.loops else "",
        "elements": [
            {"element": v.element, "component": v.component, "repetition": v.repetition, "name": v.name, "value": v.value, "meaning": v.meaning}
            for v in values(segment, each.delimiters)
        ],
    }  # fmt: skip
    return told | {"findings": [finding_object(one) for one in found]} if found else told
