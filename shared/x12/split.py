"""A file cut up: each part is an interchange of its own that a receiver could take in.

By set or by receiver the segments stay as they are. By claim or by payer an 837 is taken apart: each part has the header, the levels
above its claims (HL numbered anew) and its claims; an 835 by claim gets the sum of its claims as payment and no provider adjustments
(those belong to the payment as a whole: such a part is for looking at, not for posting money). Sets of other kinds stay whole by
claim, and are taken apart by the source of their first level by payer. One set is held in memory, by claim one claim.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from shared.x12.delimiters import Delimiters
from shared.x12.interchange import Group, Interchange, Transaction, read_interchanges
from shared.x12.parts import Piece, pieces_of
from shared.x12.segments import Source

By = Literal["set", "claim", "payer", "receiver"]


@dataclass(frozen=True, slots=True)
class Part:
    """One interchange: `label` tells parts of one file from those of another (an ordinal, or the payer's or receiver's id)."""

    label: str
    body: bytes


@dataclass(slots=True)
class _Envelope:
    """ISA and GS that a part gets."""

    isa: tuple[str, ...]
    gs: tuple[str, ...]
    delimiters: Delimiters


@dataclass(slots=True)
class _Numbers:
    """Counts parts, and interchange control numbers where new ones are wanted. `lead`: the line end between segments, as the file has it."""

    next_number: int | None
    parts: int = 0
    lead: str = ""
    held: dict[str, list[list[str]]] = field(default_factory=dict)


def split(source: Source, by: By, first_number: int | None = None) -> Iterator[Part]:
    """The parts of a file, each as soon as it is complete. `first_number` gives new ISA13, counting on; without it they stay.

    Raises X12Error where the file cannot be read on.
    """
    numbers = _Numbers(first_number)
    for interchange in read_interchanges(source):
        group: Group | None = None
        for transaction in interchange.transactions():
            if transaction.group is not group:
                yield from _held(interchange, group, numbers)
                group = transaction.group
            yield from _set(interchange, transaction, by, numbers)
        yield from _held(interchange, group, numbers)


def _set(interchange: Interchange, transaction: Transaction, by: By, numbers: _Numbers) -> Iterator[Part]:
    """The parts that one set gives at once; what waits for the rest of its group is held."""
    envelope = _envelope(interchange, transaction.group)
    if by in ("set", "receiver"):
        segments = transaction.load()
        numbers.lead = _line_end(segments[0].lead)
        lines = [segment.text(transaction.delimiters) for segment in segments]
        if by == "set":
            yield _part(envelope, [lines], numbers, "")
        else:
            receiver = transaction.group.header.receiver_code or interchange.header.receiver_id
            numbers.held.setdefault(receiver, []).append(lines)
        return
    for piece in pieces_of(transaction, by == "claim"):
        numbers.lead = _line_end(piece.lead)
        lines = _lines(piece, envelope.delimiters, numbers.lead)
        if by == "claim":
            yield _part(envelope, [lines], numbers, "")
        else:
            numbers.held.setdefault(piece.key or "unknown", []).append(lines)


def _held(interchange: Interchange, group: Group | None, numbers: _Numbers) -> Iterator[Part]:
    """What was held for the end of a group."""
    if group is not None:
        for label, sets in numbers.held.items():
            yield _part(_envelope(interchange, group), sets, numbers, label)
    numbers.held = {}


def _lines(piece: Piece, marks: Delimiters, lead: str) -> list[str]:
    start = piece.rows[0]
    rows = [*piece.rows, ("SE", str(len(piece.rows) + 1), start[2] if len(start) > 2 else "")]
    return [f"{lead}{marks.element.join(row)}{marks.terminator}" for row in rows]


def _line_end(lead: str) -> str:
    return lead if lead in ("\n", "\r\n", "\r") else ""


def _part(envelope: _Envelope, sets: list[list[str]], numbers: _Numbers, label: str) -> Part:
    numbers.parts += 1
    marks, isa, gs = envelope.delimiters, envelope.isa, envelope.gs
    if numbers.next_number is not None:
        isa = (*isa[:13], f"{numbers.next_number:09d}", *isa[14:])
        numbers.next_number += 1
    rows = (gs, ("GE", str(len(sets)), gs[6]), ("IEA", "1", isa[13].strip() if len(isa) > 13 else ""))
    head = marks.element.join(isa) + marks.terminator
    opening, closing, end = (f"{numbers.lead}{marks.element.join(row)}{marks.terminator}" for row in rows)
    body = "".join([head, opening, *("".join(lines) for lines in sets), closing, end, numbers.lead])
    return Part(label or f"{numbers.parts:05d}", body.encode("latin-1"))


def _envelope(interchange: Interchange, group: Group) -> _Envelope:
    header = group.header
    on = header.on.strftime("%Y%m%d") if header.on else ""
    at = header.at.strftime("%H%M") if header.at else ""
    gs = ("GS", header.functional_id, header.sender_code, header.receiver_code, on, at, header.control_number, "X", header.version)
    return _Envelope(interchange.isa.elements, gs, interchange.delimiters)
