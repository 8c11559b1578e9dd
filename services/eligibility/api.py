"""Routes of patient access: visits in, visits shown, and what people decide about them."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from services.eligibility import commands, estimates, repository, shown
from services.eligibility.admission import Admission
from services.eligibility.commands import AskAgain, CorrectRegistration, RecordAuthorization
from services.eligibility.direct import routes as direct
from services.eligibility.intake.visit import Visit
from services.eligibility.office import Office
from shared.http.access import needs
from shared.http.listing import Limit, Offset
from shared.runtime import Runtime

BUNDLE = {"requestBody": {"content": {"application/fhir+json": {"schema": {"type": "object"}}}}}
BATCH = {
    "requestBody": {
        "content": {"application/json": {"schema": {"type": "object", "properties": {"encounters": {"type": "array", "items": {"type": "object"}}}}}}
    }
}
"""How the API description shows bodies that are read as they are."""


def routes(runtime: Runtime) -> APIRouter:
    """The routes, bound to a runtime."""
    router = APIRouter(tags=["patient access"])
    router.include_router(_intake(runtime))
    router.include_router(_lists(runtime))
    router.include_router(_decisions(runtime))
    router.include_router(direct.routes(runtime))
    router.include_router(estimates.routes(runtime))
    return router


def _intake(runtime: Runtime) -> APIRouter:
    router, admission = APIRouter(), Admission(runtime)

    @router.post("/v1/encounters", status_code=202, dependencies=[needs("intake")])
    async def post_encounter(body: Visit, request: Request) -> JSONResponse:
        """One visit. Sent again unchanged, it makes no new version."""
        return await admission.visit(request, body)

    @router.post("/v1/encounters/batch", status_code=202, dependencies=[needs("intake")], openapi_extra=BATCH)
    async def post_batch(request: Request) -> JSONResponse:
        """Up to 500 visits in one transaction; each is accepted, unchanged or refused for itself."""
        return await admission.batch(request)

    @router.post("/v1/fhir", status_code=202, dependencies=[needs("intake")], openapi_extra=BUNDLE)
    async def post_bundle(request: Request, source_system: str = "") -> JSONResponse:
        """A FHIR R4 Bundle with any number of encounters; each is accepted, unchanged or refused for itself."""
        return await admission.bundle(request, source_system)

    return router


def _lists(runtime: Runtime) -> APIRouter:
    router = APIRouter()
    office: Office = runtime.resources

    @router.get("/v1/encounters", dependencies=[needs("read")])
    async def encounters(
        status: Literal["incomplete", "waiting", "held", "cleared"] | None = None,
        q: str | None = None,
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> dict[str, Any]:
        """Encounters, those held longest first. `q` is an encounter id or the beginning of a visit number."""
        async with runtime.session() as session:
            rows, total = await repository.listed(session, status=status, q=q, limit=limit, offset=offset)
        return {"encounters": [shown.in_a_list(row) for row in rows], "total": total}

    @router.get("/v1/encounters/{encounter_id}", dependencies=[needs("read")])
    async def encounter(encounter_id: str) -> dict[str, Any]:
        """Status, versions, coverage facts and open work of one encounter."""
        async with runtime.session() as session:
            state = await office.encounters.get(session, encounter_id)
            if state is None and await repository.known(session, encounter_id) is None:
                raise commands.unknown()
        return shown.in_full(state) if state else {"encounter_id": encounter_id, "status": "incomplete"}

    @router.get("/v1/encounters/{encounter_id}/registration", dependencies=[needs("phi")])
    async def registration(encounter_id: str) -> dict[str, Any]:
        """The registration with everything that identifies the patient: what a registrar compares with the card."""
        async with runtime.session() as session:
            on_file = await repository.known(session, encounter_id)
        if on_file is None:
            raise commands.unknown()
        return on_file.registered.model_dump(mode="json")

    return router


def _decisions(runtime: Runtime) -> APIRouter:
    router = APIRouter()

    @router.post("/v1/encounters/{encounter_id}/registration", status_code=202, dependencies=[needs("work")])
    async def correct(encounter_id: str, body: CorrectRegistration, request: Request) -> JSONResponse:
        """A correction of the registration: the next version, signed."""
        return await commands.correct(request, runtime, encounter_id, body)

    @router.post("/v1/encounters/{encounter_id}/authorization", status_code=202, dependencies=[needs("work")])
    async def authorize(encounter_id: str, body: RecordAuthorization, request: Request) -> JSONResponse:
        """The number under which the payer authorized a procedure, or the whole visit."""
        return await commands.authorize(request, runtime, encounter_id, body)

    @router.post("/v1/encounters/{encounter_id}/inquire", status_code=202, dependencies=[needs("work")])
    async def inquire(encounter_id: str, body: AskAgain, request: Request) -> JSONResponse:
        """Look at the visit again, and ask the payer again."""
        return await commands.inquire(request, runtime, encounter_id, body)

    return router
