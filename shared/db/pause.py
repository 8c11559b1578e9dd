"""Waiting that can be ended.

`asyncio.wait_for` of Python 3.11 returns as if nothing had happened when the event and a cancellation come in the same turn of the loop: the
cancellation is lost, and a process that was told to stop runs on for ever.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress


async def pause(wake: asyncio.Event, seconds: float) -> None:
    """Wait until the event is set or the time is over; a cancellation always comes through."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await wake.wait()
