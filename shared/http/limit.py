"""Limits on a request's body, enforced while it arrives: its size, the time between two pieces, and the time for the whole of it.

Nobody fills the memory of a service, and nobody holds a connection for ever by sending a byte now and then.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.problems import Problem
from shared.http.refusal import refuse

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one body may take."""

    most: int = 32 * MEGABYTE
    strangers: int = 4 * 1024
    """Without a token: the form of the login page."""
    pause_seconds: float = 20.0
    """Between two pieces."""
    whole_seconds: float = 300.0


class BodyLimit:
    """Answers 413 as soon as a body is announced or found to be too large, 408 when it comes too slowly."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self.app, self.limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self.limits.most if scope.get("state", {}).get("caller") else self.limits.strangers
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if announced.isdigit() and int(announced) > most:
            await refuse(too_large(most).response(), scope, receive, send)
            return
        body = _Body(receive, send, most, self.limits)
        await self.app(scope, body.receive, body.send)
        if body.refusal is not None and not body.answered:
            await refuse(body.refusal.response(), scope, receive, send, broken_off=True)


class _Body:
    """The body of one request on its way in, and the answer on its way out."""

    def __init__(self, receive: Receive, send: Send, most: int, limits: Limits) -> None:
        self._receive, self._send, self._most, self._limits = receive, send, most, limits
        self._seen, self._whole, self._ends_at = 0, False, time.monotonic() + limits.whole_seconds
        self.refusal: Problem | None = None
        self.answered = False

    async def receive(self) -> Message:
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout(min(self._limits.pause_seconds, self._ends_at - time.monotonic())):
                message = await self._receive()
        except TimeoutError:
            self.refusal = too_slow(self._limits)
            raise self.refusal from None
        self._seen += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._seen > self._most:
            self.refusal = too_large(self._most)
            raise self.refusal
        return message

    async def send(self, message: Message) -> None:
        """What a route makes of a body that broke off is not told: the reason is ours."""
        if self.refusal is None or self.answered:
            self.answered = True
            await self._send(message)


def too_large(most: int) -> Problem:
    size = f"{most // MEGABYTE} MB" if most >= MEGABYTE else f"{most // 1024} KB"
    return Problem(413, "the body is too large", f"Send at most {size} at once, for example one bundle per patient or one file per payer.")


def too_slow(limits: Limits) -> Problem:
    detail = f"A body has {limits.whole_seconds:.0f} s in all and {limits.pause_seconds:.0f} s between two pieces. Send it again in smaller parts."
    return Problem(408, "the body did not arrive in time", detail)
