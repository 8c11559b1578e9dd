"""Edits on inpatient stays (loop 2300 of the 837I, types of bill 011x, 018x, 021x)."""

from __future__ import annotations

from collections.abc import Iterator

from services.billing.submission.model.edits.facts import Facts, reason
from shared.contracts.values import HoldReason

STILL_A_PATIENT, SKILLED_NURSING = "30", "021"
NO_MARK = "present_on_admission_missing"


def the_patient_has_left(facts: Facts) -> Iterator[HoldReason]:
    """Interim bills (frequency 2, 3, 4) are not written here: a stay is billed once, from admission to discharge."""
    stay = facts.claim.stay
    if stay and (stay.discharged_on is None or stay.patient_status == STILL_A_PATIENT):
        sentence = "The patient has not been discharged. Have the source system send the visit again with the discharge and where the patient went."
        yield reason("still_a_patient", "stay.discharged_on", sentence)


def the_stay_lies_within_the_claim(facts: Facts) -> Iterator[HoldReason]:
    """DTP*434 ends with the discharge and begins with the admission, or before it with services that are billed together with it."""
    claim, stay = facts.claim, facts.claim.stay
    if stay is None or stay.discharged_on is None:
        return
    if not claim.service_from <= stay.admitted_on <= stay.discharged_on or stay.discharged_on != claim.service_to:
        sentence = "Admission and discharge do not fit the first and last day of the encounter. Have the source system correct one of them."
        yield reason("stay_outside_claim", "stay", sentence)


def the_hours_are_known(facts: Facts) -> Iterator[HoldReason]:
    """DTP*435 and DTP*096; skilled nursing (021x) bills without hours."""
    stay, facility = facts.claim.stay, facts.site.facility(facts.claim.facility_id)
    if stay is None or stay.discharged_on is None or (facility and facility.inpatient_bill_type == SKILLED_NURSING):
        return
    for name, hour in (("admitted_at", stay.admitted_at), ("discharged_at", stay.discharged_at)):
        if hour is None:
            sentence = "The hour is not known, only the day. Have the source system send the moment of admission and discharge."
            yield reason("stay_hour_missing", f"stay.{name}", sentence)


def marks_of_admission_are_there(facts: Facts) -> Iterator[HoldReason]:
    """Medicare pays acute stays by what was present on admission; a code that is exempt has no mark, so an absent one may be right."""
    claim = facts.claim
    if claim.stay and any(each.present_on_admission is None for each in claim.diagnoses):
        sentence = "Not every diagnosis says whether it was present on admission. Enter the marks unless the codes are exempt."
        yield reason(NO_MARK, "diagnoses", sentence)


RULES = (the_patient_has_left, the_stay_lies_within_the_claim, the_hours_are_known)
RISKS = (marks_of_admission_are_there,)
