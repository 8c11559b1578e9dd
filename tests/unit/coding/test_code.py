"""coding.code: from documented care to codes, or to reasons a coder can act on."""

from datetime import date
from decimal import Decimal

import pytest

from services.coding.stages.code import STAGE
from shared.contracts.coding import CodingHeld, EncounterCoded
from shared.contracts.eligibility import DocumentedDiagnosis, DocumentedProcedure
from shared.contracts.values import Owner
from tests.unit.coding.desk import Desk, charge, corrected, hospital, icd, line, opened, performed, rejected, submitted

AUTUMN = date(2026, 10, 8)
"""After the ICD-10-CM lists of the year changed."""


def held(desk: Desk) -> dict[str, str]:
    assert not desk.of(EncounterCoded)
    return desk.reasons()


def test_a_visit_with_an_injection_is_coded_as_documented() -> None:
    desk = Desk()
    desk.hear(opened())
    coded = desk.coded()
    assert [each.code for each in coded.diagnoses] == ["M1711", "M25561"]
    assert [(each.line_number, each.code, each.charge, each.diagnosis_pointers) for each in coded.lines] == [
        (1, "99214", Decimal("210.00"), (1, 2)),
        (2, "20610", Decimal("180.00"), (1, 2)),
        (3, "J1010", Decimal("30.00"), (1, 2)),
    ]
    assert (coded.version, coded.total, coded.answers) == (1, Decimal("420.00"), "")
    assert "icd10cm" in coded.rules_version
    assert "site" in coded.rules_version
    assert desk.chart.status == "coded"
    assert not desk.chart.work_items()


def test_procedures_are_billed_where_nothing_was_captured_and_priced_by_the_charge_master() -> None:
    desk = Desk()
    desk.hear(performed("20610"))
    assert [(each.code, each.charge, each.revenue_code) for each in desk.coded().lines] == [("20610", Decimal("180.00"), None)]


def test_an_amount_that_was_captured_counts_and_not_the_charge_master() -> None:
    desk = Desk()
    desk.hear(opened(charge("99213", "149.00"), charge("J1885", units="2")))
    assert [each.charge for each in desk.coded().lines] == [Decimal("149.00"), Decimal("8.00")]


def test_facility_lines_get_their_revenue_code_and_point_to_no_diagnosis() -> None:
    desk = Desk()
    desk.hear(hospital(charge("45385"), charge(None, revenue_code="0250"), charge(None, "900.00", revenue_code="0710"), diagnoses=icd("D123")))
    coded = desk.coded()
    assert [(each.code, each.revenue_code, each.charge) for each in coded.lines] == [
        ("45385", "0750", Decimal("6900.00")),
        (None, "0250", Decimal("600.00")),
        (None, "0710", Decimal("900.00")),
    ]
    assert all(each.diagnosis_pointers == () for each in coded.lines)
    assert coded.total == Decimal("8400.00")


def test_the_terms_of_the_hospital_are_translated_by_the_site_and_nothing_else_is() -> None:
    desk = Desk()
    desk.hear(opened(charge("99213"), diagnoses=(DocumentedDiagnosis(system="other", code="RB-KNEE-RIGHT"),)))
    assert [each.code for each in desk.coded().diagnoses] == ["M25561"]


def test_ranks_decide_which_diagnosis_comes_first_and_a_repeat_is_named_once() -> None:
    desk = Desk()
    found = (DocumentedDiagnosis(code="I10"), DocumentedDiagnosis(code="E785", rank=2), DocumentedDiagnosis(code="E11.9", rank=1), *icd("I10")[:0])
    desk.hear(opened(charge("99213"), diagnoses=(*found, DocumentedDiagnosis(code="e119"))))
    assert [each.code for each in desk.coded().diagnoses] == ["E119", "E785", "I10"]


def test_a_line_points_to_the_first_four_diagnoses() -> None:
    desk = Desk()
    desk.hear(opened(charge("99213"), diagnoses=icd("E119", "I10", "E785", "D649", "R5383")))
    assert desk.coded().lines[0].diagnosis_pointers == (1, 2, 3, 4)


def test_a_diagnosis_in_snomed_only_is_held_and_the_coders_list_ends_the_hold() -> None:
    desk = Desk()
    desk.hear(opened(diagnoses=(DocumentedDiagnosis(system="snomed", code="900000000000001"),)))
    assert held(desk) == {"snomed_only": "diagnoses[0]"}
    [item] = desk.chart.work_items()
    assert "Enter the list of ICD-10-CM codes" in item.sentence
    desk.hear(corrected(diagnoses=("E119",)))
    assert [each.code for each in desk.coded().diagnoses] == ["E119"]
    assert desk.coded().version == 2
    assert not desk.chart.work_items()


def test_a_diagnosis_without_code_beside_a_coded_one_is_not_dropped_in_silence() -> None:
    desk = Desk()
    desk.hear(opened(diagnoses=(DocumentedDiagnosis(system="other", code="RB-UNKNOWN", rank=1), DocumentedDiagnosis(code="E119", rank=2))))
    assert held(desk) == {"diagnosis_without_code": "diagnoses[0]"}


def test_no_diagnosis_and_no_charge_are_both_said_at_once() -> None:
    desk = Desk()
    desk.hear(opened(diagnoses=()).model_copy(update={"charges": ()}))
    assert held(desk) == {"no_diagnosis": "diagnoses", "no_charge": "charges"}


def test_a_diagnosis_is_judged_by_the_list_of_the_day_of_service() -> None:
    desk = Desk()
    desk.hear(opened(charge("99213"), diagnoses=icd("M722")))
    assert desk.coded().diagnoses[0].code == "M722"
    later = Desk()
    later.hear(opened(charge("99213"), diagnoses=icd("M722"), service_from=AUTUMN, service_to=AUTUMN))
    assert held(later) == {"diagnosis_not_billable": "diagnoses[0]"}
    early = Desk()
    early.hear(opened(charge("99213"), diagnoses=icd("M7221")))
    assert held(early) == {"diagnosis_not_valid_on_day": "diagnoses[0]"}
    assert "2026-10-01" in early.chart.reasons[0].sentence


def test_a_facility_stay_is_coded_by_the_list_of_its_last_day_and_a_clinic_visit_by_that_of_its_first() -> None:
    days = {"service_from": date(2026, 9, 30), "service_to": date(2026, 10, 2)}
    stay, visit = Desk(), Desk()
    stay.hear(hospital(charge("G0463"), diagnoses=icd("M7221"), **days))
    visit.hear(opened(charge("99213"), diagnoses=icd("M722"), **days))
    assert stay.coded().diagnoses[0].code == "M7221"
    assert visit.coded().diagnoses[0].code == "M722"


@pytest.mark.parametrize(
    ("codes", "reason"),
    [
        (("M2556",), "diagnosis_not_billable"),
        (("XXXX",), "diagnosis_unknown"),
        (("W010XXA", "S8001XA"), "diagnosis_cannot_lead"),
        (("F0280", "G309"), "diagnosis_cannot_lead"),
    ],
)
def test_a_diagnosis_that_cannot_stand_there_is_held(codes: tuple[str, ...], reason: str) -> None:
    desk = Desk()
    desk.hear(opened(charge("99213"), diagnoses=icd(*codes)))
    assert held(desk) == {reason: "diagnoses[0]"}


def test_free_text_in_the_field_of_a_code_is_not_repeated_in_a_reason() -> None:
    desk = Desk()
    desk.hear(opened(charge("see Testoak, Ada"), diagnoses=icd("see Testoak, Ada")))
    assert {"diagnosis_unknown", "procedure_shape"} <= desk.reasons().keys()
    assert all("testoak" not in reason.sentence.lower() for reason in desk.chart.reasons)


def test_a_professional_claim_has_room_for_twelve_diagnoses() -> None:
    many = icd("E119", "I10", "E785", "D649", "R5383", "M1711", "M25561", "J069", "D123", "K635", "Z23", "Z0000", "Z1211")
    desk, facility = Desk(), Desk()
    desk.hear(opened(charge("99213"), diagnoses=many))
    facility.hear(hospital(charge("G0463"), diagnoses=many))
    assert held(desk) == {"too_many_diagnoses": "diagnoses"}
    assert len(facility.coded().diagnoses) == 13


@pytest.mark.parametrize(
    ("code", "reason"),
    [("J9999X", "procedure_shape"), ("9921", "procedure_shape"), ("J0001", "procedure_not_valid_on_day"), ("99215", "procedure_not_in_site_table")],
)
def test_a_procedure_code_is_judged_by_shape_list_and_site(code: str, reason: str) -> None:
    desk = Desk()
    desk.hear(opened(charge(code, "10.00")))
    assert held(desk) == {reason: "lines[0]"}


def test_a_code_the_site_did_not_use_on_that_day_is_held() -> None:
    desk = Desk()
    desk.hear(opened(charge("99213", "150.00"), service_from=date(2025, 12, 31), service_to=date(2025, 12, 31)))
    assert held(desk) == {"procedure_not_in_site_table": "lines[0]"}


def test_a_procedure_in_snomed_only_is_held_until_a_coder_names_or_omits_it() -> None:
    desk = Desk()
    desk.hear(performed("20610").model_copy(update={"procedures": _both("20610", "430193006")}))
    assert held(desk) == {"procedure_snomed_only": "lines[1]", "no_price": "lines[1]"}
    desk.hear(corrected(line(2, omit=True)))
    assert [each.code for each in desk.coded().lines] == ["20610"]
    desk.hear(corrected(line(2, omit=False, code="J3301")))
    assert [(each.line_number, each.code) for each in desk.coded().lines] == [(1, "20610"), (2, "J3301")]


def _both(code: str, snomed: str) -> tuple[DocumentedProcedure, ...]:
    return DocumentedProcedure(code=code), DocumentedProcedure(system="snomed", code=snomed)


@pytest.mark.parametrize(
    ("modifiers", "reason"),
    [
        (("LT",), "modifier_not_allowed"),
        (("25", "25"), "modifier_repeated"),
        (("2",), "modifier_shape"),
        (("24", "25", "57", "95", "33"), "modifier_repeated"),
    ],
)
def test_modifiers_are_judged(modifiers: tuple[str, ...], reason: str) -> None:
    desk = Desk()
    desk.hear(opened(charge("99214", "210.00", modifiers=modifiers)))
    assert held(desk) == {reason: "lines[0]"}


@pytest.mark.parametrize(
    ("amount", "units", "reason"), [("-5.00", "1", "charge_negative"), ("5.00", "0", "units_not_positive"), ("5.00", "-2", "units_not_positive")]
)
def test_amounts_and_units_are_above_zero(amount: str, units: str, reason: str) -> None:
    desk = Desk()
    desk.hear(opened(charge("99213", amount, units=units)))
    assert held(desk) == {reason: "lines[0]"}


def test_a_line_dated_outside_the_encounter_is_held() -> None:
    desk = Desk()
    desk.hear(opened(charge("99213", "150.00", service_on=date(2026, 9, 29))))
    assert held(desk) == {"line_outside_encounter": "lines[0]"}


def test_a_facility_line_without_revenue_code_is_held_until_one_is_entered() -> None:
    desk = Desk()
    desk.hear(hospital(charge("G0463"), charge(None, "12.00"), diagnoses=icd("E119")))
    assert held(desk) == {"no_revenue_code": "lines[1]"}
    desk.hear(corrected(line(2, revenue_code="0250")))
    assert desk.coded().lines[1].revenue_code == "0250"


def test_the_same_reasons_are_told_a_coder_again_and_a_source_system_only_once() -> None:
    desk = Desk()
    desk.hear(opened(diagnoses=()))
    assert desk.hear(opened(version=2, diagnoses=(), rendering_npi="1003000142")) == []
    [again] = desk.hear(corrected(line(1, modifiers=("25",))))
    assert isinstance(again, CodingHeld)
    assert again.version == 2


def test_a_newer_version_of_the_encounter_is_coded_anew_and_an_older_one_is_not() -> None:
    desk = Desk()
    desk.hear(opened(version=2))
    assert desk.hear(opened(version=1, diagnoses=icd("E119"))) == []
    assert desk.hear(opened(version=2)) == []
    assert desk.hear(opened(version=3)) == []
    desk.hear(opened(version=4, diagnoses=icd("E119")))
    assert [each.code for each in desk.coded().diagnoses] == ["E119"]


def test_a_rejection_that_coding_must_mend_is_work_until_the_claim_goes_out_again() -> None:
    desk = Desk()
    desk.hear(opened(), rejected(1, Owner.ELIGIBILITY))
    assert desk.chart.status == "coded"
    desk.hear(rejected(1))
    [item] = desk.chart.work_items()
    assert (item.kind, item.claim_id, item.place) == ("claim_rejected", "CLAIM1", "diagnoses[0]")
    assert desk.hear(opened(version=2)) == []
    assert desk.chart.status == "asked"
    desk.hear(submitted(2))
    assert desk.chart.status == "coded"


def test_a_coder_may_say_that_rejected_codes_are_right_as_they_stand() -> None:
    desk = Desk()
    desk.hear(opened(), rejected(1))
    [again] = desk.hear(corrected())
    assert isinstance(again, EncounterCoded)
    assert again.version == 2
    assert desk.chart.status == "coded"


def test_the_stage_finds_every_subject_by_its_encounter() -> None:
    assert STAGE.key is not None
    assert {STAGE.key(event) for event in (opened(), corrected(), rejected(), submitted(1))} == {"ENCOUNTER1"}


def test_units_that_make_more_of_a_price_than_a_claim_can_carry_hold_the_visit() -> None:
    desk = Desk()
    desk.hear(opened(charge("99213", None, units="999999999")))
    assert held(desk) == {"total_too_large": "lines"}


def test_the_largest_total_of_a_claim_is_coded_to_the_cent() -> None:
    desk = Desk()
    desk.hear(opened(charge("99213", "99999999.98"), charge("85025", "0.01")))
    assert str(desk.coded().total) == "99999999.99"
