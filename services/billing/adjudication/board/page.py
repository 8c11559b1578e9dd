"""The board as a page, and the claims behind a figure: usable with the keyboard alone, with charts that a table says again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import ChoiceLoader, FileSystemLoader

from services.billing.adjudication.board import present, queries
from services.billing.adjudication.board.api import Payer, span_of
from services.billing.adjudication.board.figures import BY_NAME
from services.billing.adjudication.board.queries import Span
from shared.db.listing import as_shown
from shared.http.access import needs
from shared.http.draw import PAGES, draw
from shared.http.problems import Problem
from shared.runtime import Runtime

TILES = ("clean_claim_rate", "initial_denial_rate_claims", "days_in_ar", "net_collection_rate", "dnfb_dollars")
PARTS = ("payers", "contractual", "capitation", "patient", "written_off", "denied_open", "payer_open", "disputed")
LONGEST = 380
"""Of a bar, in units of the drawing."""
ROWS = 500
SPELLED = {"ar": "A/R", "dnfb": "DNFB", "id": "ID"}
SIGNS = {"percent": " %", "days": " days"}


class Bar(NamedTuple):
    """One bar of the drawing."""

    label: str
    kind: str
    amount: str
    width: int


def _value(figure: dict[str, Any]) -> str:
    if figure["value"] is None:
        return "–"
    return amount(figure["value"]) if figure["unit"] == "usd" else f"{figure['value']}{SIGNS.get(figure['unit'], '')}"


def amount(text: str) -> str:
    """An amount with its thousands apart."""
    return f"{Decimal(text):,.2f}"


def words(name: str) -> str:
    """The name of a figure, state or column as people write it."""
    return " ".join(SPELLED.get(word, word) for word in name.split("_"))


ENVIRONMENT = PAGES.overlay(loader=ChoiceLoader([FileSystemLoader(Path(__file__).parent / "pages"), *filter(None, [PAGES.loader])]))
ENVIRONMENT.filters = {**PAGES.filters, "amount": amount, "value": _value, "words": words}


def routes(runtime: Runtime) -> APIRouter:
    """The pages, bound to a runtime."""
    router = APIRouter(include_in_schema=False)
    _board(router, runtime)
    _figure(router, runtime)
    return router


def _board(router: APIRouter, runtime: Runtime) -> None:
    @router.get("/kpi", dependencies=[needs("read")])
    async def short() -> RedirectResponse:
        return RedirectResponse("/pages/kpi")

    @router.get("/pages/kpi", dependencies=[needs("read")])
    async def board(request: Request, payer: Payer = None) -> HTMLResponse:
        span = _span(runtime, request, payer)
        async with runtime.session() as session:
            found = await present.board(session, span)
        values: dict[str, Any] = {"board": found, "bars": bars(found["aging"]), "query": span.query(), "tiles": TILES, "parts": PARTS}
        return draw(runtime, request, ENVIRONMENT.get_template("board.html"), **values)


def _figure(router: APIRouter, runtime: Runtime) -> None:
    @router.get("/pages/kpi/{name}", dependencies=[needs("read")])
    async def figure(request: Request, name: str, payer: Payer = None) -> HTMLResponse:
        found, span = BY_NAME.get(name), _span(runtime, request, payer)
        if found is None:
            raise Problem(404, "no such figure", "Take it from the board.", place="name")
        async with runtime.session() as session:
            rows, total = await queries.listed(session, found, span, ROWS, 0)
        values: dict[str, Any] = {
            "name": name,
            "definition": found.definition,
            "rows": [as_shown(row) for row in rows],
            "total": total,
            "query": span.query(),
        }
        return draw(runtime, request, ENVIRONMENT.get_template("figure.html"), **values)


def bars(aging: dict[str, dict[str, str]]) -> list[Bar]:
    """A bar for each bucket and who owes, in one scale."""
    buckets = [name for name in aging["payer"] if name != "total"]
    most = max((Decimal(aging[who][name]) for who in aging for name in buckets), default=Decimal(0))
    return [_bar(name, who, aging[who][name], most) for name in buckets for who in aging]


def _bar(bucket: str, who: str, owed: str, most: Decimal) -> Bar:
    width = int(max(Decimal(owed), Decimal(0)) * LONGEST / most) if most > 0 else 0
    return Bar(f"{bucket.replace('-', ' ') if bucket.startswith('over') else bucket}, {who}", who, owed, width)


def _span(runtime: Runtime, request: Request, payer: str | None) -> Span:
    """The span of the form; a field that was left empty is not given."""
    days = [_day(request.query_params.get(name, "")) for name in ("from", "to")]
    return span_of(runtime, days[0], days[1], payer)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem(422, "not a day", "Write it as 2026-01-31.", place="from, to") from None
