"""Messages that were set aside, for operators: what they are, handle them again, give one up. Values stay inside: they may identify a patient."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy import text

from shared.db.sql import execute
from shared.http.access import answers_for, needs
from shared.http.commands import Command
from shared.http.problems import Problem
from shared.runtime import Runtime

_LIST = text("""
    select id, stage, key, event_id, type, kind, reason, parked_at from parked
     where released_at is null and discarded_at is null
     order by id limit 1000
""")


class Release(BaseModel):
    """Which subject's messages to handle again, in their order."""

    model_config = ConfigDict(extra="forbid")
    stage: str
    key: str


def router(runtime: Runtime) -> APIRouter:
    """The routes, bound to one service."""
    routes = APIRouter(tags=["operations"])

    @routes.get("/v1/parked", dependencies=[needs("operate")])
    async def parked() -> dict[str, Any]:
        """What is set aside, oldest first: stage, key, type and reason, never the value."""
        async with runtime.session() as session:
            rows = (await execute(session, _LIST, {})).mappings().all()
        return {"parked": [{**row, "parked_at": row["parked_at"].isoformat()} for row in rows]}

    @routes.post("/v1/parked/release", dependencies=[needs("operate")])
    async def release(body: Release) -> dict[str, int]:
        """Handle the messages of a key again; those that fail again stay, with those behind them."""
        if body.stage not in runtime.runners:
            raise Problem(404, "no such stage here", f"Stages of this service: {', '.join(sorted(runtime.runners))}.", place="stage")
        return {"handled": await runtime.release(body.stage, body.key)}

    @routes.post("/v1/parked/{number}/discard", dependencies=[needs("operate")])
    async def discard(number: int, body: Command, request: Request) -> dict[str, bool]:
        """Give one message up, with who and why; what waited behind it is handled."""
        answers_for(request, body.actor)
        if not await runtime.discard(number, body.actor.id, body.reason):
            raise Problem(404, "no such parked message", "It may have been released or discarded already.", place="number")
        return {"discarded": True}

    return routes
