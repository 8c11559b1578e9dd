"""Levels that are announced, and totals of an acknowledgement against its claims."""

from collections.abc import Iterator

import pytest

from shared.x12.cross_status import ClaimTally, check_children
from shared.x12.finding import Finding
from shared.x12.interchange import read_transactions
from shared.x12.loop import Loop
from shared.x12.read import read_loops
from tests.unit.x12.shapes.status import SHAPES

MIXED = SHAPES["277CA"]["one accepted, one rejected"]


def inside_out(loop: Loop) -> Iterator[Loop]:
    """The loops of a tree as they are completed."""
    for child in loop.children:
        yield from inside_out(child)
    yield loop


def found(data: bytes) -> list[Finding]:
    """What both rules find in the first set of a file."""
    (root,) = read_loops(next(read_transactions(data)))
    tally = ClaimTally()
    return [finding for loop in inside_out(root) for finding in (*tally.loop(loop), *check_children(loop))]


@pytest.mark.parametrize(("set_id", "name"), [(set_id, name) for set_id, shapes in SHAPES.items() for name in shapes])
def test_what_we_write_adds_up_and_announces_rightly(set_id: str, name: str) -> None:
    assert found(SHAPES[set_id][name]) == []


@pytest.mark.parametrize(
    ("old", "new", "loops"),
    [
        (b"QTY*90*1", b"QTY*90*2", ["2200B"]),
        (b"QTY*AA*1", b"QTY*AA*0", ["2200B"]),
        (b"QTY*QA*1", b"QTY*QA*2", ["2200C"]),
        (b"QTY*QC*1", b"QTY*QC*7", ["2200C"]),
        (b"AMT*YU*190", b"AMT*YU*191", ["2200B"]),
        (b"AMT*YY*150", b"AMT*YY*15", ["2200B"]),
        (b"STC*A2:20:PR*20261102*WQ*190", b"STC*A2:20:PR*20261102*WQ*180", ["2200C", "2200B"]),
        (b"STC*A7:562:85*20261102*U*150", b"STC*A2:20*20261102*WQ*150", ["2200C", "2200C", "2200B", "2200B"]),
    ],
)
def test_totals_that_the_claims_do_not_come_to_are_found(old: bytes, new: bytes, loops: list[str]) -> None:
    assert old in MIXED
    assert [(each.rule, each.loop, each.snip) for each in found(MIXED.replace(old, new, 1))] == [
        ("acknowledgement-totals", loop, 3) for loop in loops
    ]


def test_totals_of_claims_that_are_not_listed_are_believed() -> None:
    refused_only = MIXED.replace(b"HL*4*3*PT~NM1*QC*1*Pena*Zoe*R***MI*NWA100200~TRN*2*ACCT-1~STC*A2:20:PR*20261102*WQ*190~", b"")
    assert found(refused_only) == []


@pytest.mark.parametrize(("set_id", "name", "old", "new"), [
    ("276", "subscriber, account number and charge", b"*22*0~", b"*22*1~"),
    ("277", "request refused as a whole", b"*21*0~", b"*21*1~"),
    ("277", "denied", b"*22*0~", b"*22*1~"),
    ("277CA", "file refused", b"*21*0~", b"*21*1~"),
])  # fmt: skip
def test_levels_that_are_announced_and_do_not_come_are_found(set_id: str, name: str, old: bytes, new: bytes) -> None:
    assert [(each.rule, each.element) for each in found(SHAPES[set_id][name].replace(old, new, 1))] == [("hl-children", 4)]
