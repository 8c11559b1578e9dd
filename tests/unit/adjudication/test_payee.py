"""Whose remittance it is, and what makes two of them the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from shared.contracts.adjudication import ClaimPaymentReceived, RemittanceDuplicated, RemittanceReceived, RemittanceSetAside
from shared.remittance.naming import PaymentKey
from shared.remittance.paper import Paper
from shared.remittance.payee import own_numbers
from tests.unit.adjudication.remits import negated, payment
from tests.unit.adjudication.test_intake import BAD, GOOD, INTAKE, SITE, A, Register, read
from tests.unit.adjudication.wire import file, remittance_set

PAYEE = b"N1*PE*RIVERBEND HEALTH*XX*1234567893"
STRANGER = b"N1*PE*SOMEWHERE CLINIC*XX*1999999992"


def paid_to(payee: bytes, **more: object) -> bytes:
    return file(remittance_set("T1", GOOD, **more)).replace(PAYEE, payee)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "payee",
    [
        PAYEE,
        b"N1*PE*RIVERBEND CLINIC*XX*1245319599",
        b"N1*PE*ALVAREZ*XX*1003000126",
        b"N1*PE*RIVERBEND HEALTH*FI*841234567",
        b"N1*PE*RIVERBEND HEALTH*FI*84-1234567",
        b"N1*PE*RIVERBEND HEALTH*XV*12345",
        b"N1*PE*RIVERBEND HEALTH",
        b"N1*PE*SOMEWHERE*XX*1999999992~REF*TJ*841234567",
        b"N1*PE*RIVERBEND*XX*1234567893~REF*TJ*999999999",
        b"N1*PE*RIVERBEND~REF*PQ*77",
    ],
)
def test_a_remittance_that_names_one_of_our_numbers_or_none_that_can_be_compared_is_ours(payee: bytes) -> None:
    assert isinstance(read(paid_to(payee))[0], RemittanceReceived)


@pytest.mark.parametrize("payee", [STRANGER, b"N1*PE*SOMEWHERE*FI*999999999", b"N1*PE*SOMEWHERE~REF*TJ*999999999"])
def test_a_remittance_for_somebody_else_is_set_aside_whole_and_tells_nothing_of_it(payee: bytes) -> None:
    register = Register()
    [event] = read(paid_to(payee), register)
    assert isinstance(event, RemittanceSetAside)
    assert (event.cause, event.imbalances, event.places) == ("other_payee", (), ())
    assert not any(word in event.model_dump_json() for word in ("SOMEWHERE", "1999999992", "999999999"))
    assert register.known == {}, "it may be taken in again once the site knows the number"


def test_a_number_of_the_site_file_makes_it_ours() -> None:
    organisation = SITE.organisation.model_copy(update={"also_paid_as": ("1999999992",)})
    assert "1999999992" in own_numbers(SITE.model_copy(update={"organisation": organisation}))


def test_the_rest_of_a_file_with_a_stranger_in_it_goes_on() -> None:
    strange = file(remittance_set("T1", GOOD), remittance_set("T2", [("X", payment("1", A))])).replace(PAYEE, STRANGER, 1)
    events = read(strange)
    assert [type(event) for event in events] == [RemittanceSetAside, RemittanceReceived, ClaimPaymentReceived]


def test_two_payees_with_one_trace_number_amount_and_day_are_two_remittances() -> None:
    register = Register()
    [first, *_] = read(paid_to(PAYEE), register)
    [second, *_] = read(paid_to(b"N1*PE*RIVERBEND CLINIC*XX*1245319599"), register)
    assert isinstance(first, RemittanceReceived)
    assert isinstance(second, RemittanceReceived)
    assert first.remittance_id != second.remittance_id


def test_what_is_set_aside_names_its_set_and_its_difference() -> None:
    bad = remittance_set("T2", [("S12D", payment("1", BAD))], paid="480.00")
    aside = read(file(remittance_set("T1", GOOD), bad))[-1]
    assert isinstance(aside, RemittanceSetAside)
    assert aside.set_number == "0002"
    assert [(one.expected, one.found) for one in aside.imbalances] == [(Decimal("480.00"), Decimal("500.00"))]


def test_a_members_number_in_a_reference_never_leaves_the_file_and_stays_the_same() -> None:
    body = file(remittance_set("T1", GOOD, plb=[("WO", "20.00")])).replace(b"WO:T1", b"WO:0012345678901234567  1EG4TE5MK73")
    first, second = (read(each)[0] for each in (body, body.replace(b"TRN*1*T1*", b"TRN*1*T2*")))
    assert isinstance(first, RemittanceReceived)
    assert isinstance(second, RemittanceReceived)
    assert "1EG4TE5MK73" not in first.model_dump_json()
    [one], [other] = first.provider_adjustments, second.provider_adjustments
    assert one.reference == other.reference
    assert one.reference.startswith("0012345678901234567")


def test_negative_zero_is_zero() -> None:
    pair = [("S6", payment("22", negated([("99213", "150.00", "0.00", [("CO", "29", "150.00")])])))]
    plain = file(remittance_set("T0", pair, paid="0.00"))
    odd = plain.replace(b"BPR*I*0.00*", b"BPR*I*-0.00*").replace(b"*-150.00*0.00*", b"*-150.00*-0.00*")
    assert odd != plain
    register = Register()
    received, decided = read(plain, register)
    assert isinstance(received, RemittanceReceived)
    again, other = read(odd, Register())
    assert isinstance(again, RemittanceReceived)
    assert (again.remittance_id, again.total_paid, again.meaning) == (received.remittance_id, Decimal(0), received.meaning)
    assert isinstance(other, ClaimPaymentReceived)
    assert other.model_dump_json(exclude={"document"}) == decided.model_dump_json(exclude={"document"})


def test_claims_of_a_system_before_this_one_are_told_like_any_other() -> None:
    old = [("OLD-SYSTEM 0000123/A", payment("1", A, numbered=False)), ("", payment("1", A, ordinal=2))]
    _, first, second = read(file(remittance_set("T1", old)))
    assert isinstance(first, ClaimPaymentReceived)
    assert isinstance(second, ClaimPaymentReceived)
    assert first.claim_id == "OLD-SYSTEM 0000123/A"
    assert second.claim_id.endswith("-2"), "money without a claim number is found by its remittance"


def paper(**changes: object) -> Paper:
    """The remittance of GOOD as a person reads it from paper, in another order."""
    claims = []
    for number, one in reversed(GOOD):
        amounts = {"charge": one.charge, "paid": one.paid}
        reasons = [each.model_dump(exclude={"quantity"}) for each in one.lines[0].adjustments]
        claims.append({"claim_id": number, **amounts, "lines": [{"line_number": 1, **amounts, "adjustments": reasons}]})
    values = {"payer_id": "NWHP1", "trace_number": "T1", "paid": "1000.00", "remitted_on": date(2026, 10, 1), "claims": claims}
    return Paper.model_validate({**values, **changes})


def test_paper_and_file_of_one_payment_mean_the_same() -> None:
    received = read(file(remittance_set("T1", GOOD)))[0]
    assert isinstance(received, RemittanceReceived)
    assert paper().meaning() == received.meaning
    assert PaymentKey("NWHP1", "T1", Decimal("1000.00"), date(2026, 10, 1)).of_file(INTAKE.names) == received.paper_key
    assert paper().imbalances() == []


def test_a_file_that_comes_after_its_paper_is_a_duplicate_and_one_that_says_else_is_set_aside() -> None:
    key = PaymentKey("NWHP1", "T1", Decimal("1000.00"), date(2026, 10, 1)).of_paper(INTAKE.names)
    register = Register()
    register.known[key] = paper().meaning()
    assert [type(event) for event in read(file(remittance_set("T1", GOOD)), register)] == [RemittanceDuplicated]
    [other] = read(file(remittance_set("T1", [("S12X", payment("1", A)), *GOOD[1:]])), register)
    assert isinstance(other, RemittanceSetAside)
    assert other.cause == "conflicting_copy"


@pytest.mark.parametrize(
    ("changes", "level", "place"),
    [({"paid": "980.00"}, "transaction", "payment"), ({"provider_adjustments": [{"code": "WO", "amount": "20.00"}]}, "transaction", "payment")],
)
def test_paper_is_proven_like_a_file(changes: dict[str, object], level: str, place: str) -> None:
    [out] = paper(**changes).imbalances()
    assert (out.level, out.place, abs(out.expected - out.found)) == (level, place, Decimal("20.00"))


def test_paper_is_proven_at_line_and_claim_level() -> None:
    line = {"line_number": 1, "charge": "100.00", "paid": "60.00", "adjustments": [{"group": "CO", "carc": "45", "amount": "30.00"}]}
    found = paper(paid="60.00", claims=[{"claim_id": "C1", "charge": "101.00", "paid": "60.00", "lines": [line]}]).imbalances()
    assert [(one.level, one.place) for one in found] == [("line", "claim 1, line 1"), ("claim", "claim 1")]


def test_decisions_of_paper_carry_lines_as_a_file_would() -> None:
    [(number, decision), *_] = paper().decisions()
    assert (number, decision.status, decision.paid, decision.lines[0].line_number) == ("S12C", "1", Decimal("250.00"), 1)
