"""Facts of patient access: registration, coverage on the date of service, authorization, financial clearance."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.event import Event
from shared.contracts.values import (
    Actor,
    ClaimKind,
    CoverageId,
    Document,
    EncounterId,
    HoldReason,
    InquiryId,
    Money,
    PayerId,
    PersonId,
    Quantity,
    Value,
)

Sex = Literal["F", "M", "U"]


class PersonName(Value):
    last: str = ""
    first: str = ""
    middle: str = ""


class Address(Value):
    line: str = ""
    line2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    """Five or nine digits."""


class Patient(Value):
    mrn: str
    """Medical record number at the source system."""
    name: PersonName
    birth_date: date | None = None
    sex: Sex = "U"
    address: Address | None = None
    phone: str = ""


class Subscriber(Value):
    """Who holds the policy when it is not the patient (loop 2010BA with 2000C for the patient)."""

    name: PersonName
    birth_date: date | None = None
    sex: Sex = "U"
    address: Address | None = None


MedicareSecondary = Literal["", "12", "13", "14", "15", "16", "41", "42", "43", "47"]
"""Element 1336: 12 working aged, 13 renal disease, 14 no-fault, 15 workers' compensation, 16 a federal agency, 41 black lung, 42 veterans,
43 disabled, 47 liability insurance."""


class CoverageOnFile(Value):
    """A policy as registration knows it, before the payer has been asked."""

    coverage_id: CoverageId
    order: int = Field(ge=1)
    """1 is billed first."""
    payer_id: PayerId | None = None
    """None when the stated payer is not in the site's directory."""
    payer_name: str = ""
    member_id: str = ""
    group_number: str = ""
    relationship: Literal["self", "spouse", "child", "other"] = "self"
    """The patient's relationship to the subscriber."""
    subscriber: Subscriber | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    medicare_secondary: MedicareSecondary = ""
    """Of Medicare that is not billed first: why it is not (SBR05 of a professional claim)."""


class PatientRegistered(Event):
    """Everything that identifies the patient of one encounter, as a full snapshot. The only event with names, birth dates, addresses, member ids."""

    type: Literal["rcm.eligibility.patient-registered.v1"] = "rcm.eligibility.patient-registered.v1"
    encounter_id: EncounterId
    person_id: PersonId
    version: int = Field(ge=1)
    visit_number: str
    patient: Patient
    coverages: tuple[CoverageOnFile, ...] = ()
    consent_on_file: bool = False
    actor: Actor | None = None
    """Who corrected it; None for a snapshot from the source system."""
    reason: str = ""
    same_person: bool | None = None
    """A person's answer to the question whether this patient and another one of the same name and birth date are one. None: not asked."""
    answers: str = ""
    """The correction request (denial id, or id of a rejection) that the person meant to answer, if any."""


class DocumentedDiagnosis(Value):
    """A diagnosis as the clinician recorded it, not yet validated."""

    system: Literal["icd10cm", "snomed", "other"] = "icd10cm"
    code: str = ""
    rank: int | None = None
    """1 is the principal or first-listed one."""
    present_on_admission: Literal["Y", "N", "U", "W", "1"] | None = None


class DocumentedProcedure(Value):
    """A procedure as recorded. `other` covers SNOMED and local codes that name no billable service yet."""

    system: Literal["hcpcs", "icd10pcs", "snomed", "other"] = "hcpcs"
    """`hcpcs` covers both levels: CPT and HCPCS Level II."""
    code: str = ""
    modifiers: tuple[str, ...] = ()
    performed_on: date | None = None
    units: Quantity = Decimal(1)


class CapturedCharge(Value):
    """A charge the source system captured. Without an amount, the charge master of the site prices it."""

    code: str | None = None
    """CPT or HCPCS; None for a revenue-code-only line of a facility claim."""
    modifiers: tuple[str, ...] = ()
    revenue_code: str | None = None
    units: Quantity = Decimal(1)
    amount: Money | None = None
    """For all units of the line."""
    service_on: date | None = None


class Admission(Value):
    """When a patient came to lie in the hospital and left it, how, and where to. Days and hours are those where the hospital is."""

    admitted_on: date
    """DTP*435 of loop 2300."""
    admitted_at: time | None = None
    """None when the source tells the day only."""
    discharged_on: date | None = None
    """None: still a patient."""
    discharged_at: time | None = None
    """DTP*096 of loop 2300: the hour, on bills that end with the discharge."""
    admission_type: Literal["1", "2", "3", "4", "5", "9"] = "9"
    """CL101: 1 emergency, 2 urgent, 3 elective, 4 newborn, 5 trauma, 9 not known."""
    admission_source: str = Field(default="9", pattern=r"^[0-9A-Z]$")
    """CL102, where the patient came from, by the NUBC list; 9 not known."""
    patient_status: str = Field(default="", pattern=r"^([0-9]{2})?$")
    """CL103, where the patient went, by the NUBC list: 01 home, 20 died, 30 still a patient. Empty: not told, which no code stands for."""


class Stay(Admission):
    """An inpatient stay as the source system tells it."""

    admitting_diagnosis: DocumentedDiagnosis | None = None
    """Why the patient was admitted, as known then; the principal diagnosis is what the stay found."""


class EncounterOpened(Event):
    """Care took place and can become a bill: what was done, when, where and by whom, without naming the patient."""

    type: Literal["rcm.eligibility.encounter-opened.v1"] = "rcm.eligibility.encounter-opened.v1"
    encounter_id: EncounterId
    person_id: PersonId
    version: int = Field(ge=1)
    kind: ClaimKind
    facility_id: str
    service_from: date
    service_to: date
    sex: Sex = "U"
    rendering_npi: str = ""
    """Rendering provider of a professional encounter, attending of a facility one."""
    diagnoses: tuple[DocumentedDiagnosis, ...] = ()
    procedures: tuple[DocumentedProcedure, ...] = ()
    charges: tuple[CapturedCharge, ...] = ()
    stay: Stay | None = None
    """Of an inpatient; its procedures are those in ICD-10-PCS. None for everybody who was not admitted."""


class EncounterHeld(Event):
    """Registration or coverage keeps the encounter from being billed until a person acts."""

    type: Literal["rcm.eligibility.encounter-held.v1"] = "rcm.eligibility.encounter-held.v1"
    encounter_id: EncounterId
    reasons: tuple[HoldReason, ...]
    held_on: date | None = None
    """The day, where the hospital is."""


class InquiryRenewed(Event):
    """A person wants the encounter looked at again and the payer asked again, for example after a night in which nobody answered."""

    type: Literal["rcm.eligibility.inquiry-renewed.v1"] = "rcm.eligibility.inquiry-renewed.v1"
    encounter_id: EncounterId
    actor: Actor
    reason: str


class InquiryRequested(Event):
    """A wish: ask this payer about this coverage for the date of service (270)."""

    type: Literal["rcm.eligibility.inquiry-requested.v1"] = "rcm.eligibility.inquiry-requested.v1"
    encounter_id: EncounterId
    coverage_id: CoverageId
    payer_id: PayerId
    registration_version: int
    service_on: date
    procedures: tuple[str, ...] = ()
    """Codes whose authorization requirement is asked for (EQ02)."""


class BenefitStated(Value):
    """One EB segment of a 271 (loop 2110C or 2110D)."""

    info: str
    """EB01: 1 active, 6 inactive, A coinsurance, B copay, C deductible, G out of pocket …"""
    service_types: tuple[str, ...] = ()
    procedure: str | None = None
    plan: str = ""
    time_period: str = ""
    """EB06: 23 calendar year, 29 remaining …"""
    amount: Money | None = None
    rate: Quantity | None = None
    """A fraction: 0.2 is 20 %."""
    authorization_required: bool | None = None
    in_network: bool | None = None


class InquiryAnswered(Event):
    """What the payer said about one coverage for one date (271), or that it refused to say (AAA)."""

    type: Literal["rcm.eligibility.inquiry-answered.v1"] = "rcm.eligibility.inquiry-answered.v1"
    encounter_id: EncounterId
    coverage_id: CoverageId
    payer_id: PayerId
    registration_version: int
    service_on: date
    active: bool | None
    """None when the payer gave no status."""
    rejects: tuple[str, ...] = ()
    """AAA03 codes: 75 not found, 72 member id, 42 payer unable to answer …"""
    benefits: tuple[BenefitStated, ...] = ()
    inquiry: Document | None = None
    answer: Document | None = None


class InquiryUnanswered(Event):
    """The payer could not be reached or did not answer within the attempts the site allows."""

    type: Literal["rcm.eligibility.inquiry-unanswered.v1"] = "rcm.eligibility.inquiry-unanswered.v1"
    encounter_id: EncounterId
    coverage_id: CoverageId
    payer_id: PayerId
    registration_version: int
    service_on: date
    attempts: int
    problem: str
    """A short word such as `unreachable` or `malformed`; never the payer's text."""
    inquiry: Document | None = None
    answer: Document | None = None
    """What came back when it could not be read."""


class DirectInquiryRequested(Event):
    """A wish: ask this payer about somebody of whom another system asks (270). Who it is stays in the database of this service."""

    type: Literal["rcm.eligibility.direct-inquiry-requested.v1"] = "rcm.eligibility.direct-inquiry-requested.v1"
    inquiry_id: InquiryId
    payer_id: PayerId
    """Empty when a 270 that was handed in whole names none."""
    service_on: date | None = None
    """None when it stands in a 270 that was handed in whole."""
    service_types: tuple[str, ...] = ()
    """EQ01: 30 is the plan as a whole."""
    procedures: tuple[str, ...] = ()
    """Codes whose authorization requirement is asked for (EQ02)."""
    handed_in: Document | None = None
    """The 270 as another system wrote it, sent on unchanged."""


class DirectInquiryAnswered(Event):
    """What the payer said to another system's question (271), or that it refused to say (AAA)."""

    type: Literal["rcm.eligibility.direct-inquiry-answered.v1"] = "rcm.eligibility.direct-inquiry-answered.v1"
    inquiry_id: InquiryId
    payer_id: PayerId
    service_on: date | None = None
    active: bool | None
    """None when the payer gave no status, or answered about several patients at once."""
    rejects: tuple[str, ...] = ()
    """AAA03 codes."""
    benefits: tuple[BenefitStated, ...] = ()
    inquiry: Document | None = None
    answer: Document | None = None


class DirectInquiryUnanswered(Event):
    """The payer could not be reached, or what came back could not be read."""

    type: Literal["rcm.eligibility.direct-inquiry-unanswered.v1"] = "rcm.eligibility.direct-inquiry-unanswered.v1"
    inquiry_id: InquiryId
    payer_id: PayerId
    service_on: date | None = None
    attempts: int
    problem: str
    """A short word such as `unreachable` or `malformed`; never the payer's text."""
    inquiry: Document | None = None
    answer: Document | None = None
    """What came back when it could not be read."""


class _CoverageFact(Event):
    encounter_id: EncounterId
    coverage_id: CoverageId
    payer_id: PayerId
    order: int
    registration_version: int
    service_on: date


class CoverageVerified(_CoverageFact):
    """The payer says that this coverage was active on the date of service, with these terms."""

    type: Literal["rcm.eligibility.coverage-verified.v1"] = "rcm.eligibility.coverage-verified.v1"
    plan: str = ""
    copay: Money | None = None
    coinsurance_rate: Quantity | None = None
    deductible_left: Money | None = None
    authorization_required_for: tuple[str, ...] = ()


class CoverageInactive(_CoverageFact):
    """The payer says that this coverage was not active on the date of service, or that it does not know the member."""

    type: Literal["rcm.eligibility.coverage-inactive.v1"] = "rcm.eligibility.coverage-inactive.v1"
    cause: Literal["inactive", "member_not_found", "refused"]
    rejects: tuple[str, ...] = ()


class CoverageUnanswered(_CoverageFact):
    """Nobody could say. The encounter waits for a person or for another try; it is never billed on a guess."""

    type: Literal["rcm.eligibility.coverage-unanswered.v1"] = "rcm.eligibility.coverage-unanswered.v1"
    attempts: int


class AuthorizationRecorded(Event):
    """A person entered the number under which the payer authorized a service (REF*G1 of the claim)."""

    type: Literal["rcm.eligibility.authorization-recorded.v1"] = "rcm.eligibility.authorization-recorded.v1"
    encounter_id: EncounterId
    number: str = Field(min_length=1, max_length=50)
    procedure: str | None = None
    """The code it is for; None when it covers the whole encounter."""
    answers: str = ""
    """The correction request (denial id) that the person meant to answer, if any."""
    actor: Actor
    reason: str


class ClearedCoverage(Value):
    coverage_id: CoverageId
    payer_id: PayerId
    order: int


class EncounterCleared(Event):
    """Registration is complete, a coverage is active on the date, what needs authorization has it: the encounter may be billed."""

    type: Literal["rcm.eligibility.encounter-cleared.v1"] = "rcm.eligibility.encounter-cleared.v1"
    encounter_id: EncounterId
    version: int = Field(ge=1)
    """Counts clearances of this encounter; a later one replaces the earlier."""
    registration_version: int
    coverages: tuple[ClearedCoverage, ...]
    """In billing order, only those that were active."""
    authorizations: tuple[str, ...] = ()
    """Numbers in the order in which they were entered; the last one is current."""
    answers: str = ""
    """The correction request this clearance answers, if any (a denial id, or the id of the rejection)."""


class PatientEstimated(Event):
    """What the patient will probably owe, from the contract and the payer's answer for the date of service."""

    type: Literal["rcm.eligibility.patient-estimated.v1"] = "rcm.eligibility.patient-estimated.v1"
    encounter_id: EncounterId
    version: int = Field(ge=1)
    """Counts estimates of this encounter; a later one replaces the earlier."""
    payer_id: PayerId
    coverage_id: CoverageId
    charged: Money
    allowed: Money
    """By the contract."""
    copay: Money
    deductible: Money
    coinsurance: Money
    amount: Money
    """copay + deductible + coinsurance."""
    contract_version: str
    estimated_on: date


RegistrationEvent = PatientRegistered
EncounterEvent = Annotated[
    EncounterOpened
    | EncounterHeld
    | InquiryRenewed
    | CoverageVerified
    | CoverageInactive
    | CoverageUnanswered
    | AuthorizationRecorded
    | EncounterCleared
    | PatientEstimated,
    Field(discriminator="type"),
]
InquiryEvent = Annotated[InquiryRequested | InquiryAnswered | InquiryUnanswered, Field(discriminator="type")]
DirectEvent = Annotated[DirectInquiryRequested | DirectInquiryAnswered | DirectInquiryUnanswered, Field(discriminator="type")]
