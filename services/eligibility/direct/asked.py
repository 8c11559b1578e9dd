"""The body of `POST /v1/eligibility`, and the wish and the 270 that it becomes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from services.eligibility.gateways.inquiry import Question
from services.eligibility.intake.visit import Code, NameTold, Text, Told
from services.eligibility.model.coverage import MOST_PROCEDURES
from services.eligibility.model.encounter import Encounter
from shared.contracts.eligibility import (
    CoverageOnFile,
    DirectInquiryRequested,
    InquiryRequested,
    Patient,
    PatientRegistered,
    PersonName,
    Sex,
    Subscriber,
)
from shared.contracts.values import ClaimKind, CoverageId, EncounterId, InquiryId, PayerId, PersonId
from shared.site.model import Payer, Site
from shared.x12.translate.claim import Name, Provider

ServiceType = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[0-9A-Z]{1,2}$")]
Procedure = Annotated[Code, StringConstraints(pattern=r"^[0-9A-Z]{5}$")]


class PersonAsked(Told):
    """The patient or the policy holder: what the payer tells people apart by."""

    name: NameTold = NameTold()
    birth_date: date | None = None
    sex: Sex = "U"


class Asked(Told):
    """A question about one person's coverage at one payer, for one day."""

    payer_id: Text = ""
    payer_name: Text = ""
    """Name or alias; enough when the id is not known."""
    member_id: Text = ""
    group_number: Text = ""
    relationship: Literal["self", "spouse", "child", "other"] = "self"
    """The patient's relationship to the policy holder."""
    patient: PersonAsked
    subscriber: PersonAsked | None = None
    """The policy holder, when it is somebody else."""
    service_on: date
    service_types: tuple[ServiceType, ...] = Field(default=("30",), min_length=1, max_length=20)
    """EQ01: 30 is the plan as a whole, 98 an office visit."""
    procedures: tuple[Procedure, ...] = Field(default=(), max_length=MOST_PROCEDURES)
    """Codes whose authorization requirement is asked for."""
    kind: ClaimKind = ClaimKind.PROFESSIONAL
    """Whose billing provider asks, unless a provider or facility is named."""
    provider_npi: Text = ""
    facility_id: Text = ""
    """Id, name or NPI of a facility of the site file."""

    @model_validator(mode="after")
    def can_be_found(self) -> Self:
        if not self.member_id and not (self.patient.name.last and self.patient.birth_date):
            raise ValueError("a payer finds a person by member_id, or by last name and birth date")
        if self.relationship != "self" and (self.subscriber is None or not self.subscriber.name.last):
            raise ValueError("the policy belongs to somebody else: send the subscriber with a name")
        return self


def payer_of(asked: Asked, site: Site) -> Payer | None:
    """The payer that is meant."""
    return site.find_payer(asked.payer_id, asked.payer_name)


def provider_of(asked: Asked, site: Site) -> Provider | None:
    """Loop 2100B: the provider, the facility, or else whoever bills; None when one is named that the site file does not know."""
    if asked.provider_npi and (person := site.provider(asked.provider_npi)):
        return Provider(person.npi, Name(person.last, person.first, person.middle or ""), person=True)
    place = asked.provider_npi or asked.facility_id
    if place:
        facility = site.find_facility(place)
        return Provider(facility.npi, Name(facility.name)) if facility else None
    billing = site.organisation.billing.of(asked.kind)
    return Provider(billing.npi, Name(billing.name or site.organisation.name))


def wish_of(asked: Asked, inquiry_id: InquiryId, payer: Payer) -> DirectInquiryRequested:
    """The wish, which names nobody."""
    return DirectInquiryRequested(
        inquiry_id=inquiry_id,
        payer_id=PayerId(payer.payer_id),
        service_on=asked.service_on,
        service_types=tuple(dict.fromkeys(asked.service_types)),
        procedures=tuple(dict.fromkeys(asked.procedures)),
    )


def question_of(asked: Asked, wish: DirectInquiryRequested, site: Site, at: datetime, number: int) -> Question:
    """What the 270 needs. The inquiry stands where an encounter has its own number."""
    stand_in = inquiry_requested(wish)
    holder = asked.subscriber if asked.relationship != "self" else None
    coverage = coverage_of(wish).model_copy(
        update={
            "member_id": asked.member_id.replace(" ", "").upper(),
            "group_number": asked.group_number,
            "relationship": asked.relationship,
            "subscriber": Subscriber.model_validate(holder.model_dump()) if holder else None,
        }
    )
    told = asked.patient
    patient = Patient(mrn="", name=PersonName.model_validate(told.name.model_dump()), birth_date=told.birth_date, sex=told.sex)
    encounter_id = stand_in.encounter_id
    registered = PatientRegistered(
        encounter_id=encounter_id, person_id=PersonId(""), version=1, visit_number="", patient=patient, coverages=(coverage,)
    )
    encounter = Encounter(encounter_id=encounter_id, registered=registered)
    return Question(stand_in, encounter, coverage, site, at, number, wish.service_types or ("30",), provider_of(asked, site))


def inquiry_requested(wish: DirectInquiryRequested) -> InquiryRequested:
    """The wish as the question about an encounter that it would be: the same code writes and reads both."""
    return InquiryRequested(
        encounter_id=EncounterId(wish.inquiry_id),
        coverage_id=CoverageId(wish.inquiry_id),
        payer_id=wish.payer_id,
        registration_version=1,
        service_on=wish.service_on or date.min,
        procedures=wish.procedures,
    )


def coverage_of(wish: DirectInquiryRequested) -> CoverageOnFile:
    """The policy that is asked about, without what identifies anybody."""
    return CoverageOnFile(coverage_id=CoverageId(wish.inquiry_id), order=1, payer_id=wish.payer_id)
