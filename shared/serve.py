"""An HTTP server that lives in somebody else's event loop and ends when its task is cancelled."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from shared.stage.faults import StopTheLine


class Server(uvicorn.Server):
    """Uvicorn would take SIGTERM for itself, and the worker in the same process would never hear of it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(app: Any, host: str, port: int) -> None:
    """Answer requests until cancelled, then finish those in hand."""
    try:
        listening = socket.create_server((host, port))
    except OSError as fault:
        raise StopTheLine(f"Nobody can listen on {host}:{port} ({fault.strerror}): set RCM_LISTEN to an address and port that are free.") from fault
    server = Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=3))
    running = asyncio.ensure_future(server.serve(sockets=[listening]))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        server.should_exit = True
        await running
        raise
