"""The gate of an API: lets a request in with its caller noted, or refuses it by its headers alone."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.http.access import ANYBODY, PUBLIC, Doors, at_this_machine, from_own_page, judge
from shared.http.problems import Problem
from shared.http.refusal import refuse
from shared.security.keyring import Keyring, Refused

log = logging.getLogger(__name__)
SAY_EVERY_SECONDS = 10.0
Page = Callable[[HTTPConnection, Refused], Response]


class Gate:
    """The outermost part of the app. `login` draws the page that a browser gets in place of a problem document."""

    def __init__(self, app: ASGIApp, *, of: FastAPI, service: str, keyring: Keyring, open_to_all: bool, login: Page) -> None:
        self.app, self.of, self.service, self.keyring = app, of, service, keyring
        self.open_to_all, self.login = open_to_all, login
        self._doors: Doors | None = None
        self._turned_away = TurnedAway(service)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        try:
            self._let_in(connection)
        except Refused as refused:
            self._turned_away.note(refused)
            await refuse(self._answer(connection, refused), scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _let_in(self, connection: HTTPConnection) -> None:
        """Note the caller for the routes. Raises Refused."""
        if connection.scope["method"] not in ("GET", "HEAD") and "authorization" not in connection.headers:
            from_own_page(connection, required=False)
        if connection.scope["path"] in PUBLIC:
            return
        if self.open_to_all:
            at_this_machine(connection)
            connection.state.caller = ANYBODY
            return
        self._doors = self._doors or Doors(self.of.routes)
        caller = judge(connection, self.keyring, self.service, self._doors)
        connection.state.caller = caller
        connection.state.client = caller.id

    def _answer(self, connection: HTTPConnection, refused: Refused) -> Response:
        browser = connection.scope["method"] == "GET" and "text/html" in connection.headers.get("accept", "")
        response = self.login(connection, refused) if browser else Problem(refused.status, refused.title, refused.detail).response()
        error = f', error="{refused.error}"' if refused.error else ""
        response.headers["WWW-Authenticate"] = f'Bearer realm="rcm"{error}'
        response.headers["Cache-Control"] = "no-store"
        return response


class TurnedAway:
    """One line in ten seconds about refusals: a line for each would let anybody fill the disk."""

    def __init__(self, service: str) -> None:
        self.service, self._since, self._counts = service, 0.0, Counter[str]()

    def note(self, refused: Refused) -> None:
        self._counts[refused.title] += 1
        now: Any = time.monotonic()
        if now - self._since >= SAY_EVERY_SECONDS:
            reasons = ", ".join(f"{count} × {title}" for title, count in self._counts.items())
            log.warning("service=%s turned requests away: %s", self.service, reasons)
            self._since = now
            self._counts.clear()
