"""A claim as an X12 document: what was built, who it is about, and who we are, put together in one place.

005010X222A1 (professional) and 005010X223A2 (institutional). Loops are named where a value is a choice.
"""

from __future__ import annotations

from typing import TypeVar

from services.billing.submission.model.draft import on_file
from services.billing.submission.other_payers import RELATIONSHIPS, home_of, insured, line_adjudications, name_of, other_payers
from services.billing.submission.stay import present_on_admission, stay_of, unit_of
from shared.contracts import eligibility
from shared.contracts.coding import CodedLine
from shared.contracts.submission import ClaimBuilt
from shared.contracts.values import ClaimKind
from shared.site.model import Address as SiteAddress
from shared.site.model import Facility, Site
from shared.x12.faults import WriteError
from shared.x12.translate.claim import (
    Address,
    ClaimDocument,
    Diagnosis,
    Name,
    Patient,
    Payer,
    Provider,
    ServiceLine,
    split_type_of_bill,
)

Thing = TypeVar("Thing")


def document_of(claim: ClaimBuilt, registered: eligibility.PatientRegistered, site: Site) -> ClaimDocument:
    """The document of one claim. Raises WriteError, naming the place, when the site or the registration lacks what it needs."""
    facility = _found(site.facility(claim.facility_id), "a facility that the site file knows is missing", "NM1")
    payer = _found(site.payer(claim.payer_id), "a payer that the directory knows is missing", "NM1")
    coverage = _found(on_file(registered, claim.coverage_id), "the billed coverage is not on file", "SBR")
    institutional = claim.kind is ClaimKind.INSTITUTIONAL
    return ClaimDocument(
        kind="institutional" if institutional else "professional",
        patient_control_number=claim.claim_id,
        charge=claim.total,
        place=_bill_type(claim, facility)[0] if institutional else facility.place_of_service,
        billing=billing_provider(site, claim.kind),
        subscriber=insured(registered.patient, coverage, payer.filing_code(claim.kind), claim.payer_order),
        patient=_patient(registered.patient, coverage),
        payer=Payer(name=payer.name, id=payer.payer_id),
        diagnoses=tuple(Diagnosis(each.code, present_on_admission(each, claim)) for each in claim.diagnoses),
        lines=tuple(_line(claim, line) for line in claim.lines),
        frequency=claim.frequency,
        stay=stay_of(claim, rendering_provider(site, claim.rendering_npi)) if institutional else None,
        authorization=claim.authorization,
        payer_claim_control_number=claim.payer_claim_control_number,
        medical_record_number=registered.patient.mrn,
        release="Y" if registered.consent_on_file else "I",
        rendering=None if institutional else rendering_provider(site, claim.rendering_npi),
        facility=_service_facility(site, claim.kind, facility),
        other_payers=tuple(other_payers(claim, registered, site)),
    )


def _found(value: Thing | None, reason: str, segment: str) -> Thing:
    if value is None:
        raise WriteError(reason, segment)
    return value


def billing_provider(site: Site, kind: ClaimKind) -> Provider:
    """Loops 2000A, 2010AA and 2010AB."""
    organisation = site.organisation
    billing = organisation.billing.of(kind)
    return Provider(
        npi=billing.npi,
        name=Name(billing.name or organisation.name),
        taxonomy=billing.taxonomy,
        tax_id=organisation.tax_id,
        tax_id_kind=organisation.tax_id_kind,
        address=_address(organisation.address),
        pay_to=_address(organisation.pay_to_address) if organisation.pay_to_address else None,
    )


def rendering_provider(site: Site, npi: str) -> Provider:
    """Loop 2310B, or 2310A (attending) of an institutional claim."""
    known = _found(site.provider(npi), "a provider that the site file knows is missing", "NM1")
    return Provider(npi=known.npi, name=Name(known.last, known.first, known.middle or ""), person=True, taxonomy=known.taxonomy)


def _service_facility(site: Site, kind: ClaimKind, facility: Facility) -> Provider | None:
    """Loop 2310C (2310E), sent only where care happened elsewhere than at the billing provider."""
    billing = site.organisation.billing.of(kind)
    address = _address(facility.address)
    if facility.npi == billing.npi and address == _address(site.organisation.address):
        return None
    npi = "" if facility.npi == billing.npi else facility.npi
    return Provider(npi=npi, name=Name(facility.name), address=address)


def _patient(patient: eligibility.Patient, coverage: eligibility.CoverageOnFile) -> Patient | None:
    """Loops 2000C and 2010CA; None when the patient is the subscriber."""
    if coverage.relationship == "self":
        return None
    born_on = _found(patient.birth_date, "the patient needs a birth date", "DMG")
    address = _found(home_of(patient.address), "the patient needs an address", "N3")
    return Patient(RELATIONSHIPS[coverage.relationship], name_of(patient.name), born_on, patient.sex, address)


def _line(claim: ClaimBuilt, line: CodedLine) -> ServiceLine:
    """Loop 2400. REF*6R is the line's number in the encounter, the same on every submission."""
    institutional = claim.kind is ClaimKind.INSTITUTIONAL
    return ServiceLine(
        charge=line.charge,
        units=line.units,
        on=line.service_on,
        code=line.code or "",
        modifiers=line.modifiers,
        pointers=() if institutional else line.diagnosis_pointers,
        control_number=str(line.line_number),
        revenue_code=(line.revenue_code or "") if institutional else "",
        unit=unit_of(line) if institutional else "UN",
        adjudications=line_adjudications(claim, line) if claim.prior else (),
    )


def _bill_type(claim: ClaimBuilt, facility: Facility) -> tuple[str, str]:
    """CLM05-1: of a stay or of an outpatient visit."""
    prefix = facility.inpatient_bill_type if claim.stay else facility.bill_type
    return split_type_of_bill(f"{_found(prefix, 'the facility has no such type of bill', 'CLM')}1")


def _address(address: SiteAddress) -> Address:
    return Address(address.line, address.city, address.state, address.postal_code, address.line2 or "")
