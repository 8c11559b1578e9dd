"""One connection of HTTP/1.1: as much of RFC 9112 as the clients of an eligibility service use.

Requests come with Content-Length and are answered in their order; the connection stays open for the next one.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

LARGEST = 1_000_000
LONGEST_HEAD = 65_536
END_OF_HEAD = b"\r\n\r\n"


@dataclass(frozen=True)
class Reply:
    """What goes back."""

    status: int
    kind: str = "text/plain"
    body: bytes = b""


@dataclass(frozen=True)
class Head:
    """Request line and header fields, names in lower case."""

    method: str
    path: str
    fields: Mapping[str, str]
    stays: bool

    @property
    def length(self) -> int | None:
        """Content-Length; None when it is missing or no number."""
        text = self.fields.get("content-length", "0" if self.method == "GET" else "")
        return int(text) if text.isascii() and text.isdigit() else None


class Connection(asyncio.Protocol):
    """Reads requests as they arrive. `connections` holds those that are open."""

    def __init__(self, answer: Callable[[str, str, bytes], Reply], connections: "set[Connection]") -> None:
        self._answer, self._connections = answer, connections
        self._came = bytearray()
        self._head: Head | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self)

    def data_received(self, data: bytes) -> None:
        self._came += data
        while not self._transport.is_closing() and self._goes_on():
            pass

    def close(self) -> None:
        """What was answered still leaves."""
        self._transport.close()

    def _goes_on(self) -> bool:
        """One step: a head, or a body with its answer; False when more has to arrive first."""
        if self._head is None:
            return self._take_head()
        length = self._head.length or 0
        if len(self._came) < length:
            return False
        head, body = self._head, bytes(self._came[:length])
        del self._came[:length]
        self._head = None
        self._send(self._answer(head.method, head.path, body), head.stays)
        return True

    def _take_head(self) -> bool:
        end = self._came.find(END_OF_HEAD)
        if end < 0:
            if len(self._came) > LONGEST_HEAD:
                self._send(Reply(431), stays=False)
            return False
        head = _read_head(bytes(self._came[:end]))
        del self._came[: end + len(END_OF_HEAD)]
        if refused := _refused(head):
            self._send(Reply(refused), stays=False)
        elif head and head.fields.get("expect", "").lower() == "100-continue":
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._head = head
        return True

    def _send(self, reply: Reply, stays: bool) -> None:
        lines = (
            f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}",
            f"Content-Type: {reply.kind}",
            f"Content-Length: {len(reply.body)}",
            f"Connection: {'keep-alive' if stays else 'close'}",
        )
        self._transport.write("\r\n".join(lines).encode() + END_OF_HEAD + reply.body)
        if not stays:
            self._transport.close()


def _refused(head: Head | None) -> int:
    """The status for a request whose body cannot be told from the next request, or is too large to be one; 0 when all is well."""
    if head is None:
        return 400
    if head.length is None:
        return 411
    return 413 if head.length > LARGEST else 0


def _read_head(text: bytes) -> Head | None:
    """None when it is no request."""
    first, *lines = text.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        return None
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    wishes = fields.get("connection", "").lower()
    return Head(words[0], words[1], fields, wishes == "keep-alive" if words[2] == "HTTP/1.0" else wishes != "close")
