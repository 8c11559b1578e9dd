"""What only an institutional claim says (loop 2300 of 005010X223A2): its statement period, and for inpatients the stay."""

from __future__ import annotations

from services.billing.submission.model.edits.lines import is_a_bed
from shared.contracts.coding import CodedDiagnosis, CodedLine
from shared.contracts.submission import ClaimBuilt
from shared.x12.translate.claim import Diagnosis, Procedure, Provider, Stay

NOT_KNOWN, HOME = "9", "01"
"""CL101 and CL102 for what no source states; CL103 discharged to home, as outpatients are."""
EXEMPT = "1"


def stay_of(claim: ClaimBuilt, attending: Provider) -> Stay:
    """DTP*434 and CL1 of every claim; DTP*435, DTP*096, HI*ABJ, HI*BBR and HI*BBQ of inpatients."""
    stay = claim.stay
    if stay is None:
        return Stay(
            from_on=claim.service_from,
            through_on=claim.service_to,
            patient_status=HOME,
            admission_type=NOT_KNOWN,
            admission_source=NOT_KNOWN,
            conditions=claim.conditions,
            attending=attending,
        )
    return Stay(
        from_on=claim.service_from,
        through_on=claim.service_to,
        patient_status=stay.patient_status,
        admission_type=stay.admission_type,
        admission_source=stay.admission_source,
        admitted_on=stay.admitted_on,
        admitted_at=stay.admitted_at,
        discharged_at=stay.discharged_at,
        admitting=Diagnosis(stay.admitting_diagnosis),
        procedures=tuple(Procedure(each.code, each.performed_on) for each in stay.procedures),
        conditions=claim.conditions,
        attending=attending,
    )


def present_on_admission(diagnosis: CodedDiagnosis, claim: ClaimBuilt) -> str:
    """The ninth component of HI, on claims of inpatients only; a code that is exempt has none in 5010."""
    present = diagnosis.present_on_admission
    return present if claim.stay and present and present != EXEMPT else ""


def unit_of(line: CodedLine) -> str:
    """SV204: a bed is counted in days, all else in units."""
    return "DA" if is_a_bed(line) else "UN"
