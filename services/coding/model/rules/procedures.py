"""Which codes and modifiers may stand on a line. The day of the line counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.coding.model.assemble import Draft, DraftLine
from services.coding.model.reference import Reference
from services.coding.model.rules.reason import at, reason
from shared.codesets.shapes import is_level_ii
from shared.contracts.values import ClaimKind, HoldReason

CPT = re.compile(r"\d{4}[0-9AFMTU]")
"""Five digits, or four and a letter: A vaccine administration, F performance measures, T emerging technology, M and U laboratory tests."""
MODIFIER = re.compile(r"[A-Z0-9]{2}")
MOST_MODIFIERS = 4


def a_charge_is_needed(draft: Draft, _reference: Reference) -> Iterator[HoldReason]:
    if not draft.lines:
        yield reason("no_charge", "charges", "Nothing to bill is documented. Capture what was done in the source system.")


def procedures_have_a_billable_code(draft: Draft, reference: Reference) -> Iterator[HoldReason]:
    for line in draft.lines:
        found = _unnamed(line, draft.kind) if line.code is None else _unusable(line, line.code, reference)
        if found:
            yield reason(found[0], at(line), found[1])


def _unnamed(line: DraftLine, kind: ClaimKind) -> tuple[str, str] | None:
    if line.documented_as == "snomed":
        sentence = "The procedure is documented in SNOMED only. Enter the CPT or HCPCS code that the note supports, or omit the line."
        return "procedure_snomed_only", sentence
    if line.documented_as or kind is ClaimKind.PROFESSIONAL:
        return "procedure_without_code", "The line has no CPT or HCPCS code. Enter the one that the note supports, or omit the line."
    return None


def _unusable(line: DraftLine, code: str, reference: Reference) -> tuple[str, str] | None:
    on = line.service_on
    if not CPT.fullmatch(code) and not is_level_ii(code):
        return "procedure_shape", "The code is not shaped like CPT or HCPCS. Enter the five characters of the code that the note supports."
    if reference.site.procedure(code, on) is not None:
        return None  # the site's dated table decides: the public list that is shipped lacks codes outside outpatient care
    if is_level_ii(code) and not reference.hcpcs.valid(code, on):
        return "procedure_not_valid_on_day", f"{code} is not in the HCPCS list of {on}. Enter the code that is, or have it added to the site's table."
    return "procedure_not_in_site_table", f"{code} is not in this site's code table on {on}. Correct the code, or have it added to the table."


def modifiers_are_allowed(draft: Draft, reference: Reference) -> Iterator[HoldReason]:
    for line in draft.lines:
        if not all(map(MODIFIER.fullmatch, line.modifiers)):
            yield reason("modifier_shape", at(line), "A modifier has two characters, digits or capital letters. Correct it.")
        elif len(set(line.modifiers)) < len(line.modifiers) or len(line.modifiers) > MOST_MODIFIERS:
            yield reason("modifier_repeated", at(line), "A line has at most four modifiers, each once. Remove the others.")
        else:
            yield from _modifiers_of_the_site(line, reference)


def _modifiers_of_the_site(line: DraftLine, reference: Reference) -> Iterator[HoldReason]:
    procedure = reference.site.procedure(line.code, line.service_on) if line.code else None
    strange = [modifier for modifier in line.modifiers if procedure and not procedure.allows(modifier)]
    if strange:
        sentence = f"This site does not use {', '.join(strange)} with {line.code}. Remove the modifier or correct the code."
        yield reason("modifier_not_allowed", at(line), sentence)


RULES = (a_charge_is_needed, procedures_have_a_billable_code, modifiers_are_allowed)
