"""What people decide about a visit, each decision an event with who and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import Field

from services.eligibility import repository
from services.eligibility.intake.correction import Correction, corrected
from services.eligibility.intake.versions import news, says
from services.eligibility.model.amends import AUTHORIZATION
from services.eligibility.model.encounter import Encounter
from services.eligibility.office import Office
from shared.contracts.eligibility import AuthorizationRecorded, InquiryRenewed
from shared.contracts.event import Event
from shared.contracts.values import EncounterId
from shared.http.commands import Command, record
from shared.http.problems import Problem
from shared.runtime import Runtime
from shared.stage.gateway import Moment


class CorrectRegistration(Correction, Command):
    """A registrar's correction. Fields that are left out stay as they are."""


class RecordAuthorization(Command):
    """The payer's authorization number."""

    number: str = Field(min_length=1, max_length=50, pattern=r"^[^*~:^|>\s][^*~:^|>]*$")
    """REF*G1 of the claim: no separators."""
    procedure: str | None = Field(default=None, min_length=5, max_length=5)
    """The code it is for; left out, it covers the whole visit."""
    answers: str = ""
    """The denial it answers. May be left out while exactly one denial of a cleared visit waits for a number."""


class AskAgain(Command):
    """Look again and ask again."""


def unknown() -> Problem:
    return Problem(404, "no such encounter here", "Look it up by its visit number: GET /v1/encounters?q=…", place="encounter_id")


async def correct(request: Request, runtime: Runtime, encounter_id: str, body: CorrectRegistration) -> JSONResponse:
    """The next version of the registration."""
    office: Office = runtime.resources
    answer: dict[str, Any] = {}

    async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
        if await repository.known(session, encounter_id) is None:
            raise unknown()
        before = (await repository.hold(session, [encounter_id]))[encounter_id]
        if before is None:
            raise unknown()
        state = await office.encounters.get(session, encounter_id)
        _check_answers(state, body.answers)
        after = corrected(before, body, body.actor, body.reason, office.names, office.site)
        _check_said(body, says(before.registered) == says(after.registered))
        await repository.keep(session, [after])
        answer["registration_version"] = after.registered.version
        return news(before, after)

    return await record(request, runtime, body, build, answer=answer)


async def authorize(request: Request, runtime: Runtime, encounter_id: str, body: RecordAuthorization) -> JSONResponse:
    """A number for the visit."""

    async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
        state = await _state(session, runtime, encounter_id)
        _check_answers(state, body.answers)
        recorded = AuthorizationRecorded(
            encounter_id=EncounterId(encounter_id),
            number=body.number,
            procedure=body.procedure.upper() if body.procedure else None,
            answers=body.answers or _waiting_for_a_number(state),
            actor=body.actor,
            reason=body.reason,
        )
        return [recorded]

    return await record(request, runtime, body, build)


async def inquire(request: Request, runtime: Runtime, encounter_id: str, body: AskAgain) -> JSONResponse:
    """Another look. The same words mean a new question once the last one has been answered."""
    async with runtime.session() as session:
        state = await _state(session, runtime, encounter_id)
    if state is not None and state.status == "waiting":
        raise Problem(422, "the payer is being asked", "Wait for the answer; when none comes, the visit is held and you may ask again.")
    asked = len(state.asked) if state else 0
    meaning: Any = body if "idempotency-key" in request.headers else f"{body.model_dump_json()}{asked}".encode()

    async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
        return [InquiryRenewed(encounter_id=EncounterId(encounter_id), actor=body.actor, reason=body.reason)]

    return await record(request, runtime, meaning, build)


async def _state(session: Any, runtime: Runtime, encounter_id: str) -> Encounter | None:
    """None for a visit that no stage has seen yet; a Problem for one that nobody has sent."""
    office: Office = runtime.resources
    state = await office.encounters.get(session, encounter_id)
    if state is None and await repository.known(session, encounter_id) is None:
        raise unknown()
    return state


def _check_answers(state: Encounter | None, answers: str) -> None:
    if not answers:
        return
    open = {request.denial_id for request in state.open_requests()} | {each.id for each in state.open_rejections()} if state else set()
    if answers not in open:
        raise Problem(
            422, "nothing of that id waits for an answer here", "GET the encounter: it lists open requests and rejections.", place="answers"
        )


def _check_said(body: CorrectRegistration, unchanged: bool) -> None:
    """A correction without a change is a confirmation when it answers something; an empty one is a mistake."""
    said = body.model_fields_set - {"actor", "reason"}
    if not said:
        raise Problem(422, "the correction says nothing", "Name what changes: for example consent_on_file, birth_date, changes, coverages.")
    if unchanged and not body.answers and body.same_person is None and body.patient is None:
        raise Problem(422, "nothing changes", "The registration already says so. To confirm it against a rejection, name the rejection in answers.")


def _waiting_for_a_number(state: Encounter | None) -> str:
    """The denial that a number without a word about denials is for."""
    if state is None or state.status != "cleared":
        return ""
    waiting = [request.denial_id for request in state.open_requests() if AUTHORIZATION in request.root_cause]
    if len(waiting) > 1:
        raise Problem(422, "several denials wait for a number", "Say in answers which one it is for.", place="answers")
    return waiting[0] if waiting else ""
