"""Routes about what patients are told."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.billing.adjudication.patient import present, statements
from shared.http.access import needs
from shared.http.draw import draw
from shared.http.listing import Limit, Offset
from shared.http.problems import Problem
from shared.runtime import Runtime


def routes(runtime: Runtime) -> APIRouter:
    """The routes, bound to a runtime."""
    router = APIRouter(tags=["adjudication"])
    _lists(router, runtime)

    @router.get("/v1/statements/{statement_id}", dependencies=[needs("phi")], response_class=HTMLResponse)
    async def statement(statement_id: str, request: Request) -> HTMLResponse:
        """One statement or reminder as a page that prints well: what insurance did, what is owed and why, how to ask."""
        async with runtime.session() as session:
            row = await statements.one(session, statement_id)
            if row is None:
                raise Problem(404, "no such statement here", "GET /v1/statements lists them with their event_id.", place="statement_id")
            known = await runtime.resources.addressees.get(session, row.encounter_id)
        recipient = known.recipient(row.requested_on) if known and known.version else None
        return draw(runtime, request, "statement.html", **present.page(row, recipient, runtime.settings.site.organisation))

    return router


def _lists(router: APIRouter, runtime: Runtime) -> None:
    async def found(reminders: bool, since: date | None, limit: int, offset: int) -> tuple[list[dict[str, Any]], int]:
        async with runtime.session() as session:
            rows, total = await statements.listed(session, reminders=reminders, since=since, limit=limit, offset=offset)
        return [present.summary(row) for row in rows], total

    @router.get("/v1/statements", dependencies=[needs("read")])
    async def listed(since: date | None = None, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
        """What patients are to be told, the newest first."""
        rows, total = await found(False, since, limit, offset)
        return {"statements": rows, "total": total}

    @router.get("/v1/reminders", dependencies=[needs("read")])
    async def reminders(since: date | None = None, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
        """Of what patients are to be reminded, the newest first: notice 2 is the second one, 3 the last."""
        rows, total = await found(True, since, limit, offset)
        return {"reminders": rows, "total": total}
