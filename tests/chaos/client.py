"""A client as interface engines are: it repeats a request until it is answered, under the same Idempotency-Key, and says nothing about it."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from threading import Lock

import httpx

PATIENCE_S = 120.0
PAUSE_S = 0.25
ASK_AGAIN = frozenset({409, 429})
"""With Retry-After: the same request is being handled, or too many are."""


class Unanswered(Exception):
    """A request was repeated for a long time and nobody answered."""


class Stubborn(httpx.BaseTransport):
    """Requests that must arrive. With `twice`, each command is sent again once it was accepted, and must be answered alike."""

    def __init__(self, twice: bool = False) -> None:
        self.twice = twice
        self.repeats: Counter[str] = Counter()
        """How often something was repeated, by what was wrong."""
        self.unlike: list[str] = []
        """Commands whose repeat was answered differently."""
        self._inner = httpx.HTTPTransport()
        self._lock = Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        headers = dict(request.headers)
        if request.method == "POST":
            headers.setdefault("idempotency-key", hashlib.sha256(request.url.raw_path + body).hexdigest())
        answer = self._until_answered(request, headers, body)
        if self.twice and request.method == "POST" and answer.status_code == 202:
            again = self._until_answered(request, headers, body)
            if not _alike(answer, again):
                self.unlike.append(f"{request.method} {request.url.path}: {answer.status_code} first, {again.status_code} when repeated")
        return answer

    def close(self) -> None:
        self._inner.close()

    def _until_answered(self, request: httpx.Request, headers: dict[str, str], body: bytes) -> httpx.Response:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            problem, answer = self._try(httpx.Request(request.method, request.url, headers=headers, content=body, extensions=request.extensions))
            if answer is not None:
                return answer
            with self._lock:
                self.repeats[problem] += 1
            if time.monotonic() > deadline:
                raise Unanswered(f"{request.method} {request.url.path} was not answered within {PATIENCE_S:.0f} s ({problem})")
            time.sleep(PAUSE_S)

    def _try(self, request: httpx.Request) -> tuple[str, httpx.Response | None]:
        try:
            answer = self._inner.handle_request(request)
            answer.read()
        except httpx.TransportError as fault:
            return type(fault).__name__, None
        if answer.status_code >= 500 or (answer.status_code in ASK_AGAIN and "retry-after" in answer.headers):
            return str(answer.status_code), None
        return "", answer


def _alike(first: httpx.Response, again: httpx.Response) -> bool:
    """The same status, and the same events where an answer names any."""
    if first.status_code != again.status_code:
        return False
    return bool(first.json().get("events") == again.json().get("events"))
