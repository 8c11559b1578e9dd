"""The five APIs on a real database without workers, and requests drawn from their own description."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import httpx
from fastapi import FastAPI
from sqlalchemy import text

from deploy.embedded.testing import Addresses
from shared.http.app import create_app
from shared.runtime import Runtime
from tests.integration.hostile.ward import bare
from tests.scenarios.world import services, settings_of

STRINGS = (
    "",
    " ",
    "A",
    "Müller",
    "田中",
    "\ud800",
    "a\0b",
    "~*:^",
    "' OR 1=1 --",
    "../../etc/passwd",
    "%00",
    "\u202e",
    "x" * 5000,
    "NaN",
    "1e9",
    "-0",
    "0.001",
)
NUMBERS = (0, -1, 1, 2**31, 2**63, 10**30, -(10**30), 0.1 + 0.2, 1e308)
DAYS = ("2026-09-14", "0001-01-01", "9999-12-31", "2026-02-30", "20260914", "2026-09-14T00:00:00", "1")
PLAIN = ("A1", "because", "Testoak", "99213", "1.00", "12", "2026-09-14", "J45", "1003000126", "OH")


@dataclass(frozen=True)
class Operation:
    """One method of one route, as its service describes it."""

    service: str
    method: str
    path: str
    description: dict[str, Any]
    """Its part of the OpenAPI document."""

    @property
    def name(self) -> str:
        return f"{self.service} {self.method.upper()} {self.path}"

    @property
    def body(self) -> dict[str, Any]:
        content = self.description.get("requestBody", {}).get("content", {})
        return dict(next(iter(content.values()), {}).get("schema", {}))

    def parameters(self, where: str) -> list[dict[str, Any]]:
        return [each for each in self.description.get("parameters", ()) if each["in"] == where]

    def address(self, values: dict[str, str]) -> str:
        return re.sub(r"{(\w+)(:path)?}", lambda found: quote(values.get(found[1], "x"), safe=""), self.path)


def described() -> list[FastAPI]:
    """The applications, without a server behind them."""
    return [create_app(runtime) for runtime in bare()]


def operations(method: str) -> list[Operation]:
    """Every operation of every service with this method; the pages, which describe nothing, are looked at elsewhere."""
    return [
        Operation(runtime.service.name, method, path, each[method])
        for runtime in bare()
        for path, each in create_app(runtime).openapi()["paths"].items()
        if method in each
    ]


def definitions() -> dict[str, dict[str, Any]]:
    """Schemas by service."""
    return {runtime.service.name: create_app(runtime).openapi().get("components", {}).get("schemas", {}) for runtime in bare()}


@asynccontextmanager
async def apis(stack: Addresses, folder: Path) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    """A client per service. What a route lets escape is an answer of 500 here, as it would be outside."""
    settings = settings_of(stack, f"http{os.getpid()}_", folder)
    runtimes = [Runtime(service, settings) for service in services()]
    async with AsyncExitStack() as ends:
        clients = {}
        for runtime in runtimes:
            await runtime.migrate()
            ends.push_async_callback(_drop, runtime)
            transport = httpx.ASGITransport(create_app(runtime), raise_app_exceptions=False)
            client = httpx.AsyncClient(transport=transport, base_url="http://test", timeout=60)
            clients[runtime.service.name] = await ends.enter_async_context(client)
        yield clients


async def _drop(runtime: Runtime) -> None:
    async with runtime.engine.begin() as connection:
        await connection.execute(text(f'DROP SCHEMA "{runtime.schema}" CASCADE'))
    await runtime.engine.dispose()


def drawn(draw: Random, schema: dict[str, Any], known: dict[str, Any], depth: int = 0) -> Any:
    """A value that fits a schema more or less: usually of the right type, often senseless."""
    if "$ref" in schema:
        return drawn(draw, known[schema["$ref"].rsplit("/", 1)[-1]], known, depth)
    if several := schema.get("anyOf") or schema.get("oneOf"):
        return drawn(draw, draw.choice(several), known, depth)
    if "enum" in schema or "const" in schema:
        return draw.choice([*schema.get("enum", [schema.get("const")]), *schema.get("enum", ()), "Testoak"])
    if schema.get("type") == "object" and depth < 6:
        members = {name: each for name, each in schema.get("properties", {}).items() if name in schema.get("required", ()) or draw.random() < 0.6}
        return {name: drawn(draw, each, known, depth + 1) for name, each in members.items()}
    if schema.get("type") == "array" and depth < 6:
        return [drawn(draw, schema.get("items", {}), known, depth + 1) for _ in range(draw.randrange(3))]
    return _plain(draw, schema)


def _plain(draw: Random, schema: dict[str, Any]) -> Any:
    kind = schema.get("type")
    if kind == "string":
        usual = DAYS if str(schema.get("format", "")).startswith("date") else PLAIN
        return draw.choice(usual if draw.random() < 0.7 else STRINGS)
    if kind in ("integer", "number"):
        return draw.choice(NUMBERS)
    return draw.choice((True, False)) if kind == "boolean" else draw.choice((None, *STRINGS, *NUMBERS))


def bodies() -> Iterator[tuple[str, bytes, str]]:
    """Bodies that are wrong for every route: what they are, bytes, content type."""
    deep = b"[" * 100_000 + b"]" * 100_000
    json_type = "application/json"
    yield from (
        ("an escaped NUL", b'{"actor": {"id": "a\\u0000"}, "reason": "because"}', json_type),
        ("an escaped NUL in two pieces of an escape", b'{"reason": "\\\\\\u0000"}', json_type),
        ("a raw NUL", b'{"reason": "\0"}', json_type),
        ("a lone surrogate", b'{"actor": {"id": "\\ud800"}, "reason": "\\udfff!!"}', json_type),
        ("nesting without end", deep, json_type),
        ("nesting in a member", b'{"reason": ' + deep + b"}", json_type),
        ("an integer without end", b'{"reason": ' + b"9" * 5000 + b"}", json_type),
        ("not a number", b'{"amount": NaN, "reason": Infinity}', json_type),
        ("invalid UTF-8", b'{"reason": "\xff\xfe"}', json_type),
        ("UTF-16", '{"reason": "x"}'.encode("utf-16"), json_type),
        ("nothing", b"", json_type),
        ("null", b"null", json_type),
        ("a list", b"[]", json_type),
        ("a text", b'"Testoak"', json_type),
        ("cut off", b'{"actor": {"id": "Test', json_type),
        ("a form", b"actor=Testoak", "application/x-www-form-urlencoded"),
        ("no known type", b"\x89PNG\r\n", "image/png"),
        ("a type that is none", b'{"actor": 1}', "\xff/;;;"),
        ("several parts without an end", b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"),
        ("gzip", b"\x1f\x8b\x08" + b"\0" * 64, json_type),
        ("ISA alone", b"ISA", "application/edi-x12"),
        ("an ISA of 106 blanks", b"ISA" + b" " * 200, "application/edi-x12"),
        ("an ISA of separators", b"ISA" + b"*" * 500, "application/edi-x12"),
        ("X12 with NUL", HEADER.encode() + b"ST*835*0001~\0~", "application/edi-x12"),
        ("X12 cut off", HEADER.encode() + b"GS*HP*A*B*20261001*0800*1*X*005010X221A1~ST*835*0001~BPR*I*1", "application/edi-x12"),
        ("an 835 of nonsense", HEADER.encode() + b"GS*HP~ST*835~BPR~TRN~CLP~SVC~CAS~PLB~SE~GE~IEA~", "application/edi-x12"),
        ("a 999 of nonsense", HEADER.encode() + b"TA1~GS*FA~ST*999~AK1*HC~AK2~IK3~IK5~AK9~SE~GE~IEA~", "text/plain"),
        ("a 277CA of nonsense", HEADER.encode() + b"GS*HN~ST*277**005010X214~HL~TRN~STC~SE~GE~IEA~", "text/plain"),
        ("random bytes", bytes(range(256)) * 40, "application/octet-stream"),
    )  # fmt: skip


HEADER = "ISA*00*          *00*          *ZZ*CLEARPATH1     *ZZ*RIVERBEND1     *261001*0800*^*00501*000000001*0*T*:~"
