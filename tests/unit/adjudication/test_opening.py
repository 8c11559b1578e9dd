"""Claims of an earlier system: against the opening account, never as revenue, and with decisions that can be taken back here."""

from datetime import timedelta
from decimal import Decimal

from shared.contracts.adjudication import ClaimPosted, ClaimRemitted, ClaimUnmatched, DecisionHeld, StatementRequested
from tests.unit.adjudication import remits
from tests.unit.adjudication.books import OPENED, opening
from tests.unit.adjudication.desk import Desk, gross, moves
from tests.unit.adjudication.remits import PAID, deposit, negated, patient_pays, payment, remittance

BILL = [("99205", "420.00")]
OTHER = [("99213", "150.00")]
PAID_WHOLE = payment("1", [("99213", "150.00", "150.00", [])])


def test_an_undecided_claim_is_a_receivable_against_the_opening_account() -> None:
    desk = Desk()
    assert gross(desk.deliver(opening("OTHER1", OTHER))) == {("ARP", "OPEN"): "150.00"}
    found = desk.balances("OTHER1")
    assert (found.charged, found.payer_open) == (Decimal("150.00"), Decimal("150.00"))
    [posted] = desk.of(ClaimPosted)
    assert (posted.cause, posted.posted_on, posted.period, posted.entries[0].reference) == ("opening", OPENED, "2026-10", "REV")


def test_a_payer_pays_a_claim_of_an_earlier_system_and_nothing_waits() -> None:
    desk = Desk()
    desk.deliver(opening("OTHER1", OTHER))
    assert gross(one for one in desk.deliver(*remittance("T1", ("OTHER1", PAID_WHOLE))) if isinstance(one, ClaimPosted)) == {("RC", "ARP"): "150.00"}
    desk.deliver(deposit("T1", "150.00"))
    assert desk.trial_balance() == {"Cash": Decimal("150.00"), "OPEN": Decimal("-150.00")}
    found = desk.balances("OTHER1")
    assert (found.charged, found.payer_paid, found.payer_open) == (Decimal("150.00"), Decimal("150.00"), Decimal("0.00"))
    assert desk.work() == []


def test_a_payment_that_came_before_its_old_claim_leaves_suspense_when_that_is_told() -> None:
    desk = Desk()
    desk.deliver(*remittance("T1", ("OTHER1", PAID_WHOLE)))
    assert len(desk.of(ClaimUnmatched)) == 1
    assert desk.trial_balance() == {"RC": Decimal("150.00"), "SUS": Decimal("-150.00")}
    desk.deliver(opening("OTHER1", OTHER))
    assert desk.trial_balance() == {"OPEN": Decimal("-150.00"), "RC": Decimal("150.00")}


def test_s5b_a_decision_of_the_earlier_system_is_taken_back_and_corrected() -> None:
    desk = Desk()
    events = desk.deliver(opening("S5B", BILL, payment("1", remits.S5B_FIRST), paid="24.80"))
    assert gross(events) == {("ARP", "OPEN"): "420.00", ("OPEN", "ARP"): "395.20", ("ARPt", "ARP"): "24.80", ("OPEN", "ARPt"): "24.80"}
    assert desk.trial_balance() == {}
    found = desk.balances("S5B")
    assert (found.charged, found.payer_paid, found.contractual, found.patient_paid) == tuple(map(Decimal, ("420.00", "233.20", "162.00", "24.80")))
    taken_back, decided = payment("22", negated(remits.S5B_FIRST)), payment("1", remits.S5B_SECOND)
    first = desk.deliver(*remittance("T1", ("S5B", taken_back), ("S5B", decided), plb=[("WO", "-53.20")], day=30))
    posted = [gross([one]) for one in first if isinstance(one, ClaimPosted)]
    assert posted == [
        {("ARP", "RC"): "233.20", ("ARP", "CTR"): "162.00", ("ARP", "ARPt"): "24.80"},
        {("ARPt", "PC"): "24.80"},
        {("RC", "ARP"): "180.00", ("CTR", "ARP"): "220.00", ("ARPt", "ARP"): "20.00"},
        {("PC", "ARPt"): "20.00"},
    ]
    assert moves(first) == {"CLR": "-53.20", "CTR": "58.00", "PC": "-4.80"}
    found = desk.balances("S5B")
    assert (found.charged, found.payer_paid, found.contractual, found.patient_paid) == tuple(map(Decimal, ("420.00", "180.00", "220.00", "20.00")))
    assert [(item.kind, item.amount) for item in desk.work()] == [("credit_to_refund", Decimal("4.80"))]
    assert desk.of(DecisionHeld) == []


def test_the_reversal_names_the_decision_that_the_earlier_system_had() -> None:
    desk = Desk()
    desk.deliver(opening("S5B", BILL, payment("1", remits.S5B_FIRST), paid="24.80"))
    desk.deliver(*remittance("T1", ("S5B", payment("22", negated(remits.S5B_FIRST)))))
    [remitted] = desk.of(ClaimRemitted)
    assert remitted.reverses is not None
    assert (remitted.reverses.remittance_id, remitted.reverses.ordinal) == ("opening-S5B", 1)


def test_an_old_claim_that_is_told_twice_is_posted_once() -> None:
    desk = Desk(copies=2)
    desk.deliver(opening("S5B", BILL, payment("1", remits.S5B_FIRST), paid="24.80"))
    desk.deliver(opening("S5B", BILL, payment("1", remits.S5B_FIRST), paid="24.80"))
    assert len(desk.of(ClaimPosted)) == 3
    assert desk.trial_balance() == {}


def test_what_the_patient_still_owes_of_an_old_claim_is_billed_and_paid_here() -> None:
    desk = Desk()
    desk.deliver(opening("S5B", BILL, payment("1", remits.S5B_FIRST)))
    assert [one.amount for one in desk.of(StatementRequested)] == [Decimal("24.80")]
    assert gross(desk.deliver(patient_pays("S5B", "24.80", PAID))) == {("Cash", "ARPt"): "24.80"}
    assert desk.trial_balance() == {"Cash": Decimal("24.80"), "OPEN": Decimal("-24.80")}


def test_what_was_refused_before_is_ours_to_fight_for() -> None:
    desk = Desk()
    denied = payment("1", [("99213", "150.00", "0.00", [("CO", "197", "150.00")])])
    desk.deliver(opening("OTHER1", OTHER, denied))
    assert desk.trial_balance() == {"DEN": Decimal("150.00"), "OPEN": Decimal("-150.00")}
    paid = payment("1", [("99213", "150.00", "92.00", [("CO", "45", "58.00")])])
    back = payment("22", negated([("99213", "150.00", "0.00", [("CO", "197", "150.00")])]))
    desk.deliver(*remittance("T1", ("OTHER1", back), ("OTHER1", paid)))
    assert desk.trial_balance() == {"CTR": Decimal("58.00"), "OPEN": Decimal("-150.00"), "RC": Decimal("92.00")}


def test_money_that_the_patient_paid_too_much_before_is_a_credit_to_refund() -> None:
    desk = Desk()
    desk.deliver(opening("S5B", BILL, payment("1", remits.S5B_FIRST), paid="30.00"))
    assert desk.account("visit-S5B").credit == Decimal("5.20")
    assert [(item.kind, item.amount) for item in desk.work()] == [("credit_to_refund", Decimal("5.20"))]


def test_everything_taken_back_leaves_the_old_charge_open() -> None:
    desk = Desk()
    desk.deliver(opening("S5B", BILL, payment("1", remits.S5B_FIRST), paid="24.80"))
    desk.deliver(*remittance("T1", ("S5B", payment("22", negated(remits.S5B_FIRST))), day=9), on=PAID + timedelta(days=9))
    found = desk.balances("S5B")
    assert (found.charged, found.payer_open) == (Decimal("420.00"), Decimal("420.00"))
    assert (found.payer_paid, found.contractual, found.patient_paid, found.patient_open) == (0, 0, 0, 0)
    assert found.patient_credit == Decimal("24.80")


def test_an_old_claim_that_is_at_its_second_payer_is_paid_by_it() -> None:
    desk = Desk()
    first = payment("1", remits.S8_PRIMARY)
    desk.deliver(opening("S8", [("99205", "500.00")], first, payer_id="CASC2", payer_order=2))
    assert desk.trial_balance() == {"ARP-2": Decimal("140.00"), "OPEN": Decimal("-140.00")}
    desk.deliver(*remittance("TS", ("S8", payment("2", remits.S8_SECONDARY, icn="SEC")), day=30, payer="CASC2"))
    assert desk.trial_balance() == {"ARPt": Decimal("20.00"), "OPEN": Decimal("-140.00"), "RC": Decimal("120.00")}
    found = desk.balances("S8")
    assert (found.charged, found.payer_paid, found.contractual, found.patient_open) == tuple(map(Decimal, ("500.00", "280.00", "200.00", "20.00")))
