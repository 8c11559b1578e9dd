"""A coded encounter handed in whole becomes the claim that eligibility and coding would have led to, or says what keeps it from being one."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from pydantic import ValidationError

from services.billing.submission.handed.facts import UnknownPayer, facts_of
from services.billing.submission.handed.render import rendered
from services.billing.submission.handed.told import HandedIn
from services.billing.submission.model.policy import Policy
from shared.contracts.coding import EncounterCoded
from shared.contracts.ids import Names
from shared.contracts.submission import ClaimBuilt
from shared.x12.interchange import read_interchanges
from shared.x12.validate import validate
from tests.unit.submission.given import NAMES, SITE, drafts
from tests.unit.submission.test_document import AT, pyx12_errors

VISIT: dict[str, Any] = {
    "visit_number": "E-1001",
    "source_system": "epic",
    "patient": {
        "mrn": "M100",
        "name": {"last": "Testnuñez", "first": "Zoë"},
        "birth_date": "1961-04-03",
        "sex": "F",
        "address": {"line": "1 Mill Street", "city": "Springfield", "state": "OH", "postal_code": "45502-1111"},
    },
    "coverages": [{"payer_id": "NWHP1", "member_id": "NWA1000001"}],
    "consent_on_file": True,
    "encounter": {
        "facility_id": "clinic",
        "rendering_npi": "1003000126",
        "service_from": "2026-09-14",
        "diagnoses": [{"code": "R53.83"}, {"code": "D64.9"}],
        "lines": [
            {"code": "99213", "charge": "150.00", "diagnosis_pointers": [1]},
            {"code": "85025", "charge": "40.00"},
        ],
    },
}
SURGERY = {
    "facility_id": "hospital",
    "rendering_npi": "1003000126",
    "service_from": "2026-09-14",
    "diagnoses": [{"code": "D12.2"}],
    "lines": [{"code": "45385", "revenue_code": "0750", "charge": "6900.00"}, {"revenue_code": "0250", "charge": "600.00"}],
}
STAY = {
    "facility_id": "hospital",
    "rendering_npi": "1003000126",
    "service_from": "2026-09-14",
    "service_to": "2026-09-17",
    "diagnoses": [{"code": "C18.2", "present_on_admission": "Y"}],
    "lines": [{"revenue_code": "0120", "units": "3", "charge": "4500.00"}],
    "stay": {
        "admitted_on": "2026-09-14", "admitted_at": "06:30", "discharged_on": "2026-09-17", "discharged_at": "11:05", "admission_type": "3",
        "admission_source": "1", "patient_status": "01", "admitting_diagnosis": "D12.2",
        "procedures": [{"code": "0DTF4ZZ", "performed_on": "2026-09-14"}],
    },
}  # fmt: skip


def visit(**changes: Any) -> dict[str, Any]:
    """The visit with parts changed: `patient__sex` is the sex in `patient`."""
    told = copy.deepcopy(VISIT)
    for path, value in changes.items():
        part, steps = told, path.split("__")
        for step in steps[:-1]:
            part = part[int(step) if step.isdigit() else step]
        part[int(steps[-1]) if steps[-1].isdigit() else steps[-1]] = value
    return told


def render(**changes: Any) -> dict[str, Any]:
    return rendered(HandedIn.model_validate(visit(**changes)), NAMES, SITE, Policy(), AT)


@pytest.mark.parametrize("encounter", [VISIT["encounter"], SURGERY, STAY], ids=["professional", "facility", "inpatient"])
def test_a_whole_encounter_becomes_an_interchange_that_validators_accept(encounter: dict[str, Any]) -> None:
    answer = render(encounter=encounter)
    assert (answer["valid"], answer["findings"]) == (True, [])
    body = answer["x12"].encode()
    assert pyx12_errors(body) == []
    found = [finding for transaction in next(read_interchanges(body)).transactions() for finding in validate(transaction)]
    assert found == []
    assert body[body.index(b"*00501*") :].split(b"*")[4] == b"T"


def test_it_says_who_and_what_as_it_was_told_with_names_in_the_letters_of_x12() -> None:
    answer = render(coverages__0__group_number="G7", authorization="AUTH9")
    segments = answer["x12"].split("~")
    wanted = ["NM1*IL*1*Testnunez*Zoe****MI*NWA1000001", "HI*ABK:R5383*ABF:D649", "REF*G1*AUTH9", "SV1*HC:85025*40*UN*1***1:2"]
    assert [each for each in wanted if each not in segments] == []
    assert f"CLM*{answer['claim_id']}*190***11:B:1*Y*A*Y*Y" in segments
    assert answer["claim_id"] == NAMES.of("claim", NAMES.of("encounter", "epic", "E-1001"))


def test_somebody_elses_policy_names_its_holder() -> None:
    holder = {"name": {"last": "Testmann", "first": "Eva"}, "sex": "F", "birth_date": "1940-01-02"}
    answer = render(coverages__0__relationship="child", coverages__0__subscriber=holder)
    assert (answer["valid"], pyx12_errors(answer["x12"].encode())) == (True, [])
    assert "NM1*IL*1*Testmann*Eva****MI*NWA1000001" in answer["x12"].split("~")


@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        ({"coverages__0__member_id": ""}, "member_id_missing", "coverages[0].member_id"),
        ({"patient__birth_date": None}, "birth_date_missing", "patient.birth_date"),
        ({"patient__address": None}, "address_missing", "patient.address"),
        ({"encounter__rendering_npi": ""}, "rendering_npi_missing", "rendering_npi"),
        ({"encounter__facility_id": "nowhere"}, "facility_unknown", "facility_id"),
        ({"encounter__lines__0__diagnosis_pointers": [7]}, "diagnosis_pointer_wrong", "lines[0]"),
        ({"encounter__lines__1__service_on": "2026-09-15"}, "service_date_outside", "lines[1]"),
        ({"patient__name__last": "測試"}, "cannot_be_written", "NM103"),
    ],
)
def test_what_a_person_can_mend_is_found_at_its_place(changes: dict[str, Any], code: str, place: str) -> None:
    answer = render(**changes)
    assert (answer["valid"], [(each["severity"], each["code"], each["place"]) for each in answer["findings"]]) == (False, [("error", code, place)])


def test_a_late_claim_is_a_warning_and_an_unknown_sex_is_taken_at_its_word() -> None:
    assert [each["severity"] for each in render(encounter__service_from="2026-02-02")["findings"]] == ["warning"]
    assert render(patient__sex="U")["valid"] is True


def test_three_facts_build_one_claim_and_a_newer_version_never_mixes_with_the_old_one() -> None:
    desk = drafts()
    first = desk.take(*facts_of(HandedIn.model_validate(VISIT), 1, NAMES, SITE))
    corrected = visit(encounter__lines__0__charge="160.00", coverages=[{"payer_name": "Cascade", "member_id": "C1"}])
    second = desk.take(*facts_of(HandedIn.model_validate(corrected), 2, NAMES, SITE))
    assert [(type(each), each.payer_id, str(each.total), each.coding_version, each.registration_version) for each in (*first, *second)] == [  # type: ignore[attr-defined]
        (ClaimBuilt, "NWHP1", "190.00", 1, 1),
        (ClaimBuilt, "CASC2", "200.00", 2, 2),
    ]


def test_ids_are_those_that_eligibility_would_give_and_say_nothing_without_the_key() -> None:
    told = HandedIn.model_validate(VISIT)
    coded = next(each for each in facts_of(told, 1, NAMES, SITE) if isinstance(each, EncounterCoded))
    assert coded.encounter_id == NAMES.of("encounter", "epic", "E-1001")
    other = Names(SITE.site, b"another key for tests")
    assert {str(each) for each in facts_of(told, 1, other, SITE)}.isdisjoint({str(each) for each in facts_of(told, 1, NAMES, SITE)})


def test_a_payer_that_is_not_in_the_directory_is_refused_at_its_place() -> None:
    with pytest.raises(UnknownPayer, match=r"^coverages\[1\]\.payer_id$"):
        render(coverages=[*VISIT["coverages"], {"payer_name": "Nobody"}])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"coverages": []}, "at least 1 item"),
        ({"encounter__lines__0__charge": 1.5}, "never a floating-point number"),
        ({"encounter__lines__0__charge": "0.001"}, "decimal places"),
        ({"encounter__lines__0__charge": "-1.00"}, "greater than or equal to 0"),
        ({"encounter__lines__0__units": "0"}, "greater than 0"),
        ({"encounter__total": "191.00"}, "do not add up"),
        ({"encounter__lines": [{"code": "99213", "charge": "99999999.99"}] * 2}, "more than a claim can say"),
        ({"encounter__lines__0__line_number": 2}, "same number"),
        ({"encounter__service_to": "2026-09-01"}, "before service_from"),
        ({"patient__surname": "Testoak"}, "Extra inputs"),
        ({"patient__name__last": "T" * 61}, "at most 60 characters"),
    ],
)
def test_what_cannot_be_read_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        render(**changes)
