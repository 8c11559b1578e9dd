"""A pause must never swallow the order to stop."""

import asyncio
import time

import pytest

from shared.db.pause import pause


async def _wake_and_cancel_at_once() -> None:
    wake = asyncio.Event()
    waiting = asyncio.create_task(pause(wake, 10))
    await asyncio.sleep(0)
    wake.set()
    waiting.cancel()
    await waiting


def test_a_cancellation_in_the_turn_of_the_event_comes_through() -> None:
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(_wake_and_cancel_at_once())


def test_a_pause_ends_with_its_time_or_its_event() -> None:
    async def both() -> None:
        wake = asyncio.Event()
        await pause(wake, 0.01)
        wake.set()
        await pause(wake, 10)

    begun = time.monotonic()
    asyncio.run(both())
    assert time.monotonic() - begun < 5
