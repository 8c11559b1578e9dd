"""Routes of the board: every figure, the claims behind it, and where a claim is in its life."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.encoders import jsonable_encoder

from services.billing.adjudication.board import present, queries
from services.billing.adjudication.board.figures import BY_NAME, DERIVED, FIGURES
from services.billing.adjudication.board.queries import Span
from shared.db.listing import as_shown
from shared.http.access import needs
from shared.http.listing import Limit, Offset
from shared.http.problems import Problem
from shared.runtime import Runtime

Since = Annotated[date | None, Query(alias="from", description="First day; by which day a figure counts, its definition says.")]
Until = Annotated[date | None, Query(alias="to", description="Last day, and the day at which receivables are aged; today when left out.")]
Payer = Annotated[str | None, Query(max_length=80, description="The first payer of the claims.")]
Window = Annotated[int, Query(ge=1, le=366, description="Days of gross charges that make the daily average.")]


def routes(runtime: Runtime) -> APIRouter:
    """The routes, bound to a runtime."""
    router = APIRouter(tags=["board"])

    @router.get("/v1/kpi", dependencies=[needs("read")])
    async def kpi(since: Since = None, until: Until = None, payer: Payer = None, window: Window = 90) -> dict[str, Any]:
        """The board: figures with their parts and definitions, aging, claim states, and the control total."""
        async with runtime.session() as session:
            return dict(jsonable_encoder(await present.board(session, span_of(runtime, since, until, payer, window))))

    @router.get("/v1/kpi/{figure}/claims", dependencies=[needs("read")])
    async def claims(
        figure: str, since: Since = None, until: Until = None, payer: Payer = None, limit: Limit = 100, offset: Offset = 0
    ) -> dict[str, Any]:
        """The claims or visits that a figure is made of, those of its numerator first."""
        found = BY_NAME.get(figure)
        if found is None:
            raise Problem(404, "no such figure", _no_list(figure), place="figure")
        async with runtime.session() as session:
            rows, total = await queries.listed(session, found, span_of(runtime, since, until, payer), limit, offset)
        return {"figure": figure, "definition": found.definition, "total": total, "claims": [as_shown(row) for row in rows]}

    @router.get("/v1/lifecycle/{id}", dependencies=[needs("read")])
    async def lifecycle(id: str) -> dict[str, Any]:
        """Where the claims of an encounter, or one claim, are in their life, and the visit before them."""
        async with runtime.session() as session:
            found = await queries.lives(session, id)
            visit = await queries.visit(session, str(found[0]["encounter_id"]) if found else id)
        if not found and visit is None:
            raise Problem(404, "no such claim or encounter here", "Take the id from a work item, or from the desk that sent the claim.", place="id")
        return {"claims": found, "visit": as_shown(visit) if visit else None}

    return router


def span_of(runtime: Runtime, since: date | None, until: date | None, payer: str | None, window: int = 90) -> Span:
    """The span that was asked for; a span that ends before it begins is refused."""
    if since and until and until < since:
        raise Problem(422, "the span ends before it begins", "Give `from` as the earlier day and `to` as the later one.", place="to")
    return Span(since, until, payer or None, until or runtime.moment().on, window)


def _no_list(figure: str) -> str:
    if figure in DERIVED:
        return "It is made of two figures and has no list of its own: see dnfb_dollars, or aging in /v1/kpi."
    return f"Figures with a list: {', '.join(each.name for each in FIGURES)}."
