"""Attachments in many shapes."""

from dataclasses import replace
from datetime import date, time

from shared.x12.translate.attachment import AttachmentSet, Document, Information, Question, Sender
from shared.x12.translate.claim import Address, Name, Reference
from tests.unit.x12.shapes.review_people import ADMITTED, AT, DESK, DISCHARGED, ON, STREET

_CDA = b'<?xml version="1.0"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Operative note ~ * : ^</title></ClinicalDocument>\n'
_PDF = b"%PDF-1.7 ~ISA*00*: ^\x00\xff\r\n" + bytes(range(256)) + b"%%EOF"
PDF = Document(_PDF, "application/pdf", "operative-note.pdf")
CDA = Document(_CDA, "text/xml", "note.xml")
_NOTHWIND = Sender(Name("Northwind Health Plan"), "NWHP1", "PI")
_HOSPITAL = Sender(Name("Riverbend Hospital"), "1234567893", "XX")
_CLINICIAN = Sender(Name("Brandt", "Jonas", "K", "MD"), "1003000134", "XX", person=True, taxonomy="207X00000X")
_CLEARPATH = Sender(Name("Clearpath"), "CLEARPATH1", "46")
_CLAIM = (Reference("X1", "ACCT-1"), Reference("EA", "MRN7"), Reference("D9", "CLEAR-77"))
NOTE = Information("RB-ACN-1", ON, (PDF,))
_LOINC = Question("R4", "18842-5")
SENT = AttachmentSet("ATT-1", ON, _NOTHWIND, _HOSPITAL, Name("Pena", "Zoe", "R"), "NWA100200", (NOTE,))
_ANSWER = replace(NOTE, trace="NW-277-9", solicited=True, questions=(_LOINC,), asked_on=date(2026, 10, 28))


def _with(**changes: object) -> AttachmentSet:
    return replace(SENT, **changes)  # type: ignore[arg-type]


def _note(**changes: object) -> AttachmentSet:
    return replace(SENT, information=(replace(NOTE, **changes),))  # type: ignore[arg-type]


def _document(content: bytes, media_type: str, name: str = "", **changes: object) -> AttachmentSet:
    return _note(documents=(replace(Document(content, media_type, name), **changes),))  # type: ignore[arg-type]


ATTACHMENTS: dict[str, AttachmentSet] = {
    "a PDF with a claim": SENT,
    "a CDA with a claim": _note(documents=(CDA,), format="HL"),
    "a CDA with its version": _note(documents=(CDA,), format="HL", format_version="CDAR2 C-CDA 2.1"),
    "a picture": _document(b"\xff\xd8\xff\xe0" + bytes(200), "image/jpeg", "wound.jpg"),
    "a scan": _document(b"II*\x00" + b"\x01" * 99, "image/tiff"),
    "text": _document(b"Patient seen.\r\n", "text/plain; charset=utf-8"),
    "a bare PDF": _document(_PDF, "", packing="bare"),
    "a bare CDA": _document(_CDA, "", packing="bare"),
    "one byte": _document(b"\x00", "application/octet-stream"),
    "a big document": _document(bytes(range(256)) * 800, "application/pdf", "chart.pdf"),
    "a name with a blank": _document(_PDF, "application/pdf", "operative note (2).pdf"),
    "a name with an accent": _document(_PDF, "application/pdf", "Peña.pdf"),
    "two documents": _note(documents=(PDF, CDA)),
    "two attachments": _with(information=(NOTE, replace(NOTE, trace="RB-ACN-2", documents=(CDA,), format="HL"))),
    "three attachments": _with(information=tuple(replace(NOTE, trace=f"RB-ACN-{n}") for n in range(3))),
    "an answer": _with(solicited=True, information=(_ANSWER,)),
    "an answer to three questions": _with(
        solicited=True, information=(replace(_ANSWER, questions=(_LOINC, Question("R4", "11504-8", "1P"), Question("R5", "34117-2"))),)
    ),
    "answers to two requests": _with(solicited=True, information=(_ANSWER, replace(_ANSWER, trace="NW-277-10", questions=(), asked_on=None))),
    "an answer about one line": _with(
        solicited=True, information=(replace(_ANSWER, references=(Reference("6R", "2"),), serviced=(ADMITTED, ADMITTED)),)
    ),
    "an answer about a period": _with(solicited=True, information=(replace(_ANSWER, serviced=(ADMITTED, DISCHARGED)),)),
    "with the claim's numbers": _with(references=_CLAIM),
    "with a type of bill": _with(references=(Reference("EJ", "ACCT-1"), Reference("BLT", "111"))),
    "with the day of service": _with(serviced=(ADMITTED, ADMITTED)),
    "with the period of service": _with(serviced=(ADMITTED, DISCHARGED)),
    "by a clearinghouse": _with(submitter=_CLEARPATH),
    "by a person": _with(submitter=Sender(Name("Moss", "Ida"), "1234567890", "46", person=True)),
    "by a clinician": _with(provider=_CLINICIAN),
    "with an address": _with(provider=replace(_HOSPITAL, address=STREET)),
    "with an address of two lines": _with(provider=replace(_CLINICIAN, address=Address("1 Main", "Toronto", "ON", "M5V1A1", "Unit 2", "CA"))),
    "with numbers of the provider": _with(provider=replace(_HOSPITAL, references=(Reference("EI", "841234567"), Reference("G2", "77")))),
    "with the payer's desk": _with(payer=replace(_NOTHWIND, contacts=(DESK,))),
    "to a payer with a national id": _with(payer=replace(_NOTHWIND, qualifier="XV", id="7999999999")),
    "at a minute": _with(at=AT),
    "at a second": _with(at=time(9, 30, 59)),
    "with another kind of object": _note(documents=(replace(PDF, object_group="2", object="OPNOTE"),)),
    "everything": _with(
        submitter=_CLEARPATH,
        provider=replace(_CLINICIAN, address=STREET),
        payer=replace(_NOTHWIND, contacts=(DESK,)),
        references=_CLAIM,
        serviced=(ADMITTED, DISCHARGED),
        at=AT,
        solicited=True,
        information=(replace(_ANSWER, documents=(PDF, CDA), references=(Reference("FJ", "1"),)),),
    ),
}
