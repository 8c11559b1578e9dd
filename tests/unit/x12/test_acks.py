"""TA1 and 999 read."""

from datetime import date

import pytest

from shared.x12.interchange import read_interchanges, read_transactions
from shared.x12.translate.acks import read_functional_ack, read_interchange_ack
from tests.unit.x12.envelopes import interchange, transaction


def test_a_999_speaks_of_group_sets_and_places() -> None:
    data = interchange(
        transaction(
            "AK1*HC*7*005010X222A1",
            "AK2*837*0001*005010X222A1",
            "IK5*A",
            "AK2*837*0002",
            "IK3*CLM*22*2300*8",
            "CTX*CLM01:ACCT-2",
            "IK4*5:3:1*1325*7*Z",
            "IK3*REF*57**3",
            "IK5*R*5*4",
            "AK9*P*2*2*1*5",
            set_id="999",
        )
    )
    ack = read_functional_ack(next(read_transactions(data)))
    assert (ack.functional_id, ack.group_control_number, ack.status, ack.included, ack.received, ack.accepted_count, ack.codes) == (
        "HC",
        "7",
        "P",
        2,
        2,
        1,
        ("5",),
    )
    first, second = ack.sets
    assert (ack.accepted, first.accepted, second.accepted, second.codes) == (False, True, False, ("5", "4"))
    clm, ref = second.errors
    assert (clm.segment_id, clm.position, clm.loop, clm.code) == ("CLM", 22, "2300", "8")
    assert [(error.element, error.component, error.repetition, error.reference, error.code) for error in clm.elements] == [(5, 3, 1, "1325", "7")]
    assert (ref.position, ref.code, ref.elements) == (57, "3", ())
    assert (clm.patient_control_number, ref.patient_control_number) == ("ACCT-2", "")


@pytest.mark.parametrize(("status", "accepted"), [("A", True), ("E", True), ("R", False)])
def test_a_ta1_accepts_or_rejects(status: str, accepted: bool) -> None:
    data = interchange(transaction("BHT*1")).replace(b"GS*", f"TA1*000000042*261102*0930*{status}*000~GS*".encode(), 1)
    found = next(read_interchanges(data))
    list(found.transactions())
    ack = read_interchange_ack(found.acknowledgements[0])
    assert (ack.control_number, ack.on, ack.accepted, ack.code) == ("000000042", date(2026, 11, 2), accepted, "000")


def test_other_sets_are_refused() -> None:
    other = next(read_transactions(interchange(transaction("BHT*1"))))
    with pytest.raises(ValueError, match="999"):
        read_functional_ack(other)
