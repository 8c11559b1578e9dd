"""How a request is refused whose body was not read: the answer goes out first, then a little of the body is heard, then the connection ends.

Without that a client that is still sending would lose our answer in a broken connection; hearing all of it would let anybody keep us busy.
"""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

SMALL = 16 * 1024
"""Bytes of an unread body for which the connection is kept."""
HEARD, HEARD_SECONDS = 256 * 1024, 1.0
"""What is heard at most of a larger one after the answer."""


async def refuse(response: Response, scope: Scope, receive: Receive, send: Send, *, broken_off: bool = False) -> None:
    """Send the answer; keep the connection when the rest of the body is small and still to be expected."""
    headers = Headers(scope=scope)
    announced = headers.get("content-length", "0")
    if not broken_off and "transfer-encoding" not in headers and announced.isdigit() and int(announced) <= SMALL:
        await response(scope, receive, send)
        return
    response.headers["connection"] = "close"
    await send({"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers})
    await send({"type": "http.response.body", "body": response.body, "more_body": True})
    await _hear_a_little(receive)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _hear_a_little(receive: Receive) -> None:
    heard = 0
    try:
        async with asyncio.timeout(HEARD_SECONDS):
            while heard < HEARD:
                message = await receive()
                heard += len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return
