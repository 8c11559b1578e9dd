"""One POST to a partner and what may come of it, against a server that listens on the loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from services.eligibility.gateways.partner import Partner, Reply
from shared.stage.gateway import Unavailable

pytestmark = pytest.mark.anyio
Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
QUESTION = b"ISA*TESTOAK*ADA~"


@asynccontextmanager
async def listening(answer: Answer, patience: float = 5.0) -> AsyncIterator[tuple[Partner, str]]:
    """A partner, and the address of a server that treats every connection so."""
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    partner = Partner(patience)
    try:
        yield partner, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/eligibility"
    finally:
        await partner.close()
        server.close()


async def request(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    """Head and body of the next request; an empty head when the client has gone."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    except asyncio.IncompleteReadError:
        return "", b""
    return head, await reader.readexactly(int(head.partition("content-length: ")[2].split("\r\n")[0]))


def saying(status: str, content: bytes = b"", *fields: str, seen: list[str] | None = None) -> Answer:
    """Answers every request alike, and keeps the connection."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (asked := await request(reader))[0]:
            if seen is not None:
                seen.append(f"{writer.get_extra_info('peername')[1]} {asked[0]}{asked[1].decode()}")
            head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", *fields])
            writer.write(head.encode() + b"\r\n\r\n" + content)
        writer.close()

    return answer


async def test_a_reply_comes_back_with_status_and_content() -> None:
    seen: list[str] = []
    async with listening(saying("200 OK", b"ISA*271~", seen=seen)) as (partner, url):
        assert await partner.post(url, QUESTION) == Reply(200, b"ISA*271~")
    assert "content-type: application/edi-x12\r\n" in seen[0]
    assert seen[0].endswith(QUESTION.decode())


async def test_questions_one_after_another_share_a_connection() -> None:
    seen: list[str] = []
    async with listening(saying("200 OK", seen=seen)) as (partner, url):
        for _ in range(3):
            await partner.post(url, QUESTION)
    assert len(seen) == 3
    assert len({each.split()[0] for each in seen}) == 1


@pytest.mark.parametrize(("status", "success"), [("200 OK", True), ("302 Found", False), ("400 Bad Request", False), ("503 Busy", False)])
async def test_a_redirection_is_not_followed_and_is_no_success(status: str, success: bool) -> None:
    seen: list[str] = []
    async with listening(saying(status, b"", "Location: /elsewhere", seen=seen)) as (partner, url):
        reply = await partner.post(url, QUESTION)
    assert (reply.status, reply.is_success, len(seen)) == (int(status[:3]), success, 1)


async def cut_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request(reader)
    writer.close()


async def cut_short(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nISA*")
    writer.close()


async def no_http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request(reader)
    writer.write(b"what?\r\n\r\n")
    writer.close()


async def no_gzip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nISA*")
    writer.close()


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request(reader)
    await reader.read()
    writer.close()


@pytest.mark.parametrize("answer", [cut_off, cut_short, no_http, no_gzip, silent])
async def test_half_an_answer_or_none_is_asked_for_again_and_the_fault_names_nobody(answer: Answer) -> None:
    async with listening(answer, patience=0.3) as (partner, url):
        with pytest.raises(Unavailable) as caught:
            await partner.post(url, QUESTION)
    assert str(caught.value).isidentifier()
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("url", ["", "nowhere", "ftp://127.0.0.1/", "http://127.0.0.1:1/", "http://a..b/", "https://127.0.0.1:1/", "http://[::1"])
async def test_an_address_nobody_answers_at_is_no_crash(url: str) -> None:
    partner = Partner(2.0)
    with pytest.raises(Unavailable):
        await partner.post(url, QUESTION)
    await partner.close()


async def test_a_proxy_of_the_environment_is_not_given_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    async with listening(saying("200 OK")) as (partner, url), listening(saying("502 Bad Gateway", seen=seen)) as (_, proxy):
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        assert (await partner.post(url, QUESTION)).status == 200
    assert seen == []


async def test_closing_what_was_never_opened_is_no_fault() -> None:
    await Partner().close()
