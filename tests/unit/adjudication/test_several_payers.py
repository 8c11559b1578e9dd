"""Several payers of one claim: whose turn it is, what the next one is told, where the money waits, and what the patient owes in the end."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from services.billing.adjudication.model.patient.holds import holds
from services.billing.adjudication.stages import match
from shared.contracts.adjudication import Adjustment, ClaimPosted, DecisionHeld, SecondaryClaimDue, StatementRequested
from tests.unit.adjudication import remits
from tests.unit.adjudication.books import adjusts, opening
from tests.unit.adjudication.desk import Desk, Prices, gross
from tests.unit.adjudication.remits import PAID, Line, negated, payment, remittance, submitted

Open = Callable[[], Desk]
BILL = [("99205", "500.00")]
CHANGED: list[Line] = [("99205", "500.00", "200.00", [("CO", "45", "200.00"), ("PR", "1", "100.00")])]
AGAIN: list[Line] = [("99205", "500.00", "85.00", [("OA", "23", "400.00"), ("PR", "3", "15.00")])]
REFUSED: list[Line] = [("99205", "500.00", "0.00", [("PR", "27", "500.00")])]


@pytest.fixture(params=[1, 2], ids=["once", "twice"])
def opened(request: pytest.FixtureRequest) -> Open:
    return lambda: Desk(Prices(), copies=request.param)


def primary(desk: Desk, later: int = 1, lines: list[Line] = remits.S8_PRIMARY, status: str = "1") -> None:
    desk.deliver(submitted("S8", BILL, later_payers=later))
    desk.deliver(*remittance("TP", ("S8", payment(status, lines))))


def secondary(desk: Desk, lines: list[Line] = remits.S8_SECONDARY, status: str = "2", trace: str = "TS", day: int = 30) -> None:
    desk.deliver(submitted("S8", BILL, 2, PAID + timedelta(days=1), payer_order=2, payer_id="CASC2"))
    desk.deliver(*remittance(trace, ("S8", payment(status, lines, icn="SEC")), day=day, payer="CASC2"))


def held(desk: Desk) -> list[tuple[str, str]]:
    return [(one.reason, f"{one.amount:.2f}") for one in holds(desk.account("visit-S8"))]


def todo(desk: Desk) -> list[tuple[str, Decimal | None]]:
    """Work items of claims; the bank's are another story."""
    return [(item.kind, item.amount) for item in desk.work() if item.claim_id]


def test_the_next_payer_is_due_at_once_with_the_decision_of_the_one_before(opened: Open) -> None:
    desk = opened()
    primary(desk)
    [due] = desk.of(SecondaryClaimDue)
    assert (due.payer_order, due.remaining, due.because, due.due_on) == (2, Decimal("140.00"), "decided", PAID)
    [prior] = due.prior
    assert (prior.payer_id, prior.payer_order, prior.remitted_on, prior.payment.payer_claim_control_number) == ("NWHP1", 1, PAID, "ICN1")
    assert prior.payment.lines[0].line_number == 1
    assert prior.payment.lines[0].adjustments == (
        Adjustment(group="CO", carc="45", amount=Decimal("200.00")),
        Adjustment(group="PR", carc="1", amount=Decimal("100.00")),
        Adjustment(group="PR", carc="2", amount=Decimal("40.00")),
    )
    assert held(desk) == [("next_payer_owes", "140.00")]


def test_the_patient_owes_the_last_payers_share_and_nothing_of_the_first_ones(opened: Open) -> None:
    desk = opened()
    primary(desk)
    secondary(desk)
    found = desk.balances("S8")
    assert (found.payer_paid, found.contractual, found.patient_open) == (Decimal("280.00"), Decimal("200.00"), Decimal("20.00"))
    [told] = desk.of(StatementRequested)
    [line] = told.lines
    assert (line.billed, line.allowed, line.paid, line.adjusted, line.owed) == tuple(map(Decimal, ("500.00", "300.00", "280.00", "200.00", "20.00")))
    assert line.reasons == ("your copay",)
    assert len(desk.of(SecondaryClaimDue)) == 1


def test_a_crossed_over_claim_waits_thirty_days_and_is_due_then(opened: Open) -> None:
    desk = opened()
    primary(desk, status="19")
    until = PAID + timedelta(days=30)
    assert (desk.of(SecondaryClaimDue), desk.file("S8").wake_on) == ([], until)
    desk.tick(until)
    [due] = desk.of(SecondaryClaimDue)
    assert (due.because, due.due_on, due.remaining) == ("forwarded_unpaid", until, Decimal("140.00"))
    assert todo(desk) == [("forwarded_claim_unpaid", Decimal("140.00"))]
    secondary(desk, day=45)
    assert todo(desk) == []
    assert desk.file("S8").wake_on is None


def test_a_crossed_over_claim_that_the_next_payer_answers_is_never_due(opened: Open) -> None:
    desk = opened()
    primary(desk, status="19")
    desk.deliver(*remittance("TS", ("S8", payment("2", remits.S8_SECONDARY, icn="SEC")), day=10, payer="CASC2"))
    desk.tick(PAID + timedelta(days=30))
    assert desk.of(SecondaryClaimDue) == []
    assert todo(desk) == []


@pytest.mark.parametrize("sign", [{"crossover_payer": "MEDIGAP1"}, {"remarks": ("MA18",)}, {"remarks": ("N89",)}])
def test_a_claim_is_crossed_over_by_carrier_or_remark_too_whatever_its_status(opened: Open, sign: dict[str, object]) -> None:
    desk = opened()
    desk.deliver(submitted("S8", BILL, later_payers=1))
    desk.deliver(*remittance("TP", ("S8", payment("1", remits.S8_PRIMARY, **sign))))
    assert desk.of(SecondaryClaimDue) == []
    assert desk.file("S8").wake_on == PAID + timedelta(days=30)


def test_a_forwarded_claim_without_a_later_coverage_on_file_stays_work_for_a_person(opened: Open) -> None:
    desk = opened()
    primary(desk, later=0, status="19")
    desk.tick(PAID + timedelta(days=30))
    assert desk.of(SecondaryClaimDue) == []
    assert todo(desk) == [("forwarded_claim_unpaid", Decimal("140.00"))]


def test_what_is_only_refused_goes_to_no_next_payer(opened: Open) -> None:
    desk = opened()
    primary(desk, lines=[("99205", "500.00", "0.00", [("CO", "197", "500.00")])])
    assert desk.of(SecondaryClaimDue) == []
    assert held(desk) == [("denial_open", "500.00")]


def test_nothing_left_is_nothing_due(opened: Open) -> None:
    desk = opened()
    primary(desk, lines=[("99205", "500.00", "300.00", [("CO", "45", "200.00")])])
    assert desk.of(SecondaryClaimDue) == []


def test_a_replacement_under_way_keeps_the_next_payer_waiting(opened: Open) -> None:
    desk = opened()
    desk.deliver(submitted("S8", BILL, later_payers=1), submitted("S8", BILL, 2, PAID + timedelta(days=2), frequency="7", later_payers=1))
    desk.deliver(*remittance("TP", ("S8", payment("1", remits.S8_PRIMARY))))
    assert desk.of(SecondaryClaimDue) == []
    taken_back, decided = payment("22", negated(remits.S8_PRIMARY)), payment("1", CHANGED)
    desk.deliver(*remittance("TC", ("S8", taken_back), ("S8", decided), day=20))
    assert [(one.because, one.remaining) for one in desk.of(SecondaryClaimDue)] == [("decided", Decimal("100.00"))]


def test_a_split_claim_is_due_when_all_of_it_is_decided_as_one_decision(opened: Open) -> None:
    desk = opened()
    parts: list[Line] = [("99205", "300.00", "200.00", [("PR", "1", "100.00")]), ("85025", "200.00", "160.00", [("PR", "2", "40.00")])]
    desk.deliver(submitted("S8", [("99205", "300.00"), ("85025", "200.00")], later_payers=1))
    one = payment("1", parts[:1])
    two = payment("1", parts[1:], icn="ICN2")
    two = two.model_copy(update={"lines": (two.lines[0].model_copy(update={"line_number": 2}),)})
    desk.deliver(*remittance("TA", ("S8", one)))
    assert desk.of(SecondaryClaimDue) == []
    desk.deliver(*remittance("TB", ("S8", two), day=3))
    [due] = desk.of(SecondaryClaimDue)
    [prior] = due.prior
    assert (prior.payment.charge, prior.payment.paid, len(prior.payment.lines)) == (Decimal("500.00"), Decimal("360.00"), 2)
    assert (due.remaining, prior.payment.payer_claim_control_number, prior.remitted_on) == (Decimal("140.00"), "ICN1", PAID + timedelta(days=3))


def test_the_later_claim_is_due_again_when_the_payer_before_changes_its_decision(opened: Open) -> None:
    desk = opened()
    primary(desk)
    secondary(desk)
    taken_back, decided = payment("22", negated(remits.S8_PRIMARY)), payment("1", CHANGED)
    desk.deliver(*remittance("TC", ("S8", taken_back), ("S8", decided), day=60))
    assert [(one.because, one.remaining) for one in desk.of(SecondaryClaimDue)][1:] == [("prior_payer_changed", Decimal("100.00"))]
    assert held(desk) == [("next_payer_owes", "-40.00")]
    assert len(desk.of(StatementRequested)) == 1, "the patient is not told anything while the next payer has to decide again"
    desk.deliver(submitted("S8", BILL, 3, PAID + timedelta(days=61), payer_order=2, payer_id="CASC2", frequency="7"))
    backed = payment("22", negated(remits.S8_SECONDARY), icn="SEC")
    desk.deliver(*remittance("TD", ("S8", backed), ("S8", payment("2", AGAIN, icn="SEC")), day=80, payer="CASC2"))
    found = desk.balances("S8")
    assert (found.payer_paid, found.contractual, found.patient_open) == (Decimal("285.00"), Decimal("200.00"), Decimal("15.00"))
    assert [one.amount for one in desk.of(StatementRequested)] == [Decimal("20.00"), Decimal("15.00")]
    assert todo(desk) == []


def test_the_same_decision_under_another_number_is_not_told_again(opened: Open) -> None:
    desk = opened()
    primary(desk)
    taken_back, decided = payment("22", negated(remits.S8_PRIMARY)), payment("1", remits.S8_PRIMARY, icn="ICN2")
    desk.deliver(*remittance("TC", ("S8", taken_back), ("S8", decided), day=60))
    assert len(desk.of(SecondaryClaimDue)) == 1


def test_a_later_payers_remittance_ahead_of_the_first_ones_waits_and_makes_billing_needless(opened: Open) -> None:
    desk = opened()
    desk.deliver(submitted("S8", BILL, later_payers=1))
    desk.deliver(*remittance("TS", ("S8", payment("2", remits.S8_SECONDARY, icn="SEC")), payer="CASC2"))
    assert [one.cause for one in desk.of(DecisionHeld)] == ["prior_payer_pending"]
    desk.deliver(*remittance("TP", ("S8", payment("1", remits.S8_PRIMARY)), day=3))
    found = desk.balances("S8")
    assert (found.payer_paid, found.patient_open) == (Decimal("280.00"), Decimal("20.00"))
    assert desk.of(SecondaryClaimDue) == []


@pytest.mark.parametrize(("prior", "share", "out"), [("350.00", "30.00", "10.00"), ("370.00", "10.00", "-10.00"), ("160.00", "220.00", "200.00")])
def test_a_later_payer_that_misstates_the_one_before_waits_with_the_difference(opened: Open, prior: str, share: str, out: str) -> None:
    desk = opened()
    primary(desk)
    secondary(desk, [("99205", "500.00", "120.00", [("OA", "23", prior), ("PR", "3", share)])])
    [one] = desk.of(DecisionHeld)
    assert (one.cause, one.difference) == ("prior_payer_differs", Decimal(out))
    [item] = [item for item in desk.work() if item.claim_id]
    assert (item.kind, item.place) == ("prior_payer_differs", "remittance TS, claim 1")
    assert item.sentence.endswith(f"{out} out.")
    assert desk.trial_balance()["ARP-2"] == Decimal("140.00")


def test_a_later_payer_that_calls_itself_the_first_is_taken_in_its_place(opened: Open) -> None:
    desk = opened()
    primary(desk)
    secondary(desk, status="1")
    assert desk.balances("S8").patient_open == Decimal("20.00")


def test_a_later_payer_that_denies_for_coverage_leaves_the_patient_alone(opened: Open) -> None:
    desk = opened()
    primary(desk)
    secondary(desk, [("99205", "500.00", "0.00", [("OA", "23", "360.00"), ("PR", "27", "140.00")])])
    assert gross(desk.of(ClaimPosted)[-1:]) == {("DEN", "ARP-2"): "140.00"}
    assert held(desk) == [("denial_open", "140.00")]
    assert desk.of(StatementRequested) == []


def test_a_later_payer_that_refuses_the_whole_charge_refuses_what_was_left_to_it(opened: Open) -> None:
    desk = opened()
    primary(desk)
    secondary(desk, REFUSED)
    assert gross(desk.of(ClaimPosted)[-1:]) == {("DEN", "ARP-2"): "140.00"}
    desk.deliver(*remittance("TV", ("S8", payment("22", negated(REFUSED), icn="SEC")), day=40, payer="CASC2"))
    assert desk.trial_balance()["ARP-2"] == Decimal("140.00")


def test_a_later_payer_may_pay_what_the_first_refused(opened: Open) -> None:
    desk = opened()
    bill = [("99205", "300.00"), ("85025", "200.00")]
    first: list[Line] = [("99205", "300.00", "260.00", [("PR", "2", "40.00")]), ("85025", "200.00", "0.00", [("CO", "96", "200.00")])]
    then: list[Line] = [("99205", "300.00", "40.00", [("OA", "23", "260.00")]), ("85025", "200.00", "150.00", [("CO", "45", "50.00")])]
    desk.deliver(submitted("S8", bill, later_payers=1), *remittance("TP", ("S8", payment("1", first))))
    assert [one.remaining for one in desk.of(SecondaryClaimDue)] == [Decimal("40.00")]
    desk.deliver(*remittance("TS", ("S8", payment("2", then, icn="SEC")), day=30, payer="CASC2"))
    found = desk.balances("S8")
    assert (found.payer_paid, found.contractual, found.denied_open, found.payer_open) == (Decimal("450.00"), Decimal("50.00"), Decimal(0), Decimal(0))


def test_a_third_payer_is_due_with_both_decisions_and_the_patient_owes_its_share(opened: Open) -> None:
    desk = opened()
    primary(desk, later=2)
    secondary(desk)
    second = desk.of(SecondaryClaimDue)[-1]
    assert (second.payer_order, second.remaining, [one.payer_order for one in second.prior]) == (3, Decimal("20.00"), [1, 2])
    assert held(desk) == [("next_payer_owes", "20.00")]
    last: list[Line] = [("99205", "500.00", "15.00", [("OA", "23", "480.00"), ("PR", "3", "5.00")])]
    desk.deliver(*remittance("TT", ("S8", payment("3", last, icn="TER")), day=60, payer="ALFA4"))
    found = desk.balances("S8")
    assert (found.payer_paid, found.patient_open) == (Decimal("295.00"), Decimal("5.00"))
    assert [one.amount for one in desk.of(StatementRequested)] == [Decimal("5.00")]


def test_a_dead_plan_before_the_first_one_billed_counts_for_nothing(opened: Open) -> None:
    desk = opened()
    desk.deliver(submitted("S8", BILL, payer_order=2, later_payers=1))
    desk.deliver(*remittance("TP", ("S8", payment("1", remits.S8_PRIMARY))))
    assert [(one.payer_order, one.remaining) for one in desk.of(SecondaryClaimDue)] == [(3, Decimal("140.00"))]
    assert desk.trial_balance()["ARP-2"] == Decimal("140.00")


def test_a_takeback_without_a_new_decision_holds_everything_until_there_is_one(opened: Open) -> None:
    desk = opened()
    primary(desk)
    secondary(desk)
    desk.deliver(*remittance("TC", ("S8", payment("22", negated(remits.S8_PRIMARY))), day=60))
    assert len(desk.of(SecondaryClaimDue)) == 1
    assert sorted(held(desk)) == [("next_payer_owes", "-140.00"), ("payer_owes", "500.00")]
    assert todo(desk) == [("payer_credit", Decimal("140.00"))]


def test_no_later_payer_is_due_for_a_voided_claim(opened: Open) -> None:
    desk = opened()
    desk.deliver(submitted("S8", BILL, later_payers=1), submitted("S8", BILL, 2, date(2026, 9, 20), frequency="8"))
    desk.deliver(*remittance("TP", ("S8", payment("1", remits.S8_PRIMARY))))
    assert desk.of(SecondaryClaimDue) == []


def test_a_claim_of_an_earlier_system_goes_on_to_the_next_payer_when_its_turn_has_come(opened: Open) -> None:
    desk = opened()
    desk.deliver(opening("S8", BILL, payment("1", remits.S8_PRIMARY), later_payers=1))
    assert [(one.because, one.remaining) for one in desk.of(SecondaryClaimDue)] == [("decided", Decimal("140.00"))]
    assert desk.trial_balance()["ARP-2"] == Decimal("140.00")


def test_a_later_payer_that_an_earlier_system_had_billed_is_awaited_and_not_billed_again(opened: Open) -> None:
    desk = opened()
    desk.deliver(opening("S8", BILL, payment("1", remits.S8_PRIMARY), payer_id="CASC2", payer_order=2))
    assert desk.of(SecondaryClaimDue) == []
    assert desk.trial_balance()["ARP-2"] == Decimal("140.00")
    desk.deliver(*remittance("TS", ("S8", payment("2", remits.S8_SECONDARY, icn="SEC")), day=30, payer="CASC2"))
    assert desk.balances("S8").patient_open == Decimal("20.00")
    taken_back, decided = payment("22", negated(remits.S8_PRIMARY)), payment("1", CHANGED)
    desk.deliver(*remittance("TC", ("S8", taken_back), ("S8", decided), day=60))
    assert [(one.because, one.remaining) for one in desk.of(SecondaryClaimDue)] == [("prior_payer_changed", Decimal("100.00"))]


def test_who_reads_everything_again_tells_no_later_payer_what_it_was_told_before(opened: Open) -> None:
    first = opened()
    primary(first)
    secondary(first)
    taken_back, decided = payment("22", negated(remits.S8_PRIMARY)), payment("1", CHANGED)
    first.deliver(*remittance("TC", ("S8", taken_back), ("S8", decided), day=60))
    told = first.of(SecondaryClaimDue)
    again = opened()
    for one in told:
        file = match.STAGE.initial("S8")
        again.states[match.STAGE.name, "S8"] = match.evolve(again.states.get((match.STAGE.name, "S8"), file), one)  # type: ignore[arg-type]
    primary(again)
    secondary(again)
    again.deliver(*remittance("TC", ("S8", taken_back), ("S8", decided), day=60))
    assert (len(told), again.of(SecondaryClaimDue)) == (2, [])


@pytest.mark.parametrize("seed", range(25))
def test_topics_may_overtake_each_other_and_it_ends_the_same(seed: int) -> None:
    chance = random.Random(seed)
    desk = Desk(Prices(), copies=2, pick=chance.randrange)
    taken_back, decided = payment("22", negated(remits.S8_PRIMARY)), payment("1", CHANGED)
    backed, again = payment("22", negated(remits.S8_SECONDARY), icn="SEC"), payment("2", AGAIN, icn="SEC")
    replaced = {"payer_order": 2, "payer_id": "CASC2", "frequency": "7"}
    sent = [
        submitted("S8", BILL, later_payers=1),
        submitted("S8", BILL, 2, PAID + timedelta(days=1), payer_order=2, payer_id="CASC2"),
        submitted("S8", BILL, 3, PAID + timedelta(days=61), **replaced),
    ]
    files = [
        remittance("TP", ("S8", payment("1", remits.S8_PRIMARY))),
        remittance("TS", ("S8", payment("2", remits.S8_SECONDARY, icn="SEC")), day=30, payer="CASC2"),
        remittance("TC", ("S8", taken_back), ("S8", decided), day=60),
        remittance("TD", ("S8", backed), ("S8", again), day=80, payer="CASC2"),
    ]
    desk.deliver(*(event for file in chance.sample(files, len(files)) for event in file), *sent)
    found = desk.balances("S8")
    assert (found.payer_paid, found.contractual, found.patient_open) == (Decimal("285.00"), Decimal("200.00"), Decimal("15.00"))
    assert {account: amount for account, amount in desk.trial_balance().items() if account.startswith("ARP-")} == {}
    assert desk.of(StatementRequested)[-1].amount == Decimal("15.00")
    assert [item.kind for item in desk.work() if item.claim_id] == []


def test_a_coverage_that_turns_out_to_be_none_leaves_its_part_to_the_patient_by_a_persons_word() -> None:
    desk = Desk(Prices())
    primary(desk)
    desk.deliver(adjusts("S8", "later_payer_to_patient", "140.00"))
    assert desk.balances("S8").patient_open == Decimal("140.00")
    [told] = desk.of(StatementRequested)
    assert (told.amount, told.reasons, told.lines[0].allowed) == (Decimal("140.00"), ("your deductible", "your coinsurance"), Decimal("300.00"))
    taken_back, decided = payment("22", negated(remits.S8_PRIMARY)), payment("1", CHANGED)
    desk.deliver(*remittance("TC", ("S8", taken_back), ("S8", decided), day=20))
    assert desk.balances("S8").patient_open == Decimal("0.00")
    assert todo(desk) == [("adjustment_fell", Decimal("140.00"))]
    assert held(desk) == [("next_payer_owes", "100.00")]


def test_a_payer_nobody_knew_of_takes_its_part_off_the_line_that_the_patient_was_told_of() -> None:
    desk = Desk(Prices())
    primary(desk, later=0)
    desk.deliver(*remittance("TS", ("S8", payment("2", remits.S8_SECONDARY, icn="SEC")), day=30, payer="CASC2"))
    assert [[f"{line.owed:.2f}" for line in one.lines] for one in desk.of(StatementRequested)] == [["140.00"], ["20.00"]]
