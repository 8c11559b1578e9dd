"""Routes that every service has: what waits for a person, what happened to a claim, the documents behind it, and whether the service is well."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Query, Response
from sqlalchemy import text

from shared.db import blobs
from shared.http.access import needs
from shared.http.listing import Limit, Offset
from shared.http.problems import Problem
from shared.runtime import Runtime
from shared.security.keyring import Keyring

_ITEMS = text("""
    select id, kind, subject, encounter_id, claim_id, place, sentence, amount, due_on, opened_at, count(*) over () as total
      from work_item
     where closed_at is null
       and (cast(:kind as text) is null or kind = :kind)
       and (cast(:about as text) is null or :about in (subject, encounter_id, claim_id))
     order by due_on nulls last, opened_at, id
     limit :limit offset :offset
""")
_STEPS = text("""
    with known as (select distinct correlation_id from outbox where key = :id or correlation_id = :id)
    select id, event_id, topic, key, type, source, correlation_id, causation_id, time, value
      from outbox
     where correlation_id in (select correlation_id from known) or key = :id
     order by id
     limit 2000
""")

_DOCUMENTS = text("""
    select sha256, size, kind, name from blob where (cast(:kind as text) is null or kind = :kind) order by stored_at, name, sha256 limit :limit
""")


async def work_items(runtime: Runtime, *, kind: str | None, about: str | None, limit: int, offset: int = 0) -> tuple[list[dict[str, Any]], int]:
    """Open work items of this service, most urgent first, and how many there are in all."""
    async with runtime.session() as session:
        rows = (await session.execute(_ITEMS, {"kind": kind, "about": about, "limit": limit, "offset": offset})).mappings().all()
    items = [{name: _plain(value) for name, value in row.items() if name != "total"} for row in rows]
    return items, rows[0]["total"] if rows else 0


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int) else str(value) if not hasattr(value, "isoformat") else value.isoformat()


async def steps(runtime: Runtime, about: str) -> list[dict[str, Any]]:
    """What this service announced about a claim or encounter, in order. Identifying data is left out: the value of such an event stays inside."""
    async with runtime.session() as session:
        rows = (await session.execute(_STEPS, {"id": about})).mappings().all()
    return [_step(row, runtime.service.name) for row in rows]


def _step(row: Any, service: str) -> dict[str, Any]:
    hidden = row["topic"].endswith("eligibility.registration")
    value = json.loads(bytes(row["value"]))
    members = {"version": value.get("version")} if hidden else {name: each for name, each in value.items() if name != "type"}
    return {
        "service": service,
        "position": row["id"],
        "id": row["event_id"],
        "type": row["type"],
        "key": row["key"],
        "encounter_id": row["correlation_id"],
        "cause": row["causation_id"],
        "time": row["time"].isoformat(),
        "stage": row["source"].rsplit("/", 1)[-1],
        "event": members,
    }


def _about_access(runtime: Runtime, keyring: Keyring) -> list[str]:
    """What is wrong with the tokens file, if anything; the tokens read before hold meanwhile."""
    keyring.refresh()
    return [keyring.fault] if keyring.fault and not runtime.settings.open_access else []


def router(runtime: Runtime, keyring: Keyring) -> APIRouter:
    """The routes, bound to one service."""
    routes = APIRouter()

    @routes.get("/v1/work-items", tags=["people"], dependencies=[needs("read")])
    async def list_work_items(kind: str | None = None, about: str | None = None, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
        """Open work items; `about` is an encounter or claim."""
        items, total = await work_items(runtime, kind=kind, about=about, limit=limit, offset=offset)
        return {"items": items, "total": total}

    @routes.get("/v1/timeline/{about}", tags=["people"], dependencies=[needs("read")])
    async def timeline(about: str) -> dict[str, Any]:
        """This service's part of the history of a claim or encounter."""
        return {"steps": await steps(runtime, about)}

    @routes.get("/v1/documents", tags=["people"], dependencies=[needs("read")])
    async def list_documents(kind: str | None = None, limit: int = Query(1000, ge=1, le=10_000)) -> dict[str, Any]:
        """The bodies this service keeps, oldest first; `kind` is the transaction, such as 837P or 835."""
        async with runtime.session() as session:
            rows = (await session.execute(_DOCUMENTS, {"kind": kind, "limit": limit})).mappings().all()
        return {"documents": [dict(row) for row in rows]}

    @routes.get("/v1/documents/{sha256}", tags=["people"], dependencies=[needs("phi")])
    async def document(sha256: str) -> Response:
        """The body behind a step: an X12 interchange, as it came or went."""
        async with runtime.session() as session:
            body = await blobs.get(session, sha256)
        if body is None:
            raise Problem(404, "no such document", "Its hash is in the event that mentions it.", place="sha256")
        return Response(body, media_type="application/edi-x12", headers={"Cache-Control": "no-store"})

    @routes.get("/v1/status", tags=["operations"], dependencies=[needs("operate")])
    async def status() -> dict[str, Any]:
        """Lag, outbox, parked messages and outside calls of this service."""
        found: dict[str, Any] = await runtime.status()
        return found

    @routes.get("/healthz", tags=["operations"])
    async def healthz() -> dict[str, str]:
        """The process answers."""
        return {"service": runtime.service.name}

    @routes.get("/readyz", tags=["operations"])
    async def readyz() -> dict[str, Any]:
        """The database answers and, where a worker runs here, it has its partitions; 503 otherwise. Says what is wrong with the tokens file."""
        missing, warnings = await runtime.not_ready(), _about_access(runtime, keyring)
        if missing or not keyring.usable:
            raise Problem(503, "not ready", "; ".join([*missing, *warnings]), retry_after=2)
        return {"service": runtime.service.name, "ready": True, **({"warnings": warnings} if warnings else {})}

    return routes
