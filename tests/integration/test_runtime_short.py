"""A process that is told to stop while it is still starting ends at once and leaves nothing hanging."""

from __future__ import annotations

import asyncio
import time

import pytest

from deploy.embedded.testing import Addresses
from shared.runtime import Runtime
from tests.integration.toy.service import SERVICE, build
from tests.integration.toy.settings import toy_settings

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("after", [0.0, 0.3, 0.8])
async def test_a_worker_that_is_stopped_while_it_starts_ends(stack: Addresses, prefix: str, after: float) -> None:
    settings = toy_settings(stack.bootstrap, stack.database_url, prefix)
    runtime = Runtime(SERVICE, settings, build(settings))
    stop = asyncio.Event()
    begun = time.monotonic()
    running = asyncio.create_task(runtime.run(worker=True, api=False, stop=stop))
    await asyncio.sleep(after)
    stop.set()
    async with asyncio.timeout(20):
        await running
    assert time.monotonic() - begun < 20
