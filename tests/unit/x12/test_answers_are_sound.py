"""Whatever comes in, what goes out is sound: TA1 and 999 or 997 for every faulty file, copies of bad data included."""

import importlib
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from shared.x12.acknowledge import interchange_ack, judge_groups, reply_header, write_functional_acks, write_interchange_ack
from shared.x12.check import check_file
from shared.x12.interchange import Interchange, read_interchanges
from shared.x12.profile import STRICT
from tests.unit.x12.mutant import Mutant
from tests.unit.x12.outside import body, needs_outside
from tests.unit.x12.test_outside import READABLE

FAMILIES = sorted(path.stem for path in (Path(__file__).parent / "mutations").glob("*.py") if path.stem != "__init__")


def answers(interchange: Interchange) -> Iterator[bytes]:
    """The TA1, and the functional answer where a group can be named."""
    groups = judge_groups(interchange, copies=True)
    header = reply_header(interchange, control_number="9", on=date(2026, 11, 2), at=time(10))
    yield write_interchange_ack(header, interchange_ack(interchange))
    if any(group.wants_answer for group in groups):
        yield write_functional_acks(header, groups, group_control_number=1)


def unsound(data: bytes) -> list[tuple[str, str, int]]:
    """What our own strict validation has against our answers."""
    replies = [reply for interchange in read_interchanges(data) for reply in answers(interchange)]
    assert replies
    return [(found.code, found.segment, found.position) for reply in replies for found in check_file(reply, STRICT).findings]


@pytest.mark.parametrize("family", FAMILIES)
def test_an_answer_to_any_single_defect_is_sound(family: str) -> None:
    module = importlib.import_module(f"tests.unit.x12.mutations.{family}")
    mutants: list[Mutant] = module.MUTANTS + module.BENIGN
    assert {mutant.name: found for mutant in mutants if (found := unsound(mutant.data))} == {}


@pytest.mark.outside
@needs_outside
@pytest.mark.parametrize("path", READABLE)
def test_an_answer_to_a_file_of_others_is_sound(path: str) -> None:
    assert unsound(body(path)) == []
