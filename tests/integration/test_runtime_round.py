"""What a service has read at a time is one transaction for all its consumers; when one of them objects, each is run alone."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.embedded.testing import Addresses
from shared.contracts.event import Event, Message
from shared.contracts.topics import Topic
from shared.db.delivery import Delivery, Place
from shared.db.round import Round
from shared.db.runner import Runner
from shared.stage.stage import Bound, Context
from shared.testing import fresh_schema, message, outbox_of, rows, runner_of
from tests.integration.toy.events import ORDERS, PLACED, CallAnswered, OrderCounted, OrderPlaced, OrderReminded
from tests.integration.toy.service import Tables, build
from tests.integration.toy.stages import BUG, REFUSED, Order, evolve_order

pytestmark = pytest.mark.anyio
COUNT, TOTAL = build(None).stages


def remark(order: Order, event: Event, context: Context[None]) -> list[Event]:
    return [OrderReminded(order_id=order.order_id, on=f"amount {order.amount}")]


REMARK = Bound(replace(COUNT.stage, name="toy.remark", handles=(OrderPlaced, CallAnswered), decide=remark, evolve=evolve_order), COUNT.store)
"""A second stage on the table of the first."""


@pytest.fixture
async def engine(stack: Addresses, prefix: str) -> AsyncIterator[AsyncEngine]:
    async with fresh_schema(stack.database_url, f"{prefix}toy", Tables.metadata) as engine:
        yield engine


def house(engine: AsyncEngine, *stages: Bound[Order, None]) -> tuple[Round, dict[str, Runner]]:
    runners = [runner_of(engine, bound) for bound in stages]
    readers: dict[Topic, list[Runner]] = {}
    for runner in runners:
        for topic in runner.work.topics:
            readers.setdefault(topic, []).append(runner)
    return Round(engine, readers), {runner.work.name: runner for runner in runners}


def order(number: int, amount: int = 1, cause: str = "") -> Message:
    return message(OrderPlaced(order_id=f"o{number}", customer_id="c1", amount=amount), f"order {number} {amount} {cause}")


def counted(number: int) -> Message:
    return message(OrderCounted(order_id=f"o{number}", customer_id="c1", amount=5, times=1), f"counted {number}")


def lying(topic: Topic, messages: Sequence[Message], start: int = 0) -> list[Delivery]:
    return [replace(Delivery.of(each), place=Place(topic.name, "first", 0, start + n)) for n, each in enumerate(messages)]


async def transactions(engine: AsyncEngine) -> int:
    """How many transactions wrote the positions."""
    [row] = await rows(engine, "SELECT count(DISTINCT xmin::text) AS n FROM progress")
    return int(row["n"])


async def test_all_consumers_of_all_topics_share_one_transaction(engine: AsyncEngine) -> None:
    together, runners = house(engine, COUNT, REMARK, TOTAL)
    await together.run([*lying(PLACED, [order(1), order(2)]), *lying(ORDERS, [counted(8), counted(9)])])
    assert {name: runner.counts["handled"] for name, runner in runners.items()} == {"toy.count": 2, "toy.remark": 2, "toy.total": 2}
    assert await transactions(engine) == 1
    assert len(await rows(engine, "SELECT 1 FROM progress")) == 5, "every stage notes every partition it was sent"


async def test_two_stages_on_one_table_see_what_the_other_did_in_the_same_round(engine: AsyncEngine) -> None:
    together, _ = house(engine, COUNT, REMARK)
    await together.run(lying(PLACED, [order(1, 5)]))
    [row] = await rows(engine, "SELECT document->>'times' AS times, document->>'reminded' AS reminded FROM toy_order")
    assert (row["times"], row["reminded"]) == ("1", '["amount 5"]')


async def test_a_round_that_comes_again_does_nothing(engine: AsyncEngine) -> None:
    together, runners = house(engine, COUNT, REMARK, TOTAL)
    given = [*lying(PLACED, [order(1), order(2)]), *lying(ORDERS, [counted(8)])]
    await together.run(given)
    before = await outbox_of(engine)
    await together.run(given)
    await together.run([replace(each, place=replace(each.place, offset=each.place.offset + 50)) for each in given if each.place])
    assert await outbox_of(engine) == before
    assert {name: runner.counts["handled"] for name, runner in runners.items()} == {"toy.count": 2, "toy.remark": 2, "toy.total": 1}


@pytest.mark.parametrize(("amount", "kind"), [(REFUSED, "rejected"), (BUG, "defect")])
async def test_a_message_that_one_consumer_refuses_is_parked_there_and_nowhere_else(engine: AsyncEngine, amount: int, kind: str) -> None:
    together, runners = house(engine, COUNT, REMARK, TOTAL)
    await together.run([*lying(PLACED, [order(1), order(2, amount), order(3)]), *lying(ORDERS, [counted(8)])])
    parked = [(row["stage"], row["key"], row["kind"]) for row in await rows(engine, "SELECT stage, key, kind FROM parked")]
    assert parked == [("toy.count", "o2", kind)]
    assert {name: runner.counts["handled"] for name, runner in runners.items()} == {"toy.count": 2, "toy.remark": 3, "toy.total": 1}
    assert runners["toy.count"].row == 0, "a round that was taken apart counts nothing"


async def test_a_key_in_quarantine_takes_the_round_apart_and_its_messages_wait(engine: AsyncEngine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    together, runners = house(engine, COUNT, REMARK)
    await together.run(lying(PLACED, [order(2, REFUSED)]))
    await together.run(lying(PLACED, [order(2, 5), order(3, 5)], start=1))
    assert [(row["key"], row["kind"]) for row in await rows(engine, "SELECT key, kind FROM parked ORDER BY id")] == [
        ("o2", "rejected"),
        ("o2", "waiting"),
    ]
    assert "a round is taken apart: Apart" in caplog.text
    assert runners["toy.remark"].counts["handled"] == 3


async def test_a_work_item_that_one_stage_opens_another_can_close_in_the_same_round(engine: AsyncEngine) -> None:
    """Seven is odd and asks for a person; the later of the two stages sees that the amount has changed again."""

    def correct(order: Order, event: Event) -> Order:
        return evolve_order(order, event).but(amount=8) if isinstance(event, OrderPlaced) else evolve_order(order, event)

    corrected = Bound(replace(REMARK.stage, evolve=correct), REMARK.store)
    together, _ = house(engine, COUNT, corrected)
    await together.run(lying(PLACED, [order(1, 7)]))
    assert [row["open"] for row in await rows(engine, "SELECT closed_at IS NULL AS open FROM work_item")] == [False]
    assert await transactions(engine) == 1
