"""Routes for coded encounters of another system."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from services.billing.submission.handed.facts import UnknownPayer
from services.billing.submission.handed.render import rendered
from services.billing.submission.handed.taking import Taking
from services.billing.submission.handed.told import HandedIn
from services.billing.submission.office import Office
from shared.http.access import needs
from shared.http.problems import Problem
from shared.runtime import Runtime


def routes(runtime: Runtime) -> APIRouter:
    """The routes, bound to a runtime."""
    router, taking = APIRouter(), Taking(runtime)
    office: Office = runtime.resources

    @router.post("/v1/claims", status_code=202, dependencies=[needs("intake")])
    async def hand_in(body: HandedIn, request: Request) -> JSONResponse:
        """A coded encounter: it is built, judged and sent as any other. Location says where to look."""
        return await taking.take(request, body)

    @router.post("/v1/claims/render", dependencies=[needs("intake")])
    async def render(body: HandedIn) -> dict[str, Any]:
        """What would be sent, and what keeps it from being sent. Nothing is kept; ISA15 says that it is a test."""
        try:
            return rendered(body, office.names, office.site, office.policy, runtime.moment().at)
        except UnknownPayer as fault:
            sentence = "Add it to the site file, or name it by id or alias."
            raise Problem(422, "the payer is not in the payer directory", sentence, place=str(fault)) from None

    return router
