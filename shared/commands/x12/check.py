"""`rcm x12 check`: is a file sound, and what is wrong with it where?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from shared.cli import AsJson, Failure, err, out
from shared.codesets.lists import CodeListError
from shared.codesets.national import CodeTables
from shared.commands.x12.files import Codes, Files, Off, Strict, Types, opened, profile_of, tables_of
from shared.x12.check import FileCheck, FileFinding, FileReport, report_of
from shared.x12.profile import Profile

Most = Annotated[int, typer.Option("--most", min=0, help="How many errors, and how many warnings, are listed for a file; all are counted.")]
_EXIT = {"valid": 0, "not_x12": 2}
_ALL = "1,2,3,4,5,7"


def check(
    files: Files,
    strict: Strict = False,
    types: Types = _ALL,
    off: Off = None,
    codes: Codes = None,
    most: Most = 10_000,
    as_json: AsJson = False,
) -> None:
    """Judge files: envelope, guide, balance, situations and codes. With --json one object for each file, one on a line."""
    profile, tables = profile_of(types, off, strict), tables_of(codes)
    worst = 0
    for path in files:
        try:
            report = _judge(path, profile, tables, most)
        except Failure as fault:
            err.print(str(fault), highlight=False, markup=False, soft_wrap=True)
            worst = fault.code
            continue
        worst = max(worst, _EXIT.get(report.verdict, 1))
        if as_json:
            sys.stdout.write(json.dumps(as_object(path, report)) + "\n")
        else:
            _tell(path, report)
    if worst:
        raise typer.Exit(worst)


def _judge(path: Path, profile: Profile, tables: CodeTables, most: int) -> FileReport:
    try:
        with opened(path) as file:
            return report_of(FileCheck(file, profile, codes=tables), most)
    except CodeListError as fault:
        raise Failure(str(fault), 2) from None


def as_object(path: Path, report: FileReport) -> dict[str, Any]:
    """What --json prints about a file. `counts` has all findings by severity and code, also those that are not listed."""
    counts: dict[str, dict[str, int]] = {"error": {}, "warning": {}}
    for (severity, code), number in sorted(report.counts.items()):
        counts[severity][code] = number
    return {
        "file": str(path),
        "transactions": [{"kind": each.kind, "version": each.version} for each in report.transactions],
        "claims": report.claims,
        "verdict": report.verdict,
        "findings": [finding_object(found) for found in report.findings],
        "counts": counts,
        "left_out": report.left_out,
    }


def finding_object(found: FileFinding) -> dict[str, Any]:
    """A finding for --json."""
    names = ("code", "severity", "isa", "gs", "st", "segment", "position", "loop", "element", "component", "message", "offset", "claim", "type")
    return {name: getattr(found, name) for name in names}


def place_of(found: FileFinding) -> str:
    """Where a finding is, in words."""
    words = [f"{name} {number}" for name, number in (("ISA", found.isa), ("GS", found.gs), ("ST", found.st)) if number]
    segment = f"segment {found.position} {found.segment}" if found.position else found.segment
    if found.element:
        segment += f"{found.element:02d}" + (f"-{found.component}" if found.component else "")
    words.append(f"{segment} in {found.loop}" if found.loop else segment)
    return ", ".join(word for word in words if word) or "file"


def _tell(path: Path, report: FileReport) -> None:
    for found in report.findings:
        line = f"{path}: {found.severity}: {place_of(found)} (byte {found.offset}): {found.message} [{found.code}]"
        out.print(line, highlight=False, markup=False, soft_wrap=True)
    if report.left_out:
        out.print(f"{path}: {report.left_out} more are not listed; --most lists more of them.", highlight=False, markup=False, soft_wrap=True)
    out.print(f"{path}: {_sentence(report)}", highlight=False, markup=False, soft_wrap=True)


def _sentence(report: FileReport) -> str:
    kinds = dict.fromkeys(f"{each.kind} {each.version}".strip() for each in report.transactions)
    numbers = {severity: sum(n for (kind, _), n in report.counts.items() if kind == severity) for severity in ("error", "warning")}
    held = f"{_count(len(report.transactions), 'set')} ({', '.join(list(kinds)[:5])})" if kinds else "no set"
    counted = [_count(report.claims, "claim"), _count(numbers["error"], "error"), _count(numbers["warning"], "warning")]
    return f"{report.verdict}. {', '.join([held, *counted])}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
