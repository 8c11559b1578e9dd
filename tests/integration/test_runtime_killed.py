"""A process may die at any moment, `kill -9`: whoever starts next leaves state and event log as if nothing had happened."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest

from deploy.embedded.testing import Addresses
from shared.kafka.topics_admin import remove
from shared.runtime import Runtime
from shared.testing import dropped_schema, rows
from tests.integration.toy.events import ORDERS, PLACED, TOTALS, OrderPlaced
from tests.integration.toy.process import POINTS
from tests.integration.toy.service import SERVICE
from tests.integration.toy.settings import toy_settings

pytestmark = pytest.mark.anyio
COUNT = 300
GIVEN = [OrderPlaced(order_id=f"o{n % 100}", customer_id=f"c{n % 3}", amount=1000 + n) for n in range(COUNT)]


@asynccontextmanager
async def waiting_orders(stack: Addresses, prefix: str) -> AsyncIterator[Runtime]:
    """A service that is not running and has orders in its outbox."""
    runtime = Runtime(SERVICE, toy_settings(stack.bootstrap, stack.database_url, prefix))
    async with dropped_schema(stack.database_url, runtime.schema):
        await runtime.migrate()
        async with runtime.session() as session:
            await runtime.emit(session, GIVEN, stage="toy.test", cause="first")
        yield runtime
    await runtime.engine.dispose()
    await remove(runtime.settings, [PLACED, ORDERS, TOTALS])


@contextmanager
def process(stack: Addresses, prefix: str, *point: str) -> Iterator[subprocess.Popen[bytes]]:
    names = {"RCM_KAFKA": stack.bootstrap, "RCM_DATABASE": stack.database_url, "RCM_PREFIX": prefix}
    with subprocess.Popen([sys.executable, "-m", "tests.integration.toy.process", *point], env={**os.environ, **names}) as started:
        try:
            yield started
        finally:
            started.kill()


async def progress(runtime: Runtime) -> dict[str, Any]:
    [row] = await rows(
        runtime.engine,
        "SELECT (SELECT sum((document->>'times')::int) FROM toy_order) AS counted, (SELECT sum((document->>'orders')::int) FROM toy_total) AS added,"
        " (SELECT sum((document->>'total')::int) FROM toy_total) AS total, (SELECT count(*) FROM outbox WHERE published_at IS NULL) AS waiting",
    )
    return row


@pytest.mark.parametrize("point", sorted(POINTS))
async def test_nothing_is_lost_and_nothing_happens_twice_when_a_process_is_killed(stack: Addresses, prefix: str, point: str) -> None:
    async with waiting_orders(stack, prefix) as runtime:
        with process(stack, prefix, point, "2") as first:
            assert await asyncio.to_thread(first.wait, 60) == -signal.SIGKILL
        with process(stack, prefix) as second:
            async with asyncio.timeout(60):
                while await progress(runtime) != {"counted": COUNT, "added": COUNT, "total": sum(o.amount for o in GIVEN), "waiting": 0}:
                    await asyncio.sleep(0.1)
            second.terminate()
            assert await asyncio.to_thread(second.wait, 20) == 0
        log = await rows(runtime.engine, "SELECT split_part(source, '/', 4) AS stage, causation_id FROM outbox")
        assert Counter(row["stage"] for row in log) == {"test": COUNT, "count": COUNT, "total": COUNT}
        assert len({(row["stage"], row["causation_id"]) for row in log if row["stage"] != "test"}) == 2 * COUNT
        times = await rows(runtime.engine, "SELECT DISTINCT document->>'times' AS times FROM toy_order")
        assert [row["times"] for row in times] == ["3"]
