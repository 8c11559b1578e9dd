"""How a draft comes to know what it knows. Every event has a slot of its own; a repeat changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.billing.submission.model.draft import BLAMELESS, Departure, Draft, Sent, Versions
from services.billing.submission.model.payer_number import Holding
from shared.contracts.adjudication import ClaimRemitted
from shared.contracts.coding import EncounterCoded
from shared.contracts.eligibility import EncounterCleared, PatientRegistered
from shared.contracts.event import Event
from shared.contracts.submission import ClaimAccepted, ClaimBuilt, ClaimRejected, ClaimReopened, ClaimSubmitted, ClaimWithdrawn


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
        case ClaimRemitted() if not event.payment.is_reversal:
            return _decided(draft, event)
        case ClaimReopened():
            return draft.but(reopened=max(draft.reopened, event.submission))
    return _follow(draft, event)


def _decided(draft: Draft, event: ClaimRemitted) -> Draft:
    """The payer has the claim. Its newest number counts; the earlier ones are remembered, because builds rest on them."""
    news = Holding(number=event.payment.payer_claim_control_number, known_on=event.remitted_on, remitted=True)
    before = draft.remitted.get(event.payer_id)
    named = {*draft.named, news.number, before.number if before else ""}
    return draft.but(remitted={**draft.remitted, event.payer_id: news.latest(before)}, named=tuple(sorted(named - {""})))


def departed(draft: Draft, departures: Iterable[Departure]) -> Draft:
    """The draft with what has left the house, told by the house itself: news of it may lie unread while news of its consequences is read."""
    for each in departures:
        if each.withdrawn:
            draft = _mark(draft, each.submission, withdrawn=True)
        else:
            draft = _mark(draft, each.submission, submitted=True, payer_id=each.payer_id, versions=each.versions)
    return draft


def _built(draft: Draft, event: ClaimBuilt) -> Draft:
    before = draft.built
    if before is None or event.submission > before.submission:
        return draft.but(built=event, replaced=())
    if event.submission < before.submission or event == before:
        return draft
    return draft.but(built=event, replaced=(*draft.replaced, before))


def _follow(draft: Draft, event: Event) -> Draft:
    """What became of a submission."""
    match event:
        case ClaimSubmitted():
            return _mark(draft, event.submission, submitted=True, payer_id=event.payer_id, versions=Versions.of(event))
        case ClaimWithdrawn():
            return _mark(draft, event.submission, withdrawn=True)
        case ClaimRejected():
            blameless = event.submission if event.reason.code == BLAMELESS else 0
            return _mark(draft, event.submission, rejected=True, payer_id=event.payer_id).but(reopened=max(draft.reopened, blameless))
        case ClaimAccepted():
            news = Holding(number=event.payer_claim_control_number, known_on=event.accepted_on)
            before = draft.sent.get(event.submission, Sent()).accepted
            return _mark(draft, event.submission, accepted=news.latest(before), payer_id=event.payer_id)
    return draft


def _mark(draft: Draft, submission: int, **facts: Any) -> Draft:
    return draft.but(sent={**draft.sent, submission: draft.sent.get(submission, Sent()).model_copy(update=facts)})
