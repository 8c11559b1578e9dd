"""What is new about a visit that is sent again, and what a registrar's correction makes of it."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from services.eligibility.intake.correction import Correction, corrected
from services.eligibility.intake.facts import facts_of
from services.eligibility.intake.refusal import faults_of, impossible
from services.eligibility.intake.take import Candidate, take
from services.eligibility.intake.versions import OnFile, news, taken_up
from services.eligibility.intake.visit import Visit
from shared.contracts.eligibility import EncounterOpened, PatientRegistered
from shared.contracts.ids import Names
from shared.contracts.values import ClaimKind
from tests.unit.eligibility.visits import ANNA, ON, SITE, kinds

NAMES = Names("riverbend", b"a key for tests only")
BODY: dict[str, Any] = {
    "visit_number": "V1",
    "source_system": "ehr",
    "patient": {
        "mrn": "MRN1",
        "name": {"last": "Testoak", "first": "Ada"},
        "birth_date": "1980-01-01",
        "sex": "F",
        "address": {"line": "1 Example Street", "city": "Springfield", "state": "Ohio", "postal_code": "45501"},
    },
    "coverages": [{"payer_name": "Northwind", "member_id": "nwa 1000001"}, {"payer_id": "CASC2", "member_id": "CSA1"}],
    "consent_on_file": True,
    "encounter": {
        "facility_id": "Riverbend Clinic",
        "service_from": "2026-09-14",
        "rendering_npi": "1003000126",
        "diagnoses": [{"code": "m25.561"}],
        "charges": [{"code": "99213", "amount": "150.00"}],
    },
}


def body(**changes: Any) -> dict[str, Any]:
    return {**BODY, **changes}


def told(**changes: Any) -> Any:
    return facts_of(Visit.model_validate(body(**changes)), NAMES, SITE)


def first(**changes: Any) -> OnFile:
    return taken_up(told(**changes), None)


def apply(on_file: OnFile, **changes: Any) -> OnFile:
    return corrected(on_file, Correction.model_validate(changes), ANNA, "read from the card", NAMES, SITE)


def policy(member: str, **changes: Any) -> dict[str, Any]:
    return {"payer_id": "NWHP1", "member_id": member, **changes}


def test_a_visit_is_read_with_the_payer_and_facility_the_site_knows() -> None:
    facts = told()
    assert [(each.order, each.payer_id, each.member_id) for each in facts.registered.coverages] == [
        (1, "NWHP1", "NWA1000001"),
        (2, "CASC2", "CSA1"),
    ]
    assert (facts.opened.facility_id, facts.opened.service_to, facts.opened.kind) == ("clinic", date(2026, 9, 14), ClaimKind.PROFESSIONAL)
    assert facts.opened.diagnoses[0].code == "M25561"
    assert facts.registered.patient.address.state == "OH"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"visit_number": " "}, "visit_number"),
        ({"patient": {}}, "patient.mrn"),
        ({"membr_id": 1}, "membr_id"),
        ({"coverages": [policy("A", order=1), policy("B", order=1)]}, "coverages"),
        ({"encounter": {}}, "encounter.service_from"),
        ({"encounter": {"service_from": "2026-09-14", "service_to": "2026-09-13"}}, "encounter"),
        ({"encounter": {"service_from": "2026-09-14", "charges": [{"code": "99213", "amount": "-1.00"}]}}, "encounter.charges[0].amount"),
        ({"encounter": {"service_from": "2026-09-14", "charges": [{"code": "99213", "amount": 150.5}]}}, "encounter.charges[0].amount"),
        ({"encounter": {"service_from": "2026-09-14", "charges": [{"units": 1}]}}, "encounter.charges[0]"),
        ({"encounter": {"service_from": "2026-09-14", "charges": [{"revenue_code": "250"}]}}, "encounter.charges[0].revenue_code"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Visit.model_validate(body(**changes))
    assert [fault.place for fault in faults_of(caught.value)] == [place]


def test_care_in_the_future_is_impossible() -> None:
    later = {**BODY["encounter"], "charges": [{"code": "99213", "service_on": "2026-11-03"}]}
    assert [fault.place for fault in impossible(Visit.model_validate(body(encounter=later)), ON)] == ["encounter.charges[0].service_on"]
    assert impossible(Visit.model_validate(BODY), ON) == ()


def test_a_registrar_may_mend_what_is_missing_so_it_is_no_refusal() -> None:
    bare = Visit.model_validate({"visit_number": "V1", "source_system": "ehr", "patient": {"mrn": "M"}, "encounter": {"service_from": "2026-09-14"}})
    assert facts_of(bare, NAMES, SITE).registered.coverages == ()


def test_the_same_visit_again_is_no_news() -> None:
    on_file = first()
    again = taken_up(told(), on_file)
    assert again == on_file
    assert news(on_file, again) == []


def test_only_the_half_that_changed_gets_a_new_version() -> None:
    on_file = first()
    bare = {**BODY["encounter"], "charges": []}
    after = taken_up(told(encounter=bare), on_file)
    (event,) = news(on_file, after)
    assert isinstance(event, EncounterOpened)
    assert (event.version, after.registered.version) == (2, 1)
    moved = taken_up(told(encounter=bare, patient={**BODY["patient"], "phone": "9375550101"}), after)
    (registered,) = news(after, moved)
    assert isinstance(registered, PatientRegistered)
    assert (registered.version, registered.actor) == (2, None)


def test_a_correction_survives_the_next_export_of_the_source() -> None:
    on_file = apply(first(), changes=[{"order": 1, "member_id": "NWA1000009"}], consent_on_file=False)
    assert taken_up(told(), on_file) == on_file
    after = taken_up(told(patient={**BODY["patient"], "phone": "9375550101"}), on_file)
    assert (after.registered.version, after.registered.patient.phone) == (3, "9375550101")
    assert after.registered.coverages[0].member_id == "NWA1000009"
    assert not after.registered.consent_on_file


def test_the_source_wins_on_a_field_it_has_changed_itself() -> None:
    on_file = apply(first(), changes=[{"order": 1, "member_id": "NWA1000009"}])
    after = taken_up(told(coverages=[policy("NWA1000007"), BODY["coverages"][1]]), on_file)
    assert after.registered.coverages[0].member_id == "NWA1000007"


def test_a_coverage_added_here_stays_and_one_removed_here_does_not_come_back() -> None:
    on_file = apply(first(), coverages=[{"payer_id": "FEDS3", "member_id": "FSA1"}, {"payer_id": "CASC2", "member_id": "CSA1"}])
    after = taken_up(told(coverages=[*BODY["coverages"][:1], {"payer_id": "CASC2", "member_id": "CSA2"}]), on_file)
    assert [(each.order, each.payer_id, each.member_id) for each in after.registered.coverages] == [(1, "CASC2", "CSA2"), (2, "FEDS3", "FSA1")]


def test_a_correction_is_a_whole_signed_version_in_which_only_what_was_said_changed() -> None:
    before = first()
    after = apply(before, birth_date="1980-01-02", patient={"name": {"first": "Adah"}, "address": {"line": "2 Example Street"}}).registered
    assert (after.version, after.actor, after.reason) == (2, ANNA, "read from the card")
    assert (after.patient.birth_date, after.patient.name.first, after.patient.name.last) == (date(1980, 1, 2), "Adah", "Testoak")
    assert (after.patient.address.line, after.patient.address.city) == ("2 Example Street", "Springfield")
    assert after.coverages == before.registered.coverages


def test_a_corrected_member_id_leaves_the_coverage_the_same_coverage() -> None:
    before = first()
    after = apply(before, changes=[{"order": 1, "member_id": "nwa 1000009"}]).registered
    assert after.coverages[0].member_id == "NWA1000009"
    assert after.coverages[0].coverage_id == before.registered.coverages[0].coverage_id
    assert after.coverages[1] == before.registered.coverages[1]


def test_another_payer_is_another_coverage() -> None:
    before = first()
    after = apply(before, changes=[{"order": 1, "payer_id": "FEDS3", "member_id": "FSA1"}]).registered
    assert (after.coverages[0].payer_id, after.coverages[0].payer_name) == ("FEDS3", "Federal Senior Health")
    assert after.coverages[0].coverage_id != before.registered.coverages[0].coverage_id


def test_a_coverage_may_be_added_by_the_next_order() -> None:
    after = apply(first(), changes=[{"order": 3, "payer_id": "FEDS3", "member_id": "FSA1"}]).registered
    assert [(each.order, each.payer_id) for each in after.coverages] == [(1, "NWHP1"), (2, "CASC2"), (3, "FEDS3")]


def test_coverages_may_be_replaced_with_those_on_the_card_and_a_parent() -> None:
    parent = {"name": {"last": "Testoak", "first": "Eve"}, "birth_date": "1955-05-05", "sex": "F"}
    after = apply(first(), coverages=[{"order": 1, **policy("NWA2"), "relationship": "child", "subscriber": parent}]).registered
    assert [(each.member_id, each.relationship) for each in after.coverages] == [("NWA2", "child")]
    assert after.coverages[0].subscriber is not None


def test_a_corrected_sex_is_corrected_in_both_halves() -> None:
    before = first()
    after = apply(before, patient={"sex": "M"})
    assert kinds(news(before, after)) == ["PatientRegistered", "EncounterOpened"]
    assert (after.opened.version, after.opened.sex) == (2, "M")


def test_each_visit_of_a_request_is_answered_for_itself() -> None:
    one, two = told(), told(visit_number="V2")
    taken = take(
        [Candidate("a", "V1", one), Candidate("b", "V9", None), Candidate("c", "V2", two), Candidate("d", "V1", one)],
        {one.registered.encounter_id: None, two.registered.encounter_id: taken_up(two, None)},
    )
    assert [answer["outcome"] for answer in taken.answers] == ["accepted", "refused", "unchanged", "unchanged"]
    assert kinds(taken.events) == ["PatientRegistered", "EncounterOpened"]
    assert [visit.registered.visit_number for visit in taken.kept] == ["V1"]


def test_a_visit_told_twice_in_one_request_ends_with_the_later_word() -> None:
    one, two = told(), told(encounter={**BODY["encounter"], "charges": [{"code": "99214", "amount": "210.00"}]})
    taken = take([Candidate("a", "V1", one), Candidate("b", "V1", two)], {one.registered.encounter_id: None})
    assert [getattr(event, "version", 0) for event in taken.events] == [1, 1, 2]
    assert taken.kept[0].opened.charges[0].amount == Decimal("210.00")


STAY = {"admitted_at": "2026-09-14T06:30:00", "discharged_at": "2026-09-17T15:05:00Z", "admission_type": "3", "patient_status": "01"}


def test_a_stay_makes_a_facility_visit_that_ends_with_the_discharge() -> None:
    opened = told(encounter={"service_from": "2026-09-14", "stay": {**STAY, "admitting_diagnosis": {"code": "D12.2"}}}).opened
    assert (opened.kind, opened.service_to) == (ClaimKind.INSTITUTIONAL, date(2026, 9, 17))
    assert opened.stay.admitting_diagnosis.code == "D122"
    assert (opened.stay.admitted_at, opened.stay.discharged_at) == (time(6, 30), time(11, 5))


@pytest.mark.parametrize(
    ("care", "place"),
    [
        ({"kind": "professional", "stay": STAY}, "encounter"),
        ({"stay": {**STAY, "admission_type": "6"}}, "encounter.stay.admission_type"),
        ({"stay": {**STAY, "patient_status": "home"}}, "encounter.stay.patient_status"),
        ({"stay": {**STAY, "admitted_at": "yesterday"}}, "encounter.stay.admitted_at"),
        ({"stay": {"patient_status": "01"}}, "encounter.stay.admitted_at"),
    ],
)
def test_a_stay_that_cannot_be_read_is_refused_with_its_place(care: dict[str, Any], place: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Visit.model_validate(body(encounter={"service_from": "2026-09-14", **care}))
    assert [fault.place for fault in faults_of(refused.value)] == [place]


def test_why_medicare_is_not_billed_first_is_taken_over_and_can_be_entered_later() -> None:
    stated = first(coverages=[policy("NWA1"), {"payer_id": "FEDS3", "member_id": "1EG4TE5MK73", "medicare_secondary": "12"}])
    assert stated.registered.coverages[1].medicare_secondary == "12"
    entered = apply(first(), changes=[{"order": 2, "medicare_secondary": "43"}])
    assert [each.medicare_secondary for each in entered.registered.coverages] == ["", "43"]
    with pytest.raises(ValidationError):
        told(coverages=[policy("NWA1", medicare_secondary="99")])
