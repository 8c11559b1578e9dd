"""A void takes back, at every payer that has the claim, what was last sent to it, and nothing is built after it."""

from __future__ import annotations

from services.billing.submission.model.edits import judge
from services.billing.submission.model.edits.facts import Facts
from services.billing.submission.model.policy import Policy
from shared.contracts.submission import ClaimBuilt, ClaimHeld, ClaimReleased
from tests.unit.submission.given import (
    DAY,
    SITE,
    SURGERY,
    THREE_LINES,
    WITH_25,
    accepted,
    admitted,
    cleared,
    coded,
    drafts,
    edits,
    registered,
    rejected,
    remitted,
    reopened,
    submitted,
    withdrawn,
)
from tests.unit.submission.later import VISIT_500, both_cleared, due, two_plans, void_requested
from tests.unit.submission.test_build import SLOTS, only
from tests.unit.submission.test_document import sent


def voided(lines: tuple[object, ...] = THREE_LINES, **how: object) -> ClaimBuilt:
    bench = drafts()
    first = only(bench.take(registered(), cleared(), coded(1, lines)))  # type: ignore[arg-type]
    return only(bench.take(submitted(first), accepted(first, "ICN7"), remitted(first, "ICN7"), void_requested(first, **how)))


def test_s11_the_void_names_the_payers_number_and_repeats_the_charges_as_they_were_sent() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    bench.take(submitted(first), accepted(first, "ICN7"), remitted(first, "ICN7"), registered(2), cleared(2, 2), coded(2, THREE_LINES))
    void = only(bench.take(void_requested(first)))
    assert (void.frequency, void.payer_claim_control_number, void.submission, void.claim_id) == ("8", "ICN7", 2, first.claim_id)
    assert (void.lines, void.total, void.registration_version, void.coding_version) == (first.lines, first.total, 1, 1)
    assert {f"CLM*{first.claim_id}*190***11:B:8*Y*A*Y*Y", "REF*F8*ICN7"} <= set(sent(void))


def test_after_a_void_nothing_is_built_again_by_itself() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    void = only(bench.take(submitted(first), accepted(first), void_requested(first)))
    assert bench.take(void_requested(first), submitted(void), accepted(void, "V1"), remitted(first, "ICN1", "22")) == []
    assert (
        bench.take(coded(2, WITH_25, answers="DENIAL1"), registered(2), cleared(2, 2, answers="DENIAL2"), reopened(void), void_requested(first)) == []
    )
    assert bench.state.work_items() == []


def test_a_void_waits_for_the_payers_number_with_a_work_item() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    assert bench.take(submitted(first), accepted(first, ""), void_requested(first)) == []
    assert [item.kind for item in bench.state.work_items()] == ["payer_number_unknown"]
    assert only(bench.take(remitted(first, "ICN9"))).payer_claim_control_number == "ICN9"


def test_a_void_waits_for_the_acknowledgement_of_what_is_in_flight() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    second = only(bench.take(submitted(first), accepted(first), coded(2, WITH_25, answers="DENIAL1")))
    assert bench.take(submitted(second), void_requested(second)) == []
    void = only(bench.take(accepted(second, "ICN2")))
    assert (void.submission, void.frequency, void.payer_claim_control_number, void.lines) == (3, "8", "ICN2", WITH_25)


def test_a_void_takes_the_place_of_an_unsent_replacement_and_repeats_what_the_payer_has() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    second = only(bench.take(submitted(first), accepted(first), coded(2, WITH_25, answers="DENIAL1")))
    void = only(bench.take(void_requested(second)))
    assert (void.submission, void.frequency, void.lines) == (2, "8", first.lines)


def test_a_rejected_void_goes_again_when_a_person_reopens_it() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    void = only(bench.take(submitted(first), accepted(first), void_requested(first)))
    assert bench.take(submitted(void), rejected(void)) == []
    again = only(bench.take(reopened(void)))
    assert (again.submission, again.frequency, again.lines) == (3, "8", first.lines)


def test_a_void_that_a_person_withdraws_is_called_off() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    void = only(bench.take(submitted(first), accepted(first), void_requested(first)))
    assert bench.take(withdrawn(void)) == []
    assert only(bench.take(coded(2, WITH_25, answers="DENIAL1"))).frequency == "7"


def test_every_payer_that_has_the_claim_gets_a_void_one_after_the_other() -> None:
    bench = drafts()
    first = only(bench.take(two_plans(), both_cleared(), coded(1, VISIT_500)))
    second = only(bench.take(submitted(first), accepted(first), due()))
    one = only(bench.take(submitted(second), accepted(second, "C1"), void_requested(second)))
    two = only(bench.take(submitted(one), accepted(one, "V1")))
    assert [(each.payer_order, each.frequency, each.payer_claim_control_number) for each in (one, two)] == [(1, "8", "ICN1"), (2, "8", "C1")]
    assert two.prior == second.prior
    assert bench.take(submitted(two), accepted(two, "V2"), due()) == []


def test_a_second_payer_that_never_got_the_claim_gets_no_void() -> None:
    bench = drafts()
    first = only(bench.take(two_plans(), both_cleared(), coded(1, VISIT_500)))
    second = only(bench.take(submitted(first), accepted(first), due()))
    void = only(bench.take(void_requested(second)))
    assert (void.payer_order, void.submission) == (1, 2)
    assert bench.take(submitted(void), accepted(void, "V1")) == []


def test_an_institutional_void_has_its_bill_type_and_condition_code() -> None:
    outpatient, paid_back = voided(SURGERY), voided(SURGERY, condition="D6")
    assert f"CLM*{outpatient.claim_id}*8400***13:A:8**A*Y*Y" in sent(outpatient)
    assert "HI*BG:D5" in sent(outpatient)
    assert "HI*BG:D6" in sent(paid_back)
    assert not [segment for segment in sent(voided()) if segment.startswith("HI*BG")]
    stay = admitted().model_copy(update={"frequency": "8", "payer_claim_control_number": "ICN7", "conditions": ("D5",)})
    assert {f"CLM*{stay.claim_id}*32500***11:A:8**A*Y*Y", "HI*BG:D5"} <= set(sent(stay))


def test_edits_on_codes_and_people_do_not_hold_a_void() -> None:
    nobody = registered(1, sex="U", address=None)
    void = voided().model_copy(update={"rendering_npi": "1234567893"})
    facts = Facts(claim=void, on=DAY, site=SITE, policy=Policy(), registration=nobody, twins=("C9",))
    assert judge(facts).holds == ()
    assert judge(Facts(**{**{name: getattr(facts, name) for name in facts.__slots__}, "claim": void.model_copy(update={"frequency": "7"})})).holds
    assert isinstance(edits().take(voided())[0], ClaimReleased)


def test_a_void_for_a_payer_that_takes_none_is_held() -> None:
    (held,) = edits().take(voided().model_copy(update={"payer_id": "FEDS3"}))
    assert isinstance(held, ClaimHeld)
    assert "payer_takes_no_replacement" in {each.code for each in held.reasons}
