"""HTTP by hand, for requests that no client library would send."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from deploy.embedded.ports import choose
from tests.unit.http.doorway import write_tokens

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Served:
    """A service that answers on a socket."""

    port: int
    tokens: dict[str, str]
    process: psutil.Process
    log: Path

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=15)

    def memory(self) -> int:
        """Bytes of memory that the process holds."""
        return int(self.process.memory_info().rss)

    def answers(self) -> bool:
        """Whether a caller with a token gets what it asks for."""
        with self.connect() as wire:
            wire.sendall(head("GET", "/openapi.json", self.tokens["all"], "Connection: close"))
            return b" 200 " in received(wire).split(b"\r\n", 1)[0]


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """The process, ready; ended with the block."""
    port, log = choose(None, set()), folder / "served.log"
    tokens = write_tokens(folder / "tokens.json", "adjudication")
    argv = [sys.executable, "-m", "tests.integration.access.served", str(port), str(folder)]
    with log.open("wb") as written, subprocess.Popen(argv, cwd=ROOT, stdout=written, stderr=written) as started:
        try:
            service = Served(port, tokens, psutil.Process(started.pid), log)
            _await(service, started)
            yield service
        finally:
            started.terminate()
            started.wait(20)


def _await(service: Served, started: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert started.poll() is None, service.log.read_text()
        with suppress(OSError), service.connect():
            return
        time.sleep(0.1)
    raise AssertionError(f"it did not start: {service.log.read_text()}")


def head(method: str, path: str, token: str, *headers: str) -> bytes:
    lines = (f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {token}", *headers)
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def chunk(body: bytes) -> bytes:
    return f"{len(body):x}\r\n".encode() + body + b"\r\n"


def received(wire: socket.socket) -> bytes:
    """Everything until the other side ends the connection."""
    answer = b""
    with suppress(ConnectionResetError):
        while more := wire.recv(65536):
            answer += more
    return answer


def pour(wire: socket.socket, piece: bytes, most: int, pause: float = 0.0) -> int:
    """Send a piece again and again until the other side has had enough, or until so many bytes went out; returns how many did."""
    sent = 0
    wire.settimeout(15)
    with suppress(ConnectionError, TimeoutError):
        while sent < most:
            wire.sendall(piece)
            sent += len(piece)
            time.sleep(pause)
    return sent
