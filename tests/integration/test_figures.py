"""What operators are told, against what really happened: figures, lag of a group, readiness of a process whose servers come and go."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import Any

import pytest

from deploy.embedded.testing import Addresses
from shared.harness import running
from shared.http.metrics import text_of
from shared.kafka.lag import GroupLag
from shared.runtime import Runtime
from tests.integration.toy.events import PLACED, CallWished, OrderPlaced, OrderRemarked
from tests.integration.toy.service import SERVICE, build
from tests.integration.toy.settings import toy_settings
from tests.integration.toy.stages import REFUSED

pytestmark = pytest.mark.anyio
LINE = re.compile(r'([a-z_]+)(?:\{((?:[a-z_]+="[^"\n]*",?)+)\})? (-?[0-9.e+-]+)')


def toy(stack: Addresses, prefix: str, **more: Any) -> Runtime:
    settings = toy_settings(stack.bootstrap, stack.database_url, prefix, **more)
    return Runtime(SERVICE, settings, build(settings))


def order(id: str, amount: int = 5, **more: Any) -> OrderPlaced:
    return OrderPlaced(order_id=id, customer_id="c1", amount=amount, **more)


def figures(runtime: Runtime) -> dict[str, float]:
    """Every sample by its name and labels; fails on a line that Prometheus could not read."""
    found = {}
    for line in text_of(runtime).splitlines():
        if not line.startswith("#"):
            match = LINE.fullmatch(line)
            assert match, line
            found[f"{match[1]}{{{match[2] or ''}}}"] = float(match[3])
    return found


async def test_figures_tell_what_stages_relay_and_people_have_to_do(stack: Addresses, prefix: str) -> None:
    runtime = toy(stack, prefix)
    async with running(runtime) as harness:
        await harness.emit("toy", [order("o1"), order("o2", 7, call=True), OrderRemarked(order_id="o1")], "good")
        await harness.emit("toy", [order("o3", REFUSED)], "bad")
        await harness.until(lambda: _parked(runtime))
        await harness.quiet()
        found = figures(runtime)
        assert found['rcm_messages_total{stage="toy.count",outcome="handled"}'] == 3, "two orders and the answer of a call"
        assert found['rcm_messages_total{stage="toy.count",outcome="parked_rejected"}'] == 1
        assert found['rcm_parked{stage="toy.count",kind="rejected"}'] == 1
        assert found['rcm_work_items{kind="seven"}'] == 1
        assert found['rcm_outside_calls_settled_total{gateway="toy.call",state="answered"}'] == 1
        assert found["rcm_relay_published_total{}"] == len(await harness.rows("toy", "SELECT 1 FROM outbox"))
        assert found['rcm_batch_seconds_count{stage="toy.count"}'] == found['rcm_batch_messages_count{stage="toy.count"}'] > 0
        assert found['rcm_batch_seconds_bucket{stage="toy.count",le="+Inf"}'] == found['rcm_batch_seconds_count{stage="toy.count"}']
        assert found['rcm_stage_latency_seconds_count{stage="toy.count"}'] >= 4
        assert found["rcm_migrations_current{}"] == 1
        assert found["rcm_outbox_depth{}"] == 0
        assert found["process_resident_memory_bytes{}"] > 1e7


async def test_no_figure_shows_an_id_and_a_scrape_asks_nobody(stack: Addresses, prefix: str) -> None:
    runtime = toy(stack, prefix)
    async with running(runtime) as harness:
        await harness.emit("toy", [order("order-4711", REFUSED), order("order-4712", 7, call=True)], "one")
        await harness.until(lambda: _parked(runtime))
        await harness.quiet()
        assert not re.search(r"471[12]|c1", text_of(runtime))
        fastest = min(_seconds(runtime) for _ in range(10))
        assert fastest < 0.010, f"a scrape takes {fastest * 1000:.1f} ms"


async def test_lag_is_that_of_the_whole_group_and_of_a_group_that_never_committed(stack: Addresses, prefix: str) -> None:
    runtime = toy(stack, prefix)
    asked = GroupLag(runtime.settings, "toy", [PLACED])
    never = GroupLag(replace(runtime.settings), "stranger", [PLACED])
    async with running(runtime) as harness:
        await harness.emit("toy", [order(f"o{number}") for number in range(20)], "many")
        await harness.until(lambda: runtime.runners["toy.count"].counts["handled"] == 20)
        await harness.until(lambda: _is_zero(asked))
        assert await never.read() == {"rcm.toy.placed": 20}
    await asked.close()
    await never.close()


async def test_calls_that_nobody_knows_the_end_of_are_counted_until_somebody_found_out(stack: Addresses, prefix: str) -> None:
    runtime = toy(stack, prefix)
    runtime.resources.uncertain = True
    async with running(runtime) as harness:
        await harness.emit("toy", [CallWished(order_id="o9", amount=5)], "call")
        await harness.until(lambda: _uncertain(runtime))
        assert (await runtime.status())["outside_calls"] == [{"gateway": "toy.call", "status": "uncertain", "count": 1}]
        assert figures(runtime)['rcm_outside_calls{gateway="toy.call",state="uncertain"}'] == 1


async def _parked(runtime: Runtime) -> Any:
    return (await runtime.status())["parked"]


async def _uncertain(runtime: Runtime) -> Any:
    return [call for call in (await runtime.status())["outside_calls"] if call["status"] == "uncertain"]


async def _is_zero(asked: GroupLag) -> bool:
    return await asked.read() == {"rcm.toy.placed": 0}


def _seconds(runtime: Runtime) -> float:
    began = time.perf_counter()
    text_of(runtime)
    return time.perf_counter() - began
