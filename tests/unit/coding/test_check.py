"""A coded encounter that nobody registered here is judged by the rules of the stage, place by place, and leaves nothing behind."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from services.coding.check import CodedEncounter, checked
from tests.unit.coding.desk import REFERENCE, Desk, charge, icd, opened

VISIT: dict[str, Any] = {
    "facility_id": "clinic",
    "payer_id": "NWHP1",
    "service_from": "2026-09-28",
    "diagnoses": [{"code": "M17.11"}, {"code": "M25.561"}],
    "lines": [
        {"code": "99214", "charge": "210.00", "modifiers": ["25"], "diagnosis_pointers": [1]},
        {"code": "20610", "charge": "180.00", "diagnosis_pointers": [1, 2]},
        {"code": "J1010", "charge": "30.00", "units": "40"},
    ],
}


def judged(**changes: Any) -> dict[str, Any]:
    return checked(CodedEncounter.model_validate({**VISIT, **changes}), REFERENCE)


def found(**changes: Any) -> list[tuple[str, str, str]]:
    return [(each["severity"], each["code"], each["place"]) for each in judged(**changes)["findings"]]


def line(**changes: Any) -> list[dict[str, Any]]:
    return [{**VISIT["lines"][0], **changes}]


def test_sound_codes_are_valid_and_name_the_tables_that_judged() -> None:
    answer = judged()
    assert (answer["valid"], answer["findings"], answer["rules_version"]) == (True, [], REFERENCE.version)


@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        ({"diagnoses": [{"code": "M17.11"}, {"code": "M17.99"}]}, "diagnosis_unknown", "diagnoses[1]"),
        ({"diagnoses": [{"code": "M17.1"}, {"code": "I10"}]}, "diagnosis_not_billable", "diagnoses[0]"),
        ({"diagnoses": [{"code": "W19.XXXA"}]}, "diagnosis_cannot_lead", "diagnoses[0]"),
        ({"diagnoses": []}, "no_diagnosis", "diagnoses"),
        ({"lines": []}, "no_charge", "charges"),
        ({"lines": line(code="9921")}, "procedure_shape", "lines[0]"),
        ({"lines": line(code="99999")}, "procedure_not_in_site_table", "lines[0]"),
        ({"lines": line(code=None)}, "procedure_without_code", "lines[0]"),
        ({"lines": line(modifiers=["2"])}, "modifier_shape", "lines[0]"),
        ({"lines": line(modifiers=["25", "25"])}, "modifier_repeated", "lines[0]"),
        ({"lines": line(diagnosis_pointers=[3])}, "pointer_beyond_diagnoses", "lines[0]"),
        ({"lines": line(units="0")}, "units_not_positive", "lines[0]"),
        ({"lines": line(charge="-1.00")}, "charge_negative", "lines[0]"),
        ({"lines": line(service_on="2026-09-29")}, "line_outside_encounter", "lines[0]"),
        ({"lines": line(revenue_code="51"), "kind": "institutional"}, "no_revenue_code", "lines[0]"),
    ],
)
def test_a_planted_fault_is_an_error_at_its_place_with_what_to_do(changes: dict[str, Any], code: str, place: str) -> None:
    answer = judged(**changes)
    errors = [each for each in answer["findings"] if each["severity"] == "error"]
    assert (answer["valid"], code, place) == (False, errors[0]["code"], errors[0]["place"])
    assert errors[0]["sentence"].count(".") > 1


def test_the_same_codes_are_judged_as_the_stage_judges_them() -> None:
    desk = Desk()
    desk.hear(opened(charge("99214", "210.00"), charge("99999", "1.00"), charge("J1010"), diagnoses=icd("M17.1", "M25.561")))
    lines = [{"code": "99214", "charge": "210.00"}, {"code": "99999", "charge": "1.00"}, {"code": "J1010"}]
    ours = {code: place for _, code, place in found(diagnoses=[{"code": "M17.1"}, {"code": "M25.561"}], lines=lines)}
    assert ours == desk.reasons()
    assert len(ours) == 2


def test_what_is_unusual_is_a_warning_and_the_codes_stay_valid() -> None:
    lines = line(code="99214", charge=None) + line()
    assert found(lines=lines) == []
    birth = {"diagnoses": [{"code": "O80"}, {"code": "I10"}, {"code": "I10"}], "lines": line()}
    expected = [
        ("warning", "diagnosis_repeated", "diagnoses[2]"),
        ("warning", "diagnosis_unexpected_for_age", "diagnoses[0]"),
        ("warning", "facility_unknown", "facility_id"),
        ("warning", "payer_unknown", "payer_id"),
    ]
    assert found(**birth, sex="M", age=70, facility_id="nowhere", payer_id="NOBODY") == expected
    assert judged(**birth, sex="M", age=70)["valid"] is True
    assert found(**birth, sex="F", age=30) == [expected[0]]


def test_the_other_sex_is_a_warning_as_long_as_medicare_listed_it() -> None:
    """The Medicare Code Editor gave its sex edits up with fiscal year 2025."""
    birth = {"diagnoses": [{"code": "O80"}], "sex": "M"}
    unusual = ("warning", "diagnosis_unexpected_for_sex", "diagnoses[0]")
    assert unusual in found(**birth, service_from="2024-09-30")
    assert unusual not in found(**birth, service_from="2024-10-01")
    assert unusual not in found(**{**birth, "sex": "F"}, service_from="2024-09-30")


def test_a_line_without_an_amount_that_nobody_priced_is_a_warning_and_one_that_is_priced_is_none() -> None:
    unpriced = [{"revenue_code": "0999"}]
    assert found(lines=unpriced) == [("warning", "no_price", "lines[0]")]
    assert found(lines=[{"revenue_code": "0250"}]) == []


def test_a_stay_is_judged_with_its_days_and_procedures() -> None:
    stay = {"admitted_on": "2026-09-28", "discharged_on": "2026-10-01", "procedures": [{"code": "0DTF4ZZ", "performed_on": "2026-10-05"}]}
    told = {"diagnoses": [{"code": "C18.2"}], "lines": [{"revenue_code": "0120", "charge": "4500.00", "units": "3"}], "service_to": "2026-10-01"}
    assert found(**told, stay=stay) == [
        ("error", "admitting_diagnosis_missing", "stay.admitting_diagnosis"),
        ("error", "patient_status_missing", "stay.patient_status"),
        ("error", "inpatient_procedure_outside", "stay.procedures[0]"),
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"service_to": "2026-09-01"}, "before service_from"),
        ({"kind": "professional", "stay": {"admitted_on": "2026-09-28"}}, "institutional claim"),
        ({"lines": line(charge=1.5)}, "never a floating-point number"),
        ({"lines": line(charge="0.001")}, "decimal places"),
        ({"patient": {"name": "Testoak"}}, "Extra inputs"),
    ],
)
def test_what_cannot_be_read_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        judged(**changes)
