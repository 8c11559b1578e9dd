"""How an encounter comes to know what it knows: each event has one slot, and a repeat changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.eligibility.model.encounter import Encounter, Rejection
from services.eligibility.model.face import face_of
from shared.contracts.denials import CorrectionRequested, DenialClosed
from shared.contracts.eligibility import (
    AuthorizationRecorded,
    CoverageInactive,
    CoverageUnanswered,
    CoverageVerified,
    EncounterCleared,
    EncounterHeld,
    EncounterOpened,
    InquiryAnswered,
    InquiryRequested,
    InquiryUnanswered,
    PatientRegistered,
)
from shared.contracts.event import Event
from shared.contracts.submission import ClaimRejected, ClaimSubmitted
from shared.contracts.values import EncounterId, Owner

Fact = CoverageVerified | CoverageInactive | CoverageUnanswered


def initial(key: str) -> Encounter:
    """An encounter nobody has told us about."""
    return Encounter(encounter_id=EncounterId(key))


def evolve(encounter: Encounter, event: Event) -> Encounter:
    """The encounter once this has happened. Events of no interest leave it as it is."""
    fold = FOLDS.get(type(event))
    return fold(encounter, event) if fold else encounter


def _registered(encounter: Encounter, event: PatientRegistered) -> Encounter:
    if encounter.face(event.version):
        return encounter
    newest = encounter.registered is None or event.version > encounter.registered.version
    return encounter.but(
        registered=event if newest else encounter.registered,
        faces=tuple(sorted((*encounter.faces, face_of(event)), key=lambda face: face.version)),
        meant=_with(encounter.meant, event.answers),
    )


def _opened(encounter: Encounter, event: EncounterOpened) -> Encounter:
    if encounter.opened is not None and event.version <= encounter.opened.version:
        return encounter
    return encounter.but(opened=event)


def _authorized(encounter: Encounter, event: AuthorizationRecorded) -> Encounter:
    known = encounter.authorizations
    kept = known if any(_covers(each, event) for each in known) else (*known, event)
    return encounter.but(authorizations=kept, meant=_with(encounter.meant, event.answers))


def _covers(one: AuthorizationRecorded, other: AuthorizationRecorded) -> bool:
    return (one.number, one.procedure) == (other.number, other.procedure)


def _asked(encounter: Encounter, event: InquiryRequested) -> Encounter:
    return encounter.but(asked=(*encounter.asked, event), outstanding=(*encounter.outstanding, event))


def _answered(encounter: Encounter, event: InquiryAnswered | InquiryUnanswered) -> Encounter:
    question = encounter.question_of(event)
    if question is None:
        return encounter
    first = encounter.outstanding.index(question)
    return encounter.but(outstanding=(*encounter.outstanding[:first], *encounter.outstanding[first + 1 :]))


def _learned(encounter: Encounter, event: Fact) -> Encounter:
    others = tuple(fact for fact in encounter.facts if fact.coverage_id != event.coverage_id)
    return encounter.but(facts=(*others, event))


def _held(encounter: Encounter, event: EncounterHeld) -> Encounter:
    since = encounter.held_since if isinstance(encounter.outcome, EncounterHeld) else event.held_on
    return encounter.but(outcome=event, held_since=since)


def _cleared(encounter: Encounter, event: EncounterCleared) -> Encounter:
    return encounter.but(outcome=event, cleared=event, held_since=None, answered=_with(encounter.answered, event.answers))


def _submitted(encounter: Encounter, event: ClaimSubmitted) -> Encounter:
    if not event.clearance_version:
        return encounter
    return encounter.but(sent={**encounter.sent, _submission(event): event.clearance_version})


def _rejected(encounter: Encounter, event: ClaimRejected) -> Encounter:
    """A submission older than its record of versions was built from the clearance of its time."""
    id, latest = _submission(event), encounter.cleared.version if encounter.cleared else 0
    if event.responsible is not Owner.ELIGIBILITY or any(rejection.id == id for rejection in encounter.rejections):
        return encounter
    rejection = Rejection(id=id, reason=event.reason, clearance=encounter.sent.get(id, latest))
    return encounter.but(rejections=(*encounter.rejections, rejection))


def _submission(event: ClaimSubmitted | ClaimRejected) -> str:
    return f"{event.claim_id}/{event.submission}"


def _requested(encounter: Encounter, event: CorrectionRequested) -> Encounter:
    known = {each.denial_id for each in encounter.requests}
    if event.owner is not Owner.ELIGIBILITY or event.denial_id in known:
        return encounter
    return encounter.but(requests=(*encounter.requests, event))


def _closed(encounter: Encounter, event: DenialClosed) -> Encounter:
    asked_for = {each.denial_id for each in encounter.requests}
    return encounter.but(closed=_with(encounter.closed, event.denial_id)) if event.denial_id in asked_for else encounter


def _with(known: tuple[str, ...], id: str) -> tuple[str, ...]:
    return known if not id or id in known else (*known, id)


FOLDS: dict[type[Event], Callable[[Encounter, Any], Encounter]] = {
    PatientRegistered: _registered,
    EncounterOpened: _opened,
    AuthorizationRecorded: _authorized,
    InquiryRequested: _asked,
    InquiryAnswered: _answered,
    InquiryUnanswered: _answered,
    CoverageVerified: _learned,
    CoverageInactive: _learned,
    CoverageUnanswered: _learned,
    EncounterHeld: _held,
    EncounterCleared: _cleared,
    ClaimSubmitted: _submitted,
    ClaimRejected: _rejected,
    CorrectionRequested: _requested,
    DenialClosed: _closed,
}
