"""One line for each request that was let in: which route, not which address. Paths and queries may hold what identifies a person.

Where a route shows who a patient is, and did, a second line says which record was seen and by whom: its id exists here and identifies nobody.
"""

from __future__ import annotations

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.access import Caller, power_of

log = logging.getLogger(__name__)
UNTOLD = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked every few seconds by machines."""


class AccessLog:
    """Stands behind the gate, which tells in its own way whom it turned away."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in UNTOLD:
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def told(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self.app(scope, receive, told)
        finally:
            route, caller = getattr(scope.get("route"), "path", "?"), scope.get("state", {}).get("caller")
            who = caller.id if isinstance(caller, Caller) else "-"
            spent = (time.perf_counter() - began) * 1000
            log.info("method=%s route=%s status=%d milliseconds=%.1f by=%s", scope["method"], route, status, spent, who)
            if status < 300 and power_of(scope.get("route")) == "phi":
                log.info("route=%s record=%s was seen by=%s", route, ",".join(map(str, scope.get("path_params", {}).values())), who)
