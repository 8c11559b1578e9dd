"""Everything that can be read is made again from the topics, beside what lives: it says the same to the cent, and nobody outside notices."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, TopicPartition
from sqlalchemy import text

from deploy.embedded.testing import Addresses
from deploy.stories.compare import report
from deploy.stories.format import load
from deploy.stories.installation import Installation, Servers
from deploy.stories.play import Mode, player
from deploy.stories.services import SERVICES, services
from shared.contracts.topics import TOPICS
from shared.db.engine import make_engine, transaction
from shared.db.rebuild import schemas
from shared.proving import figures, prove
from shared.runtime import Runtime
from shared.testing import rows
from tests.scenarios import crowd

pytestmark = pytest.mark.timeout(1800)
HERE = Path(__file__).parent
STORIES = [HERE / f"{name}.yaml" for name in ("s1", "s4", "s5", "s10")]
MANY = 500


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

    def change(self, schema: str, sql: str) -> None:
        """Something is done to a copy behind everybody's back."""

        async def done() -> None:
            engine = make_engine(self.house.settings.database, schema, size=1)
            try:
                async with engine.begin() as connection:
                    await connection.execute(text(sql))
            finally:
                await engine.dispose()

        asyncio.run(done())

    async def figures(self, schema: str) -> Mapping[str, Any]:
        """What people read off a schema."""
        [service] = [each for each in services() if each.name == "adjudication"]
        runtime = Runtime(service, replace(self.house.settings, today=lambda: self.today))
        try:
            return await figures(runtime, schema)
        finally:
            await runtime.engine.dispose()

    def proven(self, copy: str) -> dict[str, Any]:
        """The comparison alone."""

        async def found() -> dict[str, Any]:
            [service] = [each for each in services() if each.name == "adjudication"]
            runtime = Runtime(service, replace(self.house.settings, today=lambda: self.today))
            try:
                return await prove(runtime, copy)
            finally:
                await runtime.engine.dispose()

        return asyncio.run(found())

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


@dataclass(frozen=True)
class Replayed:
    """Adjudication made again, once for all that look at it."""

    done: dict[str, Any]
    outside_before: dict[str, Any]
    outside_after: dict[str, Any]


@pytest.fixture(scope="module")
def replayed(world: World) -> Replayed:
    before = world.heard_outside()
    done = world.rebuilt("adjudication")
    print(f"{done['records']} records were read and folded in {done['seconds']} s: {done['subjects']}")
    return Replayed(done, before, world.heard_outside())


def test_adjudication_is_the_same_to_the_cent(world: World, replayed: Replayed) -> None:
    ledger, board, compared = world.ask("/v1/ledger/verify"), world.ask("/v1/kpi"), replayed.done["compared"]
    assert ledger["sound"]
    assert ledger["claims"] > MANY
    assert compared["same"], "\n".join(compared["sentences"])
    copied = world.rows(replayed.done["into"], "SELECT count(*) AS entries, count(DISTINCT claim_id) AS claims FROM ledger_entry")
    assert copied == [{"entries": ledger["entries"], "claims": ledger["claims"]}]
    figures = asyncio.run(world.figures(replayed.done["into"]))
    assert figures["ledger"]["digest"] == ledger["digest"]
    assert figures["board"]["figures"] == board["figures"]
    assert figures["board"]["control"] == board["control"]


def test_nobody_outside_hears_of_it(world: World, replayed: Replayed) -> None:
    """No event, no file for the clearinghouse, no call, no statement, no charge."""
    assert replayed.outside_after == replayed.outside_before
    assert sum(replayed.outside_after["events"].values()) > 6 * MANY
    for table in ("outbox", "outside_call", "inbox", "progress"):
        assert world.rows(replayed.done["into"], f"SELECT count(*) AS n FROM {table}") == [{"n": 0}], table


@pytest.mark.parametrize("service", [name for name in SERVICES if name not in ("adjudication", "submission")])
def test_every_other_service_is_the_same_row_by_row(world: World, service: str) -> None:
    before = world.heard_outside()
    compared = world.rebuilt(service)["compared"]
    assert compared["same"], "\n".join(compared["sentences"])
    assert sum(table["live"] for table in compared["tables"]) > 0
    assert world.heard_outside() == before


def test_a_copy_with_what_is_kept_can_take_the_place_of_what_lives(world: World) -> None:
    """Offsets, seen events, event log, calls, numbers and files are those of the schema that lives."""
    done = world.rebuilt("submission", "--with-kept")
    assert done["compared"]["same"], "\n".join(done["compared"]["sentences"])
    for table in ("progress", "inbox", "outbox", "outside_call", "sequence", "blob", "intake_file", "dispatch"):
        rest = f'SELECT * FROM "{{}}".{table} EXCEPT SELECT * FROM "{{}}".{table}'
        live, copy = world.schema("submission"), done["into"]
        assert world.rows(live, rest.format(live, copy)) == world.rows(live, rest.format(copy, live)) == [], table
    [newest] = world.rows(done["into"], "SELECT max(id) AS n FROM outbox")
    [following] = world.rows(done["into"], "SELECT nextval(pg_get_serial_sequence('outbox', 'id')) AS n")
    assert following["n"] == newest["n"] + 1


@pytest.mark.parametrize("seen", ["rebuild_message", "denial_case"])
def test_killed_in_the_middle_and_started_again_it_ends_the_same(world: World, seen: str) -> None:
    """While it reads, and while it folds."""
    copy = world.schema("denials") + "_rebuilt"
    world.remove("denials")
    process = world.rebuild("denials")
    until = time.monotonic() + 120
    while not _has_rows(world, copy, seen):
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < until
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert _has_rows(world, copy, seen), "half a copy is left"
    done = world.rebuilt("denials")
    assert done["compared"]["same"], "\n".join(done["compared"]["sentences"])


def test_a_copy_that_was_tampered_with_is_found_out(world: World, replayed: Replayed) -> None:
    """The comparison sees a cent in one state and an entry that is missing, and says where."""
    copy = replayed.done["into"]
    world.change(copy, "UPDATE account SET patient_open = patient_open + 0.01 WHERE key = (SELECT min(key) FROM account)")
    world.change(copy, "ALTER TABLE ledger_entry DISABLE TRIGGER USER")
    world.change(copy, "DELETE FROM ledger_entry WHERE number = 1")
    found = world.proven(copy)
    assert not found["same"]
    assert {table["table"] for table in found["tables"] if not table["same"]} == {"account", "ledger_entry"}
    assert "ledger.digest" in found["differing"]
    [account] = world.rows(copy, "SELECT min(key) AS key FROM account")
    assert any(account["key"] in sentence for sentence in found["sentences"])


def _has_rows(world: World, schema: str, table: str) -> bool:
    there = world.rows("public", f"SELECT 1 AS n FROM pg_tables WHERE schemaname = '{schema}' AND tablename = '{table}'")
    return bool(there and world.rows(schema, f"SELECT 1 AS n FROM {table} LIMIT 1"))
