"""The 835 as a payer writes it: what is written is sound, and is read back as it was."""

import copy
from dataclasses import FrozenInstanceError, replace

import pytest

from shared.x12.faults import WriteError
from shared.x12.interchange import read_transactions
from shared.x12.profile import STRICT
from shared.x12.translate.adjudication import OutpatientAdjudication
from shared.x12.translate.claim import Name
from shared.x12.translate.remittance import RemittanceDocument, balance, read_remittance
from shared.x12.translate.remitted_claim import NO_GROUP, Individual
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


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (payment(claim(VISIT), paid=D("91.99")), "BPR02"),
        (payment(claim(VISIT, TEST, charge=D(191))), "claim 1"),
        (payment(claim(TEST), claim(replace(VISIT, paid=D(93)))), "claim 2"),
    ],
    ids=["payment", "claim", "line"],
)
def test_what_does_not_add_up_is_not_sent(document: RemittanceDocument, message: str) -> None:
    with pytest.raises(WriteError, match="differs") as refused:
        written(document)
    assert message in str(refused.value)


def test_a_claim_has_room_for_five_remarks_of_its_own() -> None:
    five = OutpatientAdjudication(remarks=("MA01", "MA02", "MA07", "MA18", "N1"))
    assert b"~MOA***MA01*MA02*MA07*MA18*N1~" in written(payment(claim(VISIT, outpatient=five)))
    with pytest.raises(WriteError, match="at most 5 codes"):
        written(payment(claim(VISIT, outpatient=replace(five, remarks=(*five.remarks, "N2")))))


def test_a_claim_without_a_group_is_not_sent() -> None:
    with pytest.raises(WriteError, match="group"):
        written(payment(claim(VISIT, group=NO_GROUP)))


def test_names_are_spelled_in_the_set_of_x12() -> None:
    data = written(payment(claim(VISIT, patient=Individual(Name("Peña", "Zoë"), "MI", "NWA1"))))
    assert b"~NM1*QC*1*Pena*Zoe****MI*NWA1~" in data


def test_people_are_not_in_the_repr_of_a_claim() -> None:
    (document,) = REMITTANCES["corrected name and number"]
    for text in (repr(document), repr(read_remittance(next(read_transactions(SHAPES["835"]["corrected name and number"]))).load())):
        assert not any(word in text for word in ("DOE", "JANE", "NWA1", "111222333"))


def test_a_claim_as_read_can_be_compared_copied_and_changed_like_any_value() -> None:
    (document,) = REMITTANCES["two lines and a patient's share"]
    (found,) = read_remittance(next(read_transactions(SHAPES["835"]["two lines and a patient's share"]))).load().claims
    assert replace(found, status="2").lines == document.claims[0].lines
    assert (found.lines[1].control_number, found.lines[0].allowed, found.position, found.lines[1].ordinal) == ("2", D(117), 14, 2)
    assert copy.deepcopy(found) == found == document.claims[0]
    assert hash(found) == hash(document.claims[0])
    assert not hasattr(found, "nonsense")
    with pytest.raises(FrozenInstanceError):
        found.status = "3"  # type: ignore[misc]
