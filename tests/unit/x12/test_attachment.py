"""275: documents packed, written, validated, read and unpacked."""

import base64
from dataclasses import replace

import pytest

from shared.x12.cross_review import check_document
from shared.x12.faults import WriteError
from shared.x12.interchange import read_transactions
from shared.x12.profile import STRICT
from shared.x12.read import read_loops
from shared.x12.translate.attachment import AttachmentSet, Document
from shared.x12.translate.packing import pack, unpack
from shared.x12.translate.read_attachment import read_attachments
from shared.x12.translate.write_attachment import write_attachments
from shared.x12.validate import validate
from tests.unit.x12.samples import HEADER
from tests.unit.x12.shapes.review import SHAPES
from tests.unit.x12.shapes.review_attachments import ATTACHMENTS, CDA, NOTE, PDF, SENT

ITEMS = [(SHAPES["275"][name], sent) for name, sent in ATTACHMENTS.items()]
NAMES = list(ATTACHMENTS)


def read(data: bytes) -> AttachmentSet:
    (found,) = [read_attachments(transaction) for transaction in read_transactions(data)]
    return found


@pytest.mark.parametrize("data", list(SHAPES["275"].values()), ids=NAMES)
def test_what_we_write_has_no_finding_in_the_strict_profile(data: bytes) -> None:
    transaction = next(read_transactions(data))
    assert (validate(transaction, STRICT), transaction.faults) == ([], [])


@pytest.mark.parametrize(("data", "sent"), ITEMS, ids=NAMES)
def test_what_we_write_is_read_as_it_was(data: bytes, sent: AttachmentSet) -> None:
    found = read(data)
    assert (found, found.faults) == (sent, ())


def test_the_interchange_is_of_the_version_of_the_set() -> None:
    data = SHAPES["275"]["a PDF with a claim"]
    assert b"*00602*" in data[:106]
    assert b"GS*PI*" in data
    assert b"*X*006020X314~ST*275*0001*006020X314~" in data


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (b"%PDF-1.4", Document(b"%PDF-1.4", packing="bare")),
        (b"Content-Type: text/plain\r\n\r\nseen\r\n", Document(b"seen\r\n", "text/plain")),
        (
            b'\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf;\r\n name="a.pdf"\r\n\r\n%PDF',
            Document(b"%PDF", 'application/pdf; name="a.pdf"', "a.pdf"),
        ),
        (b"Content-Type: text/xml\nContent-Transfer-Encoding: base64\n\nPGE+\nPC9hPg==\n", Document(b"<a></a>", "text/xml")),
        (b"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\na\r\n--B--", None),
    ],
    ids=["bare", "plain body", "folded header", "base64 body", "several parts"],
)
def test_a_document_is_unpacked_however_it_was_packed(payload: bytes, expected: Document | None) -> None:
    kept = Document(payload, "multipart/mixed", packing="bare")
    assert unpack("B64", base64.b64encode(payload).decode("ascii")) == (expected or kept)
    assert unpack("ASC", payload.decode("latin-1")) == (expected or kept)


def test_a_file_name_that_cannot_be_read_does_not_cost_the_document() -> None:
    entity = "Content-Type: text/plain\r\nContent-Disposition: attachment; filename*=u\0''a.txt\r\n\r\nseen"
    assert unpack("ASC", entity) == Document(b"seen", "text/plain")


def test_base64_may_be_broken_into_lines() -> None:
    packed = pack(PDF)
    broken = "\r\n".join(packed[start : start + 76] for start in range(0, len(packed), 76))
    assert unpack("B64", broken) == PDF


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        (b"BDS*B64*", b"BDS*B64*9", [2]),
        (b"TUlNRS", b"TU*MRS", [3]),
        (b"TUlNRS", b"!Ul-RS", [3]),
    ],
    ids=["wrong length", "a separator in it", "no base64"],
)
def test_a_document_that_is_not_what_its_segment_says_is_a_fault(old: bytes, new: bytes, faults: list[int]) -> None:
    found = read(SHAPES["275"]["a PDF with a claim"].replace(old, new, 1))
    assert [(fault.segment_id, fault.element) for fault in found.faults] == [("BDS", element) for element in faults]


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [(b"x", b"x", []), (b"BDS*B64*", b"BDS*B64*9", ["binary-length"]), (b"TUlNRS", b"!Ul-RS", ["binary-filter"]), (b"TUlNRS", b"TUlNRT", [])],
)
def test_the_length_and_filter_of_a_document_are_checked(old: bytes, new: bytes, rules: list[str]) -> None:
    data = SHAPES["275"]["a PDF with a claim"].replace(old, new, 1)
    loops = [loop for loop in read_loops(next(read_transactions(data)), at="2110B") if loop.id == "2110B"]
    assert [finding.rule for loop in loops for finding in check_document(loop)] == rules


@pytest.mark.parametrize(
    "sent",
    [
        replace(SENT, information=()),
        replace(SENT, information=(replace(NOTE, documents=()),)),
        replace(SENT, information=(replace(NOTE, documents=(Document(b"", "text/plain"),)),)),
        replace(SENT, information=(replace(NOTE, documents=(Document(b"a", "pdf"),)),)),
        replace(SENT, information=(replace(NOTE, documents=(Document(b"a", "text/plain\r\nX: y"),)),)),
    ],
    ids=["nothing", "no document", "an empty one", "of no type", "a header smuggled in"],
)
def test_what_cannot_be_sent_is_refused(sent: AttachmentSet) -> None:
    with pytest.raises(WriteError):
        write_attachments(HEADER, [sent], group_control_number=1)


def test_another_set_is_no_attachment() -> None:
    with pytest.raises(ValueError, match="not a 275"):
        read(SHAPES["278 request"]["an admission"])


def test_neither_patient_nor_document_show() -> None:
    shown = repr(ATTACHMENTS["everything"]) + repr(CDA)
    assert not any(secret in shown for secret in ("Pena", "NWA100200", "MRN7", "PDF-1.7", "ClinicalDocument", "note.pdf"))
