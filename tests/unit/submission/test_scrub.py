from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.billing.submission.model.edits import OVERRIDABLE
from services.billing.submission.model.policy import Policy
from shared.contracts.coding import CodedDiagnosis
from shared.contracts.eligibility import PatientRegistered, PersonName
from shared.contracts.submission import ClaimBuilt, ClaimHeld, ClaimReleased, HoldOverridden
from tests.unit.submission.given import (
    BILLER,
    NIGHTS,
    SERVED,
    SITE,
    STAY,
    STREET,
    SURGERY,
    VISIT,
    Bench,
    about,
    admitted,
    built,
    coverage,
    edits,
    line,
    of_a_child,
    registered,
    submitted,
    withdrawn,
)


def held(claim: ClaimBuilt, bench: Bench | None = None) -> set[tuple[str, str]]:
    """Code and place of every reason; empty when the claim is released."""
    (event,) = (bench or edits()).take(claim)
    return {(each.code, each.place) for each in event.reasons} if isinstance(event, ClaimHeld) else set()


def but(**changes: Any) -> ClaimBuilt:
    return built().model_copy(update=changes)


@pytest.mark.parametrize("claim", [built(), built(SURGERY)], ids=["professional", "institutional"])
def test_a_good_claim_is_released_and_says_which_rules_judged_it(claim: ClaimBuilt) -> None:
    (event,) = edits().take(claim)
    assert isinstance(event, ClaimReleased)
    assert event.warnings == ()
    assert SITE.version[:12] in event.rules_version


@pytest.mark.parametrize(
    ("claim", "code", "place"),
    [
        (but(total=Decimal("191.00")), "total_differs", "total"),
        (but(lines=(line(1, "99213", "100000000.00"),), total=Decimal("100000000.00")), "total_too_large", "total"),
        (but(lines=(), total=Decimal("0.00")), "lines_missing", "lines"),
        (but(lines=tuple(line(n, "85025", "1.00") for n in range(1, 52)), total=Decimal("51.00")), "too_many_lines", "lines"),
        (but(lines=(VISIT[0], VISIT[1].model_copy(update={"line_number": 1}))), "line_number_repeated", "lines"),
        (but(lines=(line(1, None, "190.00"),)), "procedure_code_missing", "lines[0]"),
        (but(lines=(line(1, "99213", "190.00", units="0"),)), "amount_impossible", "lines[0]"),
        (but(diagnoses=tuple(CodedDiagnosis(code=f"R{n:03}") for n in range(13))), "too_many_diagnoses", "diagnoses"),
        (but(diagnoses=(CodedDiagnosis(code="R5383"), CodedDiagnosis(code="R5383"))), "diagnosis_repeated", "diagnoses"),
        (but(lines=(line(1, "99213", "190.00", diagnosis_pointers=()),)), "diagnosis_pointer_wrong", "lines[0]"),
        (but(lines=(line(1, "99213", "190.00", diagnosis_pointers=(3,)),)), "diagnosis_pointer_wrong", "lines[0]"),
        (but(lines=(line(1, "99213", "190.00", diagnosis_pointers=(1, 1)),)), "diagnosis_pointer_wrong", "lines[0]"),
        (but(service_from=date(2026, 9, 15), service_to=date(2026, 9, 15)), "service_date_outside", "lines[0]"),
        (but(service_to=date(2026, 9, 13)), "service_period_reversed", "service_to"),
        (but(service_to=date(2026, 11, 3)), "service_in_future", "service_to"),
        (but(rendering_npi=""), "rendering_npi_missing", "rendering_npi"),
        (but(rendering_npi="1003000127"), "rendering_npi_wrong", "rendering_npi"),
        (but(rendering_npi="1245319599"), "rendering_provider_unknown", "rendering_npi"),
        (but(facility_id="annex"), "facility_unknown", "facility_id"),
        (but(payer_id="MYST9"), "payer_unknown", "payer_id"),
        (but(frequency="7"), "payer_number_missing", "payer_number"),
        (but(payer_claim_control_number="ICN1"), "payer_number_not_wanted", "payer_number"),
        (but(authorization=" A1"), "authorization_malformed", "authorization"),
        (but(registration_version=9), "registration_missing", "patient"),
        (but(coverage_id="COV9"), "coverage_missing", "coverages"),
    ],
)
def test_what_would_be_rejected_is_held_with_the_place_to_mend(claim: ClaimBuilt, code: str, place: str) -> None:
    assert (code, place) in held(claim)


@pytest.mark.parametrize(
    ("registration", "code", "place"),
    [
        (registered(1, coverage(member_id=" ")), "member_id_missing", "coverages[0].member_id"),
        (registered(birth_date=None), "birth_date_missing", "patient.birth_date"),
        (registered(birth_date=date(2026, 10, 1)), "birth_date_after_service", "patient.birth_date"),
        (registered(sex="U"), "sex_unconfirmed", "patient.sex"),
        (registered(name=PersonName(last="Testmann")), "patient_name_missing", "patient.name"),
        (registered(address=None), "address_missing", "patient.address"),
        (registered(address=STREET.model_copy(update={"postal_code": "4550"})), "address_missing", "patient.address"),
        (registered(1, coverage(relationship="child")), "subscriber_missing", "coverages[0].subscriber"),
    ],
)
def test_what_registration_lacks_is_held_without_naming_the_person(registration: PatientRegistered, code: str, place: str) -> None:
    bench = edits(registrations=[registration])
    (event,) = bench.take(built())
    assert isinstance(event, ClaimHeld)
    assert (code, place) in {(each.code, each.place) for each in event.reasons}
    assert "Testmann" not in event.model_dump_json()
    assert [item.kind for item in bench.state.work_items()] == [each.code for each in event.reasons]


def test_a_child_under_a_parents_policy_is_released() -> None:
    assert held(built(), edits(registrations=[of_a_child()])) == set()


def test_all_reasons_come_at_once() -> None:
    claim = but(total=Decimal("1.00"), frequency="7", service_to=date(2026, 11, 3), diagnoses=(CodedDiagnosis(code="R9999"),) * 2)
    codes = {code for code, _ in held(claim)}
    assert codes == {"total_differs", "payer_number_missing", "service_in_future", "diagnosis_repeated", "code_not_in_force"}


def test_what_keeps_a_claim_from_being_written_is_mended_before_its_document_is_judged() -> None:
    claim = but(total=Decimal("1.00"), rendering_npi="", facility_id="annex")
    assert {code for code, _ in held(claim)} == {"rendering_npi_missing", "facility_unknown"}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"diagnoses": (CodedDiagnosis(code="R9999"), CodedDiagnosis(code="D649"))}, "diagnoses"),
        ({"lines": (*VISIT, line(3, "J9998", "1.00")), "total": Decimal("191.00")}, "lines[2]"),
        ({"lines": (VISIT[0], line(2, "85025", "40.00", "ZZ"))}, "lines[1]"),
    ],
)
def test_a_code_that_its_list_does_not_have_on_the_day_waits_for_a_person_who_may_override_it(changes: dict[str, Any], place: str) -> None:
    claim, bench = but(**changes), edits()
    assert held(claim, bench) == {("code_not_in_force", place)}
    (event,) = bench.take(HoldOverridden(**about(claim), codes=("code_not_in_force",), actor=BILLER, reason="new this quarter"))
    assert isinstance(event, ClaimReleased)
    assert [each.code for each in event.warnings] == ["code_not_in_force"]
    (event,) = edits(Policy(hold_code_not_in_force=False)).take(claim)
    assert isinstance(event, ClaimReleased)


def test_codes_of_a_stay_are_found_where_the_stay_has_them() -> None:
    wrong = STAY.procedures[0].model_copy(update={"code": "0DTF4ZY"})
    assert held(admitted(procedures=(wrong,))) == {("code_not_in_force", "stay.procedures")}
    assert held(admitted(admitting_diagnosis="D1229")) == {("code_not_in_force", "stay.admitting_diagnosis")}


def test_what_breaks_the_guide_in_another_way_is_told_by_its_place_in_the_document() -> None:
    long = registered(1, coverage(member_id="N" * 81))
    (event,) = edits(registrations=[long]).take(built())
    assert isinstance(event, ClaimHeld)
    assert [(each.code, each.place) for each in event.reasons] == [("not_by_the_guide", "NM109")]
    assert "NNN" not in event.model_dump_json()


def test_a_facility_line_needs_a_revenue_code_and_its_facility_a_type_of_bill() -> None:
    claim = built(SURGERY).model_copy(update={"lines": (SURGERY[0].model_copy(update={"revenue_code": None}),), "facility_id": "clinic"})
    assert {("revenue_code_missing", "lines[0]"), ("bill_type_missing", "facility.bill_type")} <= held(claim)


@pytest.mark.parametrize(
    ("revenue_code", "code"), [("0100", "inpatient_stay"), ("0120", "inpatient_stay"), ("0219", "inpatient_stay"), ("0001", "total_as_line")]
)
def test_a_bed_or_a_total_among_the_lines_is_held(revenue_code: str, code: str) -> None:
    stay = built((*SURGERY, line(4, None, "1500.00", revenue_code=revenue_code, diagnosis_pointers=())))
    assert held(stay) == {(code, "lines[3]")}


def test_a_stay_with_its_admission_is_released_and_a_missing_mark_of_admission_only_warned_of() -> None:
    (event,) = edits().take(admitted())
    assert isinstance(event, ClaimReleased)
    assert event.warnings == ()
    unmarked = admitted().model_copy(update={"diagnoses": (CodedDiagnosis(code="C182"),)})
    (event,) = edits().take(unmarked)
    assert isinstance(event, ClaimReleased)
    assert [each.code for each in event.warnings] == ["present_on_admission_missing"]
    assert held(unmarked, edits(Policy(hold_without_mark_of_admission=True))) == {("present_on_admission_missing", "diagnoses")}


@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        ({"discharged_on": None, "discharged_at": None, "patient_status": "30"}, "still_a_patient", "stay.discharged_on"),
        ({"patient_status": "30"}, "still_a_patient", "stay.discharged_on"),
        ({"discharged_on": date(2026, 9, 16)}, "stay_outside_claim", "stay"),
        ({"admitted_on": date(2026, 9, 13)}, "stay_outside_claim", "stay"),
        ({"admitted_at": None}, "stay_hour_missing", "stay.admitted_at"),
        ({"discharged_at": None}, "stay_hour_missing", "stay.discharged_at"),
    ],
)
def test_a_stay_that_cannot_be_billed_yet_is_held(changes: dict[str, Any], code: str, place: str) -> None:
    assert held(admitted(**changes)) == {(code, place)}


def test_a_stay_needs_an_inpatient_type_of_bill_and_no_outpatient_one() -> None:
    elsewhere = admitted().model_copy(update={"facility_id": "clinic"})
    assert held(elsewhere) == {("inpatient_bill_type_missing", "facility.inpatient_bill_type")}


def test_a_stay_without_bed_charges_is_still_a_stay() -> None:
    claim = admitted(NIGHTS[1:])
    assert held(claim) == set()
    assert claim.stay is not None


def test_a_payer_without_replacements_stops_a_professional_one_but_not_a_facility_one() -> None:
    changes = {"payer_id": "FEDS3", "frequency": "7", "payer_claim_control_number": "ICN1"}
    assert held(but(**changes)) == {("payer_takes_no_replacement", "frequency")}
    assert held(built(SURGERY).model_copy(update=changes)) == set()


def test_a_passed_filing_limit_warns_and_holds_only_where_the_site_says_so() -> None:
    late = but(payer_id="CASC2", service_from=date(2026, 7, 14), service_to=SERVED)
    late = late.model_copy(update={"service_to": date(2026, 7, 14), "lines": (line(1, "99213", "190.00", service_on=date(2026, 7, 14)),)})
    (event,) = edits().take(late)
    assert isinstance(event, ClaimReleased)
    assert [each.code for each in event.warnings] == ["filing_limit_passed"]
    assert held(late, edits(Policy(hold_past_filing_limit=True))) == {("filing_limit_passed", "service_to")}
    assert held(late.model_copy(update={"frequency": "7", "payer_claim_control_number": "ICN1"}), edits(Policy(hold_past_filing_limit=True))) == set()


def test_the_last_day_of_the_filing_limit_is_in_time() -> None:
    served = date(2026, 8, 4)
    claim = but(payer_id="CASC2", service_from=served, service_to=served, lines=(line(1, "99213", "190.00", service_on=served),))
    (event,) = edits().take(claim)
    assert isinstance(event, ClaimReleased)
    assert event.warnings == ()


def test_a_possible_duplicate_waits_for_a_person_who_may_override_it() -> None:
    twin = but(claim_id="OTHER", encounter_id="ENC2", lines=tuple(reversed(VISIT)))
    different = twin.model_copy(update={"lines": VISIT[:1]}), twin.model_copy(update={"payer_id": "CASC2"})
    assert held(built(), edits(others=different)) == set()
    bench = edits(others=[twin])
    assert held(built(), bench) == {("possible_duplicate", "lines")}
    assert [item.kind for item in bench.state.work_items()] == ["possible_duplicate"]
    override = HoldOverridden(**about(built()), codes=("possible_duplicate",), actor=BILLER, reason="two visits")
    (event,) = bench.take(override)
    assert isinstance(event, ClaimReleased)
    assert [each.code for each in event.warnings] == ["possible_duplicate"]
    assert bench.state.status == "released"
    assert bench.take(override) == []


def test_a_site_may_let_possible_duplicates_go_with_a_warning() -> None:
    (event,) = edits(Policy(hold_possible_duplicate=False), others=[but(claim_id="OTHER")]).take(built())
    assert isinstance(event, ClaimReleased)
    assert [each.code for each in event.warnings] == ["possible_duplicate"]


def test_nobody_can_override_what_would_be_rejected() -> None:
    bench = edits()
    bench.take(but(total=Decimal("1.00")))
    (event,) = bench.take(HoldOverridden(**about(built()), codes=("total_differs",), actor=BILLER, reason="never mind"))
    assert isinstance(event, ClaimHeld)
    assert "total_differs" not in OVERRIDABLE


def test_a_claim_built_again_in_place_is_judged_again_and_the_hold_goes() -> None:
    bench = edits()
    assert held(but(total=Decimal("1.00")), bench)
    (event,) = bench.take(built())
    assert isinstance(event, ClaimReleased)
    assert (bench.state.status, list(bench.state.work_items())) == ("released", [])


def test_a_repeat_and_a_build_that_came_too_late_are_not_judged() -> None:
    bench = edits()
    claim = built()
    bench.take(claim)
    assert bench.take(claim) == []
    bench.take(submitted(claim))
    assert bench.take(but(total=Decimal("1.00")), claim) == []
    assert bench.state.status == "submitted"


def test_a_build_that_came_too_late_is_not_judged_even_before_the_news_that_the_claim_was_sent() -> None:
    bench = edits(left=[1])
    assert bench.take(but(total=Decimal("1.00"))) == []
    assert isinstance(bench.take(but(submission=2))[0], ClaimReleased)


def test_a_withdrawn_submission_is_not_judged() -> None:
    bench = edits()
    bench.take(withdrawn(built()))
    assert bench.take(built()) == []
    assert bench.state.status == "withdrawn"


def test_columns_show_what_people_list_by() -> None:
    bench = edits()
    bench.take(built())
    columns = bench.state.columns()
    assert (columns["status"], columns["payer_id"], columns["kind"], columns["total"]) == ("released", "NWHP1", "professional", Decimal("190.00"))
    assert (columns["submission"], columns["frequency"], columns["service_from"], columns["icn"]) == (1, "1", SERVED, "")
