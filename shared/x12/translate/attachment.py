"""Additional information to support a claim, with the documents themselves (275, 006020X314), both directions.

A document travels in a BDS as base64 of a MIME entity, which says what it is, or as bare base64. Both are read; a document
is written as it was packed. Who the patient is does not show in `repr`, nor does what a document holds.
"""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from shared.x12.faults import Fault
from shared.x12.translate.naming import Address, Contact, Name, Reference

VERSION = "006020X314"
INTERCHANGE_VERSION = "00602"
"""ISA12 of an interchange that carries a 275."""


@dataclass(frozen=True, slots=True)
class Document:
    """Loop 2110B: one file. `media_type` application/pdf, text/xml (a CDA) ...; empty when the sender does not say.

    `packing` mime: a MIME entity with type and file name around it; bare: the file alone (type and name are then lost on the way).
    `object_group`, `object_kind` and `object` are OOI.
    """

    content: bytes = field(repr=False)
    media_type: str = ""
    file_name: str = field(default="", repr=False)
    packing: Literal["mime", "bare"] = "mime"
    object_group: str = "1"
    object_kind: str = "47"
    object: str = "ATTACHMENT"


@dataclass(frozen=True, slots=True)
class Question:
    """A composite of STC: what the payer asked for, as its 277 did: category (R0 to R16), LOINC code, entity, code list (LOI)."""

    category: str
    code: str
    entity: str = ""
    code_list: str = "LOI"


@dataclass(frozen=True, slots=True)
class Information:
    """Loop 2000A: one answer to a request, or one attachment that was announced.

    `trace` is TRN02: the number of the request when `solicited` (TRN01 2), else the control number that PWK06 of the claim announced.
    `report_type`, `format` (HL a CDA, IA an image or file, TX text) and `format_version` are CAT. `serviced` is the service line's
    day or period (DTP 472), `references` name the line (6R, FJ ...).
    """

    trace: str
    submitted_on: date | None
    documents: tuple[Document, ...]
    solicited: bool = False
    format: str = "IA"
    report_type: str = "AE"
    format_version: str = ""
    questions: tuple[Question, ...] = ()
    asked_on: date | None = None
    references: tuple[Reference, ...] = ()
    serviced: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Payer (1000A), submitter (1000B) or provider (1000C): `qualifier` and `id` are NM108 and NM109 (PI, 46, XX)."""

    name: Name
    id: str
    qualifier: str
    person: bool = False
    contacts: tuple[Contact, ...] = ()
    taxonomy: str = ""
    references: tuple[Reference, ...] = ()
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class AttachmentSet:
    """One 275. `solicited` (BGN01 11) answers a request of the payer, else (02) it comes along with a claim.

    `references` of the patient name the claim: X1 the provider's claim identifier, EJ the account, D9 the clearinghouse's number,
    EA the medical record; `serviced` is its first and last day of service.
    """

    reference: str
    on: date | None
    payer: Sender
    provider: Sender
    patient: Name = field(repr=False)
    member_id: str = field(repr=False)
    information: tuple[Information, ...]
    solicited: bool = False
    at: time | None = None
    submitter: Sender | None = None
    references: tuple[Reference, ...] = field(default=(), repr=False)
    serviced: tuple[date, date] | None = None
    faults: tuple[Fault, ...] = field(default=(), compare=False)
