"""Everything that can be read is made again from the topics, beside what lives: it says the same to the cent, and nobody outside notices."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, TopicPartition

from deploy.embedded.testing import Addresses
from deploy.stories.compare import report
from deploy.stories.format import load
from deploy.stories.installation import Installation, Servers
from deploy.stories.play import Mode, player
from deploy.stories.services import SERVICES
from shared.contracts.topics import TOPICS
from shared.db.engine import make_engine, transaction
from shared.db.rebuild import schemas
from shared.testing import rows
from tests.scenarios import crowd

pytestmark = pytest.mark.timeout(600)
HERE = Path(__file__).parent
STORIES = [HERE / f"{name}.yaml" for name in ("s1", "s4", "s5", "s10")]
MANY = 400


@dataclass(frozen=True)
class World:
    """A house at rest, and the last day on its calendar."""

    house: Installation
    today: date

    def rebuild(self, *words: str) -> subprocess.Popen[str]:
        """`rcm rebuild` as a process of its own."""
        command = [str(Path(sys.executable).with_name("rcm")), "rebuild", *words, "--json"]
        own = {**os.environ, **self.house.environment, "RCM_TODAY": self.today.isoformat()}
        return subprocess.Popen(command, env=own, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def rebuilt(self, *words: str) -> dict[str, Any]:
        """What a rebuild and its comparison said."""
        said, faults = self.rebuild(*words, "--compare").communicate()
        assert said, faults
        found: dict[str, Any] = json.loads(said)
        return found

    def ask(self, path: str, **params: Any) -> Any:
        answer = self.house.ask("adjudication", path, **params)
        answer.raise_for_status()
        return answer.json()

    def rows(self, schema: str, sql: str) -> list[dict[str, Any]]:
        async def asked() -> list[dict[str, Any]]:
            engine = make_engine(self.house.settings.database, schema, size=1)
            try:
                return await rows(engine, sql)
            finally:
                await engine.dispose()

        return asyncio.run(asked())

    def schema(self, service: str = "adjudication") -> str:
        return self.house.settings.schema(service)

    def heard_outside(self) -> dict[str, Any]:
        """All that anybody else could notice: where each topic ends, what lies in the folders, what waits to be sent."""
        consumer = KafkaConsumer(bootstrap_servers=self.house.settings.kafka)
        names = {self.house.settings.topic(topic.name): topic.partitions for topic in TOPICS}
        ends = consumer.end_offsets([TopicPartition(name, number) for name, count in names.items() for number in range(count)])
        consumer.close()
        sent = {str(path): path.stat().st_size for path in self.house.outgoing.rglob("*") if path.is_file()}
        counts = {f"{place.topic}/{place.partition}": end for place, end in ends.items()}
        waiting = {name: self.rows(self.schema(name), "SELECT count(*) AS n, max(id) AS last FROM outbox") for name in SERVICES}
        calls = {name: self.rows(self.schema(name), "SELECT count(*) AS n FROM outside_call") for name in SERVICES}
        statements = self.rows(self.schema(), "SELECT count(*) AS n FROM statement")
        return {"events": counts, "files": sent, "outboxes": waiting, "calls": calls, "statements": statements}

    def remove(self, service: str) -> None:
        """The copy of a service."""

        async def removed() -> None:
            engine = make_engine(self.house.settings.database, "public", size=1)
            try:
                async with transaction(engine) as session:
                    await schemas.clear(session, self.schema(service) + "_rebuilt")
            finally:
                await engine.dispose()

        asyncio.run(removed())


@pytest.fixture(scope="module")
def world(stack: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The stories, played and found as they say; then ten thousand claims more."""
    book, folder = load(STORIES, HERE / "site"), tmp_path_factory.mktemp("replay")
    with player(book, Servers(stack.bootstrap, stack.database_url, f"replay{os.getpid()}_"), folder, Mode()) as playing:
        outcome = playing.play()
        assert not outcome.faults, "\n".join(report(each.moment, each.found) for each in outcome.faults)
        today = book.timeline[-1].on
        began = time.monotonic()
        crowd.comes(playing.house, MANY, today - timedelta(days=30), today)
        print(f"{MANY} claims came and were posted in {time.monotonic() - began:.0f} s")
        found = World(playing.house, today)
        yield found
        for service in SERVICES:
            found.remove(service)


def test_adjudication_is_the_same_to_the_cent_and_nobody_outside_hears_of_it(world: World) -> None:
    before, ledger, board = world.heard_outside(), world.ask("/v1/ledger/verify"), world.ask("/v1/kpi")
    assert ledger["sound"]
    assert ledger["claims"] >= MANY
    done = world.rebuilt("adjudication")
    print(f"{done['records']} records were read and folded in {done['seconds']} s: {done['subjects']}")
    compared = done["compared"]
    assert compared["same"], "\n".join(compared["sentences"])
    copied = world.rows(done["into"], "SELECT count(*) AS entries, count(DISTINCT claim_id) AS claims FROM ledger_entry")
    assert copied == [{"entries": ledger["entries"], "claims": ledger["claims"]}]
    assert compared["figures"]["ledger"]["digest"] == ledger["digest"]
    assert compared["figures"]["board"]["figures"] == board["figures"]
    assert compared["figures"]["board"]["control"] == board["control"]
    assert world.heard_outside() == before, "no event, no file, no call, no statement, no charge"
    assert world.rows(done["into"], "SELECT count(*) AS n FROM outbox") == [{"n": 0}]
    assert world.rows(done["into"], "SELECT count(*) AS n FROM outside_call") == [{"n": 0}]


@pytest.mark.parametrize("seen", ["rebuild_message", "account"])
def test_killed_in_the_middle_and_started_again_it_ends_the_same(world: World, seen: str) -> None:
    """While it reads, and while it folds."""
    copy = world.schema() + "_rebuilt"
    world.remove("adjudication")
    process = world.rebuild("adjudication")
    until = time.monotonic() + 120
    while not _has_rows(world, copy, seen):
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < until
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert _has_rows(world, copy, seen), "half a copy is left"
    done = world.rebuilt("adjudication")
    assert done["compared"]["same"], "\n".join(done["compared"]["sentences"])


def _has_rows(world: World, schema: str, table: str) -> bool:
    there = world.rows("public", f"SELECT 1 AS n FROM pg_tables WHERE schemaname = '{schema}' AND tablename = '{table}'")
    return bool(there and world.rows(schema, f"SELECT 1 AS n FROM {table} LIMIT 1"))
