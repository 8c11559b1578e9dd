"""submission.intake: what the clearinghouse and the payers say of our files, as events.

Takes   TA1, 999 for our claims (GS01 = HC), 277CA (005010X214), 277 that answers inquiries (005010X212) out of a file that may mix them with
        transactions that are not ours
Makes   InterchangeAcknowledged for a whole file, ClaimAcknowledged for each claim a 277CA names, ClaimStatusReported for each one of a 277
Rules   what cannot be matched becomes an event all the same, and a work item where it ends up · a file that is cut off is set aside whole
Elsewhere: what an acknowledgement means (stages/acknowledge.py, stages/follow.py); 835 (adjudication), 271 (eligibility)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.billing.submission import repository
from services.billing.submission.office import Office
from shared.contracts.event import Event
from shared.contracts.submission import ClaimAcknowledged, ClaimStatusReported, InterchangeAcknowledged, StatusCode
from shared.contracts.values import ClaimId, Document, InterchangeId, PayerId
from shared.db.blobs import document_for
from shared.stage.stage import Reject
from shared.x12.faults import X12Error
from shared.x12.interchange import Interchange, Transaction, read_interchanges
from shared.x12.segments import Segment, refuse_nul
from shared.x12.translate.acks import FunctionalAck, SegmentError, read_functional_ack, read_interchange_ack
from shared.x12.translate.claim_acks import ClaimStatus, read_claim_statuses
from shared.x12.translate.status import all_statuses
from shared.x12.translate.status_answer import read_status_answers

CLAIMS = "HC"
"""GS01 and AK101 of claims."""
CLAIM_ACKNOWLEDGEMENT, CLAIM_STATUS = "005010X214", "005010X212"
UNNAMED = "UNNAMED"
"""Stands for a claim number that an acknowledgement does not give."""
MOST_ERRORS = 100
"""A 999 may find one fault a thousand times; the first ones tell the story and the document has the rest."""


async def read(session: Any, body: bytes, name: str, cause: str, office: Office) -> Sequence[Event]:
    """The events of one file, as the runtime's folder intake asks for them."""
    return await named(session, acknowledgements(body, name, office))


async def named(session: Any, events: Sequence[Event]) -> list[Event]:
    """Statuses of claims under our number: a payer that echoes none has the claim under its own (REF*1K), as long as one claim of ours has that."""
    told = [each for each in events if isinstance(each, ClaimStatusReported) and each.payer_claim_control_number]
    if not told:
        return list(events)
    known = await repository.known_of(session, sorted({each.claim_id for each in told}))
    strange = sorted({each.payer_claim_control_number for each in told if each.claim_id not in known})
    ours = await repository.by_payer_number(session, strange)
    return [_renamed(each, ours) if isinstance(each, ClaimStatusReported) and each.claim_id not in known else each for each in events]


def _renamed(reported: ClaimStatusReported, ours: Mapping[str, str]) -> ClaimStatusReported:
    return reported.model_copy(update={"claim_id": ours.get(reported.payer_claim_control_number, reported.claim_id)})


def acknowledgements(body: bytes, name: str, office: Office) -> list[Event]:
    """All events of one body, in its order; none when nothing in it is ours. Raises Reject when it is cut off or no X12."""
    try:
        refuse_nul(body)
        return [event for interchange in read_interchanges(body) for event in _of_interchange(interchange, body, name, office)]
    except X12Error as fault:
        raise Reject(f"it is no X12 interchange: {fault}") from fault


def _of_interchange(interchange: Interchange, body: bytes, name: str, office: Office) -> Iterator[Event]:
    for transaction in interchange.transactions():
        if transaction.set_id in ("999", "997"):
            yield from _of_functional_ack(read_functional_ack(transaction), body, name, office)
        elif transaction.set_id == "277" and transaction.version.startswith(CLAIM_ACKNOWLEDGEMENT):
            yield from _of_claim_statuses(list(read_claim_statuses(transaction)), document_for(body, "277CA", name))
        elif transaction.set_id == "277" and transaction.version.startswith(CLAIM_STATUS):
            yield from _of_answers(transaction, document_for(body, "277", name), office)
        _refuse_cut_off(transaction)
    for ta1 in interchange.acknowledgements:
        yield _of_interchange_ack(ta1, document_for(body, "TA1", name), office)


def _refuse_cut_off(transaction: Transaction) -> None:
    if any(fault.rule == "truncated" for fault in transaction.faults):
        raise Reject(f"transaction {transaction.set_id} is cut off before its end.")


def _of_answers(transaction: Transaction, document: Document, office: Office) -> Iterator[ClaimStatusReported]:
    """Of a claim by our number (REF*EJ), or by the trace of whoever asked. What is said of no claim at all has none."""
    for answer in read_status_answers(transaction):
        if answer.level == "receiver" or not answer.reports:
            continue
        payer = office.site.find_payer(answer.payer.id)
        paid = [report.paid for report in answer.reports if report.paid is not None]
        yield ClaimStatusReported(
            claim_id=ClaimId(answer.numbers.patient_control_number or answer.trace or UNNAMED),
            payer_id=PayerId(payer.payer_id) if payer else None,
            statuses=tuple(StatusCode(category=each.category, status=each.code, entity=each.entity) for each in all_statuses(answer.reports)),
            payer_claim_control_number=answer.numbers.payer_claim_control_number,
            effective_on=max((report.effective_on for report in answer.reports if report.effective_on), default=None),
            paid=paid[0] if paid else None,
            document=document,
        )


def _of_interchange_ack(ta1: Segment, document: Document, office: Office) -> InterchangeAcknowledged:
    ack = read_interchange_ack(ta1)
    return InterchangeAcknowledged(
        interchange_id=InterchangeId(office.interchange_id(ack.control_number)),
        control_number=ack.control_number,
        source="TA1",
        accepted=ack.accepted,
        errors=() if ack.accepted else (f"TA105: {ack.code}",),
        document=document,
    )


def _of_functional_ack(ack: FunctionalAck, body: bytes, name: str, office: Office) -> Iterator[InterchangeAcknowledged]:
    """Our interchanges hold one set, so what is said of the set is said of the file."""
    if ack.functional_id != CLAIMS:
        return
    accepted = all(each.accepted for each in ack.sets) if ack.sets else ack.accepted
    yield InterchangeAcknowledged(
        interchange_id=InterchangeId(office.interchange_id(ack.group_control_number)),
        control_number=ack.group_control_number,
        accepted=accepted,
        blamed=() if accepted else _blamed(ack),
        errors=tuple(_errors(ack))[:MOST_ERRORS],
        document=document_for(body, "999", name),
    )


def _errors(ack: FunctionalAck) -> Iterator[str]:
    """Place and code: `CLM05 (segment 31): 7`; the set's and the group's own codes behind them."""
    for each in ack.sets:
        for error in each.errors:
            yield from _places(error)
        yield from (f"set {each.control_number}: {code}" for code in each.codes)
    yield from (f"group: {code}" for code in ack.codes)


def _places(error: SegmentError) -> Iterator[str]:
    if not error.elements:
        yield f"{error.segment_id} (segment {error.position}): {error.code}"
    for element in error.elements:
        component = f"-{element.component}" if element.component else ""
        yield f"{error.segment_id}{element.element:02d}{component} (segment {error.position}): {element.code}"


def _blamed(ack: FunctionalAck) -> tuple[str, ...]:
    """CLM01 of the claims in which the 999 found something."""
    named = (error.patient_control_number for each in ack.sets for error in each.errors)
    return tuple(dict.fromkeys(number for number in named if number))


def _of_claim_statuses(statuses: Sequence[ClaimStatus], document: Document) -> Iterator[Event]:
    """Each claim's own status. Without claims, only a refusal above them says something: then the payer has taken nothing of the file."""
    claims = [status for status in statuses if status.level == "claim"]
    yield from (_of_claim(status, document) for status in claims)
    refused = next((status for status in statuses if status.is_rejected and status.batch_reference), None)
    if refused and not claims:
        yield InterchangeAcknowledged(
            interchange_id=InterchangeId(refused.batch_reference),
            control_number="",
            source="277CA",
            accepted=False,
            errors=tuple(f"{code.category}:{code.status}" for code in _codes(refused)),
            document=document,
        )


def _of_claim(status: ClaimStatus, document: Document) -> ClaimAcknowledged:
    return ClaimAcknowledged(
        claim_id=ClaimId(status.trace or UNNAMED),
        reference=status.batch_reference,
        source="277CA",
        statuses=tuple(_codes(status)),
        payer_claim_control_number=status.payer_claim_control_number,
        effective_on=status.effective_on,
        document=document,
    )


def _codes(status: ClaimStatus) -> Iterator[StatusCode]:
    """Of the claim, and of its lines where they refuse: a claim with a refused line was not taken in."""
    refused = [each for line in status.lines for each in line.statuses if each.is_rejection]
    for each in (*status.statuses, *refused):
        yield StatusCode(category=each.category, status=each.code, entity=each.entity)
