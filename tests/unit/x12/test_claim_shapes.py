"""Every shape of a claim is valid in the strict profile and is read back as it was."""

import pickle
from collections.abc import Callable
from dataclasses import replace

import pytest

from shared.x12.interchange import read_transactions
from shared.x12.profile import STRICT
from shared.x12.translate.claim import ClaimDocument
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


@pytest.mark.parametrize(
    "look",
    [
        lambda claim, other: claim == other,
        lambda claim, other: other == claim,
        lambda claim, other: repr(claim) == repr(other),
        lambda claim, other: hash(claim) == hash(other),
        lambda claim, other: claim in {other},
        lambda claim, other: pickle.loads(pickle.dumps(claim)) == other,
        lambda claim, other: replace(claim, place="22") == replace(other, place="22"),
        lambda claim, other: claim.lines == other.lines,
    ],
)
def test_a_claim_that_nobody_has_looked_at_is_like_any_other(look: Callable[[ClaimDocument, ClaimDocument], bool]) -> None:
    (other,) = CLAIMS["837P"]["secondary with line decisions"]
    (claim,) = [each for transaction in read_transactions(SHAPES["837P"]["secondary with line decisions"]) for each in read_claims(transaction)]
    assert look(claim, other)
    assert type(claim) is ClaimDocument
    assert not hasattr(claim, "allowed")
