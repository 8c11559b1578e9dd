"""Refuses requests with a NUL character: no name, number or reason has one, and no column of the database can hold it."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.problems import Problem
from shared.http.refusal import refuse

ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""As JSON writes it. A backslash that is itself escaped is text."""
OVERLAP = 64
"""Bytes of a piece that are looked at again with the next one, lest an escape falls between them."""


class PlainText:
    """Answers 400 for a NUL in the address and 422 for one in a JSON body, before a route sees either."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if "\0" in scope["path"] or b"%00" in scope.get("query_string", b""):
            problem = Problem(400, "the address holds a NUL character", "Leave it out: no id or filter has one.", place="address")
            await refuse(problem.response(), scope, receive, send)
            return
        body = _Body(receive, send)
        await self.app(scope, body.receive, body.send)
        if body.refused and not body.answered:
            await refuse(_not_text().response(), scope, receive, send)


class _Body:
    """A body on its way in; only one that begins like JSON is looked at."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._is_json: bool | None = None
        self._end = b""
        self.refused = self.answered = False

    async def receive(self) -> Message:
        message = await self._receive()
        piece = message.get("body", b"")
        if self._is_json is None and piece.strip():
            self._is_json = piece.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[", b'"')
        if self._is_json:
            seen, self._end = self._end + piece, piece[-OVERLAP:]
            if b"\\u0000" in seen and ESCAPED.search(seen):
                self.refused = True
                raise _not_text()
        return message

    async def send(self, message: Message) -> None:
        """What a route makes of a body that broke off is not told: the reason is ours."""
        if not self.refused or self.answered:
            self.answered = True
            await self._send(message)


def _not_text() -> Problem:
    return Problem(422, "the body holds a NUL character", "Leave it out: no name, number or reason has one (\\u0000 in JSON).", place="body")
