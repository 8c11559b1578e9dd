"""Authorization numbers, asking again, rejections and requests for correction."""

from datetime import date

import pytest

from services.eligibility.model.desk import Desk
from shared.contracts.eligibility import EncounterCleared, EncounterHeld, InquiryRequested
from shared.contracts.event import Event
from shared.contracts.values import Owner
from tests.unit.eligibility.visits import (
    ANNA,
    SITE,
    Clinic,
    answered,
    codes,
    coverage,
    denial_closed,
    kinds,
    last_clearance,
    needs_number,
    number,
    opened,
    registered,
    rejected,
    renewed,
    requested,
    submitted,
    unanswered,
)

SCAN = ("73721",)


def guarded(question: InquiryRequested) -> Event:
    return answered(question, True, *(needs_number(code) for code in question.procedures if code in ("73721", "L1830")))


def cleared_clinic() -> Clinic:
    clinic = Clinic()
    clinic.tell(registered(), opened(), submitted())
    return clinic


def test_the_number_frees_the_visit_and_travels_with_the_clearance() -> None:
    clinic = Clinic(payer=guarded)
    assert codes(clinic.tell(registered(), opened(codes=SCAN))) == ["authorization_needed"]
    events = clinic.tell(number("AUTH73002", "73721"))
    assert kinds(events) == ["EncounterCleared"]
    assert last_clearance(events).authorizations == ("AUTH73002",)


def test_a_number_for_the_whole_visit_covers_every_procedure() -> None:
    clinic = Clinic(payer=guarded)
    clinic.tell(registered(), opened(codes=("73721", "L1830")))
    assert kinds(clinic.tell(number())) == ["EncounterCleared"]


def test_a_number_for_one_procedure_leaves_the_other_one_held() -> None:
    clinic = Clinic(payer=guarded)
    clinic.tell(registered(), opened(codes=("73721", "L1830")))
    events = clinic.tell(number("AUTH1", "73721"))
    assert isinstance(events[0], EncounterHeld)
    assert [reason.place for reason in events[0].reasons] == ["procedures[L1830]"]


def test_a_number_that_is_there_before_the_answer_is_enough() -> None:
    clinic = Clinic(payer=guarded)
    assert clinic.tell(number("AUTH1", "73721")) == []
    assert kinds(clinic.tell(registered(), opened(codes=SCAN)))[-1] == "EncounterCleared"


def test_numbers_keep_the_order_in_which_they_were_entered() -> None:
    clinic = Clinic(payer=guarded)
    clinic.tell(registered(), opened(codes=SCAN), number("WRONG"), number("RIGHT"))
    assert last_clearance(clinic.log).authorizations == ("WRONG", "RIGHT")


def test_asking_again_asks_the_payer_that_did_not_answer() -> None:
    silent = [True]
    clinic = Clinic(payer=lambda question: unanswered(question) if silent[0] else answered(question))
    assert codes(clinic.tell(registered(), opened())) == ["coverage_unanswered"]
    silent[0] = False
    assert kinds(clinic.tell(renewed())) == ["InquiryRequested", "CoverageVerified", "EncounterCleared"]


def test_silence_once_more_leaves_the_visit_held_as_it_was() -> None:
    clinic = Clinic(payer=unanswered)
    clinic.tell(registered(), opened())
    assert kinds(clinic.tell(renewed())) == ["InquiryRequested", "CoverageUnanswered"]
    assert clinic.state.status == "held"


def test_a_question_on_its_way_is_not_put_twice() -> None:
    clinic = Clinic(payer=None)
    clinic.tell(registered(), opened())
    assert clinic.tell(renewed()) == []


def test_an_incomplete_registration_is_not_asked_about() -> None:
    clinic = Clinic()
    clinic.tell(registered(consent_on_file=False), opened())
    assert clinic.tell(renewed()) == []


def test_looking_again_finds_what_was_added_to_the_site_file() -> None:
    clinic = Clinic(desk=Desk(SITE.model_copy(update={"providers": SITE.providers[1:]})))
    assert codes(clinic.tell(registered(), opened())) == ["provider_unknown"]
    clinic.desk = Desk(SITE)
    assert kinds(clinic.tell(renewed())) == ["InquiryRequested", "CoverageVerified", "EncounterCleared"]


def test_of_two_coverages_the_doubtful_one_is_asked_again() -> None:
    clinic = Clinic(payer=lambda question: answered(question, question.payer_id == "CASC2"))
    clinic.tell(registered(1, coverage(1), coverage(2, "CASC2")), opened())
    (question, *_) = clinic.tell(renewed())
    assert isinstance(question, InquiryRequested)
    assert question.payer_id == "NWHP1"


def test_a_cleared_visit_that_is_verified_again_and_found_inactive_is_held() -> None:
    covered = [True]
    clinic = Clinic(payer=lambda question: answered(question, covered[0]))
    clinic.tell(registered(), opened())
    covered[0] = False
    assert kinds(clinic.tell(renewed())) == ["InquiryRequested", "CoverageInactive", "EncounterHeld"]


def test_a_rejection_holds_the_visit_and_names_the_field() -> None:
    clinic = cleared_clinic()
    (held,) = clinic.tell(rejected())
    assert isinstance(held, EncounterHeld)
    assert [(reason.code, reason.place) for reason in held.reasons] == [("member_id_rejected", "coverages[0].member_id")]
    assert [(item.kind, item.place) for item in clinic.state.work_items()] == [("member_id_rejected", "coverages[0].member_id")]


def test_a_corrected_member_id_is_asked_about_and_cleared_so_that_the_claim_can_go_again() -> None:
    clinic = cleared_clinic()
    clinic.tell(rejected())
    events = clinic.tell(registered(2, coverage(member_id="NWA1000009"), actor=ANNA, reason="read from the card"))
    assert kinds(events) == ["InquiryRequested", "CoverageVerified", "EncounterCleared"]
    cleared = last_clearance(events)
    assert (cleared.version, cleared.registration_version, cleared.answers) == (2, 2, "")
    assert clinic.state.work_items() == ()


def test_consent_does_not_mend_a_rejection() -> None:
    clinic = cleared_clinic()
    clinic.tell(rejected())
    assert clinic.tell(registered(2, actor=ANNA, same_person=True)) == []
    assert clinic.state.status == "held"


def test_an_address_mends_a_rejection_though_no_payer_is_asked_about_it() -> None:
    clinic = cleared_clinic()
    clinic.tell(rejected(place="patient.address"))
    moved = registered().patient.address.model_copy(update={"line": "2 Example Street"})  # type: ignore[union-attr]
    assert kinds(clinic.tell(registered(2, patient={"address": moved}))) == ["EncounterCleared"]


def test_a_person_may_say_that_the_registration_is_right_as_it_stands() -> None:
    clinic = cleared_clinic()
    clinic.tell(rejected())
    assert kinds(clinic.tell(registered(2, actor=ANNA, answers="CLAIM1/1"))) == ["EncounterCleared"]


def test_a_rejected_authorization_is_mended_by_another_number() -> None:
    clinic = cleared_clinic()
    clinic.tell(rejected(place="authorization"))
    assert clinic.tell(registered(2, patient={"phone": "9375550101"}, actor=ANNA)) == []
    assert kinds(clinic.tell(number("AUTH2"))) == ["EncounterCleared"]


def test_a_late_rejection_of_an_earlier_submission_does_not_hold_what_was_cleared_since() -> None:
    clinic = cleared_clinic()
    clinic.tell(registered(2, coverage(member_id="NWA1000009")))
    assert clinic.tell(rejected(1)) == []
    assert clinic.state.status == "cleared"


def test_the_second_rejection_of_one_claim_holds_again() -> None:
    clinic = cleared_clinic()
    clinic.tell(rejected(1), registered(2, coverage(member_id="NWA1000009")), submitted(2, clearance=2))
    assert codes(clinic.tell(rejected(2))) == ["member_id_rejected"]


def test_what_others_can_mend_is_no_work_of_registration() -> None:
    clinic = cleared_clinic()
    assert clinic.tell(rejected(owner=Owner.CODING), requested(owner=Owner.CODING)) == []
    assert clinic.state.work_items() == ()


def test_a_request_for_correction_is_work_beside_a_cleared_visit() -> None:
    clinic = cleared_clinic()
    assert clinic.tell(requested()) == []
    assert clinic.state.status == "cleared"
    (item,) = clinic.state.work_items()
    assert (item.id, item.claim_id, item.due_on, item.place) == ("DENIAL1", "CLAIM1", "2026-12-31", "lines[0]")


def test_a_number_that_answers_a_denial_clears_again_naming_the_denial() -> None:
    clinic = cleared_clinic()
    clinic.tell(requested())
    events = clinic.tell(number("AUTH9", answers="DENIAL1"))
    assert kinds(events) == ["EncounterCleared"]
    assert (last_clearance(events).answers, last_clearance(events).authorizations) == ("DENIAL1", ("AUTH9",))
    assert clinic.state.work_items() == ()


def test_the_number_that_was_there_already_may_answer_a_denial() -> None:
    clinic = Clinic(payer=guarded)
    clinic.tell(registered(), opened(codes=SCAN), number("AUTH1"), requested())
    events = clinic.tell(number("AUTH1", answers="DENIAL1"))
    assert [(event.answers, event.authorizations) for event in events if isinstance(event, EncounterCleared)] == [("DENIAL1", ("AUTH1",))]


def test_other_coverage_answers_a_coverage_denial() -> None:
    clinic = cleared_clinic()
    clinic.tell(requested(root_cause="coverage_ended"))
    events = clinic.tell(registered(2, coverage(1, "CASC2")))
    assert last_clearance(events).answers == "DENIAL1"
    assert [each.payer_id for each in last_clearance(events).coverages] == ["CASC2"]


def test_a_changed_registration_answers_no_request_for_a_number() -> None:
    clinic = cleared_clinic()
    clinic.tell(requested())
    events = clinic.tell(registered(2, coverage(member_id="NWA1000009")))
    assert last_clearance(events).answers == ""
    assert [item.id for item in clinic.state.work_items()] == ["DENIAL1"]


def test_of_several_requests_each_is_answered_by_a_clearance_of_its_own() -> None:
    clinic = cleared_clinic()
    clinic.tell(requested("D1", "coverage_ended"), requested("D2", "other_payer_first"), requested("D3"))
    events = clinic.tell(registered(2, coverage(1, "CASC2")))
    cleared = [event for event in events if isinstance(event, EncounterCleared)]
    assert [(event.version, event.answers) for event in cleared] == [(2, "D1"), (3, "D2")]
    assert [item.id for item in clinic.state.work_items()] == ["D3"]
    assert last_clearance(clinic.tell(number("A", answers="D3"))).answers == "D3"
    assert clinic.state.work_items() == ()


def test_an_answer_given_while_the_visit_is_held_is_sent_when_it_is_free() -> None:
    clinic = cleared_clinic()
    clinic.tell(requested(), registered(2, consent_on_file=False))
    assert clinic.tell(number("AUTH9", answers="DENIAL1")) == []
    assert last_clearance(clinic.tell(registered(3, actor=ANNA))).answers == "DENIAL1"


def test_a_denial_that_ended_elsewhere_is_no_work_any_more() -> None:
    clinic = cleared_clinic()
    clinic.tell(requested(), denial_closed())
    assert clinic.state.work_items() == ()


@pytest.mark.parametrize("event", [rejected(), requested(), denial_closed(), number(answers="DENIAL1"), submitted()])
def test_the_same_event_twice_changes_nothing(event: Event) -> None:
    clinic = cleared_clinic()
    clinic.tell(requested("OTHER"), event)
    before = clinic.state
    assert clinic.tell(event) == []
    assert clinic.state == before


def test_an_inpatient_visit_born_on_the_day_of_birth_is_fine() -> None:
    clinic = Clinic()
    newborn = registered(patient={"birth_date": date(2026, 9, 14)})
    assert kinds(clinic.tell(newborn, opened()))[-1] == "EncounterCleared"
