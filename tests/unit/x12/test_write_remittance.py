"""The 835 as a payer writes it: what is written is sound, and is read back as it was."""

from dataclasses import replace

import pytest

from shared.x12.faults import WriteError
from shared.x12.interchange import read_transactions
from shared.x12.profile import STRICT
from shared.x12.translate.adjudication import OutpatientAdjudication
from shared.x12.translate.remittance import RemittanceDocument, balance, read_remittance
from shared.x12.translate.write_remittance import write_remittances
from shared.x12.validate import validate
from tests.unit.x12.shapes.remittance import HEADER, REMITTANCES, SHAPES
from tests.unit.x12.shapes.remittance_parts import TEST, VISIT, D, claim, payment

SHAPES_835 = sorted(SHAPES["835"].items())


def written(document: RemittanceDocument) -> bytes:
    return write_remittances(HEADER, [document], group_control_number=1)


def test_there_are_enough_shapes() -> None:
    assert len(SHAPES["835"]) >= 30


@pytest.mark.parametrize(("name", "data"), SHAPES_835, ids=[name for name, _ in SHAPES_835])
def test_every_shape_is_valid_in_the_strict_profile(name: str, data: bytes) -> None:
    for transaction in read_transactions(data):
        assert validate(transaction, STRICT) == []
        assert transaction.faults == []


@pytest.mark.parametrize(("name", "data"), SHAPES_835, ids=[name for name, _ in SHAPES_835])
def test_every_shape_is_read_back_as_it_was(name: str, data: bytes) -> None:
    found = [read_remittance(transaction) for transaction in ()]
    found = []
    for transaction in read_transactions(data):
        remittance = read_remittance(transaction)
        found.append(remittance.load())
        assert remittance.faults == []
    assert tuple(found) == REMITTANCES[name]
    assert write_remittances(HEADER, found, group_control_number=7) == data


@pytest.mark.parametrize(("name", "data"), SHAPES_835, ids=[name for name, _ in SHAPES_835])
def test_every_shape_balances(name: str, data: bytes) -> None:
    assert [balance(read_remittance(transaction)) for transaction in read_transactions(data)] == [[] for _ in REMITTANCES[name]]
