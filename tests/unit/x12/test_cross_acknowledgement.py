"""What is said of a group must follow from what is said of its sets."""

import pytest

from shared.x12.interchange import read_transactions
from shared.x12.validate import validate
from tests.unit.x12.envelopes import interchange, transaction
from tests.unit.x12.shapes.acks import SHAPES


def rules(data: bytes) -> list[str]:
    found = [finding.rule for each in read_transactions(data) for finding in validate(each)]
    return [rule for rule in found if rule.startswith("ack-")]


def ack(end: str, *sets: str) -> bytes:
    said = [part for status in sets for part in ("AK2*837*0001*005010X222A1", f"IK5*{status}")]
    group = "GS*FA*S*R*20261102*0930*7*X*005010X231A1~"
    return interchange(transaction("AK1*HC*7*005010X222A1", *said, end, set_id="999", version="005010X231A1"), group=group)


@pytest.mark.parametrize(
    ("end", "sets", "expected"),
    [
        ("AK9*A*2*2*2", ("A", "E*5"), []),
        ("AK9*P*3*3*1", ("A", "R*5", "R*5"), []),
        ("AK9*R*2*2*0", ("A", "A"), []),
        ("AK9*A*9*9*9", (), []),
        ("AK9*P*9*9*8", ("R*5",), []),
        ("AK9*A*1*1*1", ("A", "A"), ["ack-received-count"]),
        ("AK9*A*2*2*3", ("A", "A"), ["ack-accepted-count"]),
        ("AK9*P*2*2*2", ("A", "R*5"), ["ack-accepted-count"]),
        ("AK9*A*2*2*1", ("A", "R*5"), ["ack-group-status"]),
        ("SE*1", ("A",), []),
    ],
)
def test_the_group_says_what_its_sets_say(end: str, sets: tuple[str, ...], expected: list[str]) -> None:
    assert rules(ack(end, *sets)) == expected


@pytest.mark.parametrize("kind", ["999", "997"])
def test_our_own_answers_agree_with_themselves(kind: str) -> None:
    differing = {name: found for name, data in SHAPES[kind].items() if (found := rules(data))}
    assert differing == {}
