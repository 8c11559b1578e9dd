"""The appeal of one denial, ready to be printed: a letter in our own words, and what to enclose.

It names no patient: the payer finds the claim by its own number and by ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.denials.model.case import Denial, DenialCase
from services.denials.model.evidence import FilingProof, Image, proof_of
from shared.contracts.denials import DenialCategory
from shared.contracts.values import Document, Value

ACKNOWLEDGEMENT = "The payer's own acknowledgement of the claim (277CA)"
CLAIM_IMAGE = "The claim as it was sent"
DOCUMENTS = "Documents sent to the payer (275)"


class Enclosure(Value):
    """A document that goes along, and which service shows it at /v1/documents/<sha256>."""

    what: str
    service: str
    document: Document


class Packet(Value):
    """A letter and its enclosures."""

    payer: str
    sender: str
    subject: str
    facts: dict[str, str]
    paragraphs: tuple[str, ...]
    enclosures: tuple[Enclosure, ...]
    advice: str
    """For the desk, not for the payer."""


def packet_of(case: DenialCase, denial: Denial, payer: str, sender: str, filing_days: int | None) -> Packet:
    """The appeal as far as the desk knows the case. `filing_days` is the contract's limit, where it has one."""
    opened, proof = denial.opened, proof_of(case.acceptances, denial.opened)
    image = image_of(case, denial, proof)
    late = opened.category is DenialCategory.TIMELY_FILING
    return Packet(
        payer=payer,
        sender=sender,
        subject=f"Appeal: claim {opened.claim_id}, {opened.group}-{opened.carc} of {opened.denied_on}",
        facts=_facts(case, denial, image),
        paragraphs=tuple(_late(denial, proof, image, filing_days) if late else _other(denial, image)),
        enclosures=tuple(_enclosures(case, denial, proof, image, late)),
        advice=_advice(denial, proof, late),
    )


def image_of(case: DenialCase, denial: Denial, proof: FilingProof | None = None) -> Image | None:
    """The submission that the payer accepted in time; else the last one that went to it."""
    mine = [one for one in case.images if one.payer_id == denial.opened.payer_id]
    accepted = proof.acceptance.submission if proof and proof.is_found and proof.acceptance else None
    return next((one for one in mine if one.submission == accepted), mine[-1] if mine else None)


def number_of(case: DenialCase, denial: Denial) -> str:
    """The payer's own number of the claim: of its decision, else of its acknowledgement."""
    told = (one.payer_claim_control_number for one in case.acceptances if one.payer_id == denial.opened.payer_id)
    return case.numbers.get(denial.opened.payer_id) or next((number for number in told if number), "")


def _facts(case: DenialCase, denial: Denial, image: Image | None) -> dict[str, str]:
    opened = denial.opened
    served = f"{image.service_from} to {image.service_to}" if image and image.service_to != image.service_from else ""
    return {
        "Our claim number": opened.claim_id,
        "Your claim number": number_of(case, denial) or "not known",
        "Date of service": served or (str(image.service_from) if image else "not known"),
        "Line": str(opened.line_number) if opened.line_number > 0 else "the claim as a whole",
        "Amount refused": f"{opened.gross:.2f}",
        "Date of your decision": str(opened.denied_on),
        "Appeal due": str(opened.appeal_by),
    }


def _late(denial: Denial, proof: FilingProof, image: Image | None, filing_days: int | None) -> Iterator[str]:
    opened = denial.opened
    yield f"You refused {opened.gross:.2f} of this claim on {opened.denied_on} as filed too late. We ask you to take the decision back and to pay."
    if filing_days is not None and image is not None:
        yield f"Our contract gives {filing_days} days from the service of {image.service_to}: until {proof.limit_on}."
    if proof.acceptance is None:
        return
    number = proof.acceptance.payer_claim_control_number
    named = f" under your number {number}" if number else ""
    yield f"Your acknowledgement of {proof.acceptance.accepted_on} says that you had accepted the claim{named}. It is enclosed, and so is the claim."
    if proof.is_found and proof.limit_on is not None:
        yield f"That was {(proof.limit_on - proof.acceptance.accepted_on).days} days before the limit ended. The claim was filed in time."


def _other(denial: Denial, image: Image | None) -> Iterator[str]:
    opened = denial.opened
    yield f"You refused {opened.gross:.2f} on {opened.denied_on} ({opened.group}-{opened.carc}). We ask you to look at the decision again."
    if opened.expected_recoverable > 0:
        yield f"By our contract {opened.expected_recoverable:.2f} is due for the service."
    if image is not None:
        yield f"The claim as sent on {image.submitted_on} is enclosed."


def _enclosures(case: DenialCase, denial: Denial, proof: FilingProof, image: Image | None, late: bool) -> Iterator[Enclosure]:
    if late and proof.acceptance is not None and proof.is_found:
        yield Enclosure(what=ACKNOWLEDGEMENT, service="submission", document=proof.acceptance.document)
    if image is not None:
        yield Enclosure(what=CLAIM_IMAGE, service="submission", document=image.document)
    for one in case.attachments:
        if one.denial_id == denial.opened.denial_id:
            yield Enclosure(what=DOCUMENTS, service="denials", document=one.document)


def _advice(denial: Denial, proof: FilingProof, late: bool) -> str:
    if late and not proof.is_found:
        return "No acceptance of the payer inside its limit is on file. Without other proof the appeal cannot be won: write the denial off."
    return f"Print it, enclose the documents, send it by {denial.opened.appeal_by}, and record the appeal."
