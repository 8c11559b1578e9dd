"""Rejections and correction requests: which stand, and which the present registration answers."""

from __future__ import annotations

from services.eligibility.model.encounter import Encounter, Rejection
from shared.contracts.denials import CorrectionRequested
from shared.contracts.values import HoldReason

AUTHORIZATION = "authorization"
"""The place of a rejection, and part of the root cause of a request, that a number mends."""


def rejection_reasons(encounter: Encounter) -> tuple[HoldReason, ...]:
    """Rejections that the present registration would only earn again."""
    standing = (rejection for rejection in encounter.open_rejections() if not _is_mended(encounter, rejection))
    return tuple(_reason(encounter, rejection) for rejection in standing)


def answers(encounter: Encounter) -> tuple[str, ...]:
    """The correction requests (denial ids) that a clearance of the present registration answers, oldest first."""
    return tuple(request.denial_id for request in encounter.open_requests() if _is_answered(encounter, request))


def _is_mended(encounter: Encounter, rejection: Rejection) -> bool:
    """What it is about has changed since the clearance that the claim was built from, or a person says that it is right as it stands."""
    if rejection.id in encounter.meant:
        return True
    return _numbers_changed(encounter) if rejection.reason.place == AUTHORIZATION else _registration_changed(encounter)


def _is_answered(encounter: Encounter, request: CorrectionRequested) -> bool:
    """A number answers a request for one when the person says so; any other request is answered by a registration that changed."""
    return request.denial_id in encounter.meant or (AUTHORIZATION not in request.root_cause and _registration_changed(encounter))


def _registration_changed(encounter: Encounter) -> bool:
    now, then = encounter.current_face(), encounter.face(encounter.cleared.registration_version) if encounter.cleared else None
    return now is not None and (then is None or now.claim != then.claim)


def _numbers_changed(encounter: Encounter) -> bool:
    return encounter.cleared is None or encounter.cleared.authorizations != encounter.numbers


def _reason(encounter: Encounter, rejection: Rejection) -> HoldReason:
    """Submission's words; it names a coverage by id, a registrar knows it by its place in the list."""
    place = rejection.reason.place
    for index, coverage in enumerate(encounter.coverages):
        place = place.replace(f"[{coverage.coverage_id}]", f"[{index}]")
    return rejection.reason.model_copy(update={"place": place})
