"""HTTP as one more source of events: a request is recorded once, however often it is sent.

The receipt commits together with the events, so a client that lost our answer repeats the request and gets the same one. A person's command
carries who did it and why.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from itertools import islice
from time import monotonic
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import text

from shared.contracts.event import Event, Message
from shared.contracts.ids import event_id
from shared.contracts.values import Actor
from shared.http.access import ANYBODY, answers_for, caller_of
from shared.http.problems import Problem
from shared.runtime import Runtime
from shared.stage.gateway import Moment

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
OUTBOX_LIMIT = 20_000
"""More unpublished events than this, and new requests wait: the broker has been away for long."""
SLICE = 200
"""Events of one request that are in memory together."""

Build = Callable[[Any, str, Moment], Awaitable[Sequence[Event]]]
"""(session, cause, moment) → events. Runs inside the transaction that records them."""

_RECEIPT = text("insert into receipt(cause, body_sha256, status, answer) values (:cause, :body, :status, :answer) on conflict do nothing returning 1")
_KNOWN = text("select body_sha256, status, answer from receipt where cause = :cause")
_WAITING = text("select count(*) from (select 1 from outbox where published_at is null limit :limit) waiting")


class Command(BaseModel):
    """What a person tells the system to do. Unknown fields are refused, because a typing error must not pass for a decision."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    actor: Actor
    reason: str = Field(min_length=3, max_length=500)


def day_or_today(given: date | None, today: date, *, place: str, of: str) -> date:
    """The day that a command names, today when left out. Problem 422 for one that has not come yet; `of` says whose day it is."""
    if given is not None and given > today:
        raise Problem(422, "this day has not come yet", f"Give the day {of}.", place=place)
    return given or today


async def record(
    request: Request, runtime: Runtime, body: BaseModel | bytes, build: Build, *, answer: dict[str, Any] | None = None, status: int = 202
) -> JSONResponse:
    """Record the events of a request once and answer 202 with their ids. `answer` adds members to the body of the answer.

    Problems: 409 when the Idempotency-Key was used with another body, 503 when the outbox does not drain; what `build` raises passes through.
    """
    digest = hashlib.sha256(body if isinstance(body, bytes) else body.model_dump_json().encode()).hexdigest()
    if isinstance(body, Command):
        answers_for(request, body.actor)
    cause = _cause(request, runtime, digest)
    async with runtime.transaction() as session:
        known = (await session.execute(_KNOWN, {"cause": cause})).first()
        if known:
            return _again(known, digest)
        await _refuse_when_full(session, runtime)
        events = await _emitted(session, runtime, await build(session, cause, runtime.moment()), cause)
        content = {**(answer or {}), "events": events, "repeated": False, **_recorded_by(request)}
        row = {"cause": cause, "body": digest, "status": status, "answer": json.dumps(content)}
        if (await session.execute(_RECEIPT, row)).first() is None:
            raise Problem(409, "the same request is being handled", "Send it again in a second.", retry_after=1)
    _note(request, runtime, body, cause)
    return JSONResponse(content, status)


async def _emitted(session: Any, runtime: Runtime, events: Sequence[Event], cause: str) -> list[dict[str, str]]:
    """Emit in slices, so that a long file that is read as it is asked for needs the memory of one slice; id and type of each event."""
    coming, moment, told = iter(events), runtime.moment(), list[dict[str, str]]()
    while some := list(islice(coming, SLICE)):
        stage = f"{runtime.service.name}.http"
        messages = await runtime.emit(session, some, stage=stage, cause=cause, at=moment.at, first=len(told))
        told += map(_event, messages)
    return told


def _recorded_by(request: Request) -> dict[str, str]:
    """Whose token it was, kept with the receipt: the actor of a command is what the caller says, this is what the caller proved."""
    caller = caller_of(request)
    return {"recorded_by": f"{caller.name} ({caller.id})"} if caller and caller is not ANYBODY else {}


def _note(request: Request, runtime: Runtime, body: BaseModel | bytes, cause: str) -> None:
    actor = body.actor.id if isinstance(body, Command) else "-"
    who = _recorded_by(request).get("recorded_by", "anonymous")
    route = getattr(request.scope.get("route"), "path", "?")
    log.info("service=%s recorded %s %s by=%s actor=%s cause=%s", runtime.service.name, request.method, route, who, actor, cause)


def _cause(request: Request, runtime: Runtime, digest: str) -> str:
    """The identity of a request: site, client, route, and Idempotency-Key or the hash of the body."""
    client = getattr(request.state, "client", "anonymous")
    key = request.headers.get("idempotency-key") or digest
    return event_id(runtime.settings.site.site, f"{runtime.service.name}.http", f"{client}|{request.method} {request.url.path}|{key}", 0)


def _again(known: Any, digest: str) -> JSONResponse:
    body, status, content = known
    if body != digest:
        raise Problem(409, "this Idempotency-Key came with another body", "Use a new key for a new request.", place="Idempotency-Key")
    stored = content if isinstance(content, dict) else json.loads(content)
    return JSONResponse({**stored, "repeated": True}, status)


async def _refuse_when_full(session: Any, runtime: Runtime) -> None:
    """Counting a long outbox takes longer than most requests, so it is done once a second at most."""
    if monotonic() - runtime.outbox_looked_at < LOOK_SECONDS:
        return
    waiting = (await session.execute(_WAITING, {"limit": OUTBOX_LIMIT + 1})).scalar_one()
    if waiting > OUTBOX_LIMIT:
        raise Problem(503, "events cannot be published at the moment", "Nothing was recorded. Send the request again later.", retry_after=30)
    runtime.outbox_looked_at = monotonic()


def _event(message: Message) -> dict[str, str]:
    return {"id": message.envelope.id, "type": message.envelope.type}
