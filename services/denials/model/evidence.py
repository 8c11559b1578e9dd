"""What the denials desk can show a payer: what was sent and when, what the payer said about having it, and documents sent later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from shared.contracts.denials import AttachmentRequested, AttachmentSent, DenialOpened
from shared.contracts.submission import ClaimAccepted, ClaimSubmitted
from shared.contracts.values import ClaimKind, CoverageId, DenialId, Document, Money, PayerId, Value


class Image(Value):
    """One submission of the claim as it left the house."""

    submission: int
    payer_id: PayerId
    coverage_id: CoverageId
    kind: ClaimKind
    service_from: date
    service_to: date
    total: Money
    submitted_on: date
    document: Document
    """The interchange that holds it, kept by submission."""


class Acceptance(Value):
    """A payer's own word that it has the claim (277CA): the proof of timely filing."""

    submission: int
    payer_id: PayerId
    accepted_on: date
    payer_claim_control_number: str = ""
    document: Document
    """The acknowledgement, kept by submission."""


class Attachment(Value):
    """Documents for a payer that asked for them (275)."""

    denial_id: DenialId
    control_number: str
    solicited: bool
    due_on: date
    requested_on: date
    document: Document
    attached: tuple[Document, ...]
    sent_on: date | None = None
    """None: the clearinghouse does not have them yet."""


class FilingProof(Value):
    """Whether the payer had the claim in time, by its own word."""

    limit_on: date | None
    """The last day of the contract's limit; None where the contract is silent."""
    acceptance: Acceptance | None = None
    """The first one of this payer, whether or not it was in time."""

    @property
    def is_found(self) -> bool:
        return self.acceptance is not None and self.limit_on is not None and self.acceptance.accepted_on <= self.limit_on


def proof_of(acceptances: Sequence[Acceptance], opened: DenialOpened) -> FilingProof:
    """The earliest acceptance by the payer that says it got the claim too late."""
    mine = [one for one in acceptances if one.payer_id == opened.payer_id]
    first = min(mine, key=lambda one: (one.accepted_on, one.submission), default=None)
    return FilingProof(limit_on=opened.filing_limit_on, acceptance=first)


def filing_words(proof: FilingProof) -> str:
    """What to do about a claim that is said to be late."""
    if proof.limit_on is None:
        return "The contract states no filing limit. Look it up, and appeal with the payer's acceptance (277CA) if that was in time."
    if proof.acceptance is None:
        return f"No acceptance (277CA) of this payer is on file, and its limit ended on {proof.limit_on}. Write it off, unless there is other proof."
    words = f"The payer accepted the claim on {proof.acceptance.accepted_on}, its limit ended on {proof.limit_on}."
    return f"{words} Print the appeal packet and send it." if proof.is_found else f"{words} That is too late: write it off."


def with_image(images: Sequence[Image], event: ClaimSubmitted) -> tuple[Image, ...]:
    """A submission told twice is kept once."""
    mine = Image.model_validate({name: getattr(event, name) for name in Image.model_fields})
    return tuple(sorted((*(one for one in images if one.submission != mine.submission), mine), key=lambda one: one.submission))


def with_acceptance(acceptances: Sequence[Acceptance], event: ClaimAccepted) -> tuple[Acceptance, ...]:
    """The first word about a submission counts; a later one may tell the payer's number."""
    mine = Acceptance.model_validate({name: getattr(event, name) for name in Acceptance.model_fields})
    known = next((one for one in acceptances if one.submission == mine.submission), None)
    if known is None:
        return (*acceptances, mine)
    number = known.payer_claim_control_number or mine.payer_claim_control_number
    return tuple(one.model_copy(update={"payer_claim_control_number": number}) if one is known else one for one in acceptances)


def with_attachment(attachments: Sequence[Attachment], event: AttachmentRequested) -> tuple[Attachment, ...]:
    if any(one.control_number == event.control_number and one.document == event.document for one in attachments):
        return tuple(attachments)
    return (*attachments, Attachment.model_validate({name: getattr(event, name) for name in Attachment.model_fields if name != "sent_on"}))


def sent(attachments: Sequence[Attachment], event: AttachmentSent) -> tuple[Attachment, ...]:
    """The clearinghouse has this file."""
    return tuple(one.model_copy(update={"sent_on": event.sent_on}) if one.document == event.document else one for one in attachments)
