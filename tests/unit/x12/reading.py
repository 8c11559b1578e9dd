"""Everything that reads X12, run over one file, and what must hold whatever the file is."""

from collections.abc import Callable
from datetime import date, time

from shared.x12.acknowledge import interchange_ack, judge_groups, reply_header, write_functional_acks, write_interchange_ack
from shared.x12.check import check_file
from shared.x12.difference import differences
from shared.x12.faults import WriteError, X12Error
from shared.x12.guides import guide_for
from shared.x12.interchange import Interchange, Transaction, read_interchanges, read_transactions
from shared.x12.outline import outline, values
from shared.x12.profile import STRICT
from shared.x12.read import read_loops
from shared.x12.segments import copy_segments, read_segments
from shared.x12.split import By, split
from shared.x12.translate.acks import read_functional_ack, read_interchange_ack
from shared.x12.translate.benefits import read_benefits
from shared.x12.translate.claim_acks import read_claim_statuses
from shared.x12.translate.read_attachment import read_attachments
from shared.x12.translate.read_claim import read_claims
from shared.x12.translate.read_inquiry import read_inquiries
from shared.x12.translate.read_review import read_review
from shared.x12.translate.remittance import balance, read_remittance
from shared.x12.translate.status_answer import read_status_answers
from shared.x12.translate.status_inquiry import read_status_inquiries

WAYS: tuple[By, ...] = ("set", "claim", "payer", "receiver")


_READERS: dict[tuple[str, str], Callable[[Transaction], object]] = {
    ("835", "005010X221"): lambda given: balance(read_remittance(given)),
    ("270", "005010X279"): lambda given: list(read_inquiries(given)),
    ("271", "005010X279"): lambda given: list(read_benefits(given)),
    ("276", "005010X212"): lambda given: list(read_status_inquiries(given)),
    ("277", "005010X212"): lambda given: list(read_status_answers(given)),
    ("277", "005010X214"): lambda given: list(read_claim_statuses(given)),
    ("278", "005010X217"): read_review,
    ("275", "006020X314"): read_attachments,
    ("837", "005010X222"): lambda given: list(read_claims(given)),
    ("837", "005010X223"): lambda given: list(read_claims(given)),
}


def translated(each: Transaction) -> object:
    """What the reader for this kind of set makes of it; its segments when there is none."""
    if each.set_id in ("999", "997"):
        return read_functional_ack(each, copies=True)
    reader = _READERS.get((each.set_id, each.version[:10])) if guide_for(each.set_id, each.version) is not None else None
    return reader(each) if reader is not None else each.load()


def read_in_every_way(data: bytes) -> None:
    """Raises nothing but what is a defect of ours: bytes that are no X12 are told as such by X12Error, which is taken."""
    report = check_file(data)
    check_file(data, STRICT, most=1)
    assert all(found.offset <= len(data) and found.message for found in report.findings)
    refused = [fault for way in (_copied, _translated, _answered, _outlined, _cut) if (fault := _refusal(way, data)) is not None]
    assert not refused or "not-x12" in {found.code for found in report.findings}
    assert all(0 <= fault.offset <= len(data) for fault in refused)


def _refusal(way: Callable[[bytes], None], data: bytes) -> X12Error | None:
    try:
        way(data)
    except X12Error as fault:
        return fault
    return None


def _copied(data: bytes) -> None:
    assert b"".join(copy_segments(read_segments(data, 97))) == data


def _translated(data: bytes) -> None:
    for each in read_transactions(data):
        translated(each)
    for each in read_transactions(data):
        if guide_for(each.set_id, each.version) is not None:
            list(read_loops(each))


def _answered(data: bytes) -> None:
    for found in read_interchanges(data):
        groups = judge_groups(found)
        for acknowledged in found.acknowledgements:
            read_interchange_ack(acknowledged)
        try:
            answer = _answer(found, groups)
        except WriteError:
            continue  # an ISA or control number that cannot be repeated
        wrong = [found for found in check_file(answer).findings if found.severity == "error"]
        assert all(found.code == "isa-code" or found.segment == "TA1" for found in wrong)  # what an answer repeats of the sender's ISA


def _answer(found: Interchange, groups: list) -> bytes:  # type: ignore[type-arg]
    first, second = (reply_header(found, control_number=number, on=date(2026, 11, 2), at=time(9, 30)) for number in "89")
    made = write_interchange_ack(first, interchange_ack(found))
    return made + (write_functional_acks(second, groups, group_control_number=1) if any(group.answerable for group in groups) else b"")


def _outlined(data: bytes) -> None:
    for placed in outline(data):
        list(values(placed.segment, placed.delimiters))
    assert list(differences(data, data, envelope=True)) == []


def _cut(data: bytes) -> None:
    for way in WAYS:
        for part in split(data, way):
            assert part.body
