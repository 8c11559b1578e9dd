"""What the patient is told: which line, how much, why, when, and when not."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.billing.adjudication.model.patient.holds import holds
from shared.contracts.adjudication import Adjustment, AdjustmentRecorded, ReminderRequested, StatementLine, StatementRequested
from tests.unit.adjudication import remits
from tests.unit.adjudication.desk import Desk, Prices
from tests.unit.adjudication.remits import CLERK, PAID, Line, negated, patient_pays, payment, remittance, submitted

Open = Callable[[Prices], Desk]
FEES = {"99213": "92.00", "99214": "128.00", "85025": "10.50", "20610": "120.00", "J1010": "0.25", "99204": "210.00"}
COPAY: list[Line] = [("99213", "150.00", "67.00", [("CO", "45", "58.00"), ("PR", "3", "25.00")])]


@pytest.fixture(params=[1, 2], ids=["once", "twice"])
def opened(request: pytest.FixtureRequest) -> Open:
    return lambda prices: Desk(prices, copies=request.param)


def with_copay(opened: Open) -> Desk:
    desk = opened(Prices())
    desk.deliver(submitted("C1", [("99213", "150.00")]), *remittance("T1", ("C1", payment("1", COPAY))), on=PAID)
    return desk


def row(line: StatementLine) -> tuple[str, ...]:
    """billed, allowed, paid, adjusted, paid by the patient, owed"""
    return tuple(f"{amount:.2f}" for amount in (line.billed, line.allowed, line.paid, line.adjusted, line.patient_paid, line.owed))


def told(desk: Desk) -> list[tuple[str, tuple[str, ...]]]:
    """Every statement, proven: each line explains itself, and the lines explain the amount."""
    statements = desk.of(StatementRequested)
    for one in statements:
        assert sum(line.owed for line in one.lines) == one.amount
        assert sum(line.patient_paid for line in one.lines) == one.payments
        assert all(line.billed == line.paid + line.adjusted + line.patient_paid + line.owed for line in one.lines)
    return [(f"{one.amount:.2f}", one.reasons) for one in statements]


def held(desk: Desk, encounter: str) -> list[tuple[str, str]]:
    return [(one.reason, f"{one.amount:.2f}") for one in holds(desk.account(encounter))]


def test_s9a_the_deductible_is_billed_with_its_reason(opened: Open) -> None:
    desk = opened(Prices(FEES))
    desk.deliver(submitted("S9A", [("99204", "320.00")]), *remittance("T9", ("S9A", payment("1", remits.S9A))))
    assert told(desk) == [("210.00", ("your deductible",))]
    [line] = desk.of(StatementRequested)[0].lines
    assert row(line) == ("320.00", "210.00", "0.00", "110.00", "0.00", "210.00")
    assert (line.line_number, line.code, line.service_on, line.reasons) == (1, "99204", remits.SERVICE, ("your deductible",))


def test_s9b_capitation_is_never_on_a_statement(opened: Open) -> None:
    desk = opened(Prices(FEES))
    desk.deliver(submitted("S9B", [("99214", "95.00")]), *remittance("T9", ("S9B", payment("1", remits.S9B))))
    assert told(desk) == []
    assert held(desk, "visit-S9B") == []


def test_s10_the_share_is_billed_now_and_the_rest_after_the_correction(opened: Open) -> None:
    desk = opened(Prices(case_rates={"45385": "4200.00"}))
    desk.deliver(submitted("S10", remits.S10_BILL, kind="institutional"))
    desk.deliver(*remittance("T10a", ("S10", payment("1", remits.S10_FIRST))))
    [first] = desk.of(StatementRequested)
    assert [row(line) for line in first.lines] == [
        ("6900.00", "3600.00", "3240.00", "3300.00", "0.00", "360.00"),
        ("600.00", "0.00", "0.00", "600.00", "0.00", "0.00"),
        ("900.00", "0.00", "0.00", "900.00", "0.00", "0.00"),
    ]
    desk.deliver(patient_pays("S10", "360.00", PAID + timedelta(days=9)))
    taken_back, decided = payment("22", negated(remits.S10_FIRST)), payment("1", remits.S10_SECOND)
    desk.deliver(*remittance("T10b", ("S10", taken_back), ("S10", decided), day=50))
    assert told(desk) == [("360.00", ("your coinsurance",)), ("60.00", ("your coinsurance",))]
    assert row(desk.of(StatementRequested)[1].lines[0]) == ("6900.00", "4200.00", "3780.00", "2700.00", "360.00", "60.00")


def test_s4_an_open_denial_holds_the_share_and_the_correction_bills_it(opened: Open) -> None:
    desk = opened(Prices(FEES))
    desk.deliver(submitted("S4", remits.S4_BILL), *remittance("T4a", ("S4", payment("1", remits.S4_FIRST))))
    assert (told(desk), held(desk, "visit-S4")) == ([], [("denial_open", "210.00")])
    desk.deliver(submitted("S4", remits.S4_AGAIN, 2, PAID + timedelta(days=4), frequency="7"))
    assert held(desk, "visit-S4") == [("correction_open", "12.00"), ("denial_open", "210.00")]
    taken_back, decided = payment("22", negated(remits.S4_FIRST)), payment("1", remits.S4_SECOND, icn="ICN2")
    desk.deliver(*remittance("T4b", ("S4", taken_back), ("S4", decided), day=20))
    assert told(desk) == [("24.80", ("your coinsurance",))]
    assert [f"{line.owed:.2f}" for line in desk.of(StatementRequested)[0].lines] == ["12.80", "12.00", "0.00"]
    assert held(desk, "visit-S4") == []


def test_s5a_a_coverage_denial_is_on_hold_and_keeps_the_patients_credit(opened: Open) -> None:
    desk = opened(Prices(FEES))
    desk.deliver(submitted("S4", remits.S4_BILL), *remittance("T4b", ("S4", payment("1", remits.S4_SECOND))))
    desk.deliver(patient_pays("S4", "24.80", PAID + timedelta(days=5)))
    taken_back, decided = payment("22", negated(remits.S4_SECOND)), payment("1", remits.S5A)
    desk.deliver(*remittance("T5", ("S4", taken_back), ("S4", decided), day=40))
    assert told(desk) == [("24.80", ("your coinsurance",))], "nothing after the take-back"
    assert held(desk, "visit-S4") == [("denial_open", "420.00"), ("credit_kept", "24.80")]
    assert [item.kind for item in desk.work() if item.kind == "credit_to_refund"] == []


def test_s5b_what_the_patient_paid_beyond_the_correction_is_a_refund(opened: Open) -> None:
    desk = opened(Prices())
    desk.deliver(submitted("S5B", [("99205", "420.00")]), *remittance("T0", ("S5B", payment("1", remits.S5B_FIRST))))
    desk.deliver(patient_pays("S5B", "24.80", PAID + timedelta(days=5)))
    taken_back, decided = payment("22", negated(remits.S5B_FIRST)), payment("1", remits.S5B_SECOND)
    desk.deliver(*remittance("T1", ("S5B", taken_back), ("S5B", decided), day=30))
    assert [(item.kind, item.amount) for item in desk.work()] == [("credit_to_refund", Decimal("4.80"))]
    assert told(desk) == [("24.80", ("your coinsurance",))]


def test_a_copay_and_a_coinsurance_are_told_apart_by_line(opened: Open) -> None:
    desk = opened(Prices())
    lines: list[Line] = [*COPAY, ("85025", "40.00", "0.00", [("CO", "45", "20.00"), ("PR", "1", "20.00")])]
    desk.deliver(patient_pays("C1", "30.00"), submitted("C1", [("99213", "150.00"), ("85025", "40.00")]))
    desk.deliver(*remittance("T1", ("C1", payment("1", lines))))
    assert told(desk) == [("15.00", ("your copay", "your deductible"))]
    assert [(row(line)[-2:], line.reasons) for line in desk.of(StatementRequested)[0].lines] == [
        (("25.00", "0.00"), ("your copay",)),
        (("5.00", "15.00"), ("your deductible",)),
    ]


def test_a_decision_without_lines_is_told_as_one_line_of_the_claim(opened: Open) -> None:
    desk = opened(Prices())
    whole = payment("1", [], charge=Decimal("190.00"), paid=Decimal("120.00"))
    reasons = (Adjustment(group="CO", carc="45", amount=Decimal("50.00")), Adjustment(group="PR", carc="1", amount=Decimal("20.00")))
    desk.deliver(submitted("C1", [("99213", "150.00"), ("85025", "40.00")]))
    desk.deliver(*remittance("T1", ("C1", whole.model_copy(update={"adjustments": reasons}))))
    assert told(desk) == [("20.00", ("your deductible",))]
    [line] = desk.of(StatementRequested)[0].lines
    assert (line.line_number, row(line)) == (None, ("190.00", "140.00", "120.00", "50.00", "0.00", "20.00"))


def test_a_share_of_the_claim_as_a_whole_has_a_line_of_its_own(opened: Open) -> None:
    desk = opened(Prices())
    paid: list[Line] = [("99213", "150.00", "150.00", [])]
    reasons = (Adjustment(group="PR", carc="2", amount=Decimal("30.00")),)
    desk.deliver(submitted("C1", [("99213", "150.00")]))
    desk.deliver(*remittance("T1", ("C1", payment("1", paid, paid=Decimal("120.00"), adjustments=reasons))))
    assert told(desk) == [("30.00", ("your coinsurance",))]
    assert [(line.line_number, row(line)[2], row(line)[-1]) for line in desk.of(StatementRequested)[0].lines] == [
        (1, "150.00", "0.00"),
        (None, "-30.00", "30.00"),
    ]


def adjusted(kind: str, amount: str, **more: Any) -> AdjustmentRecorded:
    values = {"claim_id": "C1", "encounter_id": "visit-C1", "kind": kind, "amount": amount, "recorded_on": PAID + timedelta(days=9)}
    return AdjustmentRecorded.model_validate({**values, "adjustment_id": f"{kind}-1", "actor": CLERK, "reason": "decided by the desk", **more})


def test_a_refusal_that_a_person_moves_to_the_patient_is_stated_as_not_covered(opened: Open) -> None:
    desk = opened(Prices())
    lines: list[Line] = [*COPAY, ("85025", "40.00", "0.00", [("PR", "96", "40.00")])]
    desk.deliver(submitted("C1", [("99213", "150.00"), ("85025", "40.00")]), *remittance("T1", ("C1", payment("1", lines))))
    assert told(desk) == []
    desk.deliver(adjusted("denied_to_patient", "40.00", line_number=2))
    assert told(desk) == [("65.00", ("your copay", "not covered by your insurance"))]
    second = desk.of(StatementRequested)[0].lines[1]
    assert (row(second), second.reasons) == (("40.00", "0.00", "0.00", "0.00", "0.00", "40.00"), ("not covered by your insurance",))


def test_what_is_written_off_for_the_patient_is_no_new_statement_and_lowers_the_reminder(opened: Open) -> None:
    desk = with_copay(opened)
    desk.deliver(adjusted("small_balance", "5.00"), on=PAID + timedelta(days=9))
    assert told(desk) == [("25.00", ("your copay",))]
    desk.tick(PAID + timedelta(days=30))
    [reminder] = desk.of(ReminderRequested)
    assert (reminder.notice, reminder.amount, row(reminder.lines[0])[-1]) == (2, Decimal("20.00"), "20.00")


def test_two_reminders_follow_an_unpaid_statement_and_no_third(opened: Open) -> None:
    desk = with_copay(opened)
    for days in (29, 30, 45, 60, 90, 200):
        desk.tick(PAID + timedelta(days=days))
    assert [(one.notice, one.requested_on, one.amount) for one in desk.of(ReminderRequested)] == [
        (2, PAID + timedelta(days=30), Decimal("25.00")),
        (3, PAID + timedelta(days=60), Decimal("25.00")),
    ]
    assert len(desk.of(StatementRequested)) == 1
    assert desk.account("visit-C1").wake_on is None


def test_a_payment_starts_the_days_anew_and_all_of_it_ends_them(opened: Open) -> None:
    desk = with_copay(opened)
    desk.deliver(patient_pays("C1", "10.00", PAID + timedelta(days=20)), on=PAID + timedelta(days=20))
    desk.tick(PAID + timedelta(days=30))
    assert desk.of(ReminderRequested) == []
    desk.tick(PAID + timedelta(days=50))
    assert [(one.notice, one.amount, one.payments) for one in desk.of(ReminderRequested)] == [(2, Decimal("15.00"), Decimal("10.00"))]
    desk.deliver(patient_pays("C1", "15.00", PAID + timedelta(days=55)), on=PAID + timedelta(days=55))
    desk.tick(PAID + timedelta(days=90))
    assert len(desk.of(ReminderRequested)) == 1
    assert desk.account("visit-C1").wake_on is None


def test_nobody_is_reminded_while_a_correction_is_open(opened: Open) -> None:
    desk = with_copay(opened)
    desk.deliver(submitted("C1", [("99213", "150.00")], 2, date(2026, 10, 20), frequency="7"), on=date(2026, 10, 20))
    desk.tick(PAID + timedelta(days=40))
    assert desk.of(ReminderRequested) == []
    assert held(desk, "visit-C1") == [("correction_open", "25.00")]


def test_a_claim_nobody_has_decided_on_says_so(opened: Open) -> None:
    desk = opened(Prices())
    desk.deliver(submitted("C1", [("99213", "150.00")]))
    assert held(desk, "visit-C1") == [("undecided", "150.00")]


CENTS = st.decimals(min_value=0, max_value=200, places=2)
SHARES = st.tuples(CENTS, CENTS, st.sampled_from(["1", "2", "3"]))


@settings(max_examples=60, deadline=None)
@given(st.lists(SHARES, min_size=1, max_size=4), CENTS, st.lists(CENTS, max_size=3), CENTS)
def test_every_statement_explains_itself_to_the_cent(
    shares: list[tuple[Decimal, Decimal, str]], whole: Decimal, payments: list[Decimal], charity: Decimal
) -> None:
    lines: list[Line] = [
        (f"9920{place}", "500.00", str(500 - cut - share), [("CO", "45", str(cut)), ("PR", carc, str(share))])
        for place, (cut, share, carc) in enumerate(shares)
    ]
    claim = payment("1", lines)
    claim = claim.model_copy(
        update={"paid": claim.paid - whole, "adjustments": (Adjustment(group="PR", carc="2", amount=whole),) if whole else ()},
    )
    desk = Desk(Prices())
    desk.deliver(*(patient_pays("C1", str(one)) for one in payments if one), submitted("C1", [line[:2] for line in lines]))
    desk.deliver(*remittance("T1", ("C1", claim)), on=PAID)
    if charity and desk.balances("C1").patient_open >= charity:
        desk.deliver(adjusted("charity", str(charity)))
        desk.tick(PAID + timedelta(days=30))
    owed = sum((share for _, share, _ in shares), whole) - sum(payments)
    assert [one[0] for one in told(desk)] == ([f"{owed:.2f}"] if owed > 0 else [])
    for one in desk.of(ReminderRequested):
        assert sum(line.owed for line in one.lines) == one.amount == owed - charity
        assert all(line.billed == line.paid + line.adjusted + line.patient_paid + line.owed for line in one.lines)
