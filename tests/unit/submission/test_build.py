from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given as arbitrary
from hypothesis import settings
from hypothesis import strategies as st

from services.billing.submission.model.draft import BLAMELESS
from shared.contracts.submission import ClaimBuilt
from tests.unit.submission.given import (
    CLAIM,
    ENCOUNTER,
    THREE_LINES,
    WITH_25,
    accepted,
    cleared,
    coded,
    coverage,
    drafts,
    registered,
    rejected,
    remitted,
    reopened,
    submitted,
    withdrawn,
)

SLOTS = (registered(), cleared(authorizations=("A1", "A2")), coded())


def only(events: list[object]) -> ClaimBuilt:
    (event,) = events
    assert isinstance(event, ClaimBuilt)
    return event


@pytest.mark.parametrize("order", list(permutations(SLOTS)))
def test_a_claim_is_built_when_the_last_slot_is_filled_whichever_it_is(order: tuple[object, ...]) -> None:
    bench = drafts()
    assert bench.take(*order[:2]) == []
    claim = only(bench.take(order[2]))
    assert (claim.claim_id, claim.submission, claim.frequency, claim.payer_claim_control_number) == (CLAIM, 1, "1", "")
    assert (claim.total, claim.authorization, claim.payer_id) == (Decimal("190.00"), "A2", "NWHP1")
    assert len(claim.claim_id) <= 20


def test_the_same_facts_again_build_nothing() -> None:
    bench = drafts()
    only(bench.take(*SLOTS))
    assert bench.take(*SLOTS, *SLOTS) == []


def test_an_unsent_claim_is_built_again_in_place() -> None:
    bench = drafts()
    bench.take(*SLOTS)
    claim = only(bench.take(coded(2, THREE_LINES)))
    assert (claim.submission, claim.total, claim.frequency) == (1, Decimal("420.00"), "1")


def test_a_correction_of_the_registration_alone_builds_nothing_and_its_clearance_does() -> None:
    bench = drafts()
    bench.take(*SLOTS)
    assert bench.take(registered(2)) == []
    assert only(bench.take(cleared(2, 2))).registration_version == 2


def test_nothing_is_billed_while_the_registration_is_newer_than_the_clearance() -> None:
    bench = drafts()
    assert bench.take(registered(1), registered(2), cleared(1, 1), coded()) == []
    assert [item.kind for item in bench.state.work_items()] == ["clearance_outdated"]
    assert only(bench.take(cleared(2, 2))).registration_version == 2
    assert bench.state.work_items() == []


def test_a_clearance_for_another_payer_changes_the_unsent_claim() -> None:
    both = (coverage(1), coverage(2, "CASC2"))
    bench = drafts()
    bench.take(registered(1, *both), cleared(), coded())
    claim = only(bench.take(cleared(2, 1, "CASC2", 2)))
    assert (claim.payer_id, claim.coverage_id, claim.payer_order, claim.submission) == ("CASC2", "COV2", 1, 1)


def test_in_flight_nothing_is_built_and_the_acknowledgement_decides() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    assert bench.take(submitted(first), coded(2, THREE_LINES)) == []
    again = only(bench.take(rejected(first)))
    assert (again.submission, again.frequency, again.total) == (2, "1", Decimal("420.00"))


def test_a_rejected_claim_goes_again_as_an_original_once_something_changed() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    assert bench.take(submitted(first), rejected(first)) == []
    assert bench.take(registered(2, coverage(member_id="NWA009"))) == []
    second = only(bench.take(cleared(2, 2, answers=f"{CLAIM}/1")))
    assert (second.claim_id, second.submission, second.frequency, second.payer_claim_control_number) == (first.claim_id, 2, "1", "")
    assert second.answers == f"{CLAIM}/1"
    assert bench.take(submitted(second), rejected(second), rejected(second)) == []


def test_an_accepted_claim_is_never_billed_twice() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    assert bench.take(submitted(first), accepted(first), coded(2, THREE_LINES), cleared(2), remitted(first)) == []
    assert [item.kind for item in bench.state.work_items()] == ["accepted_claim_outdated"]


def test_s4_the_answer_to_a_correction_request_replaces_the_whole_claim() -> None:
    bench = drafts()
    first = only(bench.take(registered(), cleared(), coded(1, THREE_LINES)))
    assert bench.take(submitted(first), accepted(first, "ICN77"), remitted(first, "ICN77")) == []
    second = only(bench.take(coded(2, WITH_25, answers="DENIAL1")))
    assert (second.frequency, second.payer_claim_control_number, second.submission) == ("7", "ICN77", 2)
    assert second.claim_id == first.claim_id
    assert [line.line_number for line in second.lines] == [1, 2, 3]
    assert (second.total, second.answers) == (Decimal("420.00"), "DENIAL1")
    assert bench.take(coded(2, WITH_25, answers="DENIAL1"), submitted(second), accepted(second, "ICN77")) == []


def test_a_rejected_replacement_goes_again_as_a_replacement_and_still_answers() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    second = only(bench.take(submitted(first), accepted(first), coded(2, WITH_25, answers="DENIAL1")))
    third = only(bench.take(submitted(second), rejected(second), coded(3, WITH_25)))
    assert (third.submission, third.frequency, third.payer_claim_control_number, third.answers) == (3, "7", "ICN1", "DENIAL1")


def test_a_replacement_waits_for_the_payers_number_and_a_remittance_may_bring_it() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    assert bench.take(submitted(first), accepted(first, ""), coded(2, WITH_25, answers="DENIAL1")) == []
    assert [item.kind for item in bench.state.work_items()] == ["payer_number_unknown"]
    second = only(bench.take(remitted(first, "ICN9")))
    assert (second.frequency, second.payer_claim_control_number) == ("7", "ICN9")


def test_a_remittance_proves_that_the_payer_has_a_claim_nobody_acknowledged() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    assert bench.take(submitted(first), remitted(first, "ICN9")) == []
    assert only(bench.take(coded(2, WITH_25, answers="DENIAL1"))).frequency == "7"


def test_a_remittance_of_the_first_submission_does_not_acknowledge_the_replacement() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    second = only(bench.take(submitted(first), accepted(first), coded(2, WITH_25, answers="DENIAL1")))
    assert bench.take(submitted(second), remitted(first), coded(3, THREE_LINES, answers="DENIAL2")) == []
    assert only(bench.take(accepted(second))).submission == 3


def test_another_payer_than_before_gets_an_original() -> None:
    both = (coverage(1), coverage(2, "CASC2"))
    bench = drafts()
    first = only(bench.take(registered(1, *both), cleared(), coded()))
    second = only(bench.take(submitted(first), accepted(first), cleared(2, 1, "CASC2", 2, answers="DENIAL1")))
    assert (second.payer_id, second.frequency, second.payer_claim_control_number, second.submission) == ("CASC2", "1", "", 2)


def test_a_person_may_reopen_an_accepted_claim_once() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    second = only(bench.take(submitted(first), accepted(first), reopened(first)))
    assert (second.submission, second.frequency) == (2, "7")
    assert bench.take(reopened(first), submitted(second), accepted(second), reopened(first)) == []


def test_a_withdrawn_claim_is_not_built_again_unless_a_person_reopens_it() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    assert bench.take(withdrawn(first), coded(2, THREE_LINES), cleared(2)) == []
    assert only(bench.take(reopened(first))).submission == 2


def test_a_rejected_claim_that_a_person_withdraws_is_not_sent_again() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    assert bench.take(submitted(first), rejected(first), withdrawn(first), coded(2, THREE_LINES)) == []


def test_a_claim_refused_because_of_others_goes_again_unchanged() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    second = only(bench.take(submitted(first), rejected(first, BLAMELESS)))
    assert (second.submission, second.frequency, second.lines) == (2, "1", first.lines)
    assert bench.take(rejected(first, BLAMELESS)) == []


def test_a_rejection_without_number_beats_an_acceptance_without_number() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    assert bench.take(submitted(first), accepted(first, ""), rejected(first)) == []
    second = only(bench.take(cleared(2)))
    assert (second.submission, second.frequency) == (2, "1")


@settings(max_examples=150, deadline=None)
@arbitrary(st.data())
def test_any_order_with_repeats_ends_with_the_same_unsent_claim(data: st.DataObject) -> None:
    facts = [registered(1), registered(2), cleared(1, 1), cleared(2, 2, authorizations=("A9",)), coded(1), coded(2, THREE_LINES)]
    bench = drafts()
    for event in data.draw(st.permutations(facts * 2)):
        bench.take(event)
    claim = bench.state.built
    assert claim is not None
    assert (claim.submission, claim.registration_version, claim.coding_version, claim.clearance_version) == (1, 2, 2, 2)
    assert claim.authorization == "A9"


@settings(max_examples=150, deadline=None)
@arbitrary(st.data())
def test_any_order_of_sources_around_the_first_submission_bills_once(data: st.DataObject) -> None:
    """The topics interleave; within a topic the order holds. Repeats come later than the first delivery."""
    bench = drafts()
    first = only(bench.take(*SLOTS))
    claims = [submitted(first), accepted(first), accepted(first)]
    others = [registered(1), cleared(1), coded(1), coded(2, THREE_LINES), remitted(first), cleared(2)]
    for event in data.draw(st.permutations(others * 2)):
        if claims and data.draw(st.booleans()):
            bench.take(claims.pop(0))
        emitted = bench.take(event)
        assert all(isinstance(each, ClaimBuilt) and each.submission == 1 and each.frequency == "1" for each in emitted)
    assert bench.take(*claims) == []
    assert bench.state.built is not None
    assert bench.state.built.submission == 1


def test_the_identifying_copy_stays_out_of_every_event() -> None:
    bench = drafts()
    claim = only(bench.take(*SLOTS))
    assert "Testmann" not in claim.model_dump_json()
    assert "NWA001" not in claim.model_dump_json()
    assert claim.encounter_id == ENCOUNTER


def test_a_build_that_came_a_moment_too_late_is_not_taken_for_what_was_sent() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    late = only(bench.take(coded(2, THREE_LINES)))
    assert late.submission == 1
    assert bench.take(submitted(first)) == []
    again = only(bench.take(rejected(first)))
    assert (again.submission, again.lines) == (2, THREE_LINES)


def test_a_payer_that_has_something_else_than_the_newest_build_is_a_work_item() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    bench.take(coded(2, THREE_LINES), submitted(first), accepted(first))
    assert [item.kind for item in bench.state.work_items()] == ["accepted_claim_outdated"]


def test_one_correction_that_answers_two_requests_is_one_replacement_even_when_the_second_answer_is_late() -> None:
    bench = drafts()
    first = only(bench.take(*SLOTS))
    bench.take(submitted(first), accepted(first))
    second = only(bench.take(cleared(2, authorizations=("A9",), answers="DENIAL1")))
    late = only(bench.take(cleared(3, authorizations=("A9",), answers="DENIAL2")))
    assert (second.submission, late.submission, late.answers) == (2, 2, "DENIAL2")
    assert bench.take(submitted(second), accepted(second, "ICN1"), cleared(4, authorizations=("A9",), answers="DENIAL3")) == []
    assert only(bench.take(cleared(5, authorizations=("A10",), answers="DENIAL4"))).submission == 3
