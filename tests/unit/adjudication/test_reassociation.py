"""Money and remittance find each other: by trace number, payer and amount; without a trace number only where one remittance can be meant."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from services.billing.adjudication.model.clearing.same_amount import SameAmount
from services.billing.adjudication.stages import assign, deposit, recoup
from shared.contracts.adjudication import (
    DepositAssigned,
    DepositRecorded,
    Manual,
    PayerBalanceMoved,
    RemittancePosted,
    RemittanceReceived,
    UntracedDepositRecorded,
)
from shared.contracts.event import Event
from shared.contracts.values import Actor, PayerId
from tests.unit.adjudication.desk import Desk, gross
from tests.unit.adjudication.remits import CLERK, PAID, Line, payment, remittance, submitted

NWHP, CASCADE = "1330000001", "1440000002"
Plb = list[tuple[str, str]]


def received(trace: str, total: str = "92.00", payer: str | None = "NWHP1", originator: str = NWHP, day: int = 0, **more: Any) -> RemittanceReceived:
    [event] = remittance(trace, payer=payer or "", day=day)
    assert isinstance(event, RemittanceReceived)
    amounts = {"total_paid": Decimal(total), "payer_originator": originator, "remittance_id": f"R-{trace}-{originator}"}
    return event.model_copy(update={**amounts, **more})


def traced(trace: str, amount: str = "92.00", originator: str = "", day: int = 2, **more: Any) -> DepositRecorded:
    on = PAID + timedelta(days=day)
    return DepositRecorded(trace_number=trace, amount=Decimal(amount), deposited_on=on, originator=originator, actor=CLERK, **more)


def untraced(number: str, amount: str = "92.00", payer: str | None = "NWHP1", originator: str = "", **more: Any) -> UntracedDepositRecorded:
    payer_id = PayerId(payer) if payer else None
    return UntracedDepositRecorded(
        trace_number=number, amount=Decimal(amount), deposited_on=PAID, payer_id=payer_id, originator=originator, actor=CLERK, **more
    )


def pool(desk: Desk, amount: str = "92.00") -> SameAmount:
    state = desk.states[assign.STAGE.name, amount]
    assert isinstance(state, SameAmount)
    return state


def kinds(desk: Desk) -> list[str]:
    return [item.kind for item in desk.work()]


def test_two_payers_with_one_trace_number_each_get_their_own_money() -> None:
    """In every order of arrival, and with the bank leaving out the digit before the company's number."""
    announced: list[Event] = [received("7", "100.00"), received("7", "92.00", "CASC2", CASCADE)]
    for order in permutations([*announced, traced("7", "92.00", CASCADE[1:]), traced("7", "100.00", NWHP)]):
        desk = Desk()
        desk.deliver(*order)
        assert desk.clearing("7").state == "deposited"
        assert desk.trial_balance() == {"Cash": Decimal("192.00"), "RC": Decimal("-192.00")}
        assert kinds(desk) == []


def test_money_of_another_payer_under_the_same_trace_number_and_amount_waits() -> None:
    for order in permutations([received("7"), traced("7", originator=CASCADE)]):
        desk = Desk()
        desk.deliver(*order)
        assert desk.trial_balance() == {"Cash": Decimal("92.00"), "SUS": Decimal("-92.00")}
        assert (desk.clearing("7").state, kinds(desk)) == ("mismatched", ["deposit_unmatched"])
        desk.deliver(received("7", payer="CASC2", originator=CASCADE))
        assert desk.trial_balance() == {"Cash": Decimal("92.00"), "RC": Decimal("-92.00")}


def test_equal_deposits_of_two_payers_are_told_apart_in_every_order() -> None:
    ours: list[Event] = [received("7"), traced("7", originator=CASCADE), traced("7", originator=NWHP), traced("7")]
    for order in permutations(ours):
        desk = Desk()
        desk.deliver(*order)
        assert [one.account for one in desk.clearing("7").deposits if one.originator == NWHP] == ["RC"]
        assert [one.account for one in desk.clearing("7").deposits if one.originator != NWHP] == ["SUS", "SUS"]


def test_a_card_payment_less_its_fee_is_the_payment() -> None:
    desk = Desk()
    desk.deliver(received("VC1", "100.00"))
    assert gross(desk.deliver(traced("VC1", "97.00", fee=Decimal("3.00")))) == {("Cash", "RC"): "97.00", ("FEE", "RC"): "3.00"}
    assert desk.clearing("VC1").state == "deposited"


def test_a_paper_remittance_corrected_by_hand_is_paid_by_one_deposit() -> None:
    desk = Desk()
    desk.deliver(received("CHK1", "67.50"), received("CHK1", "10.00", remittance_id="R-CHK1-b"), traced("CHK1", "77.50"))
    assert desk.clearing("CHK1").state == "deposited"


def test_money_without_a_trace_number_pays_the_only_remittance_of_its_payer_and_amount() -> None:
    """Whichever came first."""
    for order in permutations([received("T1"), untraced("BANK-1"), received("T2", payer="CASC2", originator=CASCADE), received("T3", "80.00")]):
        desk = Desk()
        desk.deliver(*order)
        assert [(one.trace_number, one.deposit) for one in desk.of(DepositAssigned)] == [("T1", "BANK-1")]
        assert desk.trial_balance() == {"Cash": Decimal("92.00"), "RC": Decimal("-92.00")}
        assert desk.clearing("T1").state == "deposited"
        assert kinds(desk) == []
        assert [one.trace_number for one in pool(desk).awaited] == ["T2"]


def test_money_that_could_pay_two_remittances_waits_in_suspense_and_both_are_named() -> None:
    desk = Desk()
    desk.deliver(received("T1"), received("T2", day=1))
    assert gross(desk.deliver(untraced("BANK-1"))) == {("Cash", "SUS"): "92.00"}
    [item] = desk.work()
    assert (item.kind, item.subject, item.amount) == ("deposit_untraced", "BANK-1", Decimal("92.00"))
    assert f"T1 of {PAID}" in item.sentence
    assert "T2 of" in item.sentence
    desk.deliver(traced("T2"))
    assert [one.trace_number for one in desk.of(DepositAssigned)] == ["T1"], "once T2 has its money, only T1 can be meant"
    assert desk.trial_balance() == {"Cash": Decimal("184.00"), "RC": Decimal("-184.00")}
    assert desk.work() == []


def test_money_of_nobody_is_never_assigned_by_amount_alone() -> None:
    desk = Desk()
    desk.deliver(received("T1"), untraced("BANK-1", payer=None))
    assert desk.of(DepositAssigned) == []
    [item] = desk.work()
    assert "T1" in item.sentence
    assert desk.trial_balance() == {"Cash": Decimal("92.00"), "SUS": Decimal("-92.00")}


def test_a_person_assigns_what_no_rule_can() -> None:
    desk = Desk()
    desk.deliver(received("T1"), untraced("BANK-1", payer=None))
    manual = Manual(actor=Actor(id="clerk-7"), reason="the payer confirmed")
    desk.deliver(DepositAssigned(trace_number="T1", deposit="BANK-1", amount=Decimal("92.00"), deposited_on=PAID, manual=manual))
    assert desk.trial_balance() == {"Cash": Decimal("92.00"), "RC": Decimal("-92.00")}
    assert desk.work() == []
    assert (pool(desk).lines, pool(desk).awaited) == ((), ())


def test_an_early_deposit_keeps_its_remittance_from_waiting_for_another() -> None:
    desk = Desk()
    desk.deliver(traced("T1"), received("T1"), untraced("BANK-1"))
    assert desk.of(DepositAssigned) == []
    assert pool(desk).awaited == ()
    assert kinds(desk) == ["deposit_untraced"]


@pytest.mark.parametrize("copies", [1, 2])
def test_copies_of_every_message_deposit_nothing_twice(copies: int) -> None:
    desk = Desk(copies=copies)
    desk.deliver(received("T1"), untraced("BANK-1"), received("T2"), traced("T2"))
    assert desk.trial_balance() == {"Cash": Decimal("184.00"), "RC": Decimal("-184.00")}
    assert len(desk.of(DepositAssigned)) == 1


def test_a_payment_of_nothing_expects_no_deposit() -> None:
    desk = Desk()
    desk.deliver(received("T0", "0.00", method="NON"))
    desk.tick(PAID + timedelta(days=100))
    assert (desk.clearing("T0").state, desk.work()) == ("no_deposit_due", [])


@pytest.mark.parametrize(("event", "kind"), [(received("T1"), "deposit_missing"), (traced("T1", day=0), "remittance_missing")])
def test_the_half_that_is_missing_is_asked_for_after_two_weeks(event: Event, kind: str) -> None:
    desk = Desk()
    desk.deliver(event)
    desk.tick(PAID + timedelta(days=13))
    assert desk.work() == []
    desk.tick(PAID + timedelta(days=14))
    assert [(item.kind, item.amount, item.place) for item in desk.work()] == [(kind, Decimal("92.00"), "remittance T1")]
    assert desk.clearing("T1").wake_on is None
    desk.deliver(traced("T1") if kind == "deposit_missing" else received("T1"))
    assert desk.work() == []


LINE: list[Line] = [("99213", "150.00", "92.00", [("CO", "45", "58.00")])]


def moved(desk: Desk, trace: str, plb: Plb, day: int, reference: str = "REF1", payer: str = "NWHP1") -> None:
    desk.deliver(submitted(f"C{trace}", [("99213", "150.00")]))
    head, *claims = remittance(trace, (f"C{trace}", payment("1", LINE)), plb=plb, day=day, payer=payer)
    assert isinstance(head, RemittanceReceived)
    adjusted = tuple(one.model_copy(update={"reference": reference}) for one in head.provider_adjustments)
    desk.deliver(head.model_copy(update={"provider_adjustments": adjusted}), *claims)


def balances(desk: Desk) -> list[Decimal]:
    return [state.balance for (stage, _), state in desk.states.items() if stage == recoup.STAGE.name]  # type: ignore[attr-defined]


def test_what_opens_with_one_code_and_is_recovered_with_another_nets_to_zero() -> None:
    desk = Desk()
    moved(desk, "T1", [("FB", "-83.20")], 0)
    assert balances(desk) == [Decimal("-83.20")]
    moved(desk, "T2", [("WO", "83.20")], 20)
    assert balances(desk) == [Decimal("0.00")]
    assert desk.trial_balance().get("CLR") is None
    desk.tick(PAID + timedelta(days=90))
    assert [item for item in desk.work() if item.kind == "payer_clearing_open"] == []


def test_instalments_with_interest_come_to_zero_and_the_interest_is_an_expense() -> None:
    desk = Desk()
    moved(desk, "T1", [("WO", "-53.20")], 0)
    moved(desk, "T2", [("WO", "20.00"), ("L6", "0.40")], 10)
    moved(desk, "T3", [("WO", "33.20"), ("L6", "0.20")], 20)
    assert balances(desk) == [Decimal("0.00")]
    assert desk.trial_balance()["INT-out"] == Decimal("0.60")


@pytest.mark.parametrize(("reference", "payer"), [("REF2", "NWHP1"), ("REF1", "CASC2")])
def test_another_reference_or_payer_is_another_balance(reference: str, payer: str) -> None:
    desk = Desk()
    moved(desk, "T1", [("FB", "-83.20")], 0)
    moved(desk, "T2", [("FB", "83.20")], 1, reference, payer)
    assert sorted(balances(desk)) == [Decimal("-83.20"), Decimal("83.20")]


def test_a_balance_that_stands_for_sixty_days_is_work_and_names_no_reference() -> None:
    desk = Desk()
    moved(desk, "T1", [("WO", "-53.20")], 0, "1EG4TE5MK73")
    desk.tick(PAID + timedelta(days=59))
    assert "payer_clearing_open" not in kinds(desk)
    desk.tick(PAID + timedelta(days=60))
    [item] = [item for item in desk.work() if item.kind == "payer_clearing_open"]
    assert (item.amount, item.subject) == (Decimal("-53.20"), "T1")
    assert "1EG4TE5MK73" not in item.model_dump_json()
    assert not any("1EG4TE5MK73" in key for _, key in desk.states)
    moved(desk, "T2", [("WO", "53.20")], 70, "1EG4TE5MK73")
    assert "payer_clearing_open" not in kinds(desk)


def test_the_order_of_remittances_changes_no_balance() -> None:
    first, second = Desk(), Desk()
    for desk, order in ((first, ("T1", "T2")), (second, ("T2", "T1"))):
        for trace in order:
            moved(desk, trace, [("WO", "-53.20" if trace == "T1" else "53.20")], 0 if trace == "T1" else 9)
    assert first.trial_balance() == second.trial_balance()
    assert balances(first) == balances(second) == [Decimal("0.00")]


def test_a_remittance_of_a_past_month_posts_into_the_open_one_and_keeps_its_date() -> None:
    desk = Desk()
    desk.deliver(received("T1"), untraced("BANK-1"), on=date(2027, 1, 5))
    assert {(one.posted_on, one.period) for one in desk.of(RemittancePosted)} == {(PAID, "2027-01")}


def test_every_event_of_the_bank_is_read_by_somebody() -> None:
    read = {*deposit.STAGE.handles, *assign.STAGE.handles, *recoup.STAGE.handles}
    assert {DepositRecorded, UntracedDepositRecorded, DepositAssigned, PayerBalanceMoved} <= read
