"""One transaction per batch: what a stage does is done exactly once, whatever is delivered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.embedded.testing import Addresses
from shared.contracts.event import Message
from shared.db import parking
from shared.db.delivery import Delivery, Place
from shared.db.engine import transaction
from shared.db.sequences import allot
from shared.stage.faults import Limits, StopTheLine
from shared.testing import deliver, fresh_schema, message, outbox_of, rows, runner_of
from tests.integration.toy.events import PLACED, OrderCounted, OrderPlaced, OrderRemarked
from tests.integration.toy.service import Tables, build
from tests.integration.toy.stages import BUG, BUG_IN_THE_DATABASE, REFUSED

pytestmark = pytest.mark.anyio
COUNT, TOTAL = build(None).stages


@pytest.fixture
async def engine(stack: Addresses, prefix: str) -> AsyncIterator[AsyncEngine]:
    async with fresh_schema(stack.database_url, f"{prefix}toy", Tables.metadata) as engine:
        yield engine


def order(number: int, amount: int = 1, customer: str = "c1", **more: object) -> Message:
    return message(OrderPlaced(order_id=f"o{number}", customer_id=customer, amount=amount, **more), f"order {number} {amount}")


def placed(messages: list[Message], *, topic_id: str = "first", start: int = 0) -> list[Delivery]:
    deliveries = [Delivery.of(each) for each in messages]
    return [replace(each, place=Place(PLACED.name, topic_id, 0, start + n)) for n, each in enumerate(deliveries)]


async def states(engine: AsyncEngine) -> dict[str, int]:
    return {row["key"]: row["times"] for row in await rows(engine, "SELECT key, (document->>'times')::int AS times FROM toy_order")}


async def parked(engine: AsyncEngine) -> list[tuple[str, str]]:
    found = await rows(engine, "SELECT key, kind FROM parked WHERE released_at IS NULL AND discarded_at IS NULL ORDER BY id")
    return [(row["key"], row["kind"]) for row in found]


async def test_a_message_delivered_twice_has_one_effect(engine: AsyncEngine) -> None:
    orders = [order(n) for n in range(5)]
    runner = await deliver(engine, COUNT, [*orders, *orders])
    await runner.run([Delivery.of(each) for each in orders])
    assert await states(engine) == {f"o{n}": 1 for n in range(5)}
    assert [row["key"] for row in await outbox_of(engine)] == [f"o{n}" for n in range(5)]
    assert runner.counts["handled"] == 5
    assert runner.counts["repeated"] == 10


async def test_offsets_that_were_passed_are_dropped_even_when_the_inbox_has_expired(engine: AsyncEngine) -> None:
    runner = runner_of(engine, COUNT)
    await runner.run(placed([order(n) for n in range(3)]))
    async with transaction(engine) as session:
        await session.execute(text("DELETE FROM inbox"))
    await runner.run(placed([order(n) for n in range(4)]))
    assert await states(engine) == {f"o{n}": 1 for n in range(4)}


async def test_a_topic_that_was_created_again_stops_with_a_sentence(engine: AsyncEngine) -> None:
    runner = runner_of(engine, COUNT)
    await runner.run(placed([order(1)]))
    with pytest.raises(StopTheLine, match=r"rcm\.toy\.placed was deleted and created again"):
        await runner.run(placed([order(2)], topic_id="second"))


async def test_events_of_one_subject_in_one_batch_build_on_each_other(engine: AsyncEngine) -> None:
    await deliver(engine, COUNT, [order(1, amount) for amount in (1, 2, 3)])
    assert await states(engine) == {"o1": 3}
    assert [row["value"]["times"] for row in await outbox_of(engine)] == [1, 2, 3]


async def test_ids_follow_from_the_cause(engine: AsyncEngine) -> None:
    given = order(1)
    await deliver(engine, COUNT, [given])
    [row] = await outbox_of(engine)
    assert row["causation_id"] == given.envelope.id
    assert row["time"] == given.envelope.time


async def test_unknown_types_are_counted_and_others_skipped(engine: AsyncEngine) -> None:
    known, remark = order(1), message(OrderRemarked(order_id="o1"))
    unknown = message(OrderRemarked(order_id="o1"), "another")
    unknown = Message(replace(unknown.envelope, type="rcm.toy.order-painted.v1"), unknown.event)
    runner = await deliver(engine, COUNT, [remark, unknown, known])
    assert (runner.counts["unknown"], runner.counts["skipped"], runner.counts["handled"]) == (1, 1, 1)
    assert await parked(engine) == []


async def test_a_message_that_breaks_its_schema_is_parked_and_its_key_waits(engine: AsyncEngine) -> None:
    bad = replace(Delivery.of(order(1, 1)), value=b'{"type": "rcm.toy.order-placed.v1", "amount": "much"}')
    runner = runner_of(engine, COUNT)
    await runner.run([bad, Delivery.of(order(1, 2)), Delivery.of(order(2))])
    await runner.run([Delivery.of(order(1, 3))])
    assert await states(engine) == {"o2": 1}
    assert await parked(engine) == [("o1", "schema"), ("o1", "waiting"), ("o1", "waiting")]
    [first] = await rows(engine, "SELECT reason FROM parked WHERE kind = 'schema'")
    assert "amount: int_parsing" in first["reason"]
    assert "much" not in first["reason"]


async def test_a_refused_message_waits_with_its_followers_and_release_feeds_them_in_order(engine: AsyncEngine) -> None:
    runner = await deliver(engine, COUNT, [order(1, REFUSED), order(1, 2), order(2, 1), order(1, 3)])
    assert await parked(engine) == [("o1", "rejected"), ("o1", "waiting"), ("o1", "waiting")]
    assert await runner.release("o1") == 0
    assert await parked(engine) == [("o1", "rejected"), ("o1", "waiting"), ("o1", "waiting")]
    async with transaction(engine) as session:
        [first, *_] = await parking.waiting(session, "toy.count", "o1")
        assert await parking.discard(session, first.parked_id or 0, "amy", "never was an order") == ("toy.count", "o1")
    assert await runner.release("o1") == 2
    assert await parked(engine) == []
    assert [(row["key"], row["value"]["amount"]) for row in await outbox_of(engine)] == [("o2", 1), ("o1", 2), ("o1", 3)]
    await runner.run([Delivery.of(order(1, 4))])
    assert (await states(engine))["o1"] == 3


async def test_a_bug_parks_the_message_and_says_where_without_saying_what(engine: AsyncEngine, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        await deliver(engine, COUNT, [order(1, BUG), order(2)])
    assert await parked(engine) == [("o1", "defect")]
    assert await states(engine) == {"o2": 1}
    assert "KeyError at stages.py" in caplog.text
    assert "secret" not in caplog.text


async def test_a_message_that_the_database_refuses_is_found_among_its_neighbours(engine: AsyncEngine) -> None:
    await deliver(engine, COUNT, [order(n, BUG_IN_THE_DATABASE if n == 4 else 1) for n in range(9)])
    assert await parked(engine) == [("o4", "rejected")]
    assert await states(engine) == {f"o{n}": 1 for n in range(9) if n != 4}
    assert [row["key"] for row in await outbox_of(engine)] == [f"o{n}" for n in range(9) if n != 4]


async def test_many_bugs_in_a_row_stop_the_line_before_the_commit(engine: AsyncEngine) -> None:
    runner = runner_of(engine, COUNT, limits=Limits(in_a_row=3))
    with pytest.raises(StopTheLine, match="4 messages in a row"):
        await runner.run([Delivery.of(order(n, BUG if n else 1)) for n in range(5)])
    assert await states(engine) == {}
    assert await parked(engine) == []
    assert await rows(engine, "SELECT * FROM inbox") == []


async def test_too_large_a_share_of_bugs_stops_the_line(engine: AsyncEngine) -> None:
    runner = runner_of(engine, COUNT, limits=Limits(share=0.2, share_from=10))
    with pytest.raises(StopTheLine, match="5 of 10 messages"):
        await runner.run([Delivery.of(order(n, BUG if n % 2 else 1)) for n in range(10)])


async def test_a_query_that_can_never_work_stops_the_line(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE toy_order")
    with pytest.raises(StopTheLine, match="impossible"):
        await deliver(engine, COUNT, [order(1)])


async def test_two_workers_that_create_the_same_subject_both_count(engine: AsyncEngine) -> None:
    await asyncio.gather(*(deliver(engine, COUNT, [order(n, amount) for n in range(20)]) for amount in (1, 2, 3, 4)))
    assert await states(engine) == {f"o{n}": 4 for n in range(20)}


async def test_concurrent_writers_leave_each_key_in_order(engine: AsyncEngine) -> None:
    runners = [runner_of(engine, COUNT) for _ in range(4)]
    for first in range(0, 40, 4):
        await asyncio.gather(*(r.run([Delivery.of(order(1, 100 + first + n)), Delivery.of(order(2 + n, first + 1))]) for n, r in enumerate(runners)))
    times = [row["value"]["times"] for row in await outbox_of(engine) if row["key"] == "o1"]
    assert times == list(range(1, 41))


async def test_a_stage_with_a_key_of_its_own_folds_its_own_subject(engine: AsyncEngine) -> None:
    counted = [message(OrderCounted(order_id=f"o{n}", customer_id=f"c{n % 2}", amount=n, times=1), f"c{n}") for n in range(6)]
    await deliver(engine, TOTAL, counted)
    found = await rows(engine, "SELECT key, document->>'total' AS total FROM toy_total ORDER BY key")
    assert [(row["key"], row["total"]) for row in found] == [("c0", "6"), ("c1", "9")]


async def test_work_items_open_and_close_with_the_state(engine: AsyncEngine) -> None:
    runner = await deliver(engine, COUNT, [order(1, 7), order(2, 7)])
    await runner.run([Delivery.of(order(1, 8))])
    items = await rows(engine, "SELECT id, closed_at IS NULL AS open, due_on::text FROM work_item ORDER BY id")
    assert [(item["id"], item["open"], item["due_on"]) for item in items] == [("seven-o1", False, "2026-11-09"), ("seven-o2", True, "2026-11-09")]


async def test_numbers_have_no_gaps_when_transactions_fail(engine: AsyncEngine) -> None:
    async def take(fail: bool) -> int | None:
        try:
            async with transaction(engine) as session:
                number = await allot(session, "interchange", 2)
                await asyncio.sleep(0.01)
                if fail:
                    raise KeyError("changed my mind")
                return number
        except KeyError:
            return None

    numbers = await asyncio.gather(*(take(fail=n % 3 == 0) for n in range(9)))
    assert sorted(filter(None, numbers)) == [1, 3, 5, 7, 9, 11]
