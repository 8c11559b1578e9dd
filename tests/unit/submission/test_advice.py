"""What may be sent next of a claim, and why nothing else may."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import get_args

import pytest

from services.billing.submission.model.advice import REFUSALS, About, Advice, Situation, Way, advise, refusal, situation_of
from shared.contracts.adjudication import ClaimPayment, DecisionReference
from tests.unit.submission.given import Bench, accepted, coded, drafts, rejected, remitted, reopened, submitted, withdrawn
from tests.unit.submission.later import VISIT_500, both_cleared, cas, due, two_plans, void_requested
from tests.unit.submission.test_build import SLOTS, only

STATUSES = ("unsent", "submitted", "rejected", "accepted", "withdrawn")
CARCS = (frozenset[str](), frozenset({"29"}))


def billed() -> tuple[Bench, object]:
    bench = drafts()
    return bench, only(bench.take(*SLOTS))


def told(bench: Bench, about: About = "correction", **how: object) -> Advice:
    return advise(situation_of(bench.state, **{"takes_replacements": True, "about": about, **how}))  # type: ignore[arg-type]


def paid(first, paid: str = "77.50", *reasons: str):  # type: ignore[no-untyped-def]
    payment = ClaimPayment(
        ordinal=1, status="1", charge=first.total, paid=Decimal(paid), payer_claim_control_number="ICN1", adjustments=cas(*reasons)
    )
    return remitted(first).model_copy(update={"payment": payment})


def test_what_was_rejected_goes_again_as_an_original_and_never_as_a_replacement() -> None:
    bench, first = billed()
    bench.take(submitted(first), rejected(first))
    advice = told(bench)
    assert (advice.way, advice.frequency, advice.number) == ("send_original", "1", "")
    assert "without REF*F8" in advice.refused["replace"]
    assert "Withdraw it instead" in advice.refused["void"]
    assert "decided nothing" in advice.refused["appeal"]


def test_what_the_payer_has_is_replaced_as_a_whole_under_its_number() -> None:
    bench, first = billed()
    bench.take(submitted(first), accepted(first, "ICN7"), paid(first, "0.00", "CO-97 190.00"))
    advice = told(bench)
    assert (advice.way, advice.frequency, advice.number) == ("replace", "7", "ICN1")
    assert "CO-18" in advice.refused["send_original"]
    assert "CO-18" in advice.refused["new_claim"]
    assert "appeal" not in advice.refused


def test_a_late_charge_is_a_replacement_and_no_bill_of_its_own() -> None:
    bench, first = billed()
    bench.take(submitted(first), accepted(first))
    advice = told(bench, "late_charge")
    assert (advice.way, advice.frequency) == ("replace", "7")
    assert "xx5" in advice.because[0]


def test_a_payer_that_takes_no_replacement_gets_an_appeal_or_a_reopening_and_never_a_7() -> None:
    bench, first = billed()
    bench.take(submitted(first), accepted(first))
    assert told(bench, takes_replacements=False).way == "wait"
    bench.take(paid(first, "0.00", "CO-50 190.00"))
    denied = told(bench, takes_replacements=False)
    assert (denied.way, denied.frequency) == ("appeal", None)
    assert "duplicate (CO-18)" in denied.refused["replace"]
    assert "no void" in denied.refused["void"]
    other, second = billed()
    other.take(submitted(second), accepted(second), paid(second))
    assert told(other, takes_replacements=False).way == "reopen"


def test_a_claim_denied_as_too_late_is_appealed_and_not_sent_again() -> None:
    bench, first = billed()
    bench.take(submitted(first), accepted(first), paid(first, "0.00", "CO-29 190.00"))
    advice = told(bench)
    assert (advice.way, advice.frequency) == ("appeal", None)
    assert "later still" in advice.refused["replace"]


def test_a_decision_that_was_taken_back_counts_no_more() -> None:
    bench, first = billed()
    late = paid(first, "0.00", "CO-29 190.00")
    back = remitted(first, status="22").model_copy(update={"reverses": DecisionReference(remittance_id=late.remittance_id, ordinal=1)})
    bench.take(submitted(first), accepted(first), late, back)
    assert told(bench).way == "replace"


def test_the_wrong_patient_is_voided_where_the_payer_has_the_claim_and_withdrawn_where_it_has_not() -> None:
    bench, first = billed()
    assert told(bench, "wrong_patient").way == "withdraw"
    assert told(bench.take(submitted(first)) or bench, "wrong_patient").way == "wait"
    bench.take(accepted(first, "ICN7"))
    advice = told(bench, "wrong_patient")
    assert (advice.way, advice.frequency, advice.number) == ("void", "8", "ICN7")
    assert "new_claim" not in advice.refused
    assert told(bench, "wrong_patient", takes_replacements=False).way == "wait"
    bench.take(paid(first))
    assert told(bench, "wrong_patient", takes_replacements=False).way == "reopen"


def test_a_void_is_waited_for_then_it_is_a_new_claim_and_nothing_else() -> None:
    bench, first = billed()
    void = only(bench.take(submitted(first), accepted(first), void_requested(first)))
    waiting = told(bench)
    assert waiting.way == "wait"
    assert "on its way already" in waiting.refused["void"]
    bench.take(submitted(void))
    assert told(bench).way == "wait"
    bench.take(accepted(void, "V1"))
    advice = told(bench)
    assert (advice.way, advice.frequency) == ("new_claim", None)
    assert set(REFUSALS) - set(advice.refused) - {"new_claim"} <= {"wait"}
    assert "voided" in advice.refused["replace"]


def test_a_refused_void_may_go_again() -> None:
    bench, first = billed()
    void = only(bench.take(submitted(first), accepted(first), void_requested(first)))
    bench.take(submitted(void), rejected(void))
    assert (told(bench).way, told(bench).frequency) == ("void", "8")
    assert "asked for" in told(bench).refused["replace"]
    bench.take(reopened(void))
    assert bench.state.built.submission == 3


@pytest.mark.parametrize(("held", "way"), [(True, "send_original"), (False, "wait")])
def test_an_unsent_claim_goes_by_itself_once_nothing_holds_it(held: bool, way: Way) -> None:
    bench, _ = billed()
    assert told(bench, held=held).way == way


def test_a_withdrawn_claim_goes_as_an_original() -> None:
    bench, first = billed()
    bench.take(withdrawn(first))
    assert told(bench).way == "send_original"
    assert "withdrawn before" in told(bench).refused["withdraw"]


def test_without_the_payers_number_there_is_nothing_to_name_yet() -> None:
    bench, first = billed()
    bench.take(submitted(first), accepted(first, ""))
    assert told(bench).way == "wait"


def test_advice_is_about_one_payer_and_by_default_about_the_one_billed_last() -> None:
    bench = drafts()
    first = only(bench.take(two_plans(), both_cleared(), coded(1, VISIT_500)))
    second = only(bench.take(submitted(first), accepted(first), paid(first), due()))
    bench.take(submitted(second), rejected(second))
    assert told(bench).way == "send_original"
    assert (told(bench, payer_order=1).way, told(bench, payer_order=1).number) == ("replace", "ICN1")


@pytest.mark.parametrize("way", REFUSALS)
def test_the_way_that_is_advised_is_never_refused(way: Way) -> None:
    advised = 0
    for status, takes, number, about, carcs in product(STATUSES, (True, False), ("", "ICN1"), get_args(About), CARCS):
        seen = Situation(status, False, status == "accepted", number, takes, bool(carcs), Decimal(0), carcs, "none", about)
        if advise(seen).way == way:
            advised += 1
            assert refusal(seen, way) == "", seen
    assert advised
