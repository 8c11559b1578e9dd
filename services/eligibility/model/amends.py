"""Rejections and correction requests: which stand, and which the present registration answers."""

from __future__ import annotations

from services.eligibility.model.encounter import Encounter, rejection_id
from shared.contracts.denials import CorrectionRequested
from shared.contracts.submission import ClaimRejected
from shared.contracts.values import HoldReason

ENTITY_IS_PATIENT = "QC"
FIELDS = {
    "24": "member_id",
    "25": "member_id",
    "26": "member_id",
    "27": "",
    "30": "member_id",
    "33": "member_id",
    "153": "member_id",
    "164": "member_id",
    "88": "",
    "97": "",
    "116": "payer_id",
}
"""Claim status code of the 277CA (STC01-2) → the field of the coverage it is about; empty: the coverage as a whole."""
PERSON = {"125": "name", "126": "address", "157": "sex", "158": "birth_date"}
"""The same for fields of a person."""


def rejection_reasons(encounter: Encounter) -> tuple[HoldReason, ...]:
    """Rejections that the present registration would only earn again."""
    standing = (rejected for rejected in encounter.open_rejections() if not is_mended(encounter, rejected))
    return tuple(_reason(encounter, rejected) for rejected in standing)


def is_mended(encounter: Encounter, rejected: ClaimRejected) -> bool:
    """Something on the claim has changed since the clearance it was built from, or a person says that it is right as it stands."""
    return rejection_id(rejected) in encounter.meant or _changed(encounter)


def answers(encounter: Encounter) -> tuple[str, ...]:
    """The rejections and requests that a clearance of the present registration answers, oldest first."""
    mended = [rejection_id(each) for each in encounter.open_rejections() if is_mended(encounter, each)]
    return (*mended, *(each.denial_id for each in encounter.open_requests() if _is_answered(encounter, each)))


def _is_answered(encounter: Encounter, request: CorrectionRequested) -> bool:
    """A number answers a request for authorization when the person says so; any other request is answered by a registration that changed."""
    return request.denial_id in encounter.meant or (not wants_authorization(request) and _changed(encounter))


def wants_authorization(request: CorrectionRequested) -> bool:
    return "authorization" in request.root_cause


def _changed(encounter: Encounter) -> bool:
    now, then = encounter.current_face(), encounter.face(encounter.cleared.registration_version) if encounter.cleared else None
    return now is not None and (then is None or now.claim != then.claim)


def _reason(encounter: Encounter, rejected: ClaimRejected) -> HoldReason:
    """Submission's words, with the field named from the status codes where submission has named none."""
    return rejected.reason.model_copy(update={"place": _place(encounter, rejected) or rejected.reason.place})


def _place(encounter: Encounter, rejected: ClaimRejected) -> str:
    index = next((index for index, coverage in enumerate(encounter.coverages) if coverage.payer_id == rejected.payer_id), 0)
    for status in rejected.statuses:
        if status.status in FIELDS:
            return f"coverages[{index}].{FIELDS[status.status]}".rstrip(".")
        if status.status in PERSON:
            return f"{_person(encounter, index, status.entity)}.{PERSON[status.status]}"
    return ""


def _person(encounter: Encounter, index: int, entity: str) -> str:
    held_by_other = index < len(encounter.coverages) and encounter.coverages[index].relationship != "self"
    return f"coverages[{index}].subscriber" if held_by_other and entity != ENTITY_IS_PATIENT else "patient"
