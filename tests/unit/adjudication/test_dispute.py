"""A payer held to its contract: what it left out is found once, within no tolerance, and ends when it is paid, given up or overtaken."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from services.billing.adjudication.model.dispute.dispute import Dispute
from services.billing.adjudication.stages import dispute
from shared.contracts.adjudication import (
    AdjustmentRecorded,
    ClaimRemitted,
    LedgerEntry,
    OverpaymentFound,
    UnderpaymentClosed,
    UnderpaymentFound,
)
from shared.contracts.event import Event, Message
from shared.contracts.values import ClaimId, EncounterId, WorkItem
from shared.stage.step import Origin, step
from tests.unit.adjudication import remits
from tests.unit.adjudication.desk import ZONE, Desk, Prices
from tests.unit.adjudication.remits import CLERK, PAID, negated, payment, remittance, submitted

CASE_RATE = Prices(case_rates={"45385": "4200.00"}, coinsurance="10")
VISIT = [("99213", "150.00")]


def visit(allowed: str, paid: str, copay: str) -> list[remits.Line]:
    reduced = str(Decimal("150.00") - Decimal(allowed))
    return [("99213", "150.00", paid, [("CO", "45", reduced), ("PR", "3", copay)])]


def state_of(desk: Desk, claim: str) -> Dispute:
    found = desk.states[dispute.STAGE.name, claim]
    assert isinstance(found, Dispute)
    return found


def underpaid(desk: Desk) -> list[WorkItem]:
    return [item for item in desk.work() if item.kind == "payer_underpaid"]


def disputed(desk: Desk) -> list[LedgerEntry]:
    return [one for one in desk.entries() if "DSP" in (one.debit, one.credit)]


@pytest.mark.parametrize("copies", [1, 2])
def test_s10_the_variance_is_the_claims_split_by_the_contract_and_recovered_by_the_correction(copies: int) -> None:
    desk = Desk(CASE_RATE, copies)
    desk.deliver(submitted("S10", remits.S10_BILL, kind="institutional"))
    desk.deliver(*remittance("T10a", ("S10", payment("1", remits.S10_FIRST))))
    [found] = desk.of(UnderpaymentFound)
    assert (found.expected, found.allowed) == (Decimal("4200.00"), Decimal("3600.00"))
    assert (found.payer_variance, found.patient_variance) == (Decimal("-540.00"), Decimal("-60.00"))
    assert found.expected_payment == Decimal("3780.00")
    assert found.contract_row == "ANY 45385 case_rate 4200.00 from 2000-01-01"
    [item] = underpaid(desk)
    assert (item.claim_id, item.amount) == ("S10", Decimal("600.00"))
    assert [word in item.sentence for word in ("3600.00", "4200.00", "540.00", "60.00", "case_rate")] == [True] * 5
    desk.deliver(*remittance("T10b", ("S10", payment("22", negated(remits.S10_FIRST))), ("S10", payment("1", remits.S10_SECOND)), day=50))
    [closed] = desk.of(UnderpaymentClosed)
    assert (closed.outcome, closed.recovered, closed.closed_on) == ("recovered", Decimal("600.00"), PAID + timedelta(days=50))
    assert (state_of(desk, "S10").status, underpaid(desk)) == ("closed", [])


def test_a_reversal_alone_ends_no_dispute() -> None:
    desk = Desk(CASE_RATE)
    desk.deliver(submitted("S10", remits.S10_BILL, kind="institutional"))
    desk.deliver(*remittance("T1", ("S10", payment("1", remits.S10_FIRST))))
    desk.deliver(*remittance("T2", ("S10", payment("22", negated(remits.S10_FIRST))), day=9))
    assert (desk.of(UnderpaymentClosed), state_of(desk, "S10").status) == ([], "open")


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ({}, 1),
        ({"tolerance": Decimal("2.00")}, 0),
        ({"tolerance": Decimal("1.99")}, 1),
        ({"tolerance_percent": Decimal("3")}, 0),
        ({"tolerance_percent": Decimal("2")}, 1),
    ],
)
def test_what_the_payer_may_leave_out_is_no_underpayment_and_not_in_dispute(terms: dict[str, Decimal], found: int) -> None:
    desk = Desk(Prices({"99213": "92.00"}, **terms))
    desk.deliver(submitted("C1", VISIT), *remittance("T1", ("C1", payment("1", visit("90.00", "65.00", "25.00")))))
    assert len(desk.of(UnderpaymentFound)) == len(disputed(desk)) == found


def test_a_line_that_was_refused_is_a_denial_and_no_underpayment() -> None:
    desk = Desk(Prices({"99213": "92.00"}))
    desk.deliver(submitted("C1", VISIT), *remittance("T1", ("C1", payment("1", [("99213", "150.00", "0.00", [("CO", "197", "150.00")])]))))
    assert desk.of(UnderpaymentFound) == []


def test_sequestration_is_no_underpayment() -> None:
    desk = Desk(Prices({"99213": "140.00"}, sequestration_percent=Decimal(2)))
    lines: list[remits.Line] = [("99213", "250.00", "109.76", [("CO", "45", "110.00"), ("CO", "253", "2.24"), ("PR", "2", "28.00")])]
    desk.deliver(submitted("S7", [("99213", "250.00")]), *remittance("T7", ("S7", payment("1", lines))))
    assert (desk.of(UnderpaymentFound), state_of(desk, "S7").status) == ([], "none")


def test_what_the_payer_should_pay_is_net_of_sequestration_and_of_the_patients_share() -> None:
    desk = Desk(Prices({"99213": "150.00"}, sequestration_percent=Decimal(2)))
    lines: list[remits.Line] = [("99213", "250.00", "109.76", [("CO", "45", "110.00"), ("CO", "253", "2.24"), ("PR", "2", "28.00")])]
    desk.deliver(submitted("C1", [("99213", "250.00")]), *remittance("T1", ("C1", payment("1", lines))))
    [found] = desk.of(UnderpaymentFound)
    assert (found.expected - found.allowed, found.expected_payment) == (Decimal("10.00"), Decimal("119.56"))


def test_a_correction_that_pays_a_part_leaves_the_rest_in_dispute() -> None:
    desk, first, second = Desk(Prices({"99213": "92.00"})), visit("80.00", "55.00", "25.00"), visit("88.00", "63.00", "25.00")
    desk.deliver(submitted("C1", VISIT), *remittance("T1", ("C1", payment("1", first))))
    desk.deliver(*remittance("T2", ("C1", payment("22", negated(first))), ("C1", payment("1", second)), day=5))
    assert [(one.outcome, one.recovered) for one in desk.of(UnderpaymentClosed)] == [("partly_recovered", Decimal("8.00"))]
    assert [one.expected - one.allowed for one in desk.of(UnderpaymentFound)] == [Decimal("12.00"), Decimal("4.00")]
    assert [item.amount for item in underpaid(desk)] == [Decimal("4.00")]


def test_a_correction_that_refuses_the_line_overtakes_the_dispute() -> None:
    desk, first = Desk(Prices({"99213": "92.00"})), visit("80.00", "55.00", "25.00")
    refused: list[remits.Line] = [("99213", "150.00", "0.00", [("PR", "27", "150.00")])]
    desk.deliver(submitted("C1", VISIT), *remittance("T1", ("C1", payment("1", first))))
    desk.deliver(*remittance("T2", ("C1", payment("22", negated(first))), ("C1", payment("1", refused)), day=5))
    assert [(one.outcome, one.recovered) for one in desk.of(UnderpaymentClosed)] == [("superseded", Decimal("0.00"))]


def test_a_dispute_that_a_person_gives_up_is_closed_once_all_of_it_is() -> None:
    desk = Desk(Prices({"99213": "92.00"}))
    desk.deliver(submitted("C1", VISIT), *remittance("T1", ("C1", payment("1", visit("80.00", "55.00", "25.00")))))
    conceded(desk, "5.00")
    assert [item.amount for item in underpaid(desk)] == [Decimal("7.00")]
    conceded(desk, "7.00")
    assert [one.outcome for one in desk.of(UnderpaymentClosed)] == ["conceded"]
    assert underpaid(desk) == []


def conceded(desk: Desk, amount: str) -> None:
    facts = {"claim_id": ClaimId("C1"), "encounter_id": EncounterId("visit-C1"), "kind": "dispute_conceded", "amount": amount}
    desk.deliver(AdjustmentRecorded.model_validate({**facts, "recorded_on": PAID, "actor": CLERK, "reason": "The payer's rate is right."}))


def test_a_payer_that_allows_too_much_is_shown_and_nothing_is_posted_for_it() -> None:
    desk = Desk(Prices({"99213": "92.00"}))
    desk.deliver(submitted("C1", VISIT), *remittance("T1", ("C1", payment("1", visit("110.00", "85.00", "25.00")))))
    [over] = desk.of(OverpaymentFound)
    assert over.allowed - over.expected == Decimal("18.00")
    assert (state_of(desk, "C1").status, underpaid(desk), disputed(desk)) == ("overpaid", [], [])


def test_the_end_does_not_depend_on_which_topic_is_read_first() -> None:
    """What match passes on and what was submitted come on two topics."""
    desk = Desk(CASE_RATE)
    desk.deliver(submitted("S10", remits.S10_BILL, kind="institutional"))
    desk.deliver(*remittance("T10a", ("S10", payment("1", remits.S10_FIRST))))
    desk.deliver(*remittance("T10b", ("S10", payment("22", negated(remits.S10_FIRST))), ("S10", payment("1", remits.S10_SECOND)), day=50))
    bill, decisions = submitted("S10", remits.S10_BILL, kind="institutional"), desk.of(ClaimRemitted)
    ends = [played((*decisions[:place], bill, *decisions[place:])) for place in range(len(decisions) + 1)]
    assert {(one.status, one.closed and one.closed.recovered) for one in ends} == {("closed", Decimal("600.00"))}


def test_a_restored_dispute_says_nothing_again() -> None:
    desk = Desk(CASE_RATE)
    bill = submitted("S10", remits.S10_BILL, kind="institutional")
    desk.deliver(bill, *remittance("T10a", ("S10", payment("1", remits.S10_FIRST))))
    desk.deliver(*remittance("T10b", ("S10", payment("22", negated(remits.S10_FIRST))), ("S10", payment("1", remits.S10_SECOND)), day=50))
    said, decisions = [*desk.of(UnderpaymentFound), *desk.of(UnderpaymentClosed)], desk.of(ClaimRemitted)
    for place in range(len(decisions) + 1):
        order = (*decisions[:place], bill, *decisions[place:])
        state = Dispute(claim_id=ClaimId("S10"))
        for event in said:
            state = dispute.evolve(state, event)
        assert announced(state, order) == []


def announced(state: Dispute, events: tuple[Event, ...]) -> list[Event]:
    found: list[Event] = []
    for number, event in enumerate(events):
        state, emitted = step(dispute.STAGE, state, message(event, number), CASE_RATE, "test", ZONE)
        found += [one.event for one in emitted]
    return found


def played(events: tuple[Event, ...]) -> Dispute:
    state = Dispute(claim_id=ClaimId("S10"))
    for number, event in enumerate(events):
        state, _ = step(dispute.STAGE, state, message(event, number), CASE_RATE, "test", ZONE)
    return state


def message(event: Event, number: int) -> Message:
    [one] = Origin("test", "outside", f"cause-{number}", datetime(2026, 10, 5, tzinfo=UTC)).messages([event])
    return one
