"""How a draft comes to know what it knows. Every event has a slot of its own; a repeat changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.billing.submission.model.draft import BLAMELESS, Departure, Draft, Due, Sent, Versions, seat
from services.billing.submission.model.payer_number import Decision, Holding
from shared.contracts.adjudication import ClaimRemitted, SecondaryClaimDue
from shared.contracts.coding import EncounterCoded
from shared.contracts.eligibility import EncounterCleared, PatientRegistered
from shared.contracts.event import Event
from shared.contracts.submission import (
    VOID,
    ClaimAccepted,
    ClaimBuilt,
    ClaimRejected,
    ClaimReopened,
    ClaimSubmitted,
    ClaimVoidRequested,
    ClaimWithdrawn,
)


def evolve(draft: Draft, event: Event) -> Draft:
    match event:
        case PatientRegistered():
            others = [each for each in draft.registrations if each.version != event.version]
            return draft.but(registrations=tuple(sorted([*others, event], key=lambda each: each.version)))
        case EncounterCleared() if draft.clearance is None or event.version > draft.clearance.version:
            return draft.but(clearance=event)
        case EncounterCoded() if draft.coding is None or event.version > draft.coding.version:
            return draft.but(coding=event)
        case ClaimBuilt():
            return _built(draft, event)
        case ClaimRemitted():
            return _taken_back(draft, event) if event.payment.is_reversal else _decided(draft, event)
        case SecondaryClaimDue():
            return _due(draft, event)
        case ClaimReopened():
            return _reopened(draft, event.submission)
        case ClaimVoidRequested():
            return draft.but(void=event)
    return _follow(draft, event)


def _decided(draft: Draft, event: ClaimRemitted) -> Draft:
    """The payer has the claim. Its newest number counts; the earlier ones are remembered, because builds rest on them."""
    news = Holding(number=event.payment.payer_claim_control_number, known_on=event.remitted_on, remitted=True)
    here = seat(event.payer_id, event.payer_order)
    before = draft.remitted.get(here)
    named = {*draft.named, news.number, before.number if before else ""}
    standing = {**draft.standing, f"{event.remittance_id}/{event.payment.ordinal}": _decision(event)}
    return draft.but(remitted={**draft.remitted, here: news.latest(before)}, named=tuple(sorted(named - {""})), standing=standing)


def _decision(event: ClaimRemitted) -> Decision:
    payment = event.payment
    adjustments = (*payment.adjustments, *(each for line in payment.lines for each in line.adjustments))
    carcs = tuple(sorted({each.carc for each in adjustments}))
    return Decision(payer_id=event.payer_id, payer_order=event.payer_order, remitted_on=event.remitted_on, paid=payment.paid, carcs=carcs)


def _taken_back(draft: Draft, event: ClaimRemitted) -> Draft:
    """What was decided does not stand any more; that the payer has the claim, and its numbers, stay known."""
    if event.reverses is None:
        return draft
    gone = f"{event.reverses.remittance_id}/{event.reverses.ordinal}"
    return draft.but(standing={key: each for key, each in draft.standing.items() if key != gone})


def _due(draft: Draft, event: SecondaryClaimDue) -> Draft:
    """The newest news of a payer counts; the same again is no news."""
    before = draft.dues.get(event.payer_order)
    if before and before.told == event:
        return draft
    number = draft.dues_heard + 1
    return draft.but(dues={**draft.dues, event.payer_order: Due(number=number, told=event)}, dues_heard=number)


def _reopened(draft: Draft, submission: int) -> Draft:
    return draft.but(reopenings=tuple(sorted({*draft.reopenings, submission})))


def departed(draft: Draft, departures: Iterable[Departure]) -> Draft:
    """The draft with what has left the house, told by the house itself: news of it may lie unread while news of its consequences is read."""
    for each in departures:
        if each.withdrawn:
            draft = _mark(draft, each.submission, withdrawn=True)
        else:
            went = {"payer_id": each.payer_id, "payer_order": each.payer_order, "frequency": each.frequency, "versions": each.versions}
            draft = _mark(draft, each.submission, submitted=True, **went)
    return draft


def _built(draft: Draft, event: ClaimBuilt) -> Draft:
    before = draft.built
    if before is None or event.submission > before.submission:
        earlier = (*draft.earlier, *draft.replaced, before) if before else ()
        return draft.but(built=event, replaced=(), earlier=earlier)
    if event.submission < before.submission or event == before:
        return draft
    return draft.but(built=event, replaced=(*draft.replaced, before))


def _follow(draft: Draft, event: Event) -> Draft:
    """What became of a submission."""
    match event:
        case ClaimSubmitted():
            went = {"payer_id": event.payer_id, "payer_order": event.payer_order, "frequency": event.frequency, "versions": Versions.of(event)}
            return _mark(draft, event.submission, submitted=True, **went)
        case ClaimWithdrawn():
            return _withdrawn(draft, event)
        case ClaimRejected():
            known = _mark(draft, event.submission, rejected=True, payer_id=event.payer_id)
            return _reopened(known, event.submission) if event.reason.code == BLAMELESS else known
        case ClaimAccepted():
            news = Holding(number=event.payer_claim_control_number, known_on=event.accepted_on)
            before = draft.sent.get(event.submission, Sent()).accepted
            return _mark(draft, event.submission, accepted=news.latest(before), payer_id=event.payer_id)
    return draft


def _withdrawn(draft: Draft, event: ClaimWithdrawn) -> Draft:
    """Whoever withdraws a void calls it off."""
    claim = draft.as_left(event.submission)
    marked = _mark(draft, event.submission, withdrawn=True)
    return marked.but(void=None) if claim and claim.frequency == VOID else marked


def _mark(draft: Draft, submission: int, **facts: Any) -> Draft:
    return draft.but(sent={**draft.sent, submission: draft.sent.get(submission, Sent()).model_copy(update=facts)})
