"""A 276 (005010X212): where does this claim stand, asked of the payer it was last sent to. Pure."""

from __future__ import annotations

from datetime import datetime

from services.billing.submission.model.draft import on_file
from services.billing.submission.other_payers import insured, name_of
from shared.contracts.eligibility import CoverageOnFile, PatientRegistered
from shared.contracts.submission import ClaimBuilt
from shared.site.interchange import header_of
from shared.site.model import Site
from shared.x12.faults import WriteError
from shared.x12.outgoing import proven
from shared.x12.translate.naming import Name
from shared.x12.translate.status import ClaimNumbers, Party, Person
from shared.x12.translate.status_inquiry import InquiryBatch, StatusInquiry, write_status_inquiries


def inquiry_of(claim: ClaimBuilt, number: str, registered: PatientRegistered | None, site: Site, control_number: str, at: datetime) -> bytes:
    """The interchange; `number` is the payer's number of the claim, empty while it is not known.

    Its trace is CLM01, which the 277 brings back. Raises WriteError, naming the place, when the site or the registration lacks what it needs.
    """
    coverage = on_file(registered, claim.coverage_id) if registered else None
    payer, billing = site.payer(claim.payer_id), site.organisation.billing.of(claim.kind)
    if registered is None or coverage is None or payer is None:
        raise WriteError("the payer or the coverage that was billed is not known any more", "NM1")
    local = at.astimezone(site.zone)
    asked = StatusInquiry(
        payer=Party(Name(payer.name), payer.payer_id, "PI"),
        receiver=Party(Name(site.submitter.name or site.organisation.name), site.submitter.id, "46"),
        providers=(Party(Name(billing.name or site.organisation.name), billing.npi, "XX"),),
        subscriber=_holder(registered, coverage),
        dependent=_dependent(registered, coverage),
        trace=claim.claim_id,
        numbers=ClaimNumbers(payer_claim_control_number=number, patient_control_number=claim.claim_id),
        charge=claim.total,
        service_from=claim.service_from,
        service_to=claim.service_to,
    )
    batch = InquiryBatch(control_number, local.date(), local.time(), (asked,))
    return proven(write_status_inquiries(header_of(site, at, control_number), batch, group_control_number=int(control_number)))


def _holder(registered: PatientRegistered, coverage: CoverageOnFile) -> Person:
    """Loop 2100D; its birth date and sex are asked with when the policy holder is the patient."""
    who = insured(registered.patient, coverage, "", 1)
    return Person(who.name, who.member_id, born_on=who.born_on, sex=who.sex)


def _dependent(registered: PatientRegistered, coverage: CoverageOnFile) -> Person | None:
    patient = registered.patient
    return None if coverage.relationship == "self" else Person(name_of(patient.name), born_on=patient.birth_date, sex=patient.sex)
