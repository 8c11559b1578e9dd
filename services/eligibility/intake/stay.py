"""An inpatient stay as it is told, in days and hours of the place where the hospital is."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from services.eligibility.intake.visit import DiagnosisTold, StayTold
from shared.contracts.eligibility import DocumentedDiagnosis, Stay

STILL_A_PATIENT = "30"


def stay_of(told: StayTold, zone: ZoneInfo) -> Stay:
    """Where the patient went stays open when nobody told; a patient who has not left is still one."""
    admitted_on, admitted_at = _local(told.admitted_at, zone)
    discharged_on, discharged_at = _local(told.discharged_at, zone) if told.discharged_at else (None, None)
    return Stay(
        admitted_on=admitted_on,
        admitted_at=admitted_at,
        discharged_on=discharged_on,
        discharged_at=discharged_at,
        admission_type=told.admission_type,
        admission_source=told.admission_source,
        patient_status=told.patient_status if discharged_on else STILL_A_PATIENT,
        admitting_diagnosis=documented(told.admitting_diagnosis) if told.admitting_diagnosis else None,
    )


def documented(told: DiagnosisTold) -> DocumentedDiagnosis:
    """ICD-10-CM codes travel without their dot."""
    diagnosis = DocumentedDiagnosis.model_validate(told.model_dump())
    return diagnosis.model_copy(update={"code": diagnosis.code.replace(".", "")}) if diagnosis.system == "icd10cm" else diagnosis


def _local(moment: date, zone: ZoneInfo) -> tuple[date, time | None]:
    """Day and minute; no minute where only the day is told."""
    if not isinstance(moment, datetime):
        return moment, None
    local = moment.astimezone(zone) if moment.tzinfo else moment
    return local.date(), time(local.hour, local.minute)
