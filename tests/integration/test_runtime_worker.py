"""The whole runtime: two chained stages, a gateway, a batcher and a folder, on real Kafka and PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.embedded.testing import Addresses
from shared.harness import Harness, running
from shared.runtime import Runtime
from tests.integration.toy.events import OrderPlaced
from tests.integration.toy.service import SERVICE, Partner, build
from tests.integration.toy.settings import toy_settings

pytestmark = pytest.mark.anyio


def toy(stack: Addresses, prefix: str, partner: Partner | None = None) -> Runtime:
    settings = toy_settings(stack.bootstrap, stack.database_url, prefix)
    return Runtime(SERVICE, settings, build(settings, partner))


async def totals(harness: Harness) -> dict[str, int]:
    found = await harness.rows("toy", "SELECT key, (document->>'total')::int AS total FROM toy_total ORDER BY key")
    return {row["key"]: row["total"] for row in found}


async def test_a_chain_of_stages_counts_every_event_once_though_each_is_published_twice(stack: Addresses, prefix: str) -> None:
    async with running(toy(stack, prefix)) as harness:
        orders = [OrderPlaced(order_id=f"o{n}", customer_id=f"c{n % 3}", amount=n) for n in range(60)]
        await harness.emit("toy", orders, "first")
        expected = {f"c{c}": sum(n for n in range(60) if n % 3 == c) for c in range(3)}

        async def all_there() -> bool:
            return await totals(harness) == expected

        await harness.until(all_there)
        await harness.quiet()
        await harness.rows("toy", "WITH again AS (UPDATE outbox SET published_at = NULL RETURNING 1) SELECT count(*) FROM again")
