"""What operators can do about messages that were set aside, over HTTP."""

from __future__ import annotations

import httpx
import pytest

from deploy.embedded.testing import Addresses
from shared.harness import Harness, running
from shared.http.app import create_app
from shared.runtime import Runtime
from tests.integration.toy.events import OrderPlaced
from tests.integration.toy.service import SERVICE, build
from tests.integration.toy.settings import toy_settings
from tests.integration.toy.stages import REFUSED

pytestmark = pytest.mark.anyio
SIGNED = {"actor": {"id": "amy"}, "reason": "the payer has mended its table"}


def client_of(runtime: Runtime) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(create_app(runtime)), base_url="http://test")


async def listed(client: httpx.AsyncClient) -> list[tuple[str, str]]:
    return [(each["key"], each["kind"]) for each in (await client.get("/v1/parked")).json()["parked"]]


async def test_a_refused_message_is_listed_without_its_value_and_can_be_given_up(stack: Addresses, prefix: str) -> None:
    settings = toy_settings(stack.bootstrap, stack.database_url, prefix)
    runtime = Runtime(SERVICE, settings, build(settings))
    async with running(runtime) as harness, client_of(runtime) as client:
        await _refuse_one(harness)
        await harness.until(lambda: listed(client))
        await harness.quiet()
        answer = await client.get("/v1/parked")
        assert [(each["stage"], each["kind"]) for each in answer.json()["parked"]] == [("toy.count", "rejected"), ("toy.count", "waiting")]
        assert all("value" not in each for each in answer.json()["parked"])
        again = await client.post("/v1/parked/release", json={"stage": "toy.count", "key": "o1", **SIGNED})
        assert again.json() == {"handled": 0}
        first = answer.json()["parked"][0]["id"]
        given_up = await client.post(f"/v1/parked/{first}/discard", json={"actor": {"id": "amy"}, "reason": "never was an order"})
        assert given_up.json() == {"discarded": True}
        assert await listed(client) == []
        found = await harness.rows("toy", "SELECT discarded_by, discard_reason FROM parked WHERE discarded_at IS NOT NULL")
        assert found == [{"discarded_by": "amy", "discard_reason": "never was an order"}]


async def test_a_stage_or_number_that_is_not_there_is_a_problem(stack: Addresses, prefix: str) -> None:
    settings = toy_settings(stack.bootstrap, stack.database_url, prefix)
    runtime = Runtime(SERVICE, settings, build(settings))
    async with running(runtime), client_of(runtime) as client:
        answer = await client.post("/v1/parked/release", json={"stage": "toy.nothing", "key": "o1", **SIGNED})
        assert (answer.status_code, answer.json()["place"]) == (404, "stage")
        missing = await client.post("/v1/parked/7/discard", json={"actor": {"id": "amy"}, "reason": "cannot be"})
        assert (missing.status_code, missing.json()["place"]) == (404, "number")


async def _refuse_one(harness: Harness) -> None:
    """The first message of o1 is refused, the second waits behind it."""
    await harness.emit("toy", [OrderPlaced(order_id="o1", customer_id="c1", amount=REFUSED)], "first")
    await harness.emit("toy", [OrderPlaced(order_id="o1", customer_id="c1", amount=5)], "second")
