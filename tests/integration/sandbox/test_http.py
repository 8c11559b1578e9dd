"""The payers' door as clients find it: many questions on one connection, in whatever pieces they arrive, and requests that are none."""

import math
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deploy.sandbox.eligibility import Answer
from deploy.sandbox.sandbox import Sandbox
from deploy.sandbox.server import EligibilityServer
from tests.integration.sandbox.outgoing import inquiry
from tests.integration.sandbox.wire import Wire, first

HEALTH = b"GET /healthz HTTP/1.1\r\nHost: payer\r\n\r\n"


def question(body: bytes, *fields: str, version: str = "1.1", path: str = "/eligibility") -> bytes:
    head = [f"POST {path} HTTP/{version}", "Host: payer", f"Content-Length: {len(body)}", *fields]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


class Line:
    """A connection to a server that answers each question with its own words."""

    def __init__(self, server: EligibilityServer) -> None:
        host, _, port = server.address.removeprefix("http://").rpartition(":")
        self.socket = socket.create_connection((host, int(port)), timeout=5)
        self.file = self.socket.makefile("rb")

    def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.socket.sendall(piece)

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        status = int(self.file.readline().split()[1])
        fields = dict(line.decode().strip().lower().split(": ", 1) for line in iter(self.file.readline, b"\r\n"))
        return status, fields, self.file.read(int(fields["content-length"]))

    @property
    def ended(self) -> bool:
        return self.file.read(1) == b""


@contextmanager
def serving() -> Iterator[tuple[EligibilityServer, Line]]:
    server = EligibilityServer("127.0.0.1", 0, lambda body: Answer(200, body.decode()), lambda: {"claims": 3})
    thread = threading.Thread(target=server.run)
    thread.start()
    line = Line(server)
    try:
        yield server, line
    finally:
        line.socket.close()
        server.stop()
        thread.join()


def test_a_connection_takes_one_question_after_another() -> None:
    with serving() as (_, line):
        for words in (b"ISA1", b"", b"ISA2"):
            line.send(question(words))
            status, fields, body = line.answer()
            assert (status, fields["content-type"], fields["connection"], body) == (200, "application/edi-x12", "keep-alive", words)
        line.send(HEALTH)
        assert line.answer()[2] == b'{"status": "ok", "claims": 3}'


def test_questions_that_arrive_together_or_letter_by_letter_are_answered_in_their_order() -> None:
    with serving() as (_, line):
        line.send(question(b"one") + question(b"two"))
        assert [line.answer()[2], line.answer()[2]] == [b"one", b"two"]
        line.send(*(bytes([letter]) for letter in question(b"three")))
        assert line.answer()[2] == b"three"


@pytest.mark.parametrize("last", [question(b"x", "Connection: close"), question(b"x", version="1.0")])
def test_who_wants_no_second_question_is_let_go(last: bytes) -> None:
    with serving() as (_, line):
        line.send(last)
        assert line.answer()[1]["connection"] == "close"
        assert line.ended


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST /eligibility HTTP/1.1\r\n\r\n", 411),
        (b"POST /eligibility HTTP/1.1\r\nContent-Length: many\r\n\r\n", 411),
        (b"POST /eligibility HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        (b"POST /eligibility HTTP/1.1\r\nContent-Length: 1000001\r\n\r\n", 413),
        (b"ISA*00*\r\n\r\n", 400),
        (b"GET / HTTP/9\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + b"X" * 70_000, 431),
    ],
)
def test_a_request_whose_end_nobody_can_tell_ends_the_connection(request_: bytes, status: int) -> None:
    with serving() as (_, line):
        line.send(request_)
        assert line.answer()[0] == status
        assert line.ended


@pytest.mark.parametrize(("request_", "status"), [(question(b"x", path="/"), 404), (b"GET / HTTP/1.1\r\n\r\n", 404), (b"PUT", 501)])
def test_a_question_at_another_door_is_refused_and_the_connection_stays(request_: bytes, status: int) -> None:
    with serving() as (_, line):
        line.send(question(b"x").replace(b"POST", b"PUT") if request_ == b"PUT" else request_)
        assert line.answer()[0] == status
        line.send(HEALTH)
        assert line.answer()[0] == 200


def test_who_asks_first_whether_to_send_is_told_to() -> None:
    with serving() as (_, line):
        head, _, body = question(b"ISA1", "Expect: 100-continue").partition(b"ISA1")
        line.send(head)
        assert line.file.readline() + line.file.readline() == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.send(b"ISA1" + body)
        assert line.answer()[2] == b"ISA1"


def test_a_stop_lets_go_of_connections_that_wait() -> None:
    with serving() as (server, line):
        line.send(HEALTH)
        line.answer()
        server.stop()
        assert line.ended


def test_numbers_of_answers_differ_after_a_restart(wire: Wire) -> None:
    def number(sandbox: Sandbox) -> str:
        return first(sandbox.eligibility(inquiry("NWHP1", "NWA1001").encode()).text, "ISA")[13]

    before = [number(wire.sandbox) for _ in range(250)]
    assert [int(each) for each in before] == list(range(500_000_001, 500_000_251))
    wire.reopen()
    assert int(number(wire.sandbox)) > int(before[-1])
    assert wire.sandbox.step(math.inf) == []
