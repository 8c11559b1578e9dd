"""Rules that a draft must keep before it may stand on a claim. Each names place and remedy, so that a coder can act at once.

Dates decide: ICD-10-CM by date of service (discharge date for facility claims), procedure codes by the date of their line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from services.coding.model.assemble import Draft, DraftLine
from services.coding.model.reference import Reference
from shared.contracts.values import ClaimKind, HoldReason

CPT = re.compile(r"^\d{4}[0-9TFU]$")
LEVEL_II = re.compile(r"^[A-CE-V]\d{4}$")
MODIFIER = re.compile(r"^[A-Z0-9]{2}$")
REVENUE_CODE = re.compile(r"^\d{4}$")

Rule = Callable[[Draft, Reference], Iterator[HoldReason]]


def judge(draft: Draft, reference: Reference) -> tuple[HoldReason, ...]:
    """Everything a coder has to mend, in the order of the claim."""
    return tuple(reason for rule in RULES for reason in rule(draft, reference))


def a_diagnosis_is_needed(draft: Draft, _reference: Reference) -> Iterator[HoldReason]:
    if draft.diagnoses:
        return
    if draft.unmapped:
        sentence = "Only SNOMED or local terms are documented. Choose the ICD-10-CM code that the note supports."
        yield HoldReason(code="snomed_only", place=f"diagnoses[{draft.unmapped[0]}]", sentence=sentence)
    else:
        yield HoldReason(code="no_diagnosis", place="diagnoses", sentence="No diagnosis is documented. Ask the clinician, then enter its code.")


def diagnoses_are_valid_on_the_day(draft: Draft, reference: Reference) -> Iterator[HoldReason]:
    on = draft.service_to if draft.kind is ClaimKind.INSTITUTIONAL else draft.service_from
    for place, diagnosis in enumerate(draft.diagnoses):
        status = reference.icd10.status(diagnosis.code, on)
        where = f"diagnoses[{place}]"
        if not status.known:
            yield HoldReason(code="diagnosis_unknown", place=where, sentence=f"{diagnosis.code} is no ICD-10-CM code. Choose one that exists.")
        elif not status.valid:
            span = f"it was valid from {status.valid_from} to {status.valid_to or 'today'}"
            yield HoldReason(
                code="diagnosis_not_valid_on_day", place=where, sentence=f"{diagnosis.code} is not valid on {on}: {span}. Choose another."
            )
        elif not status.billable:
            yield HoldReason(code="diagnosis_not_billable", place=where, sentence=f"{diagnosis.code} is a heading. Choose a code below it.")


def the_first_diagnosis_may_lead(draft: Draft, reference: Reference) -> Iterator[HoldReason]:
    """Medicare Code Editor, unacceptable principal diagnosis: it applies to inpatient principal diagnoses and external causes everywhere."""
    if draft.diagnoses and draft.diagnoses[0].code[:1] in "VWXY":
        sentence = f"{draft.diagnoses[0].code} tells an external cause and cannot come first. Put the injury or illness before it."
        yield HoldReason(code="diagnosis_cannot_lead", place="diagnoses[0]", sentence=sentence)


def a_charge_is_needed(draft: Draft, _reference: Reference) -> Iterator[HoldReason]:
    if not draft.lines:
        yield HoldReason(code="no_charge", place="charges", sentence="Nothing to bill is documented. Capture what was done.")


def procedures_have_a_billable_code(draft: Draft, reference: Reference) -> Iterator[HoldReason]:
    for line in draft.lines:
        reason = _procedure(line, draft.kind, reference)
        if reason:
            code, sentence = reason
            yield HoldReason(code=code, place=_at(line), sentence=sentence)


def _procedure(line: DraftLine, kind: ClaimKind, reference: Reference) -> tuple[str, str] | None:
    if line.code is None:
        if line.documented_as:
            return (
                "procedure_without_code",
                "The procedure has no billable code. Choose the CPT or HCPCS code that the note supports.",
            )
        if kind is ClaimKind.PROFESSIONAL:
            return "procedure_without_code", "A professional line needs a CPT or HCPCS code. Enter the one the note supports."
        return None
    if not (CPT.match(line.code) or LEVEL_II.match(line.code)):
        return "procedure_shape", f"{line.code} is not shaped like a CPT or HCPCS code. Enter five characters."
    if LEVEL_II.match(line.code) and not reference.hcpcs.valid(line.code, line.service_on):
        return "procedure_not_valid_on_day", f"{line.code} is not in the HCPCS list of {line.service_on}. Choose its successor."
    if reference.site.procedure(line.code, line.service_on) is None:
        return "procedure_not_in_site_table", f"{line.code} is not in this site's code table on {line.service_on}. Add it there or correct the code."
    return None


def modifiers_are_allowed(draft: Draft, reference: Reference) -> Iterator[HoldReason]:
    for line in draft.lines:
        procedure = reference.site.procedure(line.code, line.service_on) if line.code else None
        for modifier in line.modifiers:
            if not MODIFIER.match(modifier):
                yield HoldReason(code="modifier_shape", place=_at(line), sentence="A modifier has two characters, digits or letters. Correct it.")
            elif procedure is not None and not procedure.allows(modifier):
                yield HoldReason(
                    code="modifier_not_allowed",
                    place=_at(line),
                    sentence=f"Modifier {modifier} is not used with {line.code} here. Remove it or correct the code.",
                )
        if len(set(line.modifiers)) < len(line.modifiers) or len(line.modifiers) > 4:
            yield HoldReason(code="modifier_repeated", place=_at(line), sentence="A line has at most four modifiers, each once. Remove the others.")


def lines_are_priced(draft: Draft, _reference: Reference) -> Iterator[HoldReason]:
    for line in draft.lines:
        if line.units <= 0:
            yield HoldReason(code="units_not_positive", place=_at(line), sentence="Units must be above zero. Enter how many were given.")
        elif line.charge is None:
            yield HoldReason(code="no_price", place=_at(line), sentence="Nobody priced it. Add it to the charge master.")
        elif line.charge < 0:
            yield HoldReason(code="charge_negative", place=_at(line), sentence="A charge below zero cannot be billed. Correct the captured amount.")


def lines_lie_within_the_encounter(draft: Draft, _reference: Reference) -> Iterator[HoldReason]:
    for line in draft.lines:
        if not draft.service_from <= line.service_on <= draft.service_to:
            sentence = f"The line is dated {line.service_on}, the encounter {draft.service_from} to {draft.service_to}. Correct one of them."
            yield HoldReason(code="line_outside_encounter", place=_at(line), sentence=sentence)


def facility_lines_have_a_revenue_code(draft: Draft, _reference: Reference) -> Iterator[HoldReason]:
    if draft.kind is not ClaimKind.INSTITUTIONAL:
        return
    for line in draft.lines:
        if not line.revenue_code or not REVENUE_CODE.match(line.revenue_code):
            sentence = "A facility line needs a four-digit revenue code. Enter it or add it to the charge master."
            yield HoldReason(code="no_revenue_code", place=_at(line), sentence=sentence)


def _at(line: DraftLine) -> str:
    return f"lines[{line.line_number - 1}]"


RULES: tuple[Rule, ...] = (
    a_diagnosis_is_needed,
    diagnoses_are_valid_on_the_day,
    the_first_diagnosis_may_lead,
    a_charge_is_needed,
    procedures_have_a_billable_code,
    modifiers_are_allowed,
    lines_are_priced,
    lines_lie_within_the_encounter,
    facility_lines_have_a_revenue_code,
)
