"""adjudication.post: where each dollar of a decision goes, and when the patient is told."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from shared.contracts.adjudication import Adjustment, ClaimPosted, StatementRequested
from tests.unit.adjudication.desk import Desk, Prices, gross
from tests.unit.adjudication.remits import PAID, S7_MEDICARE, Line, negated, patient_pays, payment, remittance, submitted

BILL = [("99213", "150.00")]
SHARED: list[Line] = [("99213", "150.00", "67.00", [("CO", "45", "58.00"), ("PR", "3", "25.00")])]


def remit(desk: Desk, lines: list[Line], status: str = "1", **changes: Any) -> dict[tuple[str, str], str]:
    desk.deliver(submitted("C1", [(code, charge) for code, charge, _, _ in lines]))
    desk.deliver(*remittance("T1", ("C1", payment(status, lines, **changes))))
    return gross(event for event in desk.of(ClaimPosted) if event.cause == "remittance")


def test_a_payment_above_charges_flips_the_contractual_side() -> None:
    above: list[Line] = [("99213", "100.00", "130.00", [("CO", "94", "-30.00")])]
    desk = Desk()
    assert remit(desk, above) == {("RC", "ARP"): "130.00", ("ARP", "CTR"): "30.00"}
    assert desk.balances("C1").contractual == Decimal("-30.00")


def test_patient_group_denials_go_to_the_denied_and_not_to_the_patient() -> None:
    for carc in ("27", "96", "204", "242"):
        desk = Desk()
        assert remit(desk, [("99213", "150.00", "0.00", [("PR", carc, "150.00")])]) == {("DEN", "ARP"): "150.00"}
        assert desk.of(StatementRequested) == []


def test_a_claim_level_reason_gets_a_line_of_its_own() -> None:
    lines: list[Line] = [("99213", "150.00", "150.00", [])]
    desk = Desk()
    assert remit(
        desk,
        lines,
        paid=Decimal("130.00"),
        adjustments=(Adjustment(group="CO", carc="45", amount=Decimal("20.00")),),
    ) == {("RC", "ARP"): "150.00", ("CTR", "ARP"): "20.00", ("ARP", "RC"): "20.00"}
    assert [entry.line_number for entry in desk.of(ClaimPosted)[-1].entries] == [1, None, None]
    assert desk.balances("C1").payer_paid == Decimal("130.00")


def test_an_inpatient_remittance_without_service_lines_posts_to_the_claim() -> None:
    desk = Desk(Prices(case_rates={"99213": "110.00"}))
    desk.deliver(submitted("C1", BILL))
    whole = payment("1", [], charge=Decimal("150.00"), paid=Decimal("100.00"))
    whole = whole.model_copy(update={"adjustments": (Adjustment(group="CO", carc="45", amount=Decimal("50.00")),)})
    desk.deliver(*remittance("T1", ("C1", whole)))
    found = gross(event for event in desk.of(ClaimPosted) if event.cause == "remittance")
    assert found == {("RC", "ARP"): "100.00", ("DSP", "ARP"): "10.00", ("CTR", "ARP"): "40.00"}


def test_a_fee_below_the_contract_is_disputed_only_as_far_as_the_contract_goes() -> None:
    desk = Desk(Prices({"99213": "100.00"}))
    assert remit(desk, SHARED) == {("RC", "ARP"): "67.00", ("CTR", "ARP"): "50.00", ("DSP", "ARP"): "8.00", ("ARPt", "ARP"): "25.00"}


def test_a_code_without_a_price_is_never_disputed() -> None:
    desk = Desk(Prices({}))
    assert remit(desk, SHARED) == {("RC", "ARP"): "67.00", ("CTR", "ARP"): "58.00", ("ARPt", "ARP"): "25.00"}


def test_a_late_charge_is_posted_when_its_replacement_is_submitted() -> None:
    desk = Desk()
    desk.deliver(submitted("C1", BILL), *remittance("T1", ("C1", payment("1", SHARED))))
    events = desk.deliver(submitted("C1", [*BILL, ("85025", "40.00")], 2, PAID + timedelta(days=3), frequency="7"))
    assert gross(events) == {("ARP", "REV"): "40.00"}
    again: list[Line] = [*SHARED, ("85025", "40.00", "10.50", [("CO", "45", "29.50")])]
    desk.deliver(*remittance("T2", ("C1", payment("22", negated(SHARED))), ("C1", payment("1", again)), day=20))
    found = desk.balances("C1")
    assert (found.charged, found.payer_open, found.payer_paid) == (Decimal("190.00"), Decimal("0.00"), Decimal("77.50"))


def test_a_resubmission_after_a_rejection_charges_nothing_again() -> None:
    desk = Desk()
    desk.deliver(submitted("C1", BILL), submitted("C1", BILL, 2))
    assert desk.trial_balance() == {"ARP": Decimal("150.00"), "REV": Decimal("-150.00")}


def test_no_statement_while_a_replacement_is_unanswered() -> None:
    desk = Desk()
    desk.deliver(submitted("C1", BILL), submitted("C1", BILL, 2, PAID + timedelta(days=1), frequency="7"))
    desk.deliver(*remittance("T1", ("C1", payment("1", SHARED))))
    assert desk.of(StatementRequested) == []
    desk.deliver(*remittance("T2", ("C1", payment("22", negated(SHARED))), ("C1", payment("1", SHARED)), day=20))
    assert [one.amount for one in desk.of(StatementRequested)] == [Decimal("25.00")]


def test_one_statement_for_one_decision_however_the_patient_pays() -> None:
    desk = Desk()
    desk.deliver(submitted("C1", BILL), *remittance("T1", ("C1", payment("1", SHARED))))
    desk.deliver(patient_pays("C1", "5.00"), patient_pays("C1", "10.00"))
    assert [(one.amount, one.reasons) for one in desk.of(StatementRequested)] == [(Decimal("25.00"), ("your copay",))]
    assert desk.balances("C1").patient_open == Decimal("10.00")


def test_what_the_patient_pays_beyond_the_debt_is_credit_and_then_a_refund() -> None:
    desk = Desk()
    desk.deliver(submitted("C1", BILL), *remittance("T1", ("C1", payment("1", SHARED))))
    assert gross(desk.deliver(patient_pays("C1", "40.00"))) == {("Cash", "ARPt"): "25.00", ("Cash", "PC"): "15.00"}
    assert [(item.kind, item.amount) for item in desk.work()] == [("credit_to_refund", Decimal("15.00"))]


def test_a_prepayment_alone_is_no_refund() -> None:
    desk = Desk()
    desk.deliver(patient_pays("C1", "25.00"), submitted("C1", BILL))
    assert desk.work() == []


def test_money_of_a_patient_that_no_claim_follows_becomes_work_until_one_does() -> None:
    desk = Desk()
    desk.deliver(patient_pays("C1", "25.00"))
    due = desk.account("visit-C1").wake_on
    assert due == date(2026, 9, 10) + timedelta(days=30)
    assert desk.work() == []
    desk.wake("visit-C1", due)
    assert [(item.kind, item.subject, item.amount) for item in desk.work()] == [("payment_without_claim", "visit-C1", Decimal("25.00"))]
    desk.deliver(submitted("C1", BILL))
    assert (desk.work(), desk.account("visit-C1").wake_on) == ([], None)


def test_a_forwarded_claim_that_nobody_pays_becomes_work_after_thirty_days() -> None:
    desk = Desk(Prices({"99214": "140.00"}))
    desk.deliver(submitted("S7", [("99214", "250.00")], payer_id="FEDS3"))
    desk.deliver(*remittance("TM", ("S7", payment("19", S7_MEDICARE)), payer="FEDS3"))
    due = PAID + timedelta(days=30)
    assert desk.account("visit-S7").wake_on == due
    assert desk.work() == []
    desk.wake("visit-S7", due)
    assert [(item.kind, item.amount) for item in desk.work()] == [("forwarded_claim_unpaid", Decimal("28.00"))]
    assert desk.account("visit-S7").wake_on is None


def test_a_payer_that_takes_back_after_the_next_one_paid_leaves_a_credit_to_refund() -> None:
    desk = Desk(Prices({"99214": "140.00"}))
    desk.deliver(submitted("S7", [("99214", "250.00")], payer_id="FEDS3"))
    desk.deliver(*remittance("TM", ("S7", payment("19", S7_MEDICARE)), payer="FEDS3"))
    medigap: list[Line] = [("99214", "250.00", "28.00", [("OA", "23", "222.00")])]
    desk.deliver(*remittance("TG", ("S7", payment("2", medigap)), payer="", day=5))
    desk.deliver(*remittance("TR", ("S7", payment("22", negated(S7_MEDICARE))), payer="FEDS3", day=9))
    assert [(item.kind, item.amount) for item in desk.work()] == [("payer_credit", Decimal("28.00"))]


def test_a_decision_waits_until_its_charge_is_posted() -> None:
    desk = Desk(pick=lambda count: -1)
    desk.deliver(*remittance("T1", ("C1", payment("1", SHARED))), submitted("C1", BILL), patient_pays("C1", "25.00", date(2026, 9, 10)))
    assert desk.balances("C1").patient_open == 0
    assert desk.trial_balance() == {"CTR": Decimal("58.00"), "Cash": Decimal("25.00"), "RC": Decimal("67.00"), "REV": Decimal("-150.00")}


def test_a_refusal_as_a_duplicate_holds_no_refund() -> None:
    duplicate: list[Line] = [("99213", "150.00", "0.00", [("CO", "18", "150.00")])]
    desk = Desk()
    desk.deliver(submitted("C1", BILL), *remittance("T1", ("C1", payment("1", SHARED))))
    desk.deliver(*remittance("T2", ("C1", payment("1", duplicate, icn="ICN9")), day=9), patient_pays("C1", "30.00"))
    assert sorted(item.kind for item in desk.work()) == ["credit_to_refund", "duplicate_decision"]


def test_a_pending_correction_holds_the_refund() -> None:
    desk = Desk()
    desk.deliver(submitted("C1", BILL), *remittance("T1", ("C1", payment("1", SHARED))))
    desk.deliver(*remittance("T2", ("C1", payment("1", SHARED, icn="ICN2")), day=9), patient_pays("C1", "30.00"))
    assert [item.kind for item in desk.work()] == ["correction_pending"]


def test_the_charge_is_posted_once_whoever_is_billed_first_and_not_again_for_the_next_payer() -> None:
    desk = Desk()
    desk.deliver(submitted("C1", BILL, payer_order=2), submitted("C1", BILL, 2, payer_order=3, payer_id="CASC2"))
    assert desk.trial_balance() == {"ARP": Decimal("150.00"), "REV": Decimal("-150.00")}


def test_a_payer_that_takes_its_decision_back_and_says_no_more_is_asked_after_thirty_days() -> None:
    desk = Desk()
    desk.deliver(submitted("C1", BILL), *remittance("T1", ("C1", payment("1", SHARED))))
    desk.deliver(*remittance("T2", ("C1", payment("22", negated(SHARED))), day=9))
    due = desk.account("visit-C1").wake_on
    assert due is not None
    assert (due - desk.account("visit-C1").claims["C1"].last_on).days == 30
    assert desk.work() == []
    desk.wake("visit-C1", due)
    assert [(item.kind, item.amount) for item in desk.work()] == [("decision_taken_back", Decimal("150.00"))]
    desk.deliver(*remittance("T3", ("C1", payment("1", SHARED)), day=20))
    assert desk.work() == []
