"""One plain page per service: its work items, and the timeline of a claim across all services with the X12 behind each step."""

from __future__ import annotations

import asyncio
import re
from decimal import Decimal
from typing import Any, NamedTuple

import httpx
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from shared.http.access import caller_of, needs
from shared.http.draw import draw
from shared.http.generic import steps, work_items
from shared.http.timeline import also_about, documents_of, in_causal_order, summary_of, title_of
from shared.runtime import Runtime
from shared.x12.excerpt import page_of

_ID = re.compile(r"^[A-Za-z0-9:_-]{1,64}$")
REFUSED = (401, 403)


class Answer(NamedTuple):
    """What a peer said: its steps, or a sentence why there are none."""

    steps: list[dict[str, Any]]
    absent: str = ""


async def _peer(client: httpx.AsyncClient, name: str, address: str, about: str) -> Answer:
    try:
        answer = await client.get(f"{address}/v1/timeline/{about}")
        if answer.status_code in REFUSED:
            return Answer([], f"Your token may not read {name}; its steps are missing here.")
        answer.raise_for_status()
    except httpx.HTTPError:
        return Answer([], f"{name} did not answer; its steps are missing here.")
    return Answer(answer.json()["steps"])


async def _all_steps(runtime: Runtime, client: httpx.AsyncClient, about: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Steps of all services about a claim and its encounter, whichever was asked for; and sentences about peers whose steps are missing."""
    found, absent = await _asked(runtime, client, about)
    for other in sorted(also_about(found) - {about}):
        found += (await _asked(runtime, client, other))[0]
    return in_causal_order(found), absent


async def _asked(runtime: Runtime, client: httpx.AsyncClient, about: str) -> tuple[list[dict[str, Any]], list[str]]:
    peers = {name: address for name, address in runtime.settings.peers.items() if name != runtime.service.name}
    answers = await asyncio.gather(*(_peer(client, name, address, about) for name, address in peers.items()))
    found = [*await steps(runtime, about), *(step for answer in answers for step in answer.steps)]
    return found, [answer.absent for answer in answers if answer.absent]


async def _with_documents(runtime: Runtime, client: httpx.AsyncClient, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    about = {str(step["event"].get("claim_id")) for step in found} - {"None"}
    addresses = runtime.settings.peers
    shown = []
    for step in found:
        documents = [await _document(client, addresses.get(step["service"], ""), each, about) for each in documents_of(step)]
        shown.append(
            {**step, "title": title_of(step), "summary": summary_of(step), "time": step["time"][:16].replace("T", " "), "documents": documents}
        )
    return shown


async def _document(client: httpx.AsyncClient, address: str, reference: dict[str, Any], about: set[str]) -> dict[str, Any]:
    """A document for the page; the service that keeps it judges whether this caller may see it."""
    try:
        answer = await client.get(f"{address}/v1/documents/{reference['sha256']}")
        if answer.status_code in REFUSED:
            body = "Your token may not see documents: they identify the patient."
        else:
            body = page_of(answer.raise_for_status().content, about)
    except httpx.HTTPError:
        body = "The service that keeps this document did not answer."
    return {"kind": reference.get("kind", ""), "name": reference.get("name", ""), "text": body}


def _as(request: Request) -> httpx.AsyncClient:
    """A client that asks the peers in the name of who asks us."""
    caller = caller_of(request)
    headers = {"Authorization": f"Bearer {caller.bearer}"} if caller and caller.bearer else {}
    return httpx.AsyncClient(timeout=5, trust_env=False, headers=headers)


def router(runtime: Runtime) -> APIRouter:
    """The page, bound to one service."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/", dependencies=[needs("read")])
    async def home() -> RedirectResponse:
        return RedirectResponse("/pages/work")

    @routes.get("/pages/work", dependencies=[needs("read")])
    async def work(request: Request) -> HTMLResponse:
        items, total = await work_items(runtime, kind=None, about=None, limit=200)
        for item in items:
            item["amount"] = f"{Decimal(item['amount']):,.2f}" if item["amount"] is not None else ""
        return draw(runtime, request, "work.html", items=items, total=total)

    @routes.get("/pages/timeline", dependencies=[needs("read")])
    async def timeline(request: Request, id: str = "") -> HTMLResponse:
        about = id.strip()
        if not _ID.match(about):
            return draw(runtime, request, "timeline.html", id="?", steps=[], absent=[])
        async with _as(request) as client:
            found, absent = await _all_steps(runtime, client, about)
            return draw(runtime, request, "timeline.html", id=about, steps=await _with_documents(runtime, client, found), absent=absent)

    return routes
