"""A coded encounter of another system, judged by the rules of the stage: nothing is stored, nothing is announced, nobody is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.coding.model.assemble import Draft, DraftLine
from services.coding.model.expected import Circumstances, warnings
from services.coding.model.icd import undotted
from services.coding.model.reference import Reference
from services.coding.model.rules import judge
from services.coding.model.stay import DraftProcedure, DraftStay
from shared.contracts.coding import CodedDiagnosis
from shared.contracts.eligibility import Admission, Sex
from shared.contracts.values import ClaimKind, HoldReason, Money, Quantity

PRICE = "no_price"
"""Of a line that came without an amount this is no fault of its codes."""
Code = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, min_length=1, max_length=20)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]


class Told(BaseModel):
    """A part of what is to be checked. Unknown fields are refused: a typing error must not pass for an empty field."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DiagnosisTold(Told):
    code: Code
    """ICD-10-CM, with or without its dot."""
    present_on_admission: Literal["Y", "N", "U", "W", "1"] | None = None


class LineTold(Told):
    """A service line; its number is its place in the list, from 1."""

    code: Code | None = None
    modifiers: tuple[Code, ...] = Field(default=(), max_length=8)
    revenue_code: Word | None = None
    units: Quantity = Decimal(1)
    charge: Money | None = None
    """For all units; left out, the charge master prices the line."""
    service_on: date | None = None
    """Left out, the first day of the encounter."""
    diagnosis_pointers: tuple[int, ...] | None = Field(default=None, max_length=12)


class ProcedureTold(Told):
    code: Code
    """ICD-10-PCS."""
    performed_on: date | None = None


class StayTold(Admission):
    """An inpatient stay."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    admitting_diagnosis: Code | None = None
    procedures: tuple[ProcedureTold, ...] = Field(default=(), max_length=100)


class CodedEncounter(Told):
    """What is to be checked. Without `kind`, lines with revenue codes or a stay make it a facility's."""

    kind: ClaimKind | None = None
    facility_id: Word = ""
    payer_id: Word = ""
    sex: Sex = "U"
    age: int | None = Field(default=None, ge=0, le=150)
    service_from: date
    service_to: date | None = None
    diagnoses: tuple[DiagnosisTold, ...] = Field(default=(), max_length=200)
    lines: tuple[LineTold, ...] = Field(default=(), max_length=2000)
    stay: StayTold | None = None

    @model_validator(mode="after")
    def ends_after_it_began(self) -> Self:
        if self.service_to is not None and self.service_to < self.service_from:
            raise ValueError("service_to lies before service_from")
        if self.stay is not None and self.kind is ClaimKind.PROFESSIONAL:
            raise ValueError("a stay is billed on an institutional claim")
        return self


def checked(told: CodedEncounter, reference: Reference) -> dict[str, Any]:
    """Findings of severity `error`, which keep the encounter from a claim, and `warning`, which do not; and which tables judged."""
    draft = draft_of(told, reference)
    unpriced = {f"lines[{place}]" for place, line in enumerate(told.lines) if line.charge is None}
    judged = judge(draft, reference)
    late = [each for each in judged if each.code == PRICE and each.place in unpriced]
    around = Circumstances(told.sex, told.age, told.facility_id, told.payer_id)
    found = [*_shown("error", (each for each in judged if each not in late)), *_shown("warning", (*late, *warnings(draft, around, reference)))]
    return {"valid": not any(each["severity"] == "error" for each in found), "findings": found, "rules_version": reference.version}


def draft_of(told: CodedEncounter, reference: Reference) -> Draft:
    """The encounter as the stage would have it after assembling: every place in it is a place in what was sent."""
    facility = told.stay is not None or any(line.revenue_code for line in told.lines)
    kind = told.kind or (ClaimKind.INSTITUTIONAL if facility else ClaimKind.PROFESSIONAL)
    diagnoses = tuple(CodedDiagnosis(code=undotted(each.code), present_on_admission=each.present_on_admission) for each in told.diagnoses)
    lines = tuple(_line(number, line, told, reference) for number, line in enumerate(told.lines, start=1))
    return Draft(kind, told.service_from, told.service_to or told.service_from, diagnoses, (), lines, _stay(told.stay))


def _line(number: int, line: LineTold, told: CodedEncounter, reference: Reference) -> DraftLine:
    on = line.service_on or told.service_from
    price = reference.site.charge(line.code, line.revenue_code, on) if line.charge is None else None
    charge = price.total(line.units) if price else line.charge
    return DraftLine(number, line.code, line.modifiers, line.revenue_code, line.units, charge, on, pointers=line.diagnosis_pointers)


def _stay(stay: StayTold | None) -> DraftStay | None:
    if stay is None:
        return None
    admission = Admission.model_validate(stay.model_dump(include=set(Admission.model_fields)))
    procedures = tuple(DraftProcedure(each.code, each.performed_on) for each in stay.procedures)
    return DraftStay(admission, undotted(stay.admitting_diagnosis) if stay.admitting_diagnosis else None, procedures)


def _shown(severity: str, reasons: Iterator[HoldReason] | tuple[HoldReason, ...]) -> list[dict[str, str]]:
    return [{"severity": severity, **each.model_dump()} for each in reasons]
