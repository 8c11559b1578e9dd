"""HTTP for eligibility: POST /eligibility, GET /healthz. Requests are not logged: they name people."""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from deploy.sandbox.eligibility import Answer

X12 = "application/edi-x12"
LARGEST = 1_000_000


class EligibilityServer(ThreadingHTTPServer):
    """Knows how to answer; one thread per request, one request per connection, all finished before it closes."""

    daemon_threads = False
    request_queue_size = 128  # Python's own 5 lets a burst of connections wait for whole seconds
    ask: Callable[[bytes], Answer]
    counts: Callable[[], dict[str, int]]


class _Handler(BaseHTTPRequestHandler):
    server: EligibilityServer
    timeout = 10

    def do_GET(self) -> None:
        if self.path != "/healthz":
            self._reply(404, "text/plain", b"")
            return
        self._reply(200, "application/json", json.dumps({"status": "ok", **self.server.counts()}).encode())

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path != "/eligibility":
            self._reply(404, "text/plain", b"")
        elif not length.isdigit():
            self._reply(411, "text/plain", b"")
        elif int(length) > LARGEST:
            self._reply(413, "text/plain", b"")
        else:
            answer = self.server.ask(self.rfile.read(int(length)))
            self._reply(answer.status, X12, answer.text.encode("ascii"))

    def log_message(self, format: str, *args: object) -> None:
        """Silence: the base class would write to stderr."""

    def _reply(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(host: str, port: int, ask: Callable[[bytes], Answer], counts: Callable[[], dict[str, int]]) -> EligibilityServer:
    """A bound server that does not run yet."""
    server = EligibilityServer((host, port), _Handler)
    server.ask, server.counts = ask, counts
    return server
