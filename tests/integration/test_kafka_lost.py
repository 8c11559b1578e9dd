"""Kafka is lost with all its data, and what the runbook says about it is done: nothing is handled a second time, and work goes on."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from deploy.embedded.testing import Addresses
from shared.db.engine import make_engine
from shared.harness import running
from shared.kafka.topics_admin import forget_group, remove
from shared.runtime import Runtime
from tests.integration.toy.events import ORDERS, PLACED, TOTALS, OrderPlaced
from tests.integration.toy.service import SERVICE, build
from tests.integration.toy.settings import toy_settings

pytestmark = pytest.mark.anyio
RUNBOOK = ("DELETE FROM progress", "UPDATE outbox SET published_at = NULL WHERE published_at > now() - interval '30 days'")


def toy(stack: Addresses, prefix: str) -> Runtime:
    settings = toy_settings(stack.bootstrap, stack.database_url, prefix)
    return Runtime(SERVICE, settings, build(settings))


async def test_topics_are_filled_again_from_the_event_logs_and_inboxes_drop_what_was_handled(stack: Addresses, prefix: str) -> None:
    first, second = toy(stack, prefix), toy(stack, prefix)
    async with running(first, keep=True) as harness:
        for number in range(10):
            await harness.emit("toy", [OrderPlaced(order_id=f"o{number}", customer_id="c1", amount=5)], f"order {number}")
        await harness.until(lambda: first.runners["toy.total"].counts["handled"] == 10)
        await harness.quiet()
    await remove(first.settings, {PLACED, ORDERS, TOTALS})
    await forget_group(first.settings, "toy")
    engine = make_engine(first.settings.database, first.schema, size=1)
    async with engine.begin() as connection:
        for statement in RUNBOOK:
            await connection.execute(text(statement))
    await engine.dispose()
    async with running(second, anew=False) as harness:
        await harness.until(lambda: second.runners["toy.total"].counts["repeated"] == 10, seconds=60)
        await harness.emit("toy", [OrderPlaced(order_id="o99", customer_id="c1", amount=5)], "afterwards")
        await harness.until(lambda: second.runners["toy.total"].counts["handled"] == 1)
        [total] = await harness.rows("toy", "SELECT document->>'total' AS total, document->>'orders' AS orders FROM toy_total")
        assert total == {"total": "55", "orders": "11"}
