"""The whole runtime: two chained stages, a gateway, a batcher and a folder, on real Kafka and PostgreSQL."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest
from aiokafka.cluster import ClusterMetadata
from sqlalchemy import text

from deploy.embedded.testing import Addresses
from shared.harness import Harness, forget, running
from shared.kafka.topics_admin import forget_group, prepare, remove
from shared.runtime import Runtime
from shared.stage.faults import StopTheLine
from shared.testing import rows_in
from tests.integration.toy.events import PLACED, OrderPlaced
from tests.integration.toy.service import SERVICE, Partner, build
from tests.integration.toy.settings import toy_settings
from tests.integration.toy.stages import REFUSED

pytestmark = pytest.mark.anyio
CUSTOMERS = 3


def toy(stack: Addresses, prefix: str, partner: Partner | None = None) -> Runtime:
    settings = toy_settings(stack.bootstrap, stack.database_url, prefix)
    return Runtime(SERVICE, settings, build(settings, partner))


def orders(count: int, **more: object) -> list[OrderPlaced]:
    return [OrderPlaced.model_validate({"order_id": f"o{n}", "customer_id": f"c{n % CUSTOMERS}", "amount": 100 + n, **more}) for n in range(count)]


def expected(given: list[OrderPlaced]) -> dict[str, int]:
    return {f"c{c}": sum(each.amount for each in given if each.customer_id == f"c{c}") for c in range(CUSTOMERS)}


async def totals(harness: Harness) -> dict[str, int]:
    found = await harness.rows("toy", "SELECT key, (document->>'total')::int AS total FROM toy_total ORDER BY key")
    return {row["key"]: row["total"] for row in found}


async def wait_for_totals(harness: Harness, wanted: dict[str, int]) -> None:
    async def reached() -> bool:
        return await totals(harness) == wanted

    await harness.until(reached)


async def test_a_chain_of_stages_counts_every_event_once_though_each_is_published_twice(stack: Addresses, prefix: str) -> None:
    async with running(toy(stack, prefix)) as harness:
        given = orders(60)
        await harness.emit("toy", given, "first")
        await wait_for_totals(harness, expected(given))
        await harness.quiet()
        before = await harness.rows("toy", "SELECT event_id, value FROM outbox ORDER BY id")
        async with harness.runtimes["toy"].session() as session:
            await session.execute(text("UPDATE outbox SET published_at = NULL"))
        await harness.quiet()
        assert await harness.rows("toy", "SELECT event_id, value FROM outbox ORDER BY id") == before
        assert await totals(harness) == expected(given)
        status = await harness.runtimes["toy"].status()
        assert status["counts"]["toy.count"]["repeated"] == 60


async def test_everything_a_service_can_do_happens_once(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    partner = Partner(folder=str(tmp_path))
    async with running(toy(stack, prefix, partner)) as harness:
        (tmp_path / "more.csv").write_text("f1,c0,40\nf2,c1,41\n")
        given = orders(9, call=True, bundle=True, wake_in_days=0)
        await harness.emit("toy", given, "first")
        wanted = expected(given)
        await wait_for_totals(harness, {"c0": wanted["c0"] + 40, "c1": wanted["c1"] + 41, "c2": wanted["c2"]})

        async def all_done() -> bool:
            states = await harness.rows("toy", "SELECT document FROM toy_order WHERE key LIKE 'o%'")
            return all(s["document"]["said"] and s["document"]["bundle"] and s["document"]["reminded"] for s in states)

        await harness.until(all_done)
        await harness.quiet()
        assert sorted(partner.calls) == sorted((f"o{n}", 1) for n in range(9))
        kinds = await harness.rows("toy", "SELECT split_part(type, '.', 3) AS kind, count(*) FROM outbox GROUP BY 1 ORDER BY 1")
        counts = {row["kind"]: row["count"] for row in kinds}
        assert counts == {
            "call-answered": 9,
            "call-wished": 9,
            "order-bundled": 9,
            "order-counted": 11,
            "order-placed": 11,
            "order-reminded": 9,
            "total-changed": 11,
        }


async def test_a_topic_that_a_broker_forgot_to_name_while_it_started_is_read_all_the_same(
    stack: Addresses, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a crash the broker answers before it has found all topics again, and the group shares out what is named."""
    runtime = toy(stack, prefix)
    hidden, known = runtime.settings.topic(PLACED.name), ClusterMetadata.partitions_for_topic
    until = time.monotonic() + 8
    monkeypatch.setattr(
        ClusterMetadata, "partitions_for_topic", lambda self, name: None if name == hidden and time.monotonic() < until else known(self, name)
    )
    async with running(runtime) as harness:
        assert time.monotonic() < until, "the group was formed while the topic was hidden"
        given = orders(6)
        await harness.emit("toy", given, "first")
        await wait_for_totals(harness, expected(given))


async def test_a_refused_message_holds_up_its_key_only_and_a_person_lets_it_go_on(stack: Addresses, prefix: str) -> None:
    runtime = toy(stack, prefix)
    async with running(runtime) as harness:
        given = orders(6)
        await harness.emit("toy", [given[0].model_copy(update={"amount": REFUSED})], "refused")
        await harness.emit("toy", given, "first")
        held = {**expected(given), "c0": expected(given)["c0"] - given[0].amount}
        await wait_for_totals(harness, held)

        async def is_parked() -> bool:
            parked = (await runtime.status())["parked"]
            return [(each["kind"], each["count"]) for each in parked] == [("rejected", 1), ("waiting", 1)]

        await harness.until(is_parked)
        [first] = await harness.rows("toy", "SELECT id FROM parked WHERE kind = 'rejected'")
        assert await runtime.discard(first["id"], "amy", "never was an order")
        await wait_for_totals(harness, expected(given))
        assert (await runtime.status())["parked"] == []


async def test_two_processes_share_the_work_and_do_it_once(stack: Addresses, prefix: str) -> None:
    async with running(toy(stack, prefix)) as harness:
        second, stop = toy(stack, prefix), asyncio.Event()
        task = asyncio.create_task(second.run(worker=True, api=False, stop=stop))
        given = orders(120)
        await harness.emit("toy", given[:60], "first")
        await harness.until(lambda: second.worker and second.worker.assigned())
        await harness.emit("toy", given[60:], "second")
        await wait_for_totals(harness, expected(given))
        stop.set()
        await task


async def test_a_group_that_kafka_has_forgotten_reads_history_again_and_drops_it(stack: Addresses, prefix: str) -> None:
    runtime, given = toy(stack, prefix), orders(60)
    async with running(runtime, keep=True) as harness:
        await harness.emit("toy", given, "first")
        await wait_for_totals(harness, expected(given))
        await harness.quiet()
    runtime = toy(stack, prefix)
    await forget_group(runtime.settings, "toy")
    async with runtime.session() as session:
        await session.execute(text("DELETE FROM inbox"))
    async with running(runtime, anew=False) as harness:
        await harness.until(lambda: runtime.runners["toy.total"].counts["repeated"] == 60)
        await harness.quiet()
        assert await totals(harness) == expected(given)


async def test_a_database_that_breaks_its_connections_delays_and_loses_nothing(stack: Addresses, prefix: str) -> None:
    runtime, given = toy(stack, prefix), orders(200, call=True)
    async with running(runtime) as harness:
        for part in range(4):
            await harness.emit("toy", given[part * 50 : part * 50 + 50], f"part {part}")
            cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name AND pid <> pg_backend_pid()"
            await rows_in(stack.database_url, "public", cut, name=f"rcm {runtime.schema}")
            await asyncio.sleep(0.1)
        await wait_for_totals(harness, expected(given))

        async def all_answered() -> bool:
            [row] = await harness.rows("toy", "SELECT count(*) AS answered FROM outside_call WHERE status = 'answered'")
            return bool(row["answered"] == 200)

        await harness.until(all_answered)


async def test_a_worker_stops_with_a_sentence_when_its_topic_was_created_again(stack: Addresses, prefix: str) -> None:
    again = toy(stack, prefix)
    await again.migrate()
    async with again.session() as session:
        old = {"stage": "toy.count", "topic": PLACED.name}
        for partition in range(PLACED.partitions):
            values = {**old, "partition": partition}
            await session.execute(text("INSERT INTO progress VALUES (:stage, :topic, :partition, 'an id of the past', 7)"), values)
        await again.emit(session, orders(1), stage="toy.test", cause="second")
    with pytest.raises(StopTheLine, match="was deleted and created again"):
        await asyncio.wait_for(again.run(worker=True, api=False), 30)
    await forget(again)


async def test_topics_have_their_partitions_and_a_changed_number_is_refused(stack: Addresses, prefix: str) -> None:
    settings = toy_settings(stack.bootstrap, stack.database_url, prefix)
    ids = await prepare(settings, [PLACED])
    assert await prepare(settings, [PLACED]) == ids
    with pytest.raises(StopTheLine, match="has 6 partitions, declared are 7"):
        await prepare(settings, [replace(PLACED, partitions=7)])
    await remove(settings, [PLACED])
