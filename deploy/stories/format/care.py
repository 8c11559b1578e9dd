"""What happens at the hospital: visits, corrections of registrars and coders, authorizations, payments of patients."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from deploy.stories.format.shapes import Amount, Day, Name, Part, Rate, Truth, Units, Whole, Words


class Answer(Part):
    """What the payer's 271 says when it is asked about this coverage."""

    active: Truth = True
    reject: str | None = Field(default=None, pattern=r"^\d{2}$")
    """AAA03 instead of a status: 75 not found, 72 member id, 42 unable to answer."""
    silent: Truth = False
    """Nobody answers."""
    plan: str = ""
    copay: Amount | None = None
    deductible_left: Amount | None = None
    coinsurance: Rate | None = None
    authorization_for: Words = ()
    """Procedure codes that need an authorization."""


class Coverage(Part):
    """A policy as registration knows it, the first of the list is billed first."""

    payer: str
    member: str = ""
    group: str = ""
    relationship: Literal["self", "spouse", "child", "other"] = "self"
    subscriber: Name | None = None
    """A patient of the story who holds the policy; needed when it is not the patient."""
    answer: Answer = Answer()


class Charge(Part):
    """One charge. Without an amount the charge master prices it."""

    code: str | None = None
    modifiers: Words = ()
    revenue: str | None = Field(default=None, pattern=r"^\d{4}$")
    units: Units = Decimal(1)
    amount: Amount | None = None
    """For all units."""
    on: Day | None = None

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not self.code and not self.revenue:
            raise ValueError("a charge needs a code, a revenue code, or both")
        return self


class Stay(Part):
    """An inpatient stay: moments such as 2026-03-02T14:00, or days."""

    admitted: str
    discharged: str | None = None
    type: str = "9"
    source: str = "9"
    status: str = ""
    admitting: str | None = None
    """The admitting diagnosis."""


class Encounter(Part):
    """One visit of one patient, as the hospital's records tell it on the day of the step."""

    name: Name
    """What the story calls the visit and its claim."""
    patient: Name
    facility: str = "clinic"
    """Id of a facility of the site."""
    kind: Literal["professional", "institutional"] | None = None
    """Left out: institutional where charges name revenue codes."""
    provider: str | None = None
    """NPI; the site's first provider when left out."""
    served: Day | None = None
    """The day of service; the day of the step when left out."""
    through: Day | None = None
    """The last day of service."""
    coverages: tuple[Coverage, ...] = ()
    diagnoses: Words = ()
    charges: tuple[Charge, ...] = Field(min_length=1)
    stay: Stay | None = None
    consent: Truth = True
    form: Literal["json", "fhir"] = Field(default="json", alias="as")
    again: Truth = False
    """The records tell a visit once more that they told before, with all of its charges: a late one has been added."""

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if self.again and self.served is None:
            raise ValueError("`again` needs `served`: the visit was on another day than this step")
        return self


class Register(Part):
    """A registrar corrects the registration: the new list of coverages replaces the old one."""

    encounter: Name
    coverages: tuple[Coverage, ...] | None = None
    consent: Truth | None = None
    reason: str


class Authorize(Part):
    """The payer's authorization number is recorded."""

    encounter: Name
    number: str = Field(min_length=1, max_length=50)
    procedure: str | None = None
    reason: str = "The payer gave the number."


class LineChange(Part):
    line: Whole
    modifiers: Words | None = None
    code: str | None = None
    units: Units | None = None
    diagnoses: Words | None = None


class Code(Part):
    """A coder's correction. It answers the open request for the chart, if there is one."""

    encounter: Name
    lines: tuple[LineChange, ...] = ()
    diagnoses: Words | None = None
    declines: Truth = False
    """The documentation does not support the request: the claim stays as it is."""
    reason: str


class Pay(Part):
    """Money of the patient."""

    encounter: Name
    amount: Amount
    method: Literal["cash", "card", "check", "transfer"] = "card"
    reason: str = "Paid by the patient."
