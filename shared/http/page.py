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

_ID = re.compile(r"^[A-Za-z0-9:_-]{1,64}$")
REFUSED = (401, 403)


def claim_part(text: str, about: set[str]) -> str:
    """An interchange one segment a line; of several claims only the ones asked for, so that a page shows no neighbour's data.

    A block is a subscriber with its claims (HL 22 of an 837), a claim (CLP of an 835) or a patient (HL PT of a 277CA). A document in which no
    block names a claim, such as a 271, is about one person and shown whole.
    """
    if not text.startswith("ISA") or len(text) < 106:
        return text
    terminator, element = text[105], text[3]
    blocks: list[list[list[str]]] = [[]]
    for segment in (each.strip("\r\n") for each in text.split(terminator)):
        parts = segment.split(element)
        if _begins_block(parts) or (parts[0] in _FOOTER and len(blocks) > 1 and blocks[-1][0][0] not in _FOOTER):
            blocks.append([])
        if segment:
            blocks[-1].append(parts)
    several = any(_names(block, about) for block in blocks[1:])
    kept = [block for block in blocks if not several or block is blocks[0] or block[0][0] in _FOOTER or _names(block, about)]
    return "\n".join(element.join(parts) + terminator for block in kept for parts in block)


_FOOTER = ("PLB", "SE", "GE", "IEA")


def _begins_block(parts: list[str]) -> bool:
    return parts[0] == "CLP" or (parts[0] == "HL" and len(parts) > 3 and parts[3] in ("22", "PT"))


def _names(block: list[list[str]], about: set[str]) -> bool:
    """Whether a block carries one of these claims (CLM01, CLP01, TRN02)."""
    return any(parts[0] in ("CLM", "CLP", "TRN") and about & set(parts[1:3]) for parts in block)


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
            body = claim_part(answer.raise_for_status().content.decode("latin-1"), about)
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
