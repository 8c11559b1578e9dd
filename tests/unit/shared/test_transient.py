"""Which faults pass by themselves: a batch that met one is tried again, and no message is blamed for it."""

from __future__ import annotations

import asyncio
from typing import Any
from unittest import mock

import asyncpg
import pytest
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.exc import DBAPIError, InternalError

from shared.db.engine import is_about_data, is_transient
from shared.kafka import relay
from shared.kafka.relay import Relay

CUT = asyncpg.InternalClientError("cannot switch to state 11; another operation (2) is in progress")
"""What asyncpg says when the server dies in the middle of its answer."""


def wrapped(fault: Exception) -> DBAPIError:
    """As SQLAlchemy hands it on."""
    original = AsyncAdapt_asyncpg_dbapi.InternalClientError(str(fault), fault)
    original.__cause__ = fault
    return InternalError("SELECT 1", {}, original)


@pytest.mark.parametrize("fault", [CUT, wrapped(CUT)], ids=["plain", "through SQLAlchemy"])
def test_a_server_that_dies_in_the_middle_of_its_answer_is_nobodys_fault(fault: Exception) -> None:
    assert is_transient(fault)


def test_a_server_that_goes_away_while_a_connection_is_made_is_nobodys_fault() -> None:
    lost = AsyncAdapt_asyncpg_dbapi.Error("connection was closed in the middle of operation")
    lost.__cause__ = asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")
    assert is_transient(lost)


def test_a_value_that_the_driver_cannot_send_is_the_values_fault() -> None:
    fault = type("DataError", (asyncpg.InterfaceError, ValueError), {})("value out of int32 range")
    assert is_about_data(fault)
    assert not is_transient(fault)


def test_a_server_error_of_our_making_does_not_pass() -> None:
    assert not is_transient(wrapped(ValueError("cache lookup failed for type 4711")))


def test_the_relay_outlives_a_server_that_dies_in_the_middle_of_its_answer() -> None:
    assert asyncio.run(_relayed([CUT, OSError("refused")])) == 3


async def _relayed(faults: list[Exception]) -> int:
    """How often the relay came to lead while its connection broke with these faults, one after the other."""
    led, over = 0, asyncio.Event()

    class Lead:
        async def __aenter__(self) -> None:
            nonlocal led
            led += 1
            if faults:
                raise faults.pop(0)
            over.set()
            await asyncio.Event().wait()

        async def __aexit__(self, *_: object) -> None:
            return None

    settings: Any = mock.Mock()
    with mock.patch.object(relay, "leadership", side_effect=lambda *_: Lead()):
        running = asyncio.ensure_future(Relay(settings, "toy").run())
        done, _ = await asyncio.wait([running, asyncio.ensure_future(over.wait())], timeout=10, return_when=asyncio.FIRST_COMPLETED)
        for each in done - {running}:
            each.result()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    return led
