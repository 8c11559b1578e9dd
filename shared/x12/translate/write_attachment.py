"""275 written: documents for a payer (006020X314)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shared.x12.characters import Text
from shared.x12.envelope import InterchangeHeader
from shared.x12.faults import WriteError
from shared.x12.rows import Row
from shared.x12.translate.attachment import INTERCHANGE_VERSION, VERSION, AttachmentSet, Document, Information, Question, Sender
from shared.x12.translate.days import dtp_rows
from shared.x12.translate.naming import address_rows, contact_rows, name_row, reference_rows
from shared.x12.translate.packing import pack
from shared.x12.write import Writer

MOST_OF_NUMBER = 80
"""REF02 of this version."""


def write_attachments(
    header: InterchangeHeader, sets: Sequence[AttachmentSet], *, group_control_number: int | str, set_control_number: int = 1
) -> bytes:
    """One interchange of version 00602 with a set for each, numbered from `set_control_number`. Raises WriteError when a value cannot be sent."""
    writer = Writer(replace(header, version=INTERCHANGE_VERSION)).group("PI", VERSION, group_control_number)
    for number, each in enumerate(sets, start=set_control_number):
        writer.transaction("275", number, VERSION).add(attachment_set(each))
    return writer.finish()


def attachment_set(sent: AttachmentSet) -> Iterator[Row]:
    """The segments between ST and SE. Raises WriteError when nothing is attached."""
    if not sent.information:
        raise WriteError("nothing is attached", "LX", 1)
    at = f"{sent.at:%H%M%S}" if sent.at is not None and sent.at.second else sent.at
    yield ("BGN", "11" if sent.solicited else "02", sent.reference, sent.on, at)
    yield from _sender_rows("PR", sent.payer)
    if sent.submitter is not None:
        yield from _sender_rows("41", sent.submitter)
    yield from _sender_rows("1P", sent.provider)
    yield name_row("QC", sent.patient, True, "MI", sent.member_id)
    yield from reference_rows(sent.references, MOST_OF_NUMBER)
    yield from dtp_rows("472", *sent.serviced or (None,))
    for number, information in enumerate(sent.information, start=1):
        yield ("LX", number)
        yield from _information_rows(information)


def _sender_rows(entity: str, sender: Sender) -> Iterator[Row]:
    yield name_row(entity, sender.name, sender.person, sender.qualifier, sender.id)
    if sender.taxonomy:
        yield ("PRV", "PE", "PXC", sender.taxonomy)
    yield from reference_rows(sender.references, MOST_OF_NUMBER)
    yield from contact_rows(sender.contacts)
    if sender.address is not None:
        yield ("NX1", entity)
        yield from address_rows(sender.address)


def _information_rows(information: Information) -> Iterator[Row]:
    """Loop 2000A after its LX."""
    if not information.documents:
        raise WriteError("an answer needs a document", "BDS", 3)
    yield ("TRN", "2" if information.solicited else "1", information.trace)
    if information.questions:
        first, *more = [_question(question) for question in information.questions[:3]]
        yield ("STC", first, information.asked_on, *[None] * 7, *more)
    yield from reference_rows(information.references, MOST_OF_NUMBER)
    yield from dtp_rows("472", *information.serviced or (None,))
    yield from dtp_rows("368", information.submitted_on)
    yield ("CAT", information.report_type, information.format, Text(information.format_version))
    for document in information.documents:
        yield from _document_rows(document)


def _document_rows(document: Document) -> Iterator[Row]:
    payload = pack(document)
    yield ("OOI", document.object_group, document.object_kind, document.object)
    yield ("BDS", "B64", len(payload), payload)


def _question(question: Question) -> tuple[str, str, str, str]:
    return (question.category, question.code, question.entity, question.code_list)
