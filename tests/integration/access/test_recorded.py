"""Commands over HTTP with tokens: repeated once, told apart by holder, signed by whom the token belongs to."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.embedded.testing import Addresses
from services.billing.adjudication.service import SERVICE
from shared.contracts.ids import Names
from shared.db.engine import make_engine
from shared.http.app import create_app
from shared.runtime import Runtime
from shared.settings import Settings
from shared.testing import rows
from tests.unit.http.doorway import SITE, write_tokens

pytestmark = pytest.mark.anyio
DEPOSIT = {"actor": {"id": "amy"}, "reason": "bank statement of the day", "trace_number": "T1", "amount": "115.20"}


@dataclass
class Api:
    runtime: Runtime
    http: httpx.AsyncClient
    tokens: dict[str, str]

    async def deposit(self, token: str, key: str, **changes: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens[token]}", **({"Idempotency-Key": key} if key else {})}
        return await self.http.post("/v1/deposits", json={**DEPOSIT, **changes}, headers=headers)

    async def rows(self, sql: str) -> list[dict[str, Any]]:
        return await rows(self.runtime.engine, sql)


@asynccontextmanager
async def api(stack: Addresses, prefix: str, folder: Path) -> AsyncIterator[Api]:
    """Adjudication's API on the real database; nothing is consumed or published."""
    tokens = write_tokens(folder / "tokens.json", "adjudication")
    settings = Settings(
        site=SITE,
        names=Names(SITE.site, b"0123456789abcdef"),
        kafka=stack.bootstrap,
        database=stack.database_url,
        prefix=prefix,
        today=date(2026, 11, 2),
        tokens=folder / "tokens.json",
    )
    runtime = Runtime(SERVICE, settings)
    await runtime.migrate()
    try:
        transport = httpx.ASGITransport(create_app(runtime))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
            yield Api(runtime, http, tokens)
    finally:
        await runtime.engine.dispose()
        await _drop(settings, runtime.schema)


async def _drop(settings: Settings, schema: str) -> None:
    engine = make_engine(settings.database, schema, size=1)
    async with engine.begin() as connection:
        await connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
    await engine.dispose()


async def test_the_same_key_with_another_body_is_a_conflict_and_with_the_same_body_a_repeat(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with api(stack, prefix, tmp_path) as desk:
        first, again = await desk.deposit("work", "k1"), await desk.deposit("work", "k1")
        assert (first.status_code, again.status_code) == (202, 202)
        assert again.json() == {**first.json(), "repeated": True}
        other = await desk.deposit("work", "k1", amount="115.21")
        assert (other.status_code, other.json()["place"]) == (409, "Idempotency-Key")
        assert other.json()["title"] == "this Idempotency-Key came with another body"
        assert len(await desk.rows("SELECT 1 FROM outbox")) == 1


async def test_a_key_belongs_to_its_token_and_outlives_a_rotation(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with api(stack, prefix, tmp_path) as desk:
        await desk.deposit("work", "k1")
        neighbour = await desk.deposit("all", "k1", amount="99.00")
        assert (neighbour.status_code, neighbour.json()["repeated"]) == (202, False)
        assert len(await desk.rows("SELECT 1 FROM outbox")) == 2


async def test_a_refused_caller_leaves_no_trace_in_the_database(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with api(stack, prefix, tmp_path) as desk:
        answers = [await desk.deposit(token, "k1") for token in ("unknown", "expired", "revoked", "elsewhere", "read")]
        assert [answer.status_code for answer in answers] == [401, 401, 401, 403, 403]
        assert await desk.rows("SELECT 1 FROM receipt") == await desk.rows("SELECT 1 FROM outbox") == []


async def test_a_persons_token_signs_for_that_person_only(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with api(stack, prefix, tmp_path) as desk:
        own, others = await desk.deposit("person", ""), await desk.deposit("person", "", actor={"id": "bob"})
        assert (own.status_code, others.status_code) == (202, 403)
        assert (others.json()["title"], others.json()["place"]) == ("this token signs for its own person only", "actor.id")
        assert (await desk.deposit("work", "", actor={"id": "bob"})).status_code == 202


async def test_receipt_and_log_say_whose_token_it_was(stack: Addresses, prefix: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with api(stack, prefix, tmp_path) as desk:
        with caplog.at_level(logging.INFO, "shared.http.commands"):
            await desk.deposit("person", "")
        [kept] = await desk.rows("SELECT answer ->> 'recorded_by' AS who FROM receipt")
        ident = desk.tokens["person"].split("_")[1]
        assert kept == {"who": f"amy ({ident})"}
        [line] = [each.getMessage() for each in caplog.records if " recorded " in each.getMessage()]
        assert f"POST /v1/deposits by=amy ({ident}) actor=amy cause=" in line
        assert desk.tokens["person"] not in caplog.text
