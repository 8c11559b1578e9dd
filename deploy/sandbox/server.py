"""HTTP for eligibility: POST /eligibility, GET /healthz. Requests are not logged: they name people."""

import asyncio
import json
import socket
from collections.abc import Callable
from contextlib import suppress

from deploy.sandbox.connection import Connection, Reply
from deploy.sandbox.eligibility import Answer

X12 = "application/edi-x12"
WAITING = 128
"""Connections that may wait to be accepted: a burst of them is no reason to turn anybody away."""


class EligibilityServer:
    """Bound at once, serves while `run` runs. One thread for all connections: answers take a fraction of a millisecond."""

    def __init__(self, host: str, port: int, ask: Callable[[bytes], Answer], counts: Callable[[], dict[str, int]]) -> None:
        self.ask, self.counts = ask, counts
        self._connections: set[Connection] = set()
        self._socket = socket.create_server((host, port), backlog=WAITING)
        self._loop, self._stopped = asyncio.new_event_loop(), asyncio.Event()

    @property
    def address(self) -> str:
        """Where it is bound."""
        host, port = self._socket.getsockname()[:2]
        return f"http://{host}:{port}"

    def run(self) -> None:
        """Serves until `stop`; what was asked by then is answered."""
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    def stop(self) -> None:
        """From any thread: `run` returns soon."""
        with suppress(RuntimeError):  # it has returned already
            self._loop.call_soon_threadsafe(self._stopped.set)

    async def _serve(self) -> None:
        server = await self._loop.create_server(lambda: Connection(self._answer, self._connections), sock=self._socket, backlog=WAITING)
        await self._stopped.wait()
        server.close()
        for connection in list(self._connections):
            connection.close()
        await asyncio.sleep(0)

    def _answer(self, method: str, path: str, body: bytes) -> Reply:
        if (method, path) == ("POST", "/eligibility"):
            answer = self.ask(body)
            return Reply(answer.status, X12, answer.text.encode("ascii"))
        if (method, path) == ("GET", "/healthz"):
            return Reply(200, "application/json", json.dumps({"status": "ok", **self.counts()}).encode())
        return Reply(404 if method in ("GET", "POST") else 501)
