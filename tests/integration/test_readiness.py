"""Readiness tells the truth: each thing that keeps a process from its work is made to happen, on servers that belong to this test alone."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from deploy.embedded.settings import StackSettings
from deploy.embedded.stack import Stack
from shared.db.sql import execute
from shared.harness import Harness, running
from shared.runtime import Runtime
from shared.stage.faults import StopTheLine
from tests.integration.toy.events import OrderPlaced
from tests.integration.toy.service import SERVICE, build
from tests.integration.toy.settings import toy_settings
from tests.integration.toy.stages import BUG
from tests.scenarios.world import free_addresses

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    cache = StackSettings.from_environment().cache or Path("var/cache").absolute()
    with Stack(StackSettings(data=tmp_path_factory.mktemp("servers") / "data", cache=cache, durable=False)) as stack:
        yield stack


@dataclass
class Process:
    """A toy that runs in a process of its own."""

    address: str
    popen: subprocess.Popen[bytes]
    beside: Runtime
    """The same toy in this process, to hand something in."""

    async def ready(self) -> tuple[int, str]:
        async with httpx.AsyncClient(base_url=self.address, trust_env=False, timeout=10) as client:
            try:
                answer = await client.get("/readyz")
            except httpx.TransportError:
                return 0, "nobody answers"
        return answer.status_code, answer.json().get("detail", "")

    async def until(self, status: int, reason: str = "", seconds: float = 90) -> None:
        async with asyncio.timeout(seconds):
            while not ((found := await self.ready())[0] == status and reason in found[1]):
                await asyncio.sleep(0.1)

    async def place(self, *orders: OrderPlaced) -> None:
        async with self.beside.session() as session:
            await self.beside.emit(session, orders, stage="toy.test", cause="placed")


@asynccontextmanager
async def toy(servers: Stack, prefix: str) -> AsyncIterator[Process]:
    [address] = free_addresses(1)
    named = {"RCM_KAFKA": servers.bootstrap, "RCM_DATABASE": servers.database_url, "RCM_PREFIX": prefix}
    argv = [sys.executable, "-m", "tests.integration.toy.served", address.removeprefix("http://")]
    settings = toy_settings(servers.bootstrap, servers.database_url, prefix)
    beside = Runtime(SERVICE, settings, build(settings))
    with subprocess.Popen(argv, env={**os.environ, **named}, stderr=subprocess.PIPE) as popen:
        try:
            process = Process(address, popen, beside)
            await process.until(200)
            yield process
        finally:
            await beside.engine.dispose()
            popen.terminate()
            await asyncio.to_thread(popen.communicate)


def order(id: str, amount: int = 5) -> OrderPlaced:
    return OrderPlaced(order_id=id, customer_id="c1", amount=amount)


@asynccontextmanager
async def away(server: Any) -> AsyncIterator[None]:
    """A server that is stopped for the length of the block, and comes back at the same address."""
    await asyncio.to_thread(server.stop)
    try:
        yield
    finally:
        await asyncio.to_thread(server.start)


async def test_not_ready_while_the_database_is_away_and_ready_again_afterwards(servers: Stack, prefix: str) -> None:
    async with toy(servers, prefix) as process:
        async with away(servers.postgres):
            await process.until(503, "the database does not answer")
        await process.until(200)


async def test_not_ready_when_nothing_could_be_published_for_a_while(servers: Stack, prefix: str) -> None:
    async with toy(servers, prefix) as process:
        async with away(servers.kafka):
            await process.place(order("o1"))
            await process.until(503, "no event could be published for")
            await process.until(503, "Kafka has not answered for")
        await process.until(200)


async def test_when_the_line_stops_the_process_ends_with_a_sentence(servers: Stack, prefix: str) -> None:
    """The address goes dark and whoever supervises the process sees an exit code: nothing pretends to work."""
    async with toy(servers, prefix) as process:
        await process.place(*(order(f"o{number}", BUG) for number in range(30)))
        _, said = await asyncio.to_thread(process.popen.communicate, None, 60)
        assert process.popen.returncode == 1
        assert re.search(rb"toy: toy.count failed on \d+ messages in a row", said)
        assert await process.ready() == (0, "nobody answers")


@asynccontextmanager
async def worker(servers: Stack, prefix: str) -> AsyncIterator[tuple[Runtime, Harness]]:
    """A toy in this process, whose parts can be tampered with."""
    settings = toy_settings(servers.bootstrap, servers.database_url, prefix)
    runtime = Runtime(SERVICE, settings, build(settings))
    async with running(runtime) as harness:
        assert await runtime.not_ready() == []
        yield runtime, harness


async def test_not_ready_when_the_worker_has_lost_its_partitions(servers: Stack, prefix: str) -> None:
    async with worker(servers, prefix) as (runtime, _):
        assert runtime.worker is not None
        await runtime.worker._on_revoked()
        assert await runtime.not_ready() == ["the worker has no partitions yet"]


async def test_not_ready_when_the_consumer_died(servers: Stack, prefix: str) -> None:
    ends = _with_a_dead_consumer(servers, prefix)
    with pytest.raises(StopTheLine, match="Kafka consumer broke down"):
        await ends


async def _with_a_dead_consumer(servers: Stack, prefix: str) -> None:
    async with worker(servers, prefix) as (runtime, harness):
        assert runtime.worker is not None
        runtime.worker.app._crashed.set()
        runtime.worker._check_alive()
        [reason] = await runtime.not_ready()
        assert reason.startswith("the line stopped: The Kafka consumer broke down")
        await harness.until(lambda: False)


async def test_not_ready_when_the_schema_is_behind(servers: Stack, prefix: str) -> None:
    async with worker(servers, prefix) as (runtime, _):
        runtime.__dict__["revisions"] = ["9999", *runtime.revisions]
        assert await runtime.not_ready() == ["the schema is at migration 0002, this release brings it to 9999: restart the service"]


async def test_a_schema_that_a_newer_release_has_expanded_keeps_nobody_from_working(servers: Stack, prefix: str) -> None:
    async with worker(servers, prefix) as (runtime, _):
        async with runtime.session() as session:
            await execute(session, text("UPDATE alembic_version SET version_num = '0099'"))
        assert await runtime.not_ready() == []


async def test_an_api_alone_needs_only_its_database(servers: Stack, prefix: str) -> None:
    settings = toy_settings(servers.bootstrap, servers.database_url, prefix)
    runtime = Runtime(SERVICE, settings, build(settings))
    await runtime.migrate()
    assert await runtime.not_ready() == []
    await runtime.engine.dispose()
