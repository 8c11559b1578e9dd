"""Every shape of a 270 and a 271: sound by the strictest profile, and read back as it was written."""

import pytest

from shared.x12.interchange import read_transactions
from shared.x12.profile import STRICT
from shared.x12.translate.benefits import read_benefits
from shared.x12.translate.read_inquiry import read_inquiries
from shared.x12.validate import validate
from tests.unit.x12.answers import ANSWERS
from tests.unit.x12.inquiries import INQUIRIES
from tests.unit.x12.shapes.eligibility import SHAPES


def test_there_are_thirty_shapes_of_each() -> None:
    assert {set_id: len(shapes) >= 30 for set_id, shapes in SHAPES.items()} == {"270": True, "271": True}


@pytest.mark.parametrize(("set_id", "name"), [(set_id, name) for set_id, shapes in SHAPES.items() for name in shapes])
def test_a_shape_has_no_finding_in_the_strict_profile(set_id: str, name: str) -> None:
    (found,) = [validate(transaction, STRICT) for transaction in read_transactions(SHAPES[set_id][name])]
    assert found == []


@pytest.mark.parametrize("name", INQUIRIES)
def test_an_inquiry_is_read_as_it_was_written(name: str) -> None:
    read = list(read_inquiries(next(read_transactions(SHAPES["270"][name]))))
    assert read == sorted(INQUIRIES[name], key=lambda inquiry: [each.payer for each in INQUIRIES[name]].index(inquiry.payer))
    assert {inquiry.reference for inquiry in read} == {"INQ-1"}
    assert not any(inquiry.faults for inquiry in read)


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_read_as_it_was_written(name: str) -> None:
    read = list(read_benefits(next(read_transactions(SHAPES["271"][name]))))
    assert read == list(ANSWERS[name])
    assert {answer.reference for answer in read} == {"INQ-1"}
    assert not any(answer.faults for answer in read)
