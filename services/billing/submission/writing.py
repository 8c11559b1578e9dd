"""Claims as an interchange, and a reason for people where one cannot be written. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.contracts.values import HoldReason
from shared.site.interchange import header_of
from shared.site.model import Site
from shared.x12.faults import WriteError
from shared.x12.translate.claim import ClaimDocument, Receiver, Submitter
from shared.x12.translate.write_claim import ClaimBatch, write_claims

TRIAL = "1"
"""ISA13 of an interchange that never leaves the house."""


def write(site: Site, documents: Sequence[ClaimDocument], control_number: str, reference: str, at: datetime) -> bytes:
    """The interchange. ISA13 and GS06 are the same number, so that TA1 and 999 name the same file; times are the site's."""
    local = at.astimezone(site.zone)
    organisation, submitter, receiver = site.organisation, site.submitter, site.receiver
    batch = ClaimBatch(
        submitter=Submitter(
            name=submitter.name or organisation.name,
            id=submitter.id,
            contact=organisation.contact.name,
            telephone=organisation.contact.telephone,
            email=organisation.contact.email or "",
        ),
        receiver=Receiver(name=receiver.name or receiver.id, id=receiver.id),
        reference=reference,
        on=local.date(),
        at=local.time(),
        claims=documents,
    )
    return write_claims(header_of(site, at, control_number), batch, group_control_number=int(control_number))


def trial(site: Site, documents: Sequence[ClaimDocument], at: datetime) -> bytes:
    """What would be sent, under a number of nobody's. Raises WriteError."""
    return write(site, documents, TRIAL, "TRIAL", at)


def place_of(segment: str, element: int) -> str:
    """Such as `NM109`."""
    return f"{segment}{element:02d}" if element else segment


def unwritable(fault: WriteError) -> HoldReason:
    """A reason with segment and element, never with the value."""
    place = place_of(fault.segment, fault.element)
    sentence = f"The claim cannot be written at {place}: {fault.reason}. Correct the registration, the coding or the site file."
    return HoldReason(code="cannot_be_written", place=place, sentence=sentence)
