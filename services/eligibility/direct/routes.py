"""Routes for another system's questions to a payer."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from services.eligibility.direct import shown
from services.eligibility.direct.asked import Asked
from services.eligibility.direct.asking import Asking, later, patience
from shared.db import blobs
from shared.http.access import needs
from shared.http.problems import Problem
from shared.runtime import Runtime

X12 = "application/edi-x12"
TAKES_X12: dict[str, Any] = {"requestBody": {"content": {X12: {"schema": {"type": "string", "format": "binary"}}}, "required": True}}


def routes(runtime: Runtime) -> APIRouter:
    """The routes, bound to a runtime."""
    router, asking = APIRouter(tags=["eligibility"]), Asking(runtime)

    async def told(inquiry_id: str, seconds: float) -> JSONResponse:
        found = await asking.answer(inquiry_id, seconds)
        if found.ended is None:
            return later(inquiry_id, f"/v1/eligibility/{inquiry_id}")
        return JSONResponse(shown.answered(found.wish, found.ended))

    async def reply(inquiry_id: str, seconds: float) -> Response:
        """The payer's own bytes: a 271, or the 999 or TA1 with which it refused ours."""
        found = await asking.answer(inquiry_id, seconds)
        if found.ended is None:
            return later(inquiry_id, f"/v1/eligibility/{inquiry_id}/x12")
        async with runtime.session() as session:
            body = await blobs.get(session, found.ended.answer.sha256) if found.ended.answer else None
        if body is None:
            raise Problem(504, "the payer did not answer", "Ask again, or ask the payer otherwise.")
        return Response(body, media_type=X12, headers={"Content-Location": f"/v1/eligibility/{inquiry_id}"})

    @router.post("/v1/eligibility", dependencies=[needs("intake")])
    async def ask(body: Asked, request: Request) -> JSONResponse:
        """Ask a payer about a person of whom no encounter is known here. 200 with the answer, or 202 and Location when the payer is slow."""
        return await told(await asking.person(request, body), patience(request))

    @router.post("/v1/eligibility/x12", dependencies=[needs("intake")], openapi_extra=TAKES_X12)
    async def ask_whole(request: Request) -> Response:
        """A 270 as another system wrote it, sent on unchanged: 200 with the 271, or 202 and Location when the payer is slow."""
        return await reply(await asking.whole(request, await request.body()), patience(request))

    @router.get("/v1/eligibility/{inquiry_id}", dependencies=[needs("read")])
    async def answer(inquiry_id: str, request: Request) -> JSONResponse:
        """How the question stands; waits for its end as long as `Prefer: wait=` says."""
        return await told(inquiry_id, patience(request) if "prefer" in request.headers else 0)

    @router.get("/v1/eligibility/{inquiry_id}/x12", dependencies=[needs("phi")])
    async def answer_whole(inquiry_id: str) -> Response:
        """The 271 behind the answer."""
        return await reply(inquiry_id, 0)

    return router
