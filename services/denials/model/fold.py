"""How a case comes to know what it knows. A repeat changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from services.denials.model.case import Denial, DenialCase, voice
from services.denials.model.evidence import sent, with_acceptance, with_attachment, with_image
from services.denials.model.follow import speaks_of
from services.denials.model.judgement import allowed
from services.denials.model.left_over import left_by
from services.denials.model.written_off import remembered
from shared.contracts.adjudication import AdjustmentRecorded, OpeningClaimRecorded, PayerDecision
from shared.contracts.clock import Woken
from shared.contracts.coding import CorrectionDeclined
from shared.contracts.denials import (
    AttachmentRequested,
    AttachmentSent,
    CorrectionRequested,
    DecisionTaken,
    DenialClosed,
    DenialDecided,
    DenialOpened,
)
from shared.contracts.event import Event
from shared.contracts.submission import ClaimAccepted, ClaimSubmitted
from shared.contracts.values import ZERO, DenialId, EncounterId, RemittanceId
from shared.remittance import opening


def evolve(case: DenialCase, event: Event) -> DenialCase:
    """The case once this has happened. Events of no interest leave it as it is."""
    known = _learned(case, event)
    return known.but(wake_on=_wakes_on(known))


def decision_of(remitted: PayerDecision) -> RemittanceId:
    """Names one decision of a payer: its remittance and its place in it."""
    return RemittanceId(remitted.reference.key)


def trace_of(remitted: PayerDecision) -> str:
    """The same, as any system would name it that read the same 835: the payment's trace number and day, and the place in it."""
    return f"{remitted.trace_number}/{remitted.remitted_on}/{remitted.payment.ordinal}"


def is_known(case: DenialCase, remitted: PayerDecision) -> bool:
    """Whether this decision is in the case already, perhaps told by another system that took in the same 835."""
    return decision_of(remitted) in case.decisions or trace_of(remitted) in case.traces


def encounter_of(case: DenialCase, remitted: PayerDecision) -> EncounterId:
    """An 835 knows no visit, so that of the submitted claim counts where it is known."""
    return (isinstance(remitted, DecisionTaken) and case.encounter_id) or remitted.encounter_id


def _learned(case: DenialCase, event: Event) -> DenialCase:
    match event:
        case PayerDecision() if not is_known(case, event):
            return _remitted(case, event)
        case ClaimSubmitted():
            return _submitted(case, event)
        case OpeningClaimRecorded():
            return _taken_over(case, event)
        case DenialOpened() if case.find(event.denial_id) is None:
            then = case.allowed.get(voice(event.payer_id, event.payer_order, event.line_number), ZERO)
            return case.but(denials=(*case.denials, Denial(opened=event, allowed_then=then, submission=case.decided)))
        case CorrectionRequested():
            return _changed(case, {event.denial_id, *event.also}, request=event.denial_id)
        case DenialClosed():
            return _changed(case, {event.denial_id}, outcome=event.outcome, recovered=event.recovered, closed_on=event.closed_on)
        case ClaimAccepted():
            return case.but(acceptances=with_acceptance(case.acceptances, event))
        case AttachmentRequested():
            return case.but(attachments=with_attachment(case.attachments, event))
        case AttachmentSent():
            return _appealed(case.but(attachments=sent(case.attachments, event)), event.denial_id, event.sent_on)
        case DenialDecided() if event.decision == "appeal" and event.decided_on:
            return _appealed(case, event.denial_id, event.decided_on)
        case CorrectionDeclined() if event.denial_id not in case.declined:
            return case.but(declined=(*case.declined, event.denial_id))
        case AdjustmentRecorded():
            return remembered(case, event)
        case Woken():
            late = {each.opened.denial_id for each in case.open_denials() if each.opened.appeal_by < event.on}
            return _changed(case, late, overdue=True)
    return case


def _submitted(case: DenialCase, event: ClaimSubmitted) -> DenialCase:
    days = [day for day in (case.resent_on, event.submitted_on if event.submission > 1 else None) if day]
    newer = event.submission >= case.submission
    return case.but(
        encounter_id=event.encounter_id,
        billed=event.lines if newer else case.billed,
        images=with_image(case.images, event),
        submission=max(case.submission, event.submission),
        resent_on=max(days, default=None),
    )


def _taken_over(case: DenialCase, event: OpeningClaimRecorded) -> DenialCase:
    """An earlier system billed it; what its payers decided comes before everything that was decided here."""
    before = case.but(encounter_id=case.encounter_id or event.encounter_id, billed=case.billed or event.lines)
    if case.decisions:
        return before
    for remitted in opening.remitted(event):
        before = _remitted(before, remitted)
    return before


def _appealed(case: DenialCase, denial_id: DenialId, on: date) -> DenialCase:
    """Remittances may be dated ahead: an appeal counts as later than every refusal that was known when it was written."""
    denial = case.find(denial_id)
    known = [on, *(day for day in (denial and denial.refused_again_on, case.appealed.get(denial_id)) if day)]
    return case.but(appealed={**case.appealed, denial_id: max(known)})


def _remitted(case: DenialCase, event: PayerDecision) -> DenialCase:
    about = {each.opened.denial_id for each in case.denials if speaks_of(event, each)}
    encounter_id, traces = encounter_of(case, event), (*case.traces, trace_of(event))
    case = case.but(encounter_id=encounter_id, payer_id=event.payer_id, decisions=(*case.decisions, decision_of(event)), traces=traces)
    if number := event.payment.payer_claim_control_number:
        case = case.but(numbers={**case.numbers, event.payer_id: number})
    if event.payment.is_reversal:
        return _changed(case, about, taken_back=True)
    now = {voice(event.payer_id, event.payer_order, number): amount for number, amount in allowed(event.payment).items()}
    honoured = tuple(sorted({*case.honoured, *(each for each, amount in now.items() if amount > 0)}))
    decided = event.submission or case.submission
    case = case.but(allowed={**case.allowed, **now}, left={**case.left, **left_by(event)}, honoured=honoured, decided=decided)
    return _changed(case, about, taken_back=False, refused_again_on=event.remitted_on, refused_again=decided)


def _changed(case: DenialCase, ids: set[Any], **changes: Any) -> DenialCase:
    if not ids:
        return case
    return case.but(denials=tuple(each.model_copy(update=changes) if each.opened.denial_id in ids else each for each in case.denials))


def _wakes_on(case: DenialCase) -> date | None:
    """The day after the first appeal deadline: on it, what nobody fought for has expired."""
    first = min((each.opened.appeal_by for each in case.open_denials() if not each.overdue), default=None)
    return first + timedelta(days=1) if first else None
