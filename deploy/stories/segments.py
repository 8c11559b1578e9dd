"""The segments of a set that are about one claim: its payer, provider, subscriber and patient levels, and everything from CLM on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shared.x12.segments import Segment

ENDS = frozenset({"SE", "HL"})
DEEPER = {"20": 0, "22": 1, "23": 2}
"""HL03 of the levels in the order in which they contain each other."""


def about_claims(set_id: str, segments: Sequence[Segment]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Patient control number and segments of each claim of an 837. A set of another kind is about one claim as a whole."""
    if set_id != "837":
        yield _numbered(segments), tuple(map(_text, segments))
        return
    levels: list[list[str]] = [[], [], []]
    claim: list[str] | None = None
    number = ""
    depth = 0
    for segment in segments:
        if claim is not None and (segment.id in ENDS or segment.id == "CLM"):
            yield number, (*levels[0], *levels[1], *levels[2], *claim)
            claim = None
        if segment.id == "HL":
            depth = DEEPER[segment.get(3)]
            levels[depth:] = [[] for _ in levels[depth:]]
        elif segment.id == "CLM":
            claim, number = [], segment.get(1)
        (levels[depth] if claim is None else claim).append(_text(segment))


def _numbered(segments: Sequence[Segment]) -> str:
    """Our number of the claim: REF*EJ of a 275 or 276, otherwise what the set says first of a trace."""
    for id, qualifier in (("REF", "EJ"), ("TRN", "1")):
        for segment in segments:
            if segment.id == id and segment.get(1) == qualifier:
                return segment.get(2)
    return ""


def _text(segment: Segment) -> str:
    return "*".join(segment.elements)
