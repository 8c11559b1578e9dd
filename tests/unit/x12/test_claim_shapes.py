"""Every shape of a claim is valid in the strict profile and is read back as it was."""

import pytest

from shared.x12.interchange import read_transactions
from shared.x12.profile import STRICT
from shared.x12.translate.read_claim import read_claims
from shared.x12.validate import validate
from tests.unit.x12.shapes.claims import CLAIMS, SHAPES, written

NAMED = [(kind, name) for kind, shapes in CLAIMS.items() for name in shapes]


def test_there_are_thirty_shapes_of_each() -> None:
    assert all(len(shapes) >= 30 for shapes in SHAPES.values())


@pytest.mark.parametrize(("kind", "name"), NAMED)
def test_a_shape_is_valid_in_the_strict_profile(kind: str, name: str) -> None:
    (transaction,) = [transaction.load() and transaction for transaction in read_transactions(SHAPES[kind][name])]
    assert transaction.faults == []
    found = [validate(each, STRICT) for each in read_transactions(SHAPES[kind][name])]
    assert found == [[]]


@pytest.mark.parametrize(("kind", "name"), NAMED)
def test_a_shape_is_read_back_as_it_was(kind: str, name: str) -> None:
    (back,) = [tuple(read_claims(each)) for each in read_transactions(SHAPES[kind][name])]
    assert back == CLAIMS[kind][name]
    assert written(*back) == SHAPES[kind][name]
