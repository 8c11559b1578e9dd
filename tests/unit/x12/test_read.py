"""A claim that is left unread until somebody looks is the claim that would have been read at once."""

import importlib
import random
from collections.abc import Iterator

import pytest

from shared.x12.guides import guide_for
from shared.x12.interchange import Transaction, read_transactions
from shared.x12.loop import Loop
from shared.x12.read import Walker, loops_around, read_loops
from shared.x12.segments import Segment

UNITS = {"837": "2300", "835": "2100", "270": "2000D", "271": "2000D", "276": "2000E", "277": "2000D", "278": "2000E", "275": "2000A", "999": "2000"}
FAMILIES = ["claims", "remittance", "eligibility", "status", "review", "acks"]
KEPT = 40


def files(family: str) -> list[bytes]:
    """Some shapes of each transaction of a family."""
    shapes: dict[str, dict[str, bytes]] = importlib.import_module(f"tests.unit.x12.shapes.{family}").SHAPES
    return [data for by_name in shapes.values() for data in list(by_name.values())[:KEPT]]


def tree(loop: Loop) -> object:
    lines = [(segment.position, mark.rule if mark else None) for segment, mark in zip(loop.segments, loop.marks, strict=True)]
    return loop.id, lines, dict(loop.opened), [tree(child) for child in loop.children]


def at_once(segments: list[Segment], transaction: Transaction, unit: str) -> Iterator[object]:
    """The trees of all units, read as they come."""
    guide = guide_for(transaction.set_id, transaction.version)
    assert guide is not None
    walker = Walker(guide, transaction.delimiters.component, loops_around(guide, frozenset({unit})))
    for _, move, _ in walker.place(segments):
        if move.opens:
            yield from [tree(loop) for loop in walker.closed if loop.id == unit]
    yield from [tree(loop) for loop in walker.finish() if loop.id == unit]


def compare(data: bytes) -> int:
    seen = 0
    for later, now in zip(read_transactions(data), read_transactions(data), strict=True):
        unit = UNITS.get(later.set_id, "")
        if unit and guide_for(later.set_id, later.version) is not None:
            unread = list(read_loops(later, at=unit))
            expected = list(at_once(now.load(), now, unit))
            assert [tree(loop) for loop in unread if loop.id == unit] == expected
            seen += len(expected)
    return seen


@pytest.mark.parametrize("family", FAMILIES)
def test_what_was_left_unread_is_what_would_have_been_read(family: str) -> None:
    assert sum(compare(data) for data in files(family)) > 0


@pytest.mark.parametrize("family", FAMILIES)
def test_it_is_so_in_files_that_lost_a_segment_too(family: str) -> None:
    source = random.Random(family)
    for data in files(family):
        pieces = data.split(b"~")
        if len(pieces) > 8:
            del pieces[source.randrange(3, len(pieces) - 4)]
            compare(b"~".join(pieces))


def test_what_is_read_late_knows_what_is_around_it() -> None:
    (data, *_) = files("claims")
    claim, *_ = read_loops(next(read_transactions(data)), at="2300")
    line = claim.loops("2400")[0]
    assert line.parent is claim
    assert claim.above("2000A") is not None
    assert type(claim) is Loop
