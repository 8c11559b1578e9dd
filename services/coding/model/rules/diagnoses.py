"""Which diagnoses may stand on a claim, in which order, and which line points to which.

The ICD-10-CM list of the date of service counts, for facility claims that of the discharge.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.coding.model.assemble import Draft
from services.coding.model.reference import Reference
from services.coding.model.rules.reason import at, reason
from services.coding.reference.icd10 import IcdStatus
from shared.contracts.values import ClaimKind, HoldReason

LONGEST_CODE = 7
MOST_DIAGNOSES = {ClaimKind.PROFESSIONAL: 12, ClaimKind.INSTITUTIONAL: 25}
"""HI of loop 2300: twelve on 837P; a principal and 24 others on 837I."""


def a_diagnosis_is_needed(draft: Draft, _reference: Reference) -> Iterator[HoldReason]:
    if not draft.diagnoses and not draft.unmapped:
        yield reason("no_diagnosis", "diagnoses", "No diagnosis is documented. Ask the clinician, then enter its code.")


def documented_diagnoses_have_a_code(draft: Draft, _reference: Reference) -> Iterator[HoldReason]:
    """Leaving one out in silence could change which diagnosis comes first."""
    for each in draft.unmapped:
        if each.system == "snomed":
            named = f" ({each.code})" if each.code.isdigit() else ""
            code, words = "snomed_only", f"The diagnosis is documented in SNOMED only{named}."
        else:
            code, words = "diagnosis_without_code", "The documented diagnosis has no ICD-10-CM code."
        yield reason(code, f"diagnoses[{each.place}]", f"{words} Enter the list of ICD-10-CM codes that the note supports.")


def diagnoses_are_valid_on_the_day(draft: Draft, reference: Reference) -> Iterator[HoldReason]:
    for place, diagnosis in enumerate(draft.diagnoses):
        status = reference.icd10.status(diagnosis.code, draft.diagnosed_on)
        if not status.billable:
            yield reason(*unbillable(status, draft, f"diagnoses[{place}]"))


def unbillable(status: IcdStatus, draft: Draft, place: str) -> tuple[str, str, str]:
    """Code, place and sentence of what keeps a diagnosis from a claim."""
    code, sentence = _not_billable(status, draft)
    return code, place, sentence


def _not_billable(status: IcdStatus, draft: Draft) -> tuple[str, str]:
    if not status.known:
        named = status.code if status.code.isalnum() and len(status.code) <= LONGEST_CODE else "What is documented"
        return "diagnosis_unknown", f"{named} is no ICD-10-CM code. Choose one that exists."
    if not status.valid:
        span = f"valid from {status.valid_from} to {status.valid_to}" if status.valid_to else f"valid from {status.valid_from}"
        return "diagnosis_not_valid_on_day", f"{status.code} is not valid on {draft.diagnosed_on}, only {span}. Choose the code of that day."
    return "diagnosis_not_billable", f"{status.code} is a heading on {draft.diagnosed_on}. Choose a code below it that the note supports."


def the_first_diagnosis_may_lead(draft: Draft, reference: Reference) -> Iterator[HoldReason]:
    """Sequencing, ICD-10-CM guidelines I.A.13 and I.C.20.a.6: a manifestation follows its cause, an external cause is never first."""
    if not draft.diagnoses:
        return
    status = reference.icd10.status(draft.diagnoses[0].code, draft.diagnosed_on)
    if status.external_cause:
        yield reason("diagnosis_cannot_lead", "diagnoses[0]", f"{status.code} tells an external cause. Put the injury or illness before it.")
    elif status.manifestation:
        yield reason("diagnosis_cannot_lead", "diagnoses[0]", f"{status.code} is a manifestation. Put the disease that causes it before it.")


def diagnoses_fit_on_the_claim(draft: Draft, _reference: Reference) -> Iterator[HoldReason]:
    most = MOST_DIAGNOSES[draft.kind]
    if len(draft.diagnoses) > most:
        sentence = f"{len(draft.diagnoses)} diagnoses are documented and the claim has room for {most}. Enter the list without the least important."
        yield reason("too_many_diagnoses", "diagnoses", sentence)


def pointers_point_to_diagnoses(draft: Draft, _reference: Reference) -> Iterator[HoldReason]:
    """SV107: at most four, each once, each to a diagnosis of the claim."""
    for line in draft.lines if draft.kind is ClaimKind.PROFESSIONAL else ():
        chosen = line.pointers
        if chosen is not None and not (chosen and len(set(chosen)) == len(chosen) and set(chosen) <= set(range(1, len(draft.diagnoses) + 1))):
            sentence = f"The line does not point to diagnoses 1 to {len(draft.diagnoses)}. Choose up to four of them, each once."
            yield reason("pointer_beyond_diagnoses", at(line), sentence)


RULES = (
    a_diagnosis_is_needed,
    documented_diagnoses_have_a_code,
    diagnoses_are_valid_on_the_day,
    the_first_diagnosis_may_lead,
    diagnoses_fit_on_the_claim,
    pointers_point_to_diagnoses,
)
