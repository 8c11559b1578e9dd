"""Messages that were set aside, for operators: what they are, handle them again, give one up. Values stay inside: they may identify a patient."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import TextClause, text

from shared.db.sql import execute
from shared.http.access import answers_for, caller_of, needs
from shared.http.commands import Command
from shared.http.problems import Problem
from shared.runtime import Runtime

_LIST = text("""
    select id, stage, key, event_id, type, kind, reason, parked_at from parked
     where released_at is null and discarded_at is null
     order by id limit 1000
""")
_ONE = text("""
    select id, stage, key, event_id, type, kind, reason, topic, envelope, octet_length(value) as bytes, parked_at,
           (select count(*) from parked f where f.stage = p.stage and f.key = p.key and f.id > p.id and released_at is null and discarded_at is null)
           as waiting_behind
      from parked p where id = :number and released_at is null and discarded_at is null
""")
_VALUE = text("select stage, event_id, value from parked where id = :number")
log = logging.getLogger(__name__)


class Release(Command):
    """Which subject's messages to handle again, in their order; who wants it and why."""

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

    @routes.get("/v1/parked/{number}", dependencies=[needs("operate")])
    async def one(number: int) -> dict[str, Any]:
        """One message with its envelope, why it is set aside and how many wait behind it; never the value."""
        row = await _row(runtime, _ONE, number)
        return {**row, "parked_at": row["parked_at"].isoformat()}

    @routes.get("/v1/parked/{number}/value", dependencies=[needs("phi")])
    async def value(number: int, request: Request) -> dict[str, str]:
        """What it carries, for somebody who may see what identifies a patient; who looked is logged."""
        row, caller = await _row(runtime, _VALUE, number), caller_of(request)
        who = caller.id if caller else "-"
        about = (runtime.service.name, row["stage"], row["event_id"], number, who)
        log.warning("service=%s stage=%s event=%s parked=%d its value was shown by=%s", *about)
        return {"value": bytes(row["value"]).decode("utf-8", "backslashreplace")}

    @routes.post("/v1/parked/release", dependencies=[needs("operate")])
    async def release(body: Release, request: Request) -> dict[str, int]:
        """Handle the messages of a key again; those that fail again stay, with those behind them."""
        answers_for(request, body.actor)
        if body.stage not in runtime.runners:
            raise Problem(404, "no such stage here", f"Stages of this service: {', '.join(sorted(runtime.runners))}.", place="stage")
        return {"handled": await runtime.retry(body.stage, body.key, body.actor.id, body.reason)}

    @routes.post("/v1/parked/{number}/discard", dependencies=[needs("operate")])
    async def discard(number: int, body: Command, request: Request) -> dict[str, bool]:
        """Give one message up, with who and why; what waited behind it is handled."""
        answers_for(request, body.actor)
        if not await runtime.discard(number, body.actor.id, body.reason):
            raise _gone()
        return {"discarded": True}

    return routes


async def _row(runtime: Runtime, query: TextClause, number: int) -> dict[str, Any]:
    async with runtime.session() as session:
        row = (await execute(session, query, {"number": number})).mappings().first()
    if row is None:
        raise _gone()
    return dict(row)


def _gone() -> Problem:
    return Problem(404, "no such parked message", "It may have been released or discarded already.", place="number")
