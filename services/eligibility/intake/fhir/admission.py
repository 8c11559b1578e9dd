"""A stay from an Encounter of an inpatient: period, hospitalization, priority, and the diagnosis of the admission."""

from __future__ import annotations

from typing import Any

from services.eligibility.intake.fhir.bundle import Bundle, Entry
from services.eligibility.intake.fhir.care import admitting_diagnosis_of
from services.eligibility.intake.fhir.look import at, codes, codings, text

INPATIENT = frozenset({"IMP", "ACUTE", "NONAC"})
"""Encounter.class: stays that a facility bills."""
NOT_KNOWN = "9"
TYPES = {"EM": "1", "UR": "2", "EL": "3", **{code: code for code in "12345"}}
"""Encounter.priority → CL101."""
LEFT_FOR = {"home": "01", "snf": "03", "aadvice": "07", "exp": "20", "rehab": "62", "long": "63", "psy": "65"}
"""Discharge dispositions of HL7 that mean one patient status (CL103) and no other."""


def stay_of(encounter: Entry, bundle: Bundle) -> dict[str, Any]:
    """Codes of the NUBC are taken as they are. What is not coded is not known: 9, or no patient status."""
    resource = encounter.resource
    return {
        "admitted_at": text(resource, "period", "start") or None,
        "discharged_at": text(resource, "period", "end") or None,
        "admission_type": next((TYPES[code] for code in sorted(codes(at(resource, "priority"))) if code in TYPES), NOT_KNOWN),
        "admission_source": _source(at(resource, "hospitalization", "admitSource")),
        "patient_status": _status(at(resource, "hospitalization", "dischargeDisposition")),
        "admitting_diagnosis": admitting_diagnosis_of(encounter, bundle),
    }


def _source(concept: Any) -> str:
    """Point of origin: one character, of a list of the NUBC (any list that names it)."""
    return next((code for system, code in codings(concept) if "nubc" in system.lower() and len(code) == 1 and code.isalnum()), NOT_KNOWN)


def _status(concept: Any) -> str:
    stated = [code for _, code in codings(concept)]
    return next((LEFT_FOR.get(code, code) for code in stated if code in LEFT_FOR or (len(code) == 2 and code.isdecimal())), "")
