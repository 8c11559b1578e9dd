"""`rcm x12 ack`: the answer to a file, as a receiver sends it: a 999 for its groups and a TA1 for its envelope."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from shared.cli import Failure, err
from shared.codesets.lists import CodeListError
from shared.codesets.national import CodeTables
from shared.commands.x12.files import Codes, File, Off, Strict, Types, opened, profile_of, tables_of
from shared.x12.acknowledge import interchange_ack, judge_groups, reply_header, write_functional_acks, write_interchange_ack
from shared.x12.envelope import InterchangeHeader
from shared.x12.faults import WriteError, X12Error
from shared.x12.interchange import Interchange, read_interchanges
from shared.x12.profile import Profile

Output = Annotated[Path | None, typer.Option("--output", "-o", help="The file to write; standard output when left out.")]
Number = Annotated[int, typer.Option("--control-number", min=1, max=999_999_999, help="ISA13 of the first answer; the next ones count on.")]
Envelope = Annotated[Literal["auto", "always", "never"], typer.Option("--ta1", help="auto: when the sender asks for it, or something is wrong.")]
At = Annotated[datetime | None, typer.Option("--at", help="Date and time of the answer; now (UTC) when left out.")]
_ALL = "1,2,3,4,5,7"
_ANSWERS = "FA"
_UNREAD = "{file} cannot be answered: {fault}. Ask the sender for an X12 file; see `rcm x12 check {file}`."


def ack(
    file: File, output: Output = None, number: Number = 1, ta1: Envelope = "auto", at: At = None,
    strict: Strict = False, types: Types = _ALL, off: Off = None, codes: Codes = None,
) -> None:  # fmt: skip
    """Write the 999 and the TA1 for a file. Answers themselves (group FA) are not answered. Exit code 1 when something was rejected."""
    moment = at or datetime.now(UTC)  # noqa: TID251  an answer is written at the wall clock's time
    parts: list[bytes] = []
    rejected = False
    profile, tables = profile_of(types, off, strict), tables_of(codes)
    with opened(file) as source:
        try:
            for interchange in read_interchanges(source):
                answers, bad = _answers(interchange, (profile, tables), number + len(parts), moment, ta1)
                parts += answers
                rejected |= bad
        except CodeListError as fault:
            raise Failure(str(fault), 2) from None
        except WriteError as fault:
            raise Failure(f"{file} cannot be answered: {fault}. No answer can repeat its ISA; tell the sender in another way.", 1) from None
        except X12Error as fault:
            raise Failure(_UNREAD.format(file=file, fault=fault), 2) from None
    _write(parts, output)
    if not parts:
        err.print(f"{file} asks for no answer.", highlight=False, markup=False)
    if rejected:
        raise typer.Exit(1)


def _answers(interchange: Interchange, by: tuple[Profile, CodeTables], number: int, moment: datetime, ta1: str) -> tuple[list[bytes], bool]:
    """The interchanges that answer one interchange, and whether they reject something."""
    groups = [group for group in judge_groups(interchange, *by) if group.header.functional_id != _ANSWERS]
    envelope = interchange_ack(interchange)
    wanted = ta1 == "always" or (ta1 == "auto" and (interchange.header.acknowledge or envelope.status != "A"))
    made: list[bytes] = []
    if wanted:
        made.append(write_interchange_ack(_header(interchange, number, moment), envelope))
    if any(group.answerable for group in groups) and envelope.status != "R":
        header = _header(interchange, number + len(made), moment)
        made.append(write_functional_acks(header, groups, group_control_number=int(header.control_number)))
    return made, envelope.status == "R" or any(group.status in "RP" for group in groups)


def _header(interchange: Interchange, number: int, moment: datetime) -> InterchangeHeader:
    return reply_header(interchange, control_number=str(number), on=moment.date(), at=moment.time())


def _write(parts: list[bytes], output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(b"".join(part + b"\n" for part in parts))
        sys.stdout.flush()
        return
    try:
        output.write_bytes(b"".join(parts))
    except OSError as fault:
        raise Failure(f"{output} cannot be written: {fault.strerror}. Give another path.", 2) from None
