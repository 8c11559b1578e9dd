"""S4 with the adjudication process killed in the middle of the second remittance, twice, at different moments: the ledger is the same."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from deploy.embedded.testing import Addresses
from shared.harness import forget
from shared.runtime import Runtime
from tests.scenarios import s4_replaced
from tests.scenarios.books import Ending
from tests.scenarios.visits import MEMBERS
from tests.scenarios.world import KEY, SERVICES, SITE, TODAY, World, free_addresses, hospital, services

pytestmark = pytest.mark.anyio
OTHERS = tuple(name for name in SERVICES if name != "adjudication")


@asynccontextmanager
async def separate_adjudication(world: World) -> AsyncIterator[World]:
    """A world that also knows the adjudication service of another process: its tables, and its API at a free port."""
    [service] = services(["adjudication"])
    [address] = free_addresses(1)
    runtime = Runtime(service, replace(world.settings, listen=address.removeprefix("http://")))
    await runtime.migrate()
    async with httpx.AsyncClient(base_url=address, timeout=30, trust_env=False) as client:
        world.harness.runtimes["adjudication"] = runtime
        yield replace(world, clients={**world.clients, "adjudication": client})
        del world.harness.runtimes["adjudication"]
    await runtime.engine.dispose()
    await forget(runtime)


@asynccontextmanager
async def process(world: World, stack: Addresses, *point: str) -> AsyncIterator[subprocess.Popen[bytes]]:
    """The service, ready; ended with the block if it still lives."""
    settings = world.harness.runtimes["adjudication"].settings
    environment = {
        "RCM_SITE": str(SITE),
        "RCM_KEY": KEY,
        "RCM_KAFKA": stack.bootstrap,
        "RCM_DATABASE": stack.database_url,
        "RCM_TODAY": TODAY.isoformat(),
        "RCM_PREFIX": settings.prefix,
        "RCM_LISTEN": settings.listen,
        "RCM_ACCESS": "open",
        "RCM_CLEARINGHOUSE_FOLDER": str(world.folder),
    }
    with subprocess.Popen([sys.executable, "-m", "tests.scenarios.mortal", *point], env={**os.environ, **environment}) as started:
        try:
            await ready(world, started)
            yield started
        finally:
            started.terminate()
            await asyncio.to_thread(started.wait, 20)


async def ready(world: World, started: subprocess.Popen[bytes]) -> None:
    async with asyncio.timeout(40):
        while started.poll() is None:
            try:
                if (await world.clients["adjudication"].get("/readyz")).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.1)


async def dies(started: subprocess.Popen[bytes]) -> bool:
    return await asyncio.to_thread(started.wait, 60) == -signal.SIGKILL


async def test_killed_in_the_middle_of_a_reversal_the_ledger_is_the_same(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with hospital(stack, f"{prefix[:27]}1_", tmp_path, MEMBERS) as undisturbed:
        once = await s4_replaced.play(undisturbed)
    folder = tmp_path / "killed"
    folder.mkdir()
    async with hospital(stack, prefix, folder, MEMBERS, names=OTHERS) as most, separate_adjudication(most) as world:
        async with process(world, stack, "after_match") as first:
            visit, claim = await s4_replaced.until_denied(world)
            await s4_replaced.one_line_is_denied_and_the_patient_waits(world, visit, claim)
            await world.bank()
            await s4_replaced.the_coder_adds_modifier_25(world, visit)
            assert await dies(first)
        async with process(world, stack, "before_post") as second:
            assert await dies(second)
        async with process(world, stack):
            await world.until("claim-posted", once.counts["claim-posted"])
            await s4_replaced.until_corrected(world)
            await world.bank()
            await s4_replaced.everything_is_overturned(world, visit, claim)
            assert await Ending.of(world) == once
