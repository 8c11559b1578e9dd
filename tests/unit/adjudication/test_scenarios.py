"""The journal entries of the acceptance scenarios, to the cent, each message delivered once and twice."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from shared.contracts.adjudication import ClaimClosed, ClaimPosted, ClaimRemitted, DecisionReference, RemittancePosted, StatementRequested
from shared.contracts.values import RemittanceId
from tests.unit.adjudication import remits
from tests.unit.adjudication.desk import Desk, Prices, gross, moves
from tests.unit.adjudication.remits import PAID, deposit, negated, patient_pays, payment, remittance, submitted

FEES = {"99213": "92.00", "99214": "128.00", "85025": "10.50", "20610": "120.00", "J1010": "0.25", "99204": "210.00"}

Open = Callable[[Prices], Desk]


@pytest.fixture(params=[1, 2], ids=["once", "twice"])
def opened(request: pytest.FixtureRequest) -> Open:
    return lambda prices: Desk(prices, copies=request.param)


def by_cause(desk: Desk, cause: str) -> dict[tuple[str, str], str]:
    return gross(event for event in desk.of(ClaimPosted) if event.cause == cause)


def test_s1_the_copay_is_a_credit_until_the_patients_share_posts(opened: Open) -> None:
    desk = opened(Prices(FEES))
    assert gross(desk.deliver(patient_pays("S1", "25.00"))) == {("Cash", "PC"): "25.00"}
    assert gross(desk.deliver(submitted("S1", remits.S1_BILL))) == {("ARP", "REV"): "190.00"}
    desk.deliver(*remittance("T1", ("S1", payment("1", remits.S1))))
    assert by_cause(desk, "remittance") == {("RC", "ARP"): "77.50", ("CTR", "ARP"): "87.50", ("ARPt", "ARP"): "25.00"}
    assert by_cause(desk, "application") == {("PC", "ARPt"): "25.00"}
    desk.deliver(deposit("T1", "77.50"))
    assert desk.trial_balance() == {"CTR": Decimal("87.50"), "Cash": Decimal("102.50"), "REV": Decimal("-190.00")}
    assert desk.of(StatementRequested) == []
    assert [(one.claim_id, one.balances.payer_paid, one.closed_on) for one in desk.of(ClaimClosed)] == [("S1", Decimal("77.50"), PAID)]
    assert desk.work() == []


def s4(desk: Desk) -> None:
    desk.deliver(submitted("S4", remits.S4_BILL))
    desk.deliver(*remittance("T4a", ("S4", payment("1", remits.S4_FIRST))))


def s4_corrected(desk: Desk) -> None:
    s4(desk)
    desk.deliver(submitted("S4", remits.S4_AGAIN, 2, PAID + timedelta(days=4), frequency="7"))
    taken_back, decided = payment("22", negated(remits.S4_FIRST)), payment("1", remits.S4_SECOND, icn="ICN2")
    desk.deliver(*remittance("T4b", ("S4", taken_back), ("S4", decided), day=20), on=date(2026, 10, 25))


def test_s4_a_denied_line_stays_open_and_holds_the_statement(opened: Open) -> None:
    desk = opened(Prices(FEES))
    s4(desk)
    entries = {("RC", "ARP"): "118.00", ("CTR", "ARP"): "80.00", ("ARPt", "ARP"): "12.00", ("DEN", "ARP"): "210.00"}
    assert by_cause(desk, "remittance") == entries
    assert desk.of(StatementRequested) == []
    found = desk.balances("S4")
    assert (found.denied_open, found.patient_open, found.contractual) == (Decimal("210.00"), Decimal("12.00"), Decimal("80.00"))


def test_s4_the_correction_is_the_exact_contra_and_the_new_decision(opened: Open) -> None:
    desk = opened(Prices(FEES))
    s4_corrected(desk)
    contra = {("ARP", "RC"): "118.00", ("ARP", "CTR"): "80.00", ("ARP", "ARPt"): "12.00", ("ARP", "DEN"): "210.00"}
    assert by_cause(desk, "reversal") == contra
    second = [event for event in desk.of(ClaimPosted) if event.cause == "remittance"][1]
    assert gross([second]) == {("RC", "ARP"): "233.20", ("CTR", "ARP"): "162.00", ("ARPt", "ARP"): "24.80"}
    assert moves(event for event in desk.of(ClaimPosted) if event.trace_number == "T4b")["RC"] == "115.20"
    assert by_cause(desk, "charge") == {("ARP", "REV"): "420.00"}
    statement = desk.of(StatementRequested)
    assert [(one.amount, one.reasons) for one in statement] == [(Decimal("24.80"), ("your coinsurance",))]
    assert desk.work() == []


def test_s5a_a_retroactive_termination_across_two_remittances(opened: Open) -> None:
    desk = opened(Prices(FEES))
    s4_corrected(desk)
    for other, amount in (("OTHER1", "150.00"), ("OTHER2", "500.00")):
        desk.deliver(submitted(other, [("99213", amount)]))
    assert desk.of(ClaimClosed) == []
    assert gross(desk.deliver(patient_pays("S4", "24.80", PAID + timedelta(days=30)))) == {("Cash", "ARPt"): "24.80"}
    assert [one.closed_on for one in desk.of(ClaimClosed)] == [PAID + timedelta(days=30)], "closed by the patient's payment"
    taken_back, decided = payment("22", negated(remits.S4_SECOND), icn="ICN2"), payment("1", remits.S5A, icn="ICN2")
    other = payment("1", [("99213", "150.00", "150.00", [])])
    first = desk.deliver(*remittance("T5a1", ("OTHER1", other), ("S4", taken_back), ("S4", decided), plb=[("FB", "-83.20")], day=40))
    posted = [gross([event]) for event in first if isinstance(event, ClaimPosted) and event.claim_id == "S4"]
    assert posted == [
        {("ARP", "RC"): "233.20", ("ARP", "CTR"): "162.00", ("ARP", "ARPt"): "24.80"},
        {("ARPt", "PC"): "24.80"},
        {("DEN", "ARP"): "420.00"},
    ]
    assert gross(event for event in first if isinstance(event, RemittancePosted)) == {("RC", "CLR"): "83.20"}
    assert moves(first).get("RC") is None
    assert desk.clearing("T5a1").state == "no_deposit_due"
    assert [one for one in first if isinstance(one, ClaimClosed) and one.claim_id == "S4"] == [], "taken back and denied: open again"
    assert [one for one in first if isinstance(one, StatementRequested)] == []
    assert [item.kind for item in desk.work()] == []
    second = desk.deliver(*remittance("T5a2", ("OTHER2", payment("1", [("99213", "500.00", "500.00", [])])), plb=[("FB", "83.20")], day=60))
    assert gross(event for event in second if isinstance(event, RemittancePosted)) == {("CLR", "RC"): "83.20"}
    assert moves(second)["RC"] == "416.80"
    assert "CLR" not in desk.trial_balance()
    assert desk.account("visit-S4").credit == Decimal("24.80")


def test_s5b_deferred_recoupment_corrects_the_claim_on_the_first_date_and_nothing_later(opened: Open) -> None:
    desk = opened(Prices())
    desk.deliver(submitted("S5B", [("99205", "420.00")]), submitted("OTHER3", [("99213", "600.00")]), submitted("OTHER4", [("99213", "300.00")]))
    desk.deliver(*remittance("T0", ("S5B", payment("1", remits.S5B_FIRST))))
    desk.deliver(patient_pays("S5B", "24.80"))
    other = payment("1", [("99213", "600.00", "600.00", [])])
    taken_back, decided = payment("22", negated(remits.S5B_FIRST)), payment("1", remits.S5B_SECOND)
    first = desk.deliver(*remittance("T1", ("OTHER3", other), ("S5B", taken_back), ("S5B", decided), plb=[("WO", "-53.20")], day=30))
    assert moves(first)["RC"] == "600.00"
    found = desk.balances("S5B")
    assert (found.payer_paid, found.contractual, found.patient_paid) == (Decimal("180.00"), Decimal("220.00"), Decimal("20.00"))
    assert desk.trial_balance()["CLR"] == Decimal("-53.20")
    assert [(item.kind, item.amount) for item in desk.work()] == [("credit_to_refund", Decimal("4.80"))]
    second = desk.deliver(*remittance("T2", ("OTHER4", payment("1", [("99213", "300.00", "300.00", [])])), plb=[("WO", "53.20")], day=60))
    assert moves(second)["RC"] == "246.80"
    assert "CLR" not in desk.trial_balance()
    assert not [event for event in second if isinstance(event, ClaimPosted) and event.claim_id == "S5B"]


def test_s7_the_patients_share_moves_to_medigap_and_prior_payer_information_posts_nothing(opened: Open) -> None:
    desk = opened(Prices({"99214": "140.00"}))
    desk.deliver(submitted("S7", [("99214", "250.00")], payer_id="FEDS3"))
    desk.deliver(*remittance("TM", ("S7", payment("19", remits.S7_MEDICARE)), payer="FEDS3"))
    entries = {("RC", "ARP"): "109.76", ("CTR", "ARP"): "110.00", ("SEQ", "ARP"): "2.24", ("ARP-2", "ARP"): "28.00"}
    assert by_cause(desk, "remittance") == entries
    assert desk.of(StatementRequested) == []
    second = desk.deliver(*remittance("TG", ("S7", payment("2", remits.S7_MEDIGAP, icn="G1")), day=10, payer=""))
    assert gross(second) == {("RC", "ARP-2"): "28.00"}
    found = desk.balances("S7")
    assert (found.payer_paid, found.contractual, found.patient_open) == (Decimal("137.76"), Decimal("112.24"), Decimal("0.00"))
    assert desk.of(StatementRequested) == []
    assert desk.work() == []


def test_s8_the_patient_owes_what_the_last_payer_left(opened: Open) -> None:
    desk = opened(Prices())
    desk.deliver(submitted("S8", [("99205", "500.00")], later_payers=1))
    desk.deliver(*remittance("TP", ("S8", payment("1", remits.S8_PRIMARY))))
    assert desk.of(StatementRequested) == []
    assert by_cause(desk, "remittance") == {("RC", "ARP"): "160.00", ("CTR", "ARP"): "200.00", ("ARP-2", "ARP"): "140.00"}
    assert desk.work() == []
    second = desk.deliver(*remittance("TS", ("S8", payment("2", remits.S8_SECONDARY, icn="SEC")), day=30, payer="CASC2"))
    assert gross(second) == {("RC", "ARP-2"): "120.00", ("ARPt", "ARP-2"): "20.00"}
    found = desk.balances("S8")
    assert (found.payer_paid, found.contractual, found.patient_open) == (Decimal("280.00"), Decimal("200.00"), Decimal("20.00"))
    [last] = desk.of(StatementRequested)
    assert (last.amount, last.reasons) == (Decimal("20.00"), ("your copay",))
    assert desk.work() == []


def test_s9_a_deductible_is_billed_and_capitation_is_not(opened: Open) -> None:
    desk = opened(Prices(FEES))
    desk.deliver(submitted("S9A", [("99204", "320.00")]), submitted("S9B", [("99214", "95.00")]))
    events = desk.deliver(*remittance("T9", ("S9A", payment("1", remits.S9A)), ("S9B", payment("1", remits.S9B))))
    assert gross(events) == {("CTR", "ARP"): "110.00", ("ARPt", "ARP"): "210.00", ("CAP", "ARP"): "95.00"}
    assert [(one.claim_id, one.amount, one.reasons) for one in desk.of(StatementRequested)] == [("S9A", Decimal("210.00"), ("your deductible",))]
    assert desk.clearing("T9").state == "no_deposit_due"
    assert desk.work() == []


def test_s10_an_underpaid_case_rate_is_disputed_and_packaged_lines_are_contractual(opened: Open) -> None:
    desk = opened(Prices(case_rates={"45385": "4200.00"}))
    desk.deliver(submitted("S10", remits.S10_BILL, kind="institutional"))
    desk.deliver(*remittance("T10a", ("S10", payment("1", remits.S10_FIRST))))
    entries = {("RC", "ARP"): "3240.00", ("CTR", "ARP"): "4200.00", ("ARPt", "ARP"): "360.00", ("DSP", "ARP"): "600.00"}
    assert by_cause(desk, "remittance") == entries
    assert [one.amount for one in desk.of(StatementRequested)] == [Decimal("360.00")]
    assert [(item.kind, item.amount) for item in desk.work()] == [("payer_underpaid", Decimal("600.00"))]
    desk.deliver(patient_pays("S10", "360.00", PAID + timedelta(days=9)))
    taken_back, decided = payment("22", negated(remits.S10_FIRST)), payment("1", remits.S10_SECOND)
    desk.deliver(*remittance("T10b", ("S10", taken_back), ("S10", decided), day=50))
    assert moves(event for event in desk.of(ClaimPosted) if event.trace_number == "T10b")["RC"] == "540.00"
    found = desk.balances("S10")
    assert (found.payer_paid, found.contractual, found.disputed) == (Decimal("3780.00"), Decimal("4200.00"), Decimal("0.00"))
    assert [one.amount for one in desk.of(StatementRequested)] == [Decimal("360.00"), Decimal("60.00")]
    assert desk.work() == []


def test_s11_a_void_leaves_nothing_but_the_patients_credit(opened: Open) -> None:
    desk = opened(Prices())
    desk.deliver(submitted("S11A", [("99204", "275.00")]), *remittance("T11", ("S11A", payment("1", remits.S11))))
    desk.deliver(patient_pays("S11A", "20.00", PAID))
    desk.deliver(submitted("S11A", [("99204", "275.00")], 2, PAID + timedelta(days=3), frequency="8"))
    events = desk.deliver(*remittance("T11v", ("S11A", payment("22", negated(remits.S11))), day=20))
    assert moves(events) == {"CTR": "-105.00", "PC": "-20.00", "RC": "-150.00", "REV": "275.00"}
    found = desk.balances("S11A")
    assert (found.charged, found.payer_paid, found.payer_open, found.patient_open) == (Decimal(0), Decimal(0), Decimal(0), Decimal(0))
    assert [(item.kind, item.amount) for item in desk.work()] == [("credit_to_refund", Decimal("20.00"))]


def test_one_claim_remains_one_claim_over_all_corrections(opened: Open) -> None:
    desk = opened(Prices(FEES))
    s4_corrected(desk)
    assert [(one.payment.status, one.trace_number) for one in desk.of(ClaimRemitted)] == [("1", "T4a"), ("22", "T4b"), ("1", "T4b")]
    assert [one.reverses for one in desk.of(ClaimRemitted)] == [None, DecisionReference(remittance_id=RemittanceId("R-T4a"), ordinal=1), None]


def test_the_posting_period_is_the_month_of_posting_and_never_a_closed_one(opened: Open) -> None:
    desk = opened(Prices(FEES))
    desk.deliver(submitted("S1", remits.S1_BILL))
    events = desk.deliver(*remittance("T1", ("S1", payment("1", remits.S1))), on=date(2026, 12, 3))
    posted = next(event for event in events if isinstance(event, ClaimPosted))
    assert (posted.posted_on, posted.period) == (PAID, "2026-12")
