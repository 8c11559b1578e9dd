"""Facts of coding: from documented care to codes that may stand on a claim."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.eligibility import Admission
from shared.contracts.event import Event
from shared.contracts.values import Actor, ClaimId, ClaimKind, DenialId, EncounterId, HoldReason, Money, Quantity, Value


class CodedDiagnosis(Value):
    code: str
    """ICD-10-CM without the dot, valid and billable on the date of service."""
    present_on_admission: Literal["Y", "N", "U", "W", "1"] | None = None


class CodedLine(Value):
    """One service line. Line numbers never change over the life of an encounter; they end up in REF*6R."""

    line_number: int = Field(ge=1)
    code: str | None = None
    """CPT or HCPCS; None on a revenue-code-only line."""
    modifiers: tuple[str, ...] = Field(default=(), max_length=4)
    revenue_code: str | None = None
    units: Quantity
    charge: Money
    """For all units."""
    service_on: date
    diagnosis_pointers: tuple[int, ...] = Field(default=(), max_length=4)
    """1-based positions in `diagnoses`; empty on facility lines."""


class CodedProcedure(Value):
    """A procedure of an inpatient and its day (loop 2300, HI with BBR for the principal one and BBQ for others)."""

    code: str = Field(pattern=r"^[0-9A-HJ-NP-Z]{7}$")
    """ICD-10-PCS."""
    performed_on: date


class CodedStay(Admission):
    """An inpatient stay as it may stand on a claim (loop 2300: DTP*435, DTP*096, CL1 and HI)."""

    admitting_diagnosis: str
    """HI*ABJ: ICD-10-CM without the dot, valid and billable on the day of discharge."""
    procedures: tuple[CodedProcedure, ...] = ()
    """The principal one first."""


class EncounterCoded(Event):
    """The codes are complete and valid on the date of service; nothing on this list has been seen by a payer yet."""

    type: Literal["rcm.coding.encounter-coded.v1"] = "rcm.coding.encounter-coded.v1"
    encounter_id: EncounterId
    version: int = Field(ge=1)
    kind: ClaimKind
    facility_id: str
    rendering_npi: str = ""
    service_from: date
    service_to: date
    diagnoses: tuple[CodedDiagnosis, ...]
    lines: tuple[CodedLine, ...]
    total: Money
    rules_version: str
    """Identifies the code tables and the site file that judged it."""
    stay: CodedStay | None = None
    """Of an inpatient."""
    answers: str = ""
    """The correction request this coding answers, if any (a denial id)."""


class CodingHeld(Event):
    """A coder has to act; each reason says where and what."""

    type: Literal["rcm.coding.coding-held.v1"] = "rcm.coding.coding-held.v1"
    encounter_id: EncounterId
    version: int = Field(ge=1)
    reasons: tuple[HoldReason, ...]


class LineCorrection(Value):
    """What a coder changes on one line; a field that is None stays as it is."""

    line_number: int = Field(ge=1)
    code: str | None = None
    modifiers: tuple[str, ...] | None = Field(default=None, max_length=4)
    units: Quantity | None = None
    revenue_code: str | None = None
    diagnosis_pointers: tuple[int, ...] | None = Field(default=None, max_length=4)
    """1-based positions in the list of diagnoses, the most important first."""
    omit: bool | None = None
    """True: nothing billable stands behind the line, it goes on no claim. False brings it back."""


class StayCorrection(Value):
    """What a coder enters about an inpatient stay; a field that is None stays as it is."""

    admitting_diagnosis: str | None = Field(default=None, min_length=1, max_length=8)
    """ICD-10-CM."""
    patient_status: str | None = Field(default=None, pattern=r"^[0-9]{2}$")
    """CL103."""
    procedures: tuple[CodedProcedure, ...] | None = Field(default=None, max_length=25)
    """The whole list, the principal one first."""


class CodingCorrected(Event):
    """A coder's decision, with the reason the documentation supports."""

    type: Literal["rcm.coding.coding-corrected.v1"] = "rcm.coding.coding-corrected.v1"
    encounter_id: EncounterId
    diagnoses: tuple[CodedDiagnosis, ...] | None = None
    """The whole list in order, or None to keep it."""
    lines: tuple[LineCorrection, ...] = ()
    stay: StayCorrection | None = None
    answers: str = ""
    """The correction request (denial id) this answers, if any."""
    declines: str = ""
    """The correction request (denial id) that the documentation does not support; nothing changes then."""
    actor: Actor
    reason: str


class CorrectionDeclined(Event):
    """A coder found that the documentation supports no correction: the denial is for the denials desk to appeal or to give up."""

    type: Literal["rcm.coding.correction-declined.v1"] = "rcm.coding.correction-declined.v1"
    encounter_id: EncounterId
    claim_id: ClaimId
    denial_id: DenialId
    """Of the request."""
    declined_on: date


CodingEvent = Annotated[EncounterCoded | CodingHeld | CodingCorrected | CorrectionDeclined, Field(discriminator="type")]
