"""What people write off, move, refund and take back: never beyond the balance, never twice, and it falls with the decision it was made on."""

from datetime import timedelta
from decimal import Decimal

import pytest

from shared.contracts.adjudication import AccountPosted, ClaimClosed, ClaimPosted, StatementRequested
from tests.unit.adjudication import remits
from tests.unit.adjudication.books import LATER, adjusts, counters, opening, refunds
from tests.unit.adjudication.desk import Desk, Prices, gross
from tests.unit.adjudication.remits import CLERK, PAID, Line, negated, patient_pays, payment, remittance, submitted

BILL = [("99213", "150.00"), ("85025", "40.00")]
DENIED: list[Line] = [("99213", "150.00", "0.00", [("CO", "197", "150.00")]), ("85025", "40.00", "0.00", [("CO", "197", "40.00")])]
SHARED: list[Line] = [("99213", "150.00", "67.00", [("CO", "45", "58.00"), ("PR", "3", "25.00")]), ("85025", "40.00", "40.00", [])]


def decided(lines: list[Line], prices: Prices | None = None) -> Desk:
    desk = Desk(prices)
    desk.deliver(submitted("C1", BILL), *remittance("T1", ("C1", payment("1", lines))))
    return desk


def kinds(desk: Desk) -> list[str]:
    return sorted(item.kind for item in desk.work())


@pytest.mark.parametrize(
    ("lines", "kind", "amount", "pair"),
    [
        (DENIED, "denial_write_off", "190.00", ("WO-den", "DEN")),
        (DENIED, "denied_to_patient", "190.00", ("ARPt", "DEN")),
        (SHARED, "charity", "25.00", ("WO-char", "ARPt")),
        (SHARED, "small_balance", "25.00", ("WO-small", "ARPt")),
        (SHARED, "bad_debt", "25.00", ("BAD", "ARPt")),
    ],
)
def test_each_kind_goes_to_its_account_and_names_who_and_why(lines: list[Line], kind: str, amount: str, pair: tuple[str, str]) -> None:
    desk = decided(lines)
    events = desk.deliver(adjusts("C1", kind, amount))
    posted = next(one for one in events if isinstance(one, ClaimPosted))
    assert gross([posted]) == {pair: amount}
    assert posted.manual is not None
    assert (posted.cause, posted.manual.actor, posted.posted_on, posted.command) == ("adjustment", CLERK, LATER, "A1")
    found = posted.balances
    assert found.charged == found.payer_paid + found.contractual + found.written_off + found.patient_open + found.denied_open


def test_a_dispute_that_is_given_up_becomes_contractual() -> None:
    desk = decided(SHARED, Prices({"99213": "100.00"}))
    assert desk.balances("C1").disputed == Decimal("8.00")
    assert gross(desk.deliver(adjusts("C1", "dispute_conceded", "8.00"))) == {("CTR", "DSP"): "8.00"}
    assert desk.balances("C1").contractual == Decimal("58.00")


def test_a_write_off_lands_on_the_lines_that_hold_the_balance() -> None:
    desk = decided(DENIED)
    desk.deliver(adjusts("C1", "denial_write_off", "160.00"))
    assert [(one.line_number, one.amount) for one in desk.of(ClaimPosted)[-1].entries] == [(1, Decimal("150.00")), (2, Decimal("10.00"))]
    desk.deliver(adjusts("C1", "denial_write_off", "30.00", "A2", line_number=2))
    assert desk.balances("C1").denied_open == 0
    assert len(desk.of(ClaimClosed)) == 1


def test_what_a_line_does_not_hold_waits_and_is_posted_once_it_does() -> None:
    desk = decided(SHARED)
    assert desk.deliver(adjusts("C1", "denial_write_off", "40.00", line_number=2))[1:] == []
    assert kinds(desk) == ["entry_waits"]
    denied = [SHARED[0], DENIED[1]]
    desk.deliver(*remittance("T2", ("C1", payment("22", negated(SHARED))), ("C1", payment("1", denied)), day=9))
    assert desk.balances("C1").written_off == Decimal("40.00")
    assert kinds(desk) == []


def test_a_command_that_waits_can_be_withdrawn() -> None:
    desk = decided(SHARED)
    desk.deliver(adjusts("C1", "charity", "26.00"), counters("C1", "A1"))
    assert kinds(desk) == []
    assert desk.balances("C1").written_off == 0


def test_charity_leaves_nothing_to_be_stated_and_closes_the_claim() -> None:
    desk = decided(SHARED)
    desk.deliver(adjusts("C1", "charity", "25.00"))
    assert desk.balances("C1").patient_open == 0
    assert [one.claim_id for one in desk.of(ClaimClosed)] == ["C1"]


def test_a_contra_entry_is_the_exact_opposite_and_happens_once() -> None:
    desk = decided(SHARED)
    desk.deliver(adjusts("C1", "charity", "25.00"))
    made = desk.of(ClaimPosted)[-1].entries
    events = desk.deliver(counters("C1", "P1", made), counters("C1", "P1", made))
    posted = [one for one in events if isinstance(one, ClaimPosted)]
    assert [(one.cause, one.counters) for one in posted] == [("contra", "P1")]
    assert gross(posted) == {("ARPt", "WO-char"): "25.00"}
    assert desk.balances("C1").patient_open == Decimal("25.00")
    assert kinds(desk) == []


def test_a_check_that_bounced_is_taken_back_and_the_patient_owes_again() -> None:
    desk = decided(SHARED)
    desk.deliver(patient_pays("C1", "25.00", PAID))
    paid = next(one for one in desk.of(ClaimPosted) if one.cause == "patient_payment")
    assert paid.manual is not None
    desk.deliver(counters("C1", "P1", paid.entries))
    assert desk.balances("C1").patient_open == Decimal("25.00")
    assert desk.trial_balance().get("Cash") is None


def test_a_prepayment_that_bounced_is_taken_out_of_the_claims_it_was_applied_to() -> None:
    desk = Desk()
    desk.deliver(patient_pays("C1", "25.00"), submitted("C1", BILL), *remittance("T1", ("C1", payment("1", SHARED))))
    assert desk.balances("C1").patient_open == 0
    [prepaid] = desk.of(AccountPosted)
    desk.deliver(counters("C1", "P1", prepaid.entries, of_claim=False))
    assert (desk.balances("C1").patient_open, desk.account("visit-C1").credit) == (Decimal("25.00"), Decimal("0.00"))


def test_a_refund_is_approved_out_of_the_credit_and_then_paid() -> None:
    desk = Desk()
    desk.deliver(opening("S5B", [("99205", "420.00")], payment("1", remits.S5B_FIRST), paid="29.60"))
    assert gross(desk.deliver(refunds("S5B", "approved", "4.80"))) == {("PC", "REF"): "4.80"}
    assert kinds(desk) == ["refund_to_pay"]
    assert gross(desk.deliver(refunds("S5B", "paid", "4.80", "R2"))) == {("REF", "Cash"): "4.80"}
    assert kinds(desk) == []
    assert desk.account("visit-S5B").credit == 0


def test_no_more_is_refunded_than_there_is() -> None:
    desk = Desk()
    desk.deliver(patient_pays("C1", "10.00"), refunds("C1", "approved", "10.01"), refunds("C1", "paid", "10.00", "R2"))
    assert desk.trial_balance() == {"Cash": Decimal("10.00"), "PC": Decimal("-10.00")}
    assert kinds(desk) == ["entry_waits", "entry_waits"]


def test_a_write_off_falls_with_the_denial_that_the_payer_takes_back() -> None:
    desk = decided(DENIED)
    desk.deliver(adjusts("C1", "denial_write_off", "190.00"))
    desk.deliver(*remittance("T2", ("C1", payment("22", negated(DENIED))), ("C1", payment("1", SHARED)), day=9))
    found = desk.balances("C1")
    assert (found.written_off, found.denied_open, found.payer_paid, found.contractual, found.patient_open) == tuple(
        map(Decimal, ("0.00", "0.00", "107.00", "58.00", "25.00"))
    )
    fallen = next(one for one in desk.of(ClaimPosted) if one.cause == "contra")
    assert (fallen.counters, fallen.manual.actor.role) == ("A1", "service")


def test_charity_falls_with_the_share_it_was_given_on_and_somebody_is_told() -> None:
    desk = decided(SHARED)
    desk.deliver(patient_pays("C1", "10.00", PAID), adjusts("C1", "charity", "15.00"))
    desk.deliver(*remittance("T2", ("C1", payment("22", negated(SHARED))), day=9))
    found = desk.balances("C1")
    assert (found.written_off, found.payer_open, found.patient_open, found.patient_credit) == tuple(map(Decimal, ("0", "190", "0", "10")))
    desk.deliver(*remittance("T3", ("C1", payment("1", SHARED)), day=10))
    assert desk.balances("C1").patient_open == Decimal("15.00")
    assert kinds(desk) == ["adjustment_fell"]
    desk.deliver(adjusts("C1", "charity", "15.00", "A2", LATER + timedelta(days=1)))
    assert kinds(desk) == []


def test_what_fell_is_not_taken_back_once_more() -> None:
    desk = decided(SHARED)
    desk.deliver(adjusts("C1", "charity", "25.00"))
    made = desk.of(ClaimPosted)[-1].entries
    desk.deliver(*remittance("T2", ("C1", payment("22", negated(SHARED))), day=9))
    desk.deliver(counters("C1", "P1", made))
    assert desk.balances("C1").written_off == 0
    assert kinds(desk) == []


def test_a_payers_credit_is_refunded_through_remit_clearing() -> None:
    desk = Desk()
    desk.deliver(submitted("S7", [("99214", "250.00")], payer_id="FEDS3"))
    desk.deliver(*remittance("TM", ("S7", payment("19", remits.S7_MEDICARE)), payer="FEDS3"))
    desk.deliver(*remittance("TG", ("S7", payment("2", remits.S7_MEDIGAP, icn="G1")), day=10, payer=""))
    desk.deliver(*remittance("TR", ("S7", payment("22", negated(remits.S7_MEDICARE))), day=20, payer="FEDS3"))
    assert [(item.kind, item.amount) for item in desk.work() if item.kind == "payer_credit"] == [("payer_credit", Decimal("28.00"))]
    events = desk.deliver(adjusts("S7", "payer_credit_refunded", "28.00"))
    posted = [gross([one]) for one in events if isinstance(one, ClaimPosted | AccountPosted)]
    assert posted == [{("ARP-2", "RC"): "28.00"}, {("RC", "Cash"): "28.00"}]
    found = desk.balances("S7")
    assert (found.payer_paid, found.payer_open, found.charged) == (Decimal("0.00"), Decimal("250.00"), Decimal("250.00"))
    assert "payer_credit" not in kinds(desk)


def test_a_remittance_of_a_closed_month_is_posted_into_the_open_one() -> None:
    desk = Desk()
    desk.deliver(submitted("C1", BILL))
    desk.closed_through = "2026-11"
    events = desk.deliver(*remittance("T1", ("C1", payment("1", SHARED))))
    assert {(one.posted_on, one.period) for one in events if isinstance(one, ClaimPosted)} == {(PAID, "2026-12")}


def test_what_is_moved_to_the_patient_is_told_line_by_line() -> None:
    desk = decided([SHARED[0], DENIED[1]])
    assert desk.of(StatementRequested) == []
    desk.deliver(adjusts("C1", "denied_to_patient", "40.00"))
    [told] = desk.of(StatementRequested)
    assert (told.amount, [one.owed for one in told.lines]) == (Decimal("65.00"), [Decimal("25.00"), Decimal("40.00")])


def test_a_statement_says_less_after_a_write_off() -> None:
    desk = decided([SHARED[0], DENIED[1]])
    desk.deliver(adjusts("C1", "charity", "10.00"), adjusts("C1", "denial_write_off", "40.00", "A2"))
    [told] = desk.of(StatementRequested)
    assert (told.amount, sum(one.owed for one in told.lines)) == (Decimal("15.00"), Decimal("15.00"))
