"""A service that was restored from a backup waits for a person before anything leaves the house."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import APIRouter, Request

from shared.http.access import answers_for, needs
from shared.http.commands import Command
from shared.http.problems import Problem
from shared.runtime import Runtime

log = logging.getLogger(__name__)


def router(runtime: Runtime) -> APIRouter:
    """The routes, bound to one service."""
    routes = APIRouter(tags=["operations"])

    @routes.get("/v1/restore", dependencies=[needs("operate")])
    async def state() -> dict[str, Any]:
        """Whether it is held back, and what objects to letting it go on."""
        from shared import restoring  # Kafka's client, only where somebody asks

        return await restoring.state(runtime)

    @routes.post("/v1/restore/confirm", dependencies=[needs("operate")])
    async def confirm(body: Command, request: Request) -> dict[str, int]:
        """Let it go on, once nothing objects."""
        from shared import restoring

        answers_for(request, body.actor)
        found = await restoring.state(runtime)
        if not found["held"] or found["objections"]:
            raise Problem(409, "it cannot go on yet" if found["held"] else "nothing is held back", " ".join(found["objections"]))
        asked = await restoring.confirm(runtime)
        log.warning("service=%s goes on after a restore by=%s calls=%d", runtime.service.name, body.actor.id, asked)
        return {"calls_to_ask_about": asked}

    return routes
