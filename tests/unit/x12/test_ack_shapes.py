"""999, 997 and TA1 in many shapes: sound in the strict profile, and read back as they were meant."""

import pytest

from shared.x12.guides import guide_for
from shared.x12.interchange import read_interchanges, read_transactions
from shared.x12.profile import STRICT
from shared.x12.translate.acks import read_functional_ack, read_interchange_ack
from shared.x12.validate import findings, validate
from tests.unit.x12.shapes.ack_values import FUNCTIONAL, INTERCHANGE, OLDER
from tests.unit.x12.shapes.acks import SHAPES

SETS = [pytest.param(data, id=f"{kind} {name}") for kind in ("999", "997") for name, data in SHAPES[kind].items()]


def test_there_are_thirty_shapes_of_each() -> None:
    assert {kind: len(shapes) >= 30 for kind, shapes in SHAPES.items()} == {"999": True, "997": True, "TA1": True}


@pytest.mark.parametrize("data", SETS)
def test_an_answer_is_sound_in_the_strict_profile(data: bytes) -> None:
    for interchange in read_interchanges(data):
        for transaction in interchange.transactions():
            assert validate(transaction, STRICT) == []
            assert transaction.faults == []
        assert interchange.all_faults() == []


@pytest.mark.parametrize("name", FUNCTIONAL)
def test_a_999_is_read_back_as_it_was_meant(name: str) -> None:
    transaction = next(read_transactions(SHAPES["999"][name]))
    assert read_functional_ack(transaction, copies=True) == FUNCTIONAL[name]


@pytest.mark.parametrize("name", OLDER)
def test_a_997_is_read_back_as_it_was_meant(name: str) -> None:
    transaction = next(read_transactions(SHAPES["997"][name]))
    assert read_functional_ack(transaction, copies=True) == OLDER[name]


@pytest.mark.parametrize("name", SHAPES["TA1"])
def test_a_ta1_is_sound_and_read_back_as_it_was_meant(name: str) -> None:
    interchange = next(read_interchanges(SHAPES["TA1"][name]))
    assert list(interchange.transactions()) == []
    assert interchange.all_faults() == []
    (segment,) = interchange.acknowledgements
    assert list(findings([segment], guide_for("TA1", ""), interchange.delimiters)) == []
    ack = read_interchange_ack(segment)
    assert ack == INTERCHANGE.get(name, ack)


def test_copies_are_dropped_unless_they_are_asked_for() -> None:
    transaction = next(read_transactions(SHAPES["999"]["copy of bad data"]))
    assert read_functional_ack(transaction).sets[0].errors[0].elements[0].copy == ""


def test_what_is_copied_is_never_shown() -> None:
    transaction = next(read_transactions(SHAPES["999"]["copy of bad data"]))
    ack = read_functional_ack(transaction, copies=True)
    assert "'Q'" not in repr(ack)
    assert "ACCT-1" not in repr(ack)
