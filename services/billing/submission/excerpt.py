"""The part of an interchange that is about one claim, for people who want to see what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shared.x12.interchange import read_transactions
from shared.x12.segments import Segment, join_segments

PARENTS: dict[str, tuple[str, ...]] = {"20": (), "22": ("20",), "23": ("20", "22")}
"""HL03: which levels above a level belong to the excerpt."""


def claim_segments(body: bytes, claim_id: str) -> bytes | None:
    """Billing provider, subscriber, patient and loop 2300 of this claim, as they were sent; None when it is not in the body."""
    for transaction in read_transactions(body):
        found = list(_about(transaction, claim_id))
        if found:
            return join_segments(found, transaction.delimiters)
    return None


def _about(segments: Iterable[Segment], claim_id: str) -> Iterator[Segment]:
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
            head, inside = None, segment.get(1) == claim_id
            if inside:
                yield from (each for kept in levels.values() for each in kept)
        if inside:
            yield segment
        elif head is not None:
            head.append(segment)
