"""What a reviewer would ask about a coded encounter though nothing forbids it: warnings of a check, never a reason to hold.

Sex and age for which a diagnosis is expected are those of the Medicare Code Editor (CMS, Definitions of Medicare Code Edits).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from services.coding.model.assemble import Draft
from services.coding.model.reference import Reference
from services.coding.model.rules.reason import reason
from services.coding.reference.icd10 import AgeGroup
from shared.contracts.eligibility import Sex
from shared.contracts.values import HoldReason

AGES: dict[AgeGroup, tuple[int, int]] = {"newborn": (0, 0), "pediatric": (0, 17), "maternity": (9, 64), "adult": (15, 124)}
"""First and last year of age."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known around the codes; what is empty or None is not judged."""

    sex: Sex = "U"
    age: int | None = None
    """Completed years on the first day of service."""
    facility_id: str = ""
    payer_id: str = ""


def warnings(draft: Draft, around: Circumstances, reference: Reference) -> Iterator[HoldReason]:
    """Everything unusual, diagnoses first."""
    yield from _repeated(draft)
    yield from _of_another_patient(draft, around, reference)
    if around.facility_id and reference.site.find_facility(around.facility_id) is None:
        yield reason("facility_unknown", "facility_id", "The facility is not in the site file. Add it, or name it by its id, name or NPI.")
    if around.payer_id and reference.site.find_payer(around.payer_id) is None:
        yield reason("payer_unknown", "payer_id", "The payer is not in the payer directory. Add it to the site file, or name it differently.")


def _repeated(draft: Draft) -> Iterator[HoldReason]:
    codes = [each.code for each in draft.diagnoses]
    for place, code in enumerate(codes):
        if code in codes[:place]:
            yield reason("diagnosis_repeated", f"diagnoses[{place}]", "A claim names a diagnosis once. Remove the repeat and renumber the pointers.")


def _of_another_patient(draft: Draft, around: Circumstances, reference: Reference) -> Iterator[HoldReason]:
    for place, diagnosis in enumerate(draft.diagnoses):
        status = reference.icd10.status(diagnosis.code, draft.diagnosed_on)
        if status.sex and around.sex not in ("U", status.sex):
            sentence = f"{status.code} is expected for the other sex. Compare code and sex with the record."
            yield reason("diagnosis_unexpected_for_sex", f"diagnoses[{place}]", sentence)
        if status.age_group and around.age is not None and not _within(around.age, status.age_group):
            sentence = f"{status.code} is expected at other ages ({status.age_group}). Compare code and birth date with the record."
            yield reason("diagnosis_unexpected_for_age", f"diagnoses[{place}]", sentence)


def _within(age: int, group: AgeGroup) -> bool:
    first, last = AGES[group]
    return first <= age <= last
