"""Inpatient stays at the coding desk."""

from datetime import date

import pytest

from shared.contracts.coding import CodedProcedure, EncounterCoded
from shared.contracts.eligibility import DocumentedDiagnosis, Stay
from tests.unit.coding.desk import DAY, Desk, admitted, charge, entered, hospital

REMOVED, FED = ("0DTF4ZZ", DAY), ("3E0T3BZ", date(2026, 9, 29))


def test_a_stay_travels_with_its_admitting_diagnosis_and_its_procedures_the_first_one_principal() -> None:
    desk = Desk()
    desk.hear(admitted(REMOVED, FED))
    stay = desk.coded().stay
    assert stay is not None
    assert (stay.admitting_diagnosis, stay.patient_status, stay.discharged_on) == ("D122", "01", date(2026, 10, 1))
    assert [(each.code, each.performed_on) for each in stay.procedures] == [REMOVED, FED]
    assert desk.coded().lines[0].revenue_code == "0120"


def test_nobody_else_has_a_stay() -> None:
    desk = Desk()
    desk.hear(hospital(charge("45385")))
    assert desk.coded().stay is None


@pytest.mark.parametrize(
    ("told", "code", "place"),
    [
        (admitted(admitting_diagnosis=None), "admitting_diagnosis_missing", "stay.admitting_diagnosis"),
        (
            admitted(admitting_diagnosis=DocumentedDiagnosis(system="snomed", code="74400008")),
            "admitting_diagnosis_missing",
            "stay.admitting_diagnosis",
        ),
        (admitted(admitting_diagnosis=DocumentedDiagnosis(code="D12")), "diagnosis_not_billable", "stay.admitting_diagnosis"),
        (admitted(admitting_diagnosis=DocumentedDiagnosis(code="XYZ")), "diagnosis_unknown", "stay.admitting_diagnosis"),
        (admitted(patient_status=""), "patient_status_missing", "stay.patient_status"),
        (admitted(("0DTF4Z", DAY)), "inpatient_procedure_shape", "stay.procedures[0]"),
        (admitted(REMOVED, ("3E0T3BO", DAY)), "inpatient_procedure_shape", "stay.procedures[1]"),
        (admitted(("0DTF4ZZ", None)), "inpatient_procedure_undated", "stay.procedures[0]"),
        (admitted(("0DTF4ZZ", date(2026, 10, 2))), "inpatient_procedure_outside", "stay.procedures[0]"),
    ],
)
def test_what_a_stay_lacks_is_held_with_its_place(told: Stay, code: str, place: str) -> None:
    desk = Desk()
    desk.hear(told)
    assert desk.reasons() == {code: place}


def test_a_coder_enters_what_was_missing() -> None:
    desk = Desk()
    desk.hear(admitted(("0DTF4ZZ", None), admitting_diagnosis=None, patient_status=""))
    assert desk.chart.status == "held"
    done = CodedProcedure(code="0DTF4ZZ", performed_on=DAY)
    [coded] = desk.hear(entered(admitting_diagnosis="d12.2", patient_status="06", procedures=(done,)))
    assert isinstance(coded, EncounterCoded)
    assert coded.stay is not None
    assert (coded.stay.admitting_diagnosis, coded.stay.patient_status, coded.stay.procedures) == ("D122", "06", (done,))


def test_a_patient_who_has_not_left_is_coded_and_waits_for_the_claim_desk() -> None:
    desk = Desk()
    desk.hear(admitted(REMOVED, discharged_on=None, discharged_at=None, patient_status="30"))
    stay = desk.coded().stay
    assert stay is not None
    assert stay.discharged_on is None
