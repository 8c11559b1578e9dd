"""Documents for a payer that asked for them, as a 275 (006020X314) in an interchange of its own. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.denials.model.case import Denial
from services.denials.model.evidence import Image
from shared.contracts.eligibility import CoverageOnFile, Patient
from shared.contracts.values import ClaimId
from shared.site.interchange import header_of
from shared.site.model import Payer, Site
from shared.x12.outgoing import proven
from shared.x12.translate.attachment import AttachmentSet, Document, Information, Question, Sender
from shared.x12.translate.naming import Name, Reference
from shared.x12.translate.write_attachment import write_attachments

FIRST_NUMBER = 900_000_000
"""Interchanges with attachments count from here (ISA13), those with claims from 1: both go to the same partner, and no number goes twice."""
CDA = frozenset({"text/xml", "application/xml"})
DOCUMENTS_REQUESTED = "R4"
"""Claim status category of a request for documents (277)."""


@dataclass(frozen=True, slots=True)
class Papers:
    """Everything that a 275 about one denial says."""

    claim_id: ClaimId
    denial: Denial
    image: Image
    patient: Patient
    coverage: CoverageOnFile
    payer: Payer
    icn: str
    """The payer's number of the claim."""
    control_number: str
    """TRN02."""
    solicited: bool
    """The control number is the payer's."""
    loinc: str
    """What the payer asked for, by LOINC, as its request had it; empty when it gave none."""
    documents: tuple[Document, ...]


def attachment(papers: Papers, site: Site, number: int, at: datetime) -> bytes:
    """The interchange, read again and validated before it leaves. Raises WriteError with place and rule, never the value."""
    local = at.astimezone(site.zone)
    header = header_of(site, at, f"{FIRST_NUMBER + number:09d}")
    return proven(write_attachments(header, [_set(papers, site, local)], group_control_number=FIRST_NUMBER + number))


def _set(papers: Papers, site: Site, local: datetime) -> AttachmentSet:
    """One 275: who sends it, about which claim (EJ is CLM01, 1K the payer's own number), and the documents."""
    billing = site.organisation.billing.of(papers.image.kind)
    name, image = papers.patient.name, papers.image
    return AttachmentSet(
        reference=papers.control_number,
        on=local.date(),
        at=local.time().replace(second=0, microsecond=0),
        payer=Sender(Name(papers.payer.name), papers.payer.payer_id, "PI"),
        submitter=Sender(Name(site.submitter.name or site.organisation.name), site.submitter.id, "46"),
        provider=Sender(Name(billing.name or site.organisation.name), billing.npi, "XX"),
        patient=Name(name.last, name.first, name.middle),
        member_id=papers.coverage.member_id,
        references=(Reference("EJ", papers.claim_id), Reference("1K", papers.icn)),
        serviced=(image.service_from, image.service_to),
        solicited=papers.solicited,
        information=(_information(papers, local),),
    )


def _information(papers: Papers, local: datetime) -> Information:
    line = papers.denial.line_number
    asked = (Question(DOCUMENTS_REQUESTED, papers.loinc),) if papers.solicited and papers.loinc else ()
    return Information(
        trace=papers.control_number,
        submitted_on=local.date(),
        documents=papers.documents,
        solicited=papers.solicited,
        format="HL" if all(one.media_type in CDA for one in papers.documents) else "IA",
        questions=asked,
        asked_on=papers.denial.opened.denied_on if asked else None,
        references=(Reference("6R", str(line)),) if line > 0 else (),
    )
