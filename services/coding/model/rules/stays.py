"""What an inpatient stay needs before it may stand on a claim: why the patient came, where the patient went, and when procedures took place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.coding.model.assemble import Draft
from services.coding.model.reference import Reference
from services.coding.model.rules.diagnoses import unbillable
from services.coding.model.rules.reason import reason
from services.coding.model.stay import DraftProcedure
from shared.contracts.values import HoldReason

ICD10PCS = re.compile(r"[0-9A-HJ-NP-Z]{7}")
"""Seven characters, never the letters I and O. Which of them exist is not known here: the tables of ICD-10-PCS are not shipped."""


def the_admitting_diagnosis_is_known(draft: Draft, reference: Reference) -> Iterator[HoldReason]:
    """HI*ABJ of loop 2300. The principal diagnosis is what the stay found, and does not stand in for it."""
    if draft.stay is None:
        return
    place, code = "stay.admitting_diagnosis", draft.stay.admitting_diagnosis
    if code is None:
        sentence = "No admitting diagnosis with an ICD-10-CM code is documented. Enter the one for which the patient was admitted."
        yield reason("admitting_diagnosis_missing", place, sentence)
    elif not (status := reference.icd10.status(code, draft.diagnosed_on)).billable:
        yield reason(*unbillable(status, draft, place))


def the_patient_went_somewhere(draft: Draft, _reference: Reference) -> Iterator[HoldReason]:
    """CL103. A transfer is paid otherwise than a discharge home: nobody may guess."""
    if draft.stay and not draft.stay.admission.patient_status:
        sentence = "It is not documented where the patient went. Enter the patient status of the discharge, such as 01 for home."
        yield reason("patient_status_missing", "stay.patient_status", sentence)


def inpatient_procedures_have_a_code_and_a_day(draft: Draft, _reference: Reference) -> Iterator[HoldReason]:
    """HI*BBR and HI*BBQ of loop 2300."""
    for place, procedure in enumerate(draft.stay.procedures if draft.stay else ()):
        found = _unusable(procedure, draft)
        if found:
            yield reason(found[0], f"stay.procedures[{place}]", found[1])


def _unusable(procedure: DraftProcedure, draft: Draft) -> tuple[str, str] | None:
    if not ICD10PCS.fullmatch(procedure.code):
        return "inpatient_procedure_shape", "The code is not shaped like ICD-10-PCS. Enter the list of procedures that the report supports."
    on = procedure.performed_on
    if on is None:
        return "inpatient_procedure_undated", f"{procedure.code} has no day. Enter the list of procedures with their days."
    if not draft.service_from <= on <= draft.service_to:
        period = f"{draft.service_from} to {draft.service_to}"
        return "inpatient_procedure_outside", f"{procedure.code} is dated {on}, the encounter {period}. Enter the list with the right days."
    return None


RULES = (the_admitting_diagnosis_is_known, the_patient_went_somewhere, inpatient_procedures_have_a_code_and_a_day)
