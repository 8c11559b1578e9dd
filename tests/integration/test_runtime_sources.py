"""What begins inside a service: documents gathered of many subjects, files of a partner, days that come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.embedded.testing import Addresses
from shared.db.batcher import BatchMaker
from shared.db.delivery import Delivery
from shared.db.folder import FolderReader
from shared.db.ticker import Ticker
from shared.settings import Clock
from shared.testing import SITE, ZONE, deliver, fresh_schema, message, outbox_of, rows, runner_of
from tests.integration.toy.events import OrderPlaced
from tests.integration.toy.service import Partner, Tables, build

pytestmark = pytest.mark.anyio
PARTS = build(None)
COUNT = PARTS.stages[0]
CLOCK = Clock(ZONE, date(2026, 11, 2))


@pytest.fixture
async def engine(stack: Addresses, prefix: str) -> AsyncIterator[AsyncEngine]:
    async with fresh_schema(stack.database_url, f"{prefix}toy", Tables.metadata) as engine:
        yield engine


def order(number: int, **more: object) -> OrderPlaced:
    return OrderPlaced.model_validate({"order_id": f"o{number}", "customer_id": "c1", "amount": 1, **more})


async def test_each_ready_subject_is_in_exactly_one_document(engine: AsyncEngine) -> None:
    await deliver(engine, COUNT, [message(order(n, bundle=True), f"order {n}") for n in range(20)])
    makers = [BatchMaker(engine, PARTS.batchers[0], SITE, CLOCK) for _ in range(3)]
    assert sum(await asyncio.gather(*(maker.once() for maker in makers))) == 20
    assert await makers[0].once() == 0
    bundled = [row for row in await outbox_of(engine) if row["type"].startswith("rcm.toy.order-bundled")]
    assert sorted(row["key"] for row in bundled) == sorted(f"o{n}" for n in range(20))
    assert await rows(engine, "SELECT 1 FROM toy_order WHERE to_bundle OR document->>'bundle' IS NULL") == []


async def test_a_subject_that_is_bundled_again_gets_events_of_its_own(engine: AsyncEngine) -> None:
    maker = BatchMaker(engine, PARTS.batchers[0], SITE, CLOCK)
    for again in range(2):
        await deliver(engine, COUNT, [message(order(1, bundle=True), f"order 1 {again}")])
        assert await maker.once() == 1
    assert [row["value"]["bundle"] for row in await outbox_of(engine) if "bundle" in row["value"]] == [1, 2]


def reader(engine: AsyncEngine) -> FolderReader:
    return FolderReader(engine, PARTS.folders[0], SITE, CLOCK, Partner())


async def test_a_file_is_read_once_by_however_many_processes_and_under_whatever_name(engine: AsyncEngine, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("o1,c1,5\no2,c1,6\n")
    readers = [reader(engine) for _ in range(3)]
    for _ in range(2):
        await asyncio.gather(*(each.look(tmp_path) for each in readers))
    (tmp_path / "orders again.csv").write_text("o1,c1,5\no2,c1,6\n")
    late = reader(engine)
    for _ in range(2):
        await late.look(tmp_path)
    assert [row["key"] for row in await outbox_of(engine)] == ["o1", "o2"]
    assert len(list(tmp_path.iterdir())) == 2


async def test_a_file_that_is_still_being_written_is_left_alone(engine: AsyncEngine, tmp_path: Path) -> None:
    path, each = tmp_path / "orders.csv", reader(engine)
    path.write_text("o1,c1,5\n")
    (tmp_path / "other.part").write_text("o9,c1,5\n")
    assert await each.look(tmp_path) == 0
    path.write_text("o1,c1,5\no2,c1,6\n")
    assert await each.look(tmp_path) == 0
    assert await each.look(tmp_path) == 1
    assert [row["key"] for row in await outbox_of(engine)] == ["o1", "o2"]


async def test_a_file_that_cannot_be_read_is_kept_and_becomes_a_work_item(engine: AsyncEngine, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("nonsense\n")
    (tmp_path / "worse.csv").write_text("o1,c1,five\n")
    (tmp_path / "good.csv").write_text("o1,c1,5\n")
    (tmp_path / "theirs.txt").write_text("# not ours\n")
    each = reader(engine)
    for _ in range(3):
        await each.look(tmp_path)
    found = await rows(engine, "SELECT name, outcome FROM intake_file ORDER BY name")
    assert [(row["name"], row["outcome"]) for row in found] == [
        ("bad.csv", "set_aside"),
        ("good.csv", "read"),
        ("theirs.txt", "not_ours"),
        ("worse.csv", "set_aside"),
    ]
    assert {row["subject"] for row in await rows(engine, "SELECT subject FROM work_item WHERE closed_at IS NULL")} == {"bad.csv", "worse.csv"}


async def test_a_file_that_cannot_even_be_set_aside_is_taken_again(engine: AsyncEngine, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("nonsense\n")
    each = reader(engine)
    await change(engine, "ALTER TABLE work_item RENAME TO gone")
    for _ in range(3):
        assert await each.look(tmp_path) == 0
    await change(engine, "ALTER TABLE gone RENAME TO work_item")
    await each.look(tmp_path)
    [row] = await rows(engine, "SELECT outcome FROM intake_file")
    assert row["outcome"] == "set_aside"


async def change(engine: AsyncEngine, sql: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(text(sql))


def ticker(engine: AsyncEngine, today: date) -> Ticker:
    return Ticker(engine, [runner_of(engine, COUNT)], SITE, Clock(ZONE, today))


async def reminded(engine: AsyncEngine) -> list[tuple[str, str]]:
    return [(row["key"], row["value"]["on"]) for row in await outbox_of(engine) if row["type"].startswith("rcm.toy.order-reminded")]


async def test_missed_days_come_in_order_and_each_subject_is_woken_on_its_own_day(engine: AsyncEngine) -> None:
    orders = [order(1, wake_in_days=3), order(2, wake_in_days=1), order(3, wake_in_days=9)]
    await deliver(engine, COUNT, [message(each, each.order_id) for each in orders])
    assert await ticker(engine, date(2026, 11, 2)).tick() == 0
    late = ticker(engine, date(2026, 11, 7))
    assert await late.tick() == 2
    assert await late.tick() == 0
    assert await reminded(engine) == [("o2", "2026-11-03"), ("o1", "2026-11-05")]


async def test_two_tickers_wake_a_subject_once(engine: AsyncEngine) -> None:
    await deliver(engine, COUNT, [message(order(n, wake_in_days=0), f"order {n}") for n in range(10)])
    await asyncio.gather(*(ticker(engine, date(2026, 11, 2)).tick() for _ in range(3)))
    assert len(await reminded(engine)) == 10


async def test_a_subject_that_asks_again_for_a_day_it_had_is_woken_the_next_day(engine: AsyncEngine) -> None:
    runner = await deliver(engine, COUNT, [message(order(1, wake_in_days=0), "first")])
    await ticker(engine, date(2026, 11, 2)).tick()
    await runner.run([Delivery.of(message(order(1, wake_in_days=0), "second"))])
    assert await ticker(engine, date(2026, 11, 2)).tick() == 0
    assert await ticker(engine, date(2026, 11, 3)).tick() == 1
    assert await reminded(engine) == [("o1", "2026-11-02"), ("o1", "2026-11-03")]
