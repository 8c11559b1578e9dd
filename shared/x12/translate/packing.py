"""Documents packed for a BDS and unpacked again: base64 of a MIME entity, or bare base64.

An entity has a type, a file name where there is one, and a base64 body of its own: the form that payers publish.
"""

import base64
import binascii
import re
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import encode_rfc2231

from shared.x12.faults import WriteError
from shared.x12.translate.attachment import Document

_LINE = 76
_HEADER = re.compile(rb"\s*(MIME-Version|Content-[A-Za-z-]+)[ \t]*:", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(; *[A-Za-z0-9-]+=[^;\s]+)*", re.ASCII)


def pack(document: Document) -> str:
    """BDS03 for a document, to be sent with BDS01 B64. Raises WriteError when its type is none or it is empty."""
    if not document.content:
        raise WriteError("a document without content cannot be sent", "BDS", 3)
    if document.packing == "bare":
        return base64.b64encode(document.content).decode("ascii")
    if not _TYPE.fullmatch(document.media_type):
        raise WriteError("a document needs a media type such as application/pdf", "BDS", 3)
    return base64.b64encode(_entity(document)).decode("ascii")


def _entity(document: Document) -> bytes:
    headers = ["MIME-Version: 1.0", f"Content-Type: {document.media_type}", "Content-Transfer-Encoding: base64"]
    if document.file_name:
        headers.append(f"Content-Disposition: attachment; filename*={encode_rfc2231(document.file_name, 'utf-8')}")
    body = base64.b64encode(document.content).decode("ascii")
    lines = [body[start : start + _LINE] for start in range(0, len(body), _LINE)]
    return "\r\n".join([*headers, "", *lines, ""]).encode("ascii")


def unpack(filter: str, payload: str) -> Document | None:
    """The document in BDS03, whose filter BDS01 says how it was coded; None when it cannot be decoded."""
    raw = _decoded(payload) if filter == "B64" else payload.encode("latin-1")
    if raw is None:
        return None
    if not _HEADER.match(raw):
        return Document(raw, packing="bare")
    entity = BytesParser(policy=compat32).parsebytes(raw.lstrip())
    content = entity.get_payload(decode=True)
    if not isinstance(content, bytes):  # several parts: handed on as they are
        return Document(raw, entity.get_content_type(), packing="bare")
    return Document(content, _media_type(entity), _file_name(entity))


def _media_type(entity: Message) -> str:
    """The type with its parameters, on one line."""
    return " ".join(str(entity.get("Content-Type", "")).split())


def _file_name(entity: Message) -> str:
    """The name the sender gave; empty when there is none or its spelling cannot be read: the document counts, not its name."""
    try:
        return entity.get_filename() or ""
    except (LookupError, ValueError):
        return ""


def _decoded(payload: str) -> bytes | None:
    try:
        return base64.b64decode(_BLANKS.sub("", payload), validate=True)
    except (binascii.Error, ValueError):
        return None
