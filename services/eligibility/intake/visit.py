"""One visit as a source system tells it: the body of `POST /v1/encounters`, and what a FHIR bundle is translated into.

What a registrar can mend may be missing or wrong here; it becomes a reason to hold the visit. What cannot be read, or says something that
cannot be (an end before the beginning, a negative amount), is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from services.eligibility.intake.states import state_code
from shared.contracts.eligibility import MedicareSecondary, Sex
from shared.contracts.values import MOST_MONEY, ZERO, ClaimKind, Money, Quantity

MOST_COVERAGES = 99
"""More than a claim takes (SBR01 knows eleven): some systems export every policy a person ever had."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, max_length=20)]
Modifier = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, min_length=2, max_length=2)]
RevenueCode = Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
NotNegative = Annotated[Money, Field(ge=0, le=MOST_MONEY)]
Units = Annotated[Quantity, Field(gt=0)]


class Told(BaseModel):
    """A part of what a source system sends. Unknown fields are refused: a typing error must not pass for an empty field."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NameTold(Told):
    last: Text = ""
    first: Text = ""
    middle: Text = ""


class AddressTold(Told):
    line: Text = ""
    line2: Text = ""
    city: Text = ""
    state: Annotated[Text, AfterValidator(state_code)] = ""
    """Two letters; a state's full name is understood."""
    postal_code: Text = ""


class PatientTold(Told):
    mrn: Word
    name: NameTold = NameTold()
    birth_date: date | None = None
    sex: Sex = "U"
    address: AddressTold | None = None
    phone: Text = ""


class SubscriberTold(Told):
    name: NameTold = NameTold()
    birth_date: date | None = None
    sex: Sex = "U"
    address: AddressTold | None = None


class CoverageTold(Told):
    """A policy. The payer is named as the source system knows it; the site's payer directory holds ids, names and aliases."""

    order: int | None = Field(default=None, ge=1)
    """Billing order; without it, the order of the list."""
    payer_id: Text = ""
    payer_name: Text = ""
    """Name or alias; enough when the id is not known."""
    payer_identifiers: tuple[Text, ...] = ()
    """Further ids and names under which the directory may know the payer."""
    member_id: Text = ""
    group_number: Text = ""
    relationship: Literal["self", "spouse", "child", "other"] = "self"
    """The patient's relationship to the subscriber."""
    subscriber: SubscriberTold | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    medicare_secondary: MedicareSecondary = ""
    """Of Medicare that is not billed first: why it is not (SBR05)."""


class DiagnosisTold(Told):
    system: Literal["icd10cm", "snomed", "other"] = "icd10cm"
    code: Annotated[Code, StringConstraints(min_length=1)]
    rank: int | None = Field(default=None, ge=1)
    present_on_admission: Literal["Y", "N", "U", "W", "1"] | None = None


class ProcedureTold(Told):
    system: Literal["hcpcs", "icd10pcs", "snomed", "other"] = "hcpcs"
    code: Annotated[Code, StringConstraints(min_length=1)]
    modifiers: tuple[Modifier, ...] = Field(default=(), max_length=4)
    performed_on: date | None = None
    units: Units = Decimal(1)


class ChargeTold(Told):
    """A line needs a procedure code, a revenue code, or both; without an amount the charge master prices it."""

    code: Code | None = None
    modifiers: tuple[Modifier, ...] = Field(default=(), max_length=4)
    revenue_code: RevenueCode | None = None
    units: Units = Decimal(1)
    amount: NotNegative | None = None
    """For all units."""
    service_on: date | None = None

    @model_validator(mode="after")
    def names_something(self) -> Self:
        if not self.code and not self.revenue_code:
            raise ValueError("a charge needs a procedure code or a revenue code")
        return self


def _moment(told: Any) -> Any:
    """A day alone stays a day: midnight would be an hour that nobody told."""
    if isinstance(told, date):
        return told
    try:
        return date.fromisoformat(told) if len(told) == len("2026-11-02") else datetime.fromisoformat(told)
    except (TypeError, ValueError):
        raise ValueError("should be a moment such as 2026-11-02T06:00:00-05:00, or a day") from None


Moment = Annotated[datetime | date, BeforeValidator(_moment)]


class StayTold(Told):
    """An inpatient stay. Moments have an offset, are local time without one, or are days."""

    admitted_at: Moment
    discharged_at: Moment | None = None
    """Without it, still a patient."""
    admission_type: Literal["1", "2", "3", "4", "5", "9"] = "9"
    admission_source: Annotated[str, StringConstraints(to_upper=True, pattern=r"^[0-9A-Z]$")] = "9"
    patient_status: Annotated[str, StringConstraints(pattern=r"^([0-9]{2})?$")] = ""
    admitting_diagnosis: DiagnosisTold | None = None


class CareTold(Told):
    """What was done. Without `kind`, a visit with revenue codes is a facility's and becomes an institutional claim."""

    kind: ClaimKind | None = None
    facility_id: Text = ""
    """Id, name or NPI of a facility of the site file."""
    service_from: date
    service_to: date | None = None
    rendering_npi: Text = ""
    """Rendering provider of a professional visit, attending of a facility one."""
    diagnoses: tuple[DiagnosisTold, ...] = ()
    procedures: tuple[ProcedureTold, ...] = ()
    charges: tuple[ChargeTold, ...] = ()
    stay: StayTold | None = None
    """Of an inpatient: the visit is a facility's, whatever its charges."""

    @model_validator(mode="after")
    def is_billed_by_a_facility(self) -> Self:
        if self.stay is not None and self.kind is ClaimKind.PROFESSIONAL:
            raise ValueError("a stay is billed on an institutional claim")
        return self

    @model_validator(mode="after")
    def fits_a_claim(self) -> Self:
        if sum((charge.amount or ZERO for charge in self.charges), ZERO) > MOST_MONEY:
            raise ValueError(f"the charges add up to more than a claim can carry, {MOST_MONEY}; split the visit or correct them")
        return self

    @model_validator(mode="after")
    def ends_after_it_began(self) -> Self:
        if self.service_to is not None and self.service_to < self.service_from:
            raise ValueError("service_to lies before service_from")
        return self


def _distinct(coverages: tuple[CoverageTold, ...]) -> tuple[CoverageTold, ...]:
    stated = [coverage.order for coverage in coverages if coverage.order is not None]
    if len(stated) != len(set(stated)):
        raise ValueError("two coverages have the same order")
    return coverages


class Visit(Told):
    """One visit of one patient. Sent again with other content, it is a new version of the same visit."""

    visit_number: Word
    source_system: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    """Visit and record numbers are unique within it."""
    patient: PatientTold
    coverages: Annotated[tuple[CoverageTold, ...], AfterValidator(_distinct)] = Field(default=(), max_length=MOST_COVERAGES)
    consent_on_file: bool = False
    encounter: CareTold

    def days(self) -> Iterable[tuple[str, date]]:
        """Every day on which this visit says that care took place, with its place."""
        care = self.encounter
        yield "encounter.service_from", care.service_from
        if care.service_to:
            yield "encounter.service_to", care.service_to
        yield from ((f"encounter.charges[{at}].service_on", each.service_on) for at, each in enumerate(care.charges) if each.service_on)
        yield from ((f"encounter.procedures[{at}].performed_on", each.performed_on) for at, each in enumerate(care.procedures) if each.performed_on)
