"""An inpatient stay on its way to a claim: what was documented of it, with the coders' corrections on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.coding.model.icd import icd_of, undotted
from shared.contracts.coding import CodedStay, CodingCorrected, StayCorrection
from shared.contracts.eligibility import Admission, DocumentedProcedure, EncounterOpened, Stay
from shared.site.model import Site


@dataclass(frozen=True, slots=True)
class DraftProcedure:
    """A procedure in ICD-10-PCS; without a day it cannot stand on a claim."""

    code: str
    performed_on: date | None


@dataclass(frozen=True, slots=True)
class DraftStay:
    """What is None or empty is not known yet."""

    admission: Admission
    admitting_diagnosis: str | None
    """ICD-10-CM without the dot."""
    procedures: tuple[DraftProcedure, ...]
    """The principal one first: the first that was documented, unless a coder says otherwise."""

    def coded(self) -> CodedStay:
        """The stay that rules have nothing to object to; ValidationError otherwise."""
        procedures = tuple({"code": each.code, "performed_on": each.performed_on} for each in self.procedures)
        coded = {"admitting_diagnosis": self.admitting_diagnosis, "procedures": procedures}
        return CodedStay.model_validate({**self.admission.model_dump(), **coded})


def stay_of(opened: EncounterOpened, corrections: Sequence[CodingCorrected], site: Site) -> DraftStay | None:
    """The stay after every correction so far; None for everybody who was not admitted."""
    if opened.stay is None:
        return None
    draft = _documented(opened.stay, opened, site)
    for correction in corrections:
        if correction.stay is not None:
            draft = _corrected(draft, correction.stay)
    return draft


def _documented(stay: Stay, opened: EncounterOpened, site: Site) -> DraftStay:
    admission = Admission.model_validate(stay.model_dump(include=set(Admission.model_fields)))
    admitting = icd_of(stay.admitting_diagnosis, site, opened.service_to) if stay.admitting_diagnosis else None
    return DraftStay(admission, admitting, tuple(_procedure(each) for each in opened.procedures if each.system == "icd10pcs"))


def _procedure(documented: DocumentedProcedure) -> DraftProcedure:
    return DraftProcedure(documented.code.strip().upper(), documented.performed_on)


def _corrected(draft: DraftStay, change: StayCorrection) -> DraftStay:
    if change.admitting_diagnosis is not None:
        draft = replace(draft, admitting_diagnosis=undotted(change.admitting_diagnosis))
    if change.patient_status is not None:
        draft = replace(draft, admission=draft.admission.model_copy(update={"patient_status": change.patient_status}))
    if change.procedures is not None:
        draft = replace(draft, procedures=tuple(DraftProcedure(each.code, each.performed_on) for each in change.procedures))
    return draft
