"""The part of a file that is about certain claims, for people who want to see it: nothing of their neighbours."""

from collections.abc import Iterable, Iterator, Set

from shared.x12.faults import X12Error
from shared.x12.interchange import read_transactions
from shared.x12.segments import Segment, join_segments, read_segments

PARENTS: dict[str, tuple[str, ...]] = {"20": (), "22": ("20",), "23": ("20", "22")}
"""HL03: which levels above a level belong to the excerpt."""
_FOOTER = frozenset({"PLB", "SE", "GE", "IEA"})


def claim_segments(body: bytes, claim: str) -> bytes | None:
    """Billing provider, subscriber, patient and loop 2300 of this claim (CLM01) of an 837, as they stand there; None when it is not in the body.

    Raises X12Error when the body is no X12.
    """
    for transaction in read_transactions(body):
        found = list(_about(transaction, claim))
        if found:
            return join_segments(found, transaction.delimiters)
    return None


def _about(segments: Iterable[Segment], claim: str) -> Iterator[Segment]:
    """Each HL replaces what stood on its level and below; the claim's own segments run to the next CLM or HL."""
    levels: dict[str, list[Segment]] = {}
    head: list[Segment] | None = None
    inside = False
    for segment in segments:
        if segment.id in ("HL", "SE"):
            above = PARENTS.get(segment.get(3), ())
            levels, head, inside = {name: kept for name, kept in levels.items() if name in above}, [], False
            levels[segment.get(3)] = head
        elif segment.id == "CLM":
            head, inside = None, segment.get(1) == claim
            if inside:
                yield from (each for kept in levels.values() for each in kept)
        if inside:
            yield segment
        elif head is not None:
            head.append(segment)


def page_of(body: bytes, about: Set[str]) -> str:
    """A file one segment a line; of several claims (or inquiries) only those asked for, by CLM01, CLP01 or TRN02. What is no X12 comes as it is.

    A block is a subscriber with its claims (HL 22 of an 837), a claim (CLP of an 835) or a patient (HL PT of a 277CA). A document in
    which no block names a claim, such as a 271, is about one person and shown whole.
    """
    if not body.startswith(b"ISA"):
        return body.decode("latin-1")
    blocks = _blocks(body)
    several = any(_names(block, about) for block in blocks[1:])
    kept = [block for block in blocks if not several or block is blocks[0] or _is_footer(block) or _names(block, about)]
    return "\n".join(line for block in kept for _, line in block)


Block = list[tuple[Segment, str]]
"""Segments, each with its text."""


def _blocks(body: bytes) -> list[Block]:
    """The file taken apart, as far as it can be read."""
    tokens, blocks = read_segments(body), [Block()]
    try:
        for segment in tokens:
            ends = segment.id in _FOOTER and len(blocks) > 1 and not _is_footer(blocks[-1])
            if ends or _begins(segment):
                blocks.append([])
            marks = tokens.delimiters
            blocks[-1].append((segment, f"{marks.element.join(segment.elements)}{marks.terminator}"))
    except X12Error as fault:
        blocks[-1].append((Segment("", ("",)), f"(not readable from byte {fault.offset} on)"))
    return blocks


def _is_footer(block: Block) -> bool:
    return bool(block) and block[0][0].id in _FOOTER


def _begins(segment: Segment) -> bool:
    return segment.id == "CLP" or (segment.id == "HL" and segment.get(3) in ("22", "PT"))


def _names(block: Block, about: Set[str]) -> bool:
    """Whether a block carries one of these claims."""
    return any(segment.id in ("CLM", "CLP", "TRN") and not about.isdisjoint(segment.elements[1:3]) for segment, _ in block)
