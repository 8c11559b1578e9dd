"""The quick proof of a segment never accepts what the full look at its elements refuses."""

import random

import pytest

from shared.x12.delimiters import Delimiters
from shared.x12.elements import check_segment
from shared.x12.guides import guide_for
from shared.x12.guides.notation import ElementRule, LoopRule, SegmentRule
from shared.x12.patterns import SegmentProof
from shared.x12.segments import Segment

VERSIONS = [
    ("837", "005010X222A1"), ("837", "005010X223A2"), ("835", "005010X221A1"), ("270", "005010X279A1"),
    ("271", "005010X279A1"), ("276", "005010X212"), ("277", "005010X212"), ("277", "005010X214"), ("278", "005010X217"),
    ("275", "006020X314"), ("999", "005010X231A1"), ("997", "004010"), ("TA1", ""), ("837", "004010X096A1"),
]  # fmt: skip
MARKS = Delimiters()
PIECES = [
    "", "", "A", "1", "-1", "12.5", ".5", "1.", "007", "20260229", "20240229", "20261005", "20261305", "261005", "0930", "2530", "093059",
    "D8", "RD8", "DT", "TM", "20261001-20261005", "20261005-20261001", "HC:99213:25", "HC", "ABK:E119", "ABF:I10:D8:20261005", "BE:01:::12.5",
    "1:2", "XX", "MI", "1003000126", "UN", "MJ", "Y", "N", "30^98", "98^", "a b", " ", "x" * 70, "\x01", "\xd1", "9" * 19, "0" * 20, "11:B:1", "::",
    ":",
]  # fmt: skip


def lines(loop: LoopRule) -> list[SegmentRule]:
    return [*loop.rules(), *[line for child in loop.loops() for line in lines(child)]]


def value(rule: SegmentRule, number: int, source: random.Random) -> str:
    """A piece, or most often a value that the line allows for the element."""
    if source.random() < 0.3:
        return source.choice(PIECES)
    parts = [element for element in rule.elements if element.element == number and element.component]
    own = next((element for element in rule.elements if element.element == number and not element.component), None)
    return ":".join(allowed(part, source) for part in parts) if parts else allowed(own, source) if own else ""


def allowed(rule: ElementRule, source: random.Random) -> str:
    """A value of the type, length and codes of an element."""
    if rule.usage == "N" or (rule.usage == "S" and source.random() < 0.4):
        return ""
    if rule.codes:
        return source.choice(sorted(rule.codes))
    days = {"DT": "261005" if rule.most == 6 else "20261005", "TM": "0930", "DP": source.choice(["20261005", "20261001-20261005"])}
    return days.get(rule.type, ("7" if rule.type in ("R", "N0") else "A") * rule.least)


@pytest.mark.parametrize(("set_id", "version"), VERSIONS)
def test_what_the_pattern_accepts_is_sound(set_id: str, version: str) -> None:
    source = random.Random(f"{set_id}{version}")
    guide = guide_for(set_id, version)
    assert guide is not None
    accepted = 0
    for rule in lines(guide.root):
        proof = SegmentProof(rule, MARKS)
        for _ in range(150):
            last = source.randint(1, max([element.element for element in rule.elements], default=3) + 2)
            elements = (rule.id, *[value(rule, number, source) for number in range(1, last + 1)])
            if proof.match("*".join(elements)) and (proof.also is None or proof.also(elements)):
                accepted += 1
                found = list(check_segment(Segment(rule.id, elements), rule, "", MARKS))
                assert found == [], elements
    assert accepted > 5
