"""Requests that mean harm, over a real socket to a real server: refused early and in words, and the service goes on."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.access.wire import Served, chunk, head, pour, received, served

MB = 1024 * 1024
INTAKE = "/v1/intake/x12"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(Path(tmp_path_factory.mktemp("served"))) as service:
        yield service


def problem(answer: bytes) -> tuple[int, str, str]:
    """Status, title and detail of an answer."""
    top, _, body = answer.partition(b"\r\n\r\n")
    told = json.loads(body)
    return int(top.split()[1]), told["title"], told["detail"]


async def _ask_again_and_again(service: Served, count: int, seen: Counter[bytes]) -> None:
    """Small requests over one connection that is kept."""
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    body = b'{"actor": {"id": "amy"}}'
    request = head("POST", "/v1/deposits", service.tokens["unknown"], "Content-Type: application/json", f"Content-Length: {len(body)}") + body
    for _ in range(count):
        writer.write(request)
        top = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line.split(b":")[1]) for line in top.split(b"\r\n") if line.lower().startswith(b"content-length"))
        await reader.readexactly(length)
        seen[top.split(b" ")[1]] += 1
    writer.close()
    await writer.wait_closed()


def test_ten_thousand_requests_with_a_wrong_token_are_all_refused_and_cost_no_memory(service: Served) -> None:
    async def storm(connections: int, each: int) -> Counter[bytes]:
        seen: Counter[bytes] = Counter()
        await asyncio.gather(*(_ask_again_and_again(service, each, seen) for _ in range(connections)))
        return seen

    asyncio.run(storm(20, 50))
    before, cpu, began = service.memory(), sum(service.process.cpu_times()[:2]), time.monotonic()
    seen = asyncio.run(storm(20, 500))
    took, cpu = time.monotonic() - began, sum(service.process.cpu_times()[:2]) - cpu
    grown = (service.memory() - before) / MB
    print(f"10,000 wrong tokens: {took:.1f} s, {cpu * 1e6 / 10_000:.0f} µs of processor each, memory {before / MB:.0f} MB {grown:+.1f} MB")
    assert seen == {b"401": 10_000}
    assert grown < 5
    assert service.answers()
    assert len(service.log.read_text().splitlines()) < 200, "refusals do not fill the disk"


def test_a_body_of_fifty_megabytes_is_refused_at_its_announcement(service: Served) -> None:
    before = service.memory()
    with service.connect() as wire:
        wire.sendall(head("POST", INTAKE, service.tokens["all"], f"Content-Length: {50 * MB}"))
        sent = pour(wire, b" " * 65536, 50 * MB)
        assert problem(received(wire))[:2] == (413, "the body is too large")
    assert sent < 50 * MB
    assert service.memory() - before < 5 * MB
    assert service.answers()


def test_a_body_of_fifty_megabytes_without_an_announcement_is_refused_at_the_limit(service: Served) -> None:
    with service.connect() as wire:
        wire.sendall(head("POST", INTAKE, service.tokens["all"], "Transfer-Encoding: chunked"))
        sent = pour(wire, chunk(b" " * 65536), 50 * MB)
        assert problem(received(wire)) == (
            413,
            "the body is too large",
            "Send at most 32 MB at once, for example one bundle per patient or one file per payer.",
        )
    assert sent < 40 * MB
    assert service.answers()


def test_a_route_that_wants_json_refuses_an_endless_body_with_the_same_reason(service: Served) -> None:
    with service.connect() as wire:
        wire.sendall(head("POST", "/v1/deposits", service.tokens["all"], "Content-Type: application/json", "Transfer-Encoding: chunked"))
        pour(wire, chunk(b" " * 65536), 50 * MB)
        assert problem(received(wire))[:2] == (413, "the body is too large")


def test_a_body_that_never_ends_is_given_up_after_the_time_for_the_whole_of_it(service: Served) -> None:
    began = time.monotonic()
    with service.connect() as wire:
        wire.sendall(head("POST", INTAKE, service.tokens["all"], "Transfer-Encoding: chunked"))
        pour(wire, chunk(b"x"), MB, pause=0.2)
        status, title, detail = problem(received(wire))
    assert (status, title) == (408, "the body did not arrive in time")
    assert "3 s in all and 1 s between two pieces" in detail
    assert 2.5 < time.monotonic() - began < 10


def test_a_body_that_falls_silent_is_given_up_after_the_pause(service: Served) -> None:
    began = time.monotonic()
    with service.connect() as wire:
        wire.sendall(head("POST", INTAKE, service.tokens["all"], "Content-Length: 1000") + b"ISA*00")
        assert problem(received(wire))[0] == 408
    assert 0.8 < time.monotonic() - began < 5


def test_with_a_wrong_token_the_body_is_not_read(service: Served) -> None:
    for announcement, piece in (("Transfer-Encoding: chunked", chunk(b" " * 65536)), (f"Content-Length: {50 * MB}", b" " * 65536)):
        before = service.memory()
        with service.connect() as wire:
            wire.sendall(head("POST", INTAKE, service.tokens["unknown"], announcement))
            sent = pour(wire, piece, 50 * MB)
            assert problem(received(wire))[:2] == (401, "this token is not known here")
        assert sent < 8 * MB, "what the socket holds, and a quarter of a megabyte"
        assert service.memory() - before < 5 * MB


def test_with_a_wrong_token_a_slow_body_holds_no_connection(service: Served) -> None:
    began = time.monotonic()
    with service.connect() as wire:
        wire.sendall(head("POST", INTAKE, service.tokens["expired"], "Transfer-Encoding: chunked"))
        pour(wire, chunk(b"x"), MB, pause=0.2)
        assert problem(received(wire))[:2] == (401, "this token has expired")
    assert time.monotonic() - began < 5


def test_a_client_that_asks_before_it_sends_is_told_no_without_sending(service: Served) -> None:
    with service.connect() as wire:
        wire.sendall(head("POST", INTAKE, service.tokens["unknown"], f"Content-Length: {50 * MB}", "Expect: 100-continue"))
        answer = received(wire)
    assert answer.startswith(b"HTTP/1.1 401")
    assert b"100 Continue" not in answer


def test_a_stranger_may_send_four_kilobytes_to_the_login_and_no_more(service: Served) -> None:
    with service.connect() as wire:
        wire.sendall(b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n" + b"x" * 100_000)
        assert problem(received(wire))[:2] == (413, "the body is too large")
    assert service.answers()
