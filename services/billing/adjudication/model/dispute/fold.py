"""How a dispute follows from what happened."""

from __future__ import annotations

from services.billing.adjudication.model.dispute.dispute import Dispute, Said, reference_of
from shared.contracts.adjudication import (
    AdjustmentRecorded,
    ClaimRemitted,
    OpeningClaimRecorded,
    OverpaymentFound,
    UnderpaymentClosed,
    UnderpaymentFound,
)
from shared.contracts.event import Event
from shared.contracts.submission import VOID, ClaimSubmitted
from shared.contracts.values import ZERO
from shared.remittance import opening
from shared.remittance.decision import Billed

CONCEDED = "dispute_conceded"


def evolve(dispute: Dispute, event: Event) -> Dispute:
    match event:
        case ClaimSubmitted():
            return _submitted(dispute, event)
        case OpeningClaimRecorded():
            return _billed(dispute.but(encounter_id=event.encounter_id), opening.billed(event))
        case ClaimRemitted():
            return _remitted(dispute, event)
        case AdjustmentRecorded() if event.kind == CONCEDED:
            return dispute.but(conceded=dispute.conceded + event.amount)
        case UnderpaymentFound():
            return _said(dispute.but(found=event, closed=None, conceded=ZERO), event)
        case UnderpaymentClosed():
            return _said(dispute.but(closed=event), event)
        case OverpaymentFound():
            return _said(dispute.but(over=event), event)
    return dispute


def _said(dispute: Dispute, event: Said) -> Dispute:
    about = reference_of(event)
    return dispute if event.remittance_id is None or about in dispute.said else dispute.but(said=(*dispute.said, about))


def _submitted(dispute: Dispute, event: ClaimSubmitted) -> Dispute:
    if event.frequency == VOID:
        return dispute.but(void=max(dispute.void, event.submission))
    return _billed(dispute.but(encounter_id=event.encounter_id), Billed.of(event))


def _billed(dispute: Dispute, bill: Billed) -> Dispute:
    """Only the payer billed first is held to its contract: a later one pays what that one left."""
    known = [one for one in dispute.bills if one.submission != bill.submission]
    first = min(one.payer_order for one in (*known, bill))
    return dispute.but(bills=tuple(sorted((one for one in (*known, bill) if one.payer_order == first), key=lambda one: one.submission)))


def _remitted(dispute: Dispute, event: ClaimRemitted) -> Dispute:
    """A decision told twice counts once."""
    if any(one.reference.key == event.reference.key for one in dispute.decisions):
        return dispute
    return dispute.but(encounter_id=event.encounter_id, decisions=(*dispute.decisions, event))
