"""Calls to partners: performed once, asked about after a crash, given up in the end, settled by a person when nobody knows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.embedded.testing import Addresses
from shared.db import outside, wishes
from shared.db.delivery import Delivery
from shared.db.engine import transaction
from shared.db.outside import Performer
from shared.db.runner import Runner
from shared.db.wishes import WishWork
from shared.settings import Settings
from shared.stage.gateway import Answer, Call, Gateway, Uncertain
from shared.testing import fresh_schema, message, outbox_of, rows
from tests.integration.toy.events import CallAnswered, CallWished
from tests.integration.toy.service import GATEWAY, Partner, Tables
from tests.integration.toy.settings import toy_settings

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ends does not wait for its calls, as if it had been killed."""
    monkeypatch.setattr(outside, "FINISH_SECONDS", 0.01)


@pytest.fixture
def settings(stack: Addresses, prefix: str) -> Settings:
    return toy_settings(stack.bootstrap, stack.database_url, prefix)


@pytest.fixture
async def engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    async with fresh_schema(settings.database, settings.schema("toy"), Tables.metadata) as engine:
        yield engine


async def wish(engine: AsyncEngine, *orders: str) -> None:
    given = [message(CallWished(order_id=order, amount=n), f"wish {order} {n}") for n, order in enumerate(orders)]
    await Runner(engine, WishWork(GATEWAY)).run([Delivery.of(each) for each in (*given, *given)])


@asynccontextmanager
async def performing(engine: AsyncEngine, settings: Settings, partner: Partner, gateway: Gateway[Any] = GATEWAY) -> AsyncIterator[None]:
    task = asyncio.create_task(Performer(engine, gateway, settings, settings.schema("toy"), partner).run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def calls(engine: AsyncEngine) -> list[str]:
    return [f"{row['subject']} {row['status']} {row['attempt']}" for row in await rows(engine, "SELECT * FROM outside_call ORDER BY ordinal")]


async def until(engine: AsyncEngine, *wanted: str) -> None:
    async with asyncio.timeout(15):
        while await calls(engine) != list(wanted):
            await asyncio.sleep(0.02)


async def types(engine: AsyncEngine) -> list[str]:
    return [row["type"].split(".")[-2] for row in await outbox_of(engine)]


async def test_a_wish_that_comes_twice_is_one_call_with_one_answer(engine: AsyncEngine, settings: Settings) -> None:
    partner = Partner()
    await wish(engine, "o1", "o2")
    async with performing(engine, settings, partner):
        await until(engine, "o1 answered 1", "o2 answered 1")
    assert sorted(partner.calls) == [("o1", 1), ("o2", 1)]
    assert await types(engine) == ["call-answered", "call-answered"]
    assert len(await rows(engine, "SELECT * FROM blob")) == 2


async def test_a_partner_who_is_away_is_tried_again_and_given_up_in_the_end(engine: AsyncEngine, settings: Settings) -> None:
    partner = Partner(unavailable=2)
    await wish(engine, "o1")
    async with performing(engine, settings, partner):
        await until(engine, "o1 answered 3")
        partner.unavailable = 99
        await wish(engine, "o2")
        await until(engine, "o1 answered 3", "o2 gave_up 3")
    assert await types(engine) == ["call-answered", "call-unanswered"]


async def test_nobody_calls_again_what_may_have_arrived_but_a_person(engine: AsyncEngine, settings: Settings) -> None:
    partner = Partner(uncertain=True)
    await wish(engine, "o1")
    async with performing(engine, settings, partner):
        await until(engine, "o1 uncertain 1")
        await asyncio.sleep(0.6)
        assert partner.calls == [("o1", 1)]
        [item] = await rows(engine, "SELECT kind, sentence FROM work_item WHERE closed_at IS NULL")
        assert item["kind"] == "outside_call_uncertain"
        partner.uncertain = False
        [call] = await rows(engine, "SELECT id FROM outside_call")
        async with transaction(engine) as session:
            assert await wishes.retry(session, call["id"])
        await until(engine, "o1 answered 2")
    assert await rows(engine, "SELECT 1 FROM work_item WHERE closed_at IS NULL") == []


async def test_a_bug_in_a_gateway_counts_as_uncertain(engine: AsyncEngine, settings: Settings) -> None:
    async def broken(*_: Any) -> Answer:
        raise ZeroDivisionError

    await wish(engine, "o1")
    async with performing(engine, settings, Partner(), replace(GATEWAY, perform=broken)):
        await until(engine, "o1 uncertain 1")


@pytest.mark.parametrize("arrived", [True, False])
async def test_when_our_database_goes_away_during_a_call_the_partner_is_asked_and_no_person(
    engine: AsyncEngine, settings: Settings, arrived: bool
) -> None:
    partner, away = Partner(arrived={"o1"} if arrived else set()), [ConnectionRefusedError("perform"), ConnectionRefusedError("inquire")]

    async def perform(wish: CallWished, call: Call, resources: Any) -> Answer:
        if away:
            raise away.pop(0)
        return await GATEWAY.perform(wish, call, resources)

    async def inquire(wish: CallWished, call: Call, resources: Any) -> Answer | None:
        if away:
            raise away.pop(0)
        return await GATEWAY.inquire(wish, call, resources)

    await wish(engine, "o1")
    async with performing(engine, settings, partner, replace(GATEWAY, perform=perform, inquire=inquire)):
        await until(engine, "o1 answered 1" if arrived else "o1 answered 2")
    assert partner.calls == ([] if arrived else [("o1", 2)])
    assert await rows(engine, "SELECT 1 FROM work_item") == []


def hanging(reached: asyncio.Event) -> Callable[[Any, Call, Any], Awaitable[Answer]]:
    async def perform(*_: Any) -> Answer:
        reached.set()
        await asyncio.Event().wait()
        raise AssertionError

    return perform


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_call_found_started_after_a_crash_is_asked_about_and_never_blindly_repeated(
    engine: AsyncEngine, settings: Settings, arrived: bool
) -> None:
    partner, reached = Partner(arrived={"o1"} if arrived else set()), asyncio.Event()
    await wish(engine, "o1")
    async with performing(engine, settings, partner, replace(GATEWAY, perform=hanging(reached))):
        await asyncio.wait_for(reached.wait(), 10)
    assert await calls(engine) == ["o1 started 1"]
    async with performing(engine, settings, partner):
        await until(engine, "o1 answered 1" if arrived else "o1 answered 2")
    assert partner.inquiries == ["o1"]
    assert partner.calls == ([] if arrived else [("o1", 2)])


async def test_nobody_knows_whether_it_arrived_so_a_person_asks(engine: AsyncEngine, settings: Settings) -> None:
    async def unsure(*_: Any) -> Answer | None:
        raise Uncertain

    reached = asyncio.Event()
    await wish(engine, "o1")
    async with performing(engine, settings, Partner(), replace(GATEWAY, perform=hanging(reached))):
        await asyncio.wait_for(reached.wait(), 10)
    async with performing(engine, settings, Partner(), replace(GATEWAY, inquire=unsure)):
        await until(engine, "o1 uncertain 1")


async def test_of_one_subject_the_oldest_call_goes_first_and_partners_are_not_overrun(engine: AsyncEngine, settings: Settings) -> None:
    now, most, order = 0, 0, []

    async def slow(wish: CallWished, call: Call, partner: Any) -> Answer:
        nonlocal now, most
        now, most = now + 1, max(most, now + 1)
        order.append((wish.order_id, wish.amount))
        await asyncio.sleep(0.03)
        now -= 1
        return Answer((CallAnswered(order_id=wish.order_id, said=""),))

    await wish(engine, "a", "a", "a", "b", "c", "d", "e")
    async with performing(engine, settings, Partner(), replace(GATEWAY, perform=slow, limit=2)):
        await until(engine, *(f"{subject} answered 1" for subject in "aaabcde"))
    assert most == 2
    assert [number for subject, number in order if subject == "a"] == [0, 1, 2]


async def test_an_orderly_end_waits_for_the_calls_in_hand(engine: AsyncEngine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    reached = asyncio.Event()

    async def slow(wish: CallWished, call: Call, partner: Any) -> Answer:
        reached.set()
        await asyncio.sleep(0.2)
        return Answer((CallAnswered(order_id=wish.order_id, said="just in time"),))

    monkeypatch.setattr(outside, "FINISH_SECONDS", 5.0)
    await wish(engine, "o1")
    async with performing(engine, settings, Partner(), replace(GATEWAY, perform=slow)):
        await asyncio.wait_for(reached.wait(), 10)
    assert await calls(engine) == ["o1 answered 1"]


async def test_two_processes_perform_a_call_once(engine: AsyncEngine, settings: Settings) -> None:
    partner = Partner()
    await wish(engine, *(f"o{n}" for n in range(12)))
    async with performing(engine, settings, partner), performing(engine, settings, partner):
        await until(engine, *(f"o{n} answered 1" for n in range(12)))
    assert sorted(partner.calls) == sorted((f"o{n}", 1) for n in range(12))
