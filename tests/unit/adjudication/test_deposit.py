"""adjudication.deposit: remittance against bank, provider adjustments, suspense."""

from decimal import Decimal

import pytest

from shared.contracts.adjudication import Imbalance, PayerBalanceMoved, ProviderAdjustmentExplained, RemittanceDuplicated, RemittanceSetAside
from shared.contracts.values import RemittanceId
from tests.unit.adjudication.desk import Desk, gross
from tests.unit.adjudication.remits import CLERK, DOCUMENT, PAID, Line, deposit, payment, remittance, submitted

LINE: list[Line] = [("99213", "150.00", "92.00", [("CO", "45", "58.00")])]


def paid(desk: Desk, plb: list[tuple[str, str]] | None = None) -> dict[tuple[str, str], str]:
    desk.deliver(submitted("C1", [("99213", "150.00")]))
    events = desk.deliver(*remittance("T1", ("C1", payment("1", LINE)), plb=plb or []))
    return {pair: amount for pair, amount in gross(events).items() if "ARP" not in pair}


def set_aside(cause: str = "out_of_balance") -> RemittanceSetAside:
    imbalance = Imbalance(level="transaction", place="payment", expected=Decimal("480.00"), found=Decimal("500.00"))
    return RemittanceSetAside.model_validate(
        {
            "remittance_id": "R-T1",
            "cause": cause,
            "trace_number": "T1",
            "total_paid": "480.00",
            "imbalances": (imbalance,) if cause == "out_of_balance" else (),
            "document": DOCUMENT,
        }
    )


def kinds(desk: Desk) -> list[str]:
    return [item.kind for item in desk.work()]


@pytest.mark.parametrize(
    ("code", "amount", "entry"),
    [
        ("FB", "-83.20", ("RC", "CLR")),
        ("FB", "83.20", ("CLR", "RC")),
        ("WO", "53.20", ("CLR", "RC")),
        ("72", "10.00", ("CLR", "RC")),
        ("L6", "-1.20", ("RC", "INT-in")),
        ("L6", "1.20", ("INT-out", "RC")),
        ("IR", "4.00", ("LEVY", "RC")),
        ("LE", "4.00", ("LEVY", "RC")),
        ("J1", "7.00", ("NRB", "RC")),
        ("CS", "-7.00", ("RC", "ADJ")),
        ("AP", "-7.00", ("RC", "SUS")),
    ],
)
def test_provider_adjustments_post_to_their_account_and_positive_lowers_the_payment(code: str, amount: str, entry: tuple[str, str]) -> None:
    assert paid(Desk(), [(code, amount)]) == {entry: amount.removeprefix("-")}


def test_remit_clearing_comes_to_the_payment_and_to_zero_with_the_deposit() -> None:
    desk = Desk()
    paid(desk, [("FB", "-83.20"), ("L6", "-1.20")])
    assert desk.trial_balance()["RC"] == Decimal("176.40")
    desk.deliver(deposit("T1", "176.40"))
    assert "RC" not in desk.trial_balance()
    assert desk.trial_balance()["Cash"] == Decimal("176.40")
    assert desk.clearing("T1").state == "deposited"


def test_interest_never_touches_the_claim() -> None:
    desk = Desk()
    paid(desk, [("L6", "-1.20")])
    assert desk.balances("C1").payer_paid == Decimal("92.00")


def test_a_code_without_an_account_is_a_work_item() -> None:
    desk = Desk()
    paid(desk, [("PI", "-7.00")])
    assert [(item.kind, item.amount) for item in desk.work()] == [("provider_adjustment_unknown", Decimal("7.00"))]


def test_a_person_says_what_an_adjustment_was_for_and_it_moves_there_once() -> None:
    desk = Desk()
    paid(desk, [("PI", "-7.00"), ("CS", "3.00")])
    assert kinds(desk) == ["provider_adjustment_unknown", "provider_adjustment_unexplained"]
    assert gross(desk.deliver(explained(1, "CLR"), explained(1, "CLR"))) == {("SUS", "CLR"): "7.00"}
    assert [(one.code, one.amount) for one in desk.of(PayerBalanceMoved)] == [("PI", Decimal("-7.00"))]
    assert desk.deliver(explained(2, "ADJ")) != []
    assert kinds(desk) == []
    assert (desk.trial_balance()["ADJ"], desk.trial_balance().get("SUS")) == (Decimal("3.00"), None)
    before = desk.trial_balance()
    desk.deliver(explained(9, "LEVY"))
    assert desk.trial_balance() == before


def explained(place: int, account: str) -> ProviderAdjustmentExplained:
    told = {"trace_number": "T1", "place": place, "account": account, "recorded_on": PAID, "actor": CLERK, "reason": "the payer's letter"}
    return ProviderAdjustmentExplained.model_validate(told)


def test_a_deposit_may_come_before_its_remittance() -> None:
    desk = Desk()
    assert gross(desk.deliver(deposit("T1", "92.00"))) == {("Cash", "RC"): "92.00"}
    assert desk.clearing("T1").state == "awaiting_remittance"
    paid(desk)
    assert "RC" not in desk.trial_balance()
    assert kinds(desk) == []


def test_a_deposit_of_another_amount_waits_in_suspense_with_a_work_item() -> None:
    desk = Desk()
    paid(desk)
    assert gross(desk.deliver(deposit("T1", "90.00"))) == {("Cash", "SUS"): "90.00"}
    [item] = desk.work()
    assert (item.kind, item.amount) == ("deposit_unmatched", Decimal("90.00"))
    assert "92.00" in item.sentence


def test_a_deposit_that_was_early_and_turns_out_wrong_moves_to_suspense() -> None:
    desk = Desk()
    desk.deliver(deposit("T1", "90.00"))
    paid(desk)
    assert desk.trial_balance()["SUS"] == Decimal("-90.00")
    assert kinds(desk) == ["deposit_unmatched"]


def test_a_second_deposit_of_one_payment_is_not_taken_for_another_payment() -> None:
    desk = Desk()
    paid(desk)
    desk.deliver(deposit("T1", "92.00"), deposit("T1", "92.00", 3))
    assert desk.trial_balance()["SUS"] == Decimal("-92.00")


def test_nothing_of_an_unbalanced_remittance_is_posted_and_its_deposit_waits_in_suspense() -> None:
    desk = Desk()
    desk.deliver(set_aside(), deposit("T1", "480.00"))
    assert desk.trial_balance() == {"Cash": Decimal("480.00"), "SUS": Decimal("-480.00")}
    assert sorted(kinds(desk)) == ["deposit_unmatched", "remittance_out_of_balance"]
    assert "480.00 stated, 500.00 found" in next(item.sentence for item in desk.work() if item.kind == "remittance_out_of_balance")


def test_a_good_copy_of_what_was_set_aside_ends_the_work() -> None:
    desk = Desk()
    desk.deliver(set_aside(), deposit("T1", "92.00"))
    paid(desk)
    assert "SUS" not in desk.trial_balance()
    assert "RC" not in desk.trial_balance()
    assert kinds(desk) == []


def test_a_conflicting_copy_stays_work_and_changes_nothing() -> None:
    desk = Desk()
    paid(desk)
    before = desk.trial_balance()
    desk.deliver(set_aside("conflicting_copy"))
    assert desk.trial_balance() == before
    assert kinds(desk) == ["remittance_conflicting_copy"]


def test_a_duplicate_is_counted_and_posts_nothing() -> None:
    desk = Desk()
    paid(desk)
    before = desk.trial_balance()
    desk.deliver(RemittanceDuplicated(remittance_id=RemittanceId("R-T1"), trace_number="T1", document=DOCUMENT))
    assert desk.trial_balance() == before
    assert desk.clearing("T1").duplicates == 1
