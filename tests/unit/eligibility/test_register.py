"""Both halves are joined, checked, and the first payer is asked."""

from datetime import date
from typing import Any

import pytest

from services.eligibility.model.desk import Desk
from shared.contracts.eligibility import Address, CoverageInactive, CoverageVerified, EncounterHeld, InquiryRequested, PersonName
from shared.contracts.event import Event
from shared.contracts.values import EncounterId
from tests.unit.eligibility.visits import (
    ANNA,
    ID,
    MOTHER,
    ON,
    SITE,
    VISIT_ON,
    Clinic,
    answered,
    codes,
    coverage,
    kinds,
    last_clearance,
    opened,
    registered,
)


def held(*events: Event, **desk: Any) -> list[str]:
    """Reasons after these events with a payer that says yes."""
    clinic = Clinic(desk=Desk(SITE, **desk))
    return codes(clinic.tell(*events))


@pytest.mark.parametrize("order", [(registered(), opened()), (opened(), registered())])
def test_the_first_payer_is_asked_once_both_halves_are_there_whichever_comes_first(order: tuple[Event, Event]) -> None:
    clinic = Clinic(payer=None)
    assert clinic.tell(order[0]) == []
    assert clinic.state.status == "incomplete"
    asked = clinic.tell(order[1])
    assert kinds(asked) == ["InquiryRequested"]
    assert clinic.state.status == "waiting"


def test_the_question_is_about_the_date_of_service_and_names_every_code_once() -> None:
    clinic = Clinic(payer=None)
    (question,) = clinic.tell(registered(), opened(codes=("99213", "85025", "99213")))
    assert isinstance(question, InquiryRequested)
    assert (question.service_on, question.procedures, question.payer_id) == (VISIT_ON, ("99213", "85025"), "NWHP1")
    assert question.registration_version == 1


def test_a_complete_registration_with_active_coverage_is_cleared() -> None:
    clinic = Clinic()
    events = clinic.tell(registered(), opened())
    assert kinds(events) == ["InquiryRequested", "CoverageVerified", "EncounterCleared"]
    cleared = last_clearance(events)
    assert (cleared.version, cleared.registration_version, cleared.answers) == (1, 1, "")
    assert [each.payer_id for each in cleared.coverages] == ["NWHP1"]
    assert clinic.state.status == "cleared"
    assert clinic.state.work_items() == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": PersonName(first="Ada")}, "patient_name_missing"),
        ({"name": PersonName(last="Testoak", first=" ")}, "patient_name_missing"),
        ({"birth_date": None}, "birth_date_missing"),
        ({"birth_date": date(2027, 1, 1)}, "birth_date_in_future"),
        ({"birth_date": date(2026, 10, 1)}, "birth_date_after_service"),
        ({"sex": "U"}, "sex_unconfirmed"),
        ({"address": Address(line="1 Example Street", city="Springfield", state="OH")}, "address_missing"),
        ({"address": Address(line="1 Example Street", city="Springfield", state="Ohio", postal_code="45501")}, "state_malformed"),
        ({"address": Address(line="1 Example Street", city="Springfield", state="OH", postal_code="4550")}, "postal_code_malformed"),
    ],
)
def test_what_is_missing_or_impossible_in_the_patient_is_named(change: dict[str, Any], reason: str) -> None:
    assert held(opened(), registered(patient=change)) == [reason]


def test_an_unknown_sex_that_a_person_has_saved_stands() -> None:
    assert held(opened(), registered(patient={"sex": "U"}, actor=ANNA)) == []


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        (coverage(payer=None), ["payer_unknown"]),
        (coverage(member_id=""), ["member_id_missing"]),
        (coverage(member_id="N*1"), ["member_id_malformed"]),
        (coverage(member_id="X" * 31), ["member_id_malformed"]),
        (coverage(relationship="child"), ["subscriber_missing"]),
        (coverage(relationship="child", subscriber=MOTHER.model_copy(update={"birth_date": None})), ["birth_date_missing"]),
        (coverage(relationship="child", subscriber=MOTHER.model_copy(update={"name": PersonName(last="T")})), ["subscriber_name_missing"]),
        (coverage(relationship="child", subscriber=MOTHER), []),
    ],
)
def test_what_is_missing_in_a_coverage_is_named(changed: Any, reasons: list[str]) -> None:
    assert held(opened(), registered(1, changed)) == reasons


def test_the_place_of_a_reason_counts_coverages_as_a_registrar_sees_them() -> None:
    clinic = Clinic()
    events = clinic.tell(opened(), registered(1, coverage(1), coverage(2, "CASC2", member_id="")))
    assert isinstance(events[0], EncounterHeld)
    assert [reason.place for reason in events[0].reasons] == ["coverages[1].member_id"]


def test_without_coverage_or_consent_the_visit_is_held() -> None:
    bare = registered().model_copy(update={"coverages": (), "consent_on_file": False})
    assert held(opened(), bare) == ["consent_missing", "coverage_missing"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"facility_id": "elsewhere"}, "facility_unknown"),
        ({"rendering_npi": ""}, "provider_missing"),
        ({"rendering_npi": "9999922169"}, "provider_unknown"),
        ({"service_from": date(2026, 11, 3), "service_to": date(2026, 11, 3)}, "service_in_future"),
    ],
)
def test_a_visit_at_an_unknown_place_by_an_unknown_person_or_tomorrow_is_held(change: dict[str, Any], reason: str) -> None:
    assert held(registered(), opened(**change)) == [reason]


def test_all_reasons_are_said_at_once_and_none_of_them_quotes_the_record() -> None:
    clinic = Clinic()
    bad = registered(1, coverage(member_id="SECRET*1"), patient={"birth_date": None}, consent_on_file=False)
    (event,) = clinic.tell(bad, opened(facility_id="elsewhere"))
    assert codes([event]) == ["birth_date_missing", "consent_missing", "member_id_malformed", "facility_unknown"]
    assert "SECRET" not in event.model_dump_json()
    assert "Testoak" not in event.model_dump_json()


def test_a_namesake_on_file_holds_the_visit_until_somebody_says_who_is_who() -> None:
    clinic = Clinic(desk=Desk(SITE, namesakes=frozenset({EncounterId(ID)})))
    assert codes(clinic.tell(opened(), registered())) == ["possible_duplicate"]
    assert kinds(clinic.tell(registered(2, same_person=False, actor=ANNA, reason="two people"))) == [
        "InquiryRequested",
        "CoverageVerified",
        "EncounterCleared",
    ]


def test_a_hold_is_announced_once_and_dated() -> None:
    clinic = Clinic()
    (first,) = clinic.tell(registered(consent_on_file=False), opened())
    assert isinstance(first, EncounterHeld)
    assert first.held_on == ON
    assert clinic.tell(registered(2, consent_on_file=False, patient={"phone": "9375550101"})) == []
    assert clinic.state.columns()["held_since"] == ON
    assert [item.kind for item in clinic.state.work_items()] == ["consent_missing"]


def test_mending_the_registration_closes_the_work_items() -> None:
    clinic = Clinic()
    clinic.tell(registered(consent_on_file=False), opened())
    clinic.tell(registered(2, actor=ANNA, reason="signed"))
    assert (clinic.state.status, clinic.state.work_items()) == ("cleared", ())


def test_a_version_that_came_before_or_twice_changes_nothing() -> None:
    clinic = Clinic()
    clinic.tell(registered(2), opened(2), registered(1, consent_on_file=False))
    before = clinic.state
    assert clinic.tell(registered(2), opened(1), opened(2), registered(1, consent_on_file=False)) == []
    assert clinic.state == before


def test_consent_alone_clears_again_without_asking_the_payer_again() -> None:
    clinic = Clinic()
    clinic.tell(registered(), opened())
    assert codes(clinic.tell(registered(2, consent_on_file=False))) == ["consent_missing"]
    events = clinic.tell(registered(3, actor=ANNA, reason="signed"))
    assert kinds(events) == ["EncounterCleared"]
    assert (last_clearance(events).version, last_clearance(events).registration_version) == (2, 3)


def test_an_address_is_no_business_of_the_payers_answer() -> None:
    clinic = Clinic()
    clinic.tell(registered(), opened())
    moved = {"address": Address(line="2 Example Street", city="Springfield", state="OH", postal_code="455011234")}
    events = clinic.tell(registered(2, patient=moved))
    assert kinds(events) == ["EncounterCleared"]
    assert last_clearance(events).registration_version == 2


@pytest.mark.parametrize(
    "change",
    [{"patient": {"birth_date": date(1980, 1, 2)}}, {"patient": {"name": PersonName(last="Testoak", first="Adah")}}],
)
def test_what_the_payer_judges_by_is_asked_again(change: dict[str, Any]) -> None:
    clinic = Clinic()
    clinic.tell(registered(), opened())
    assert kinds(clinic.tell(registered(2, **change))) == ["InquiryRequested", "CoverageVerified", "EncounterCleared"]


def test_a_corrected_member_id_is_asked_again_and_cleared_with_the_new_version() -> None:
    clinic = Clinic()
    clinic.tell(registered(), opened())
    events = clinic.tell(registered(2, coverage(member_id="NWA1000009")))
    assert kinds(events) == ["InquiryRequested", "CoverageVerified", "EncounterCleared"]
    assert (last_clearance(events).version, last_clearance(events).registration_version) == (2, 2)


def test_other_codes_are_asked_again_because_one_of_them_may_need_a_number() -> None:
    clinic = Clinic()
    clinic.tell(registered(), opened())
    question = clinic.tell(opened(2, codes=("99213", "73721")))[0]
    assert isinstance(question, InquiryRequested)
    assert question.procedures == ("99213", "73721")


def test_fewer_codes_are_not_asked_again() -> None:
    clinic = Clinic()
    clinic.tell(registered(), opened())
    assert clinic.tell(opened(2, codes=("99213",))) == []


def test_another_date_of_service_is_asked_again() -> None:
    clinic = Clinic()
    clinic.tell(registered(), opened())
    other = date(2026, 9, 15)
    assert kinds(clinic.tell(opened(2, service_from=other, service_to=other)))[0] == "InquiryRequested"


SILENT_PAYER = SITE.model_copy(update={"payers": tuple(payer.model_copy(update={"eligibility": payer.payer_id != "NWHP1"}) for payer in SITE.payers)})


def test_a_payer_that_answers_no_inquiries_is_taken_at_the_word_of_the_card() -> None:
    clinic = Clinic(payer=None, desk=Desk(SILENT_PAYER))
    events = clinic.tell(registered(1, coverage(starts_on=date(2026, 1, 1), ends_on=VISIT_ON)), opened())
    assert kinds(events) == ["CoverageVerified", "EncounterCleared"]
    assert isinstance(events[0], CoverageVerified)


def test_a_card_that_ended_before_the_visit_is_inactive_and_the_next_payer_is_asked() -> None:
    clinic = Clinic(payer=answered, desk=Desk(SILENT_PAYER))
    events = clinic.tell(registered(1, coverage(ends_on=date(2026, 9, 13)), coverage(2, "CASC2")), opened())
    assert kinds(events) == ["CoverageInactive", "InquiryRequested", "CoverageVerified", "EncounterCleared"]
    assert isinstance(events[0], CoverageInactive)
    assert events[0].cause == "inactive"


def test_local_terms_that_the_site_maps_are_asked_about_as_billable_codes() -> None:
    clinic = Clinic(payer=None)
    care = opened(codes=(), procedures=({"system": "other", "code": "RB-FLU-SHOT"}, {"system": "snomed", "code": "430193006"}))
    (question,) = clinic.tell(registered(), care)
    assert isinstance(question, InquiryRequested)
    assert question.procedures == ("G0008",)
