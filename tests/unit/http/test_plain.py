"""No NUL reaches a route, however it is written."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI, Request

from shared.http.plain import PlainText
from shared.http.problems import install

pytestmark = pytest.mark.anyio


def client() -> httpx.AsyncClient:
    app = FastAPI()
    install(app)
    app.add_middleware(PlainText)

    @app.post("/echo/{name}")
    async def echo(name: str, request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


@pytest.mark.parametrize("body", [rb'{"a": "\u0000"}', rb' [1, "x\\\u0000"]', b"\xef\xbb\xbf" + rb'{"a": "\u0000"}'])
async def test_an_escaped_nul_in_json_is_refused(body: bytes) -> None:
    async with client() as http:
        answer = await http.post("/echo/x", content=body)
    assert (answer.status_code, answer.json()["place"]) == (422, "body")


@pytest.mark.parametrize("cut", range(8, 16))
async def test_it_is_found_between_two_pieces_too(cut: int) -> None:
    body = rb'{"a": "xx\u0000"}'

    async def pieces():  # type: ignore[no-untyped-def]
        yield body[:cut]
        yield body[cut:]

    async with client() as http:
        assert (await http.post("/echo/x", content=pieces())).status_code == 422


@pytest.mark.parametrize("body", [rb'{"a": "\\u0000"}', b"ISA*\\u0000~", b"", rb'{"a": "\u0001"}'])
async def test_what_only_looks_like_it_passes(body: bytes) -> None:
    async with client() as http:
        assert (await http.post("/echo/x", content=body)).json() == {"bytes": len(body)}


@pytest.mark.parametrize("address", ["/echo/a%00b", "/echo/a?q=%00"])
async def test_an_address_with_a_nul_is_refused(address: str) -> None:
    async with client() as http:
        answer = await http.post(address)
    assert (answer.status_code, answer.json()["place"]) == (400, "address")
