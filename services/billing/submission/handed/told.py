"""The body of `POST /v1/claims`: everything an 837 needs that the site file does not say.

Lengths are those of the elements it goes into. What a person can mend may be missing and holds the claim; what cannot be read is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared.contracts.coding import CodedProcedure
from shared.contracts.eligibility import Admission, MedicareSecondary, Sex
from shared.contracts.values import MOST_MONEY, ClaimKind, Money, Quantity

MOST_COVERAGES, MOST_DIAGNOSES, MOST_LINES = 11, 25, 999
"""SBR01 knows eleven payers; HI has room for 25 diagnoses, loop 2400 of an institutional claim for 999 lines."""


def _text(most: int, least: int = 0) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


Code = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, min_length=1, max_length=20)]
Modifier = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, min_length=2, max_length=2)]
Place = Annotated[str, _text(80)]
Positive = Annotated[Quantity, Field(gt=0)]
NotNegative = Annotated[Money, Field(ge=0, le=MOST_MONEY)]


class Told(BaseModel):
    """A part of what is handed in. Unknown fields are refused: a typing error must not pass for an empty field."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NameTold(Told):
    last: Annotated[str, _text(60)] = ""
    first: Annotated[str, _text(35)] = ""
    middle: Annotated[str, _text(25)] = ""


class AddressTold(Told):
    line: Annotated[str, _text(55)] = ""
    line2: Annotated[str, _text(55)] = ""
    city: Annotated[str, _text(30)] = ""
    state: Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^([A-Z]{2})?$")] = ""
    postal_code: Annotated[str, StringConstraints(pattern=r"^(\d{5}(-?\d{4})?)?$")] = ""


class PersonTold(Told):
    name: NameTold = NameTold()
    birth_date: date | None = None
    sex: Sex
    """U only where the other system knows that it is unknown."""
    address: AddressTold | None = None


class PatientTold(PersonTold):
    mrn: Annotated[str, _text(50, 1)]


class CoverageTold(Told):
    """A policy that the other system found active on the date of service. The list is in billing order."""

    payer_id: Place = ""
    payer_name: Place = ""
    """Name or alias; enough when the id is not known."""
    member_id: Annotated[str, _text(80)] = ""
    group_number: Annotated[str, _text(50)] = ""
    relationship: Literal["self", "spouse", "child", "other"] = "self"
    """The patient's relationship to the policy holder."""
    subscriber: PersonTold | None = None
    medicare_secondary: MedicareSecondary = ""
    """Of Medicare that is not billed first: why it is not (SBR05)."""


class DiagnosisTold(Told):
    code: Code
    """ICD-10-CM, with or without its dot; the first leads."""
    present_on_admission: Literal["Y", "N", "U", "W", "1"] | None = None


class LineTold(Told):
    line_number: int | None = Field(default=None, ge=1, le=9999)
    """REF*6R, the same whenever the encounter is handed in again; without it, the place in the list."""
    code: Code | None = None
    modifiers: tuple[Modifier, ...] = Field(default=(), max_length=4)
    revenue_code: Annotated[str, StringConstraints(pattern=r"^\d{4}$")] | None = None
    units: Positive = Decimal(1)
    charge: NotNegative
    """For all units."""
    service_on: date | None = None
    """Without it, the first day of the encounter."""
    diagnosis_pointers: tuple[int, ...] | None = Field(default=None, max_length=4)
    """Places in the list of diagnoses, from 1; without it, the first four."""


class StayTold(Admission):
    """An inpatient stay, as it may stand on a claim."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    admitting_diagnosis: Code
    procedures: tuple[CodedProcedure, ...] = Field(default=(), max_length=25)
    """ICD-10-PCS, the principal one first."""


def _numbered(lines: tuple[LineTold, ...]) -> tuple[LineTold, ...]:
    numbers = [line.line_number or place for place, line in enumerate(lines, start=1)]
    if len(set(numbers)) < len(numbers):
        raise ValueError("two lines have the same number")
    return lines


class CodedTold(Told):
    """What was done, coded. Without `kind`, lines with revenue codes or a stay make it a facility's."""

    kind: ClaimKind | None = None
    facility_id: Place = ""
    """Id, name or NPI of a facility of the site file."""
    rendering_npi: Annotated[str, _text(10)] = ""
    """Rendering provider of a professional claim, attending of a facility one."""
    service_from: date
    service_to: date | None = None
    diagnoses: tuple[DiagnosisTold, ...] = Field(min_length=1, max_length=MOST_DIAGNOSES)
    lines: Annotated[tuple[LineTold, ...], AfterValidator(_numbered)] = Field(min_length=1, max_length=MOST_LINES)
    total: Money | None = None
    """Where it is stated, the lines have to add up to it."""
    stay: StayTold | None = None

    @model_validator(mode="after")
    def is_one_encounter(self) -> Self:
        if self.service_to is not None and self.service_to < self.service_from:
            raise ValueError("service_to lies before service_from")
        if self.stay is not None and self.kind is ClaimKind.PROFESSIONAL:
            raise ValueError("a stay is billed on an institutional claim")
        charged = sum((line.charge for line in self.lines), Decimal(0))
        if charged > MOST_MONEY:
            raise ValueError("the lines add up to more than a claim can say")
        if self.total is not None and self.total != charged:
            raise ValueError("the lines do not add up to total")
        return self


class HandedIn(Told):
    """One coded encounter. Handed in again with other content, it is a new version of the same encounter and the same claim."""

    visit_number: Annotated[str, _text(80, 1)]
    source_system: Annotated[str, _text(200, 1)]
    """Visit and record numbers are unique within it."""
    patient: PatientTold
    coverages: tuple[CoverageTold, ...] = Field(min_length=1, max_length=MOST_COVERAGES)
    consent_on_file: bool
    """The patient agrees that the payer learns of it."""
    authorization: Annotated[str, _text(50)] = ""
    """The payer's number (REF*G1)."""
    encounter: CodedTold

    def days(self) -> Iterable[tuple[str, date]]:
        """Every day on which it says that care took place, with its place."""
        care = self.encounter
        yield "encounter.service_from", care.service_from
        yield "encounter.service_to", care.service_to or care.service_from
        yield from ((f"encounter.lines[{at}].service_on", each.service_on) for at, each in enumerate(care.lines) if each.service_on)
