"""What an operator does at a terminal, against a service that runs: look, handle again, give up, and ask whether all is well."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from deploy.embedded.testing import Addresses
from shared.harness import Harness, running
from shared.runtime import Runtime
from tests.integration.toy.events import CallWished, OrderPlaced
from tests.integration.toy.service import SERVICE, build
from tests.integration.toy.settings import toy_settings
from tests.integration.toy.stages import REFUSED
from tests.scenarios.world import free_addresses

pytestmark = pytest.mark.anyio
Rcm = Callable[..., Awaitable[tuple[int, str]]]
SIGNED = ("--actor", "amy", "--reason", "never was an order")
HERE = ("--service", "toy")
RCM = [sys.executable, "-c", "from shared.cli import main; main()"]


@asynccontextmanager
async def desk(stack: Addresses, prefix: str, folder: Path) -> AsyncIterator[tuple[Harness, Rcm]]:
    """A running toy, and `rcm` in a folder that knows its address."""
    [address] = free_addresses(1)
    settings = toy_settings(stack.bootstrap, stack.database_url, prefix, listen=address.removeprefix("http://"))
    runtime = Runtime(SERVICE, settings, build(settings))
    (folder / "var").mkdir()
    (folder / "var" / "services.json").write_text(json.dumps({"toy": address}))

    async def rcm(*words: str) -> tuple[int, str]:
        done = await asyncio.to_thread(subprocess.run, [*RCM, *words], cwd=folder, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    async with running(runtime, api=True) as harness:
        yield harness, rcm


async def two_parked(harness: Harness) -> None:
    """The first message of o1 is refused, the second waits behind it."""
    for cause, amount in (("first", REFUSED), ("second", 5)):
        await harness.emit("toy", [OrderPlaced(order_id="o1", customer_id="c1", amount=amount)], cause)

    async def both() -> bool:
        return len(await harness.rows("toy", "SELECT 1 FROM parked")) == 2

    await harness.until(both)
    await harness.quiet()


async def test_a_parked_message_is_found_shown_tried_again_and_given_up(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with desk(stack, prefix, tmp_path) as (harness, rcm):
        assert await rcm("parked", "list") == (0, "Nothing is set aside.\n")
        await two_parked(harness)
        code, text = await rcm("parked", "list", "--json")
        first, second = json.loads(text)["parked"]
        assert (code, first["kind"], second["kind"]) == (1, "rejected", "waiting")

        code, text = await rcm("parked", "show", str(first["id"]), *HERE, "--json")
        shown = json.loads(text)
        assert (code, shown["waiting_behind"], shown["envelope"]["subject"], shown["topic"]) == (0, 1, "o1", "rcm.toy.placed")
        assert "value" not in shown
        assert "amount: nobody pays thirteen" in (await rcm("parked", "show", str(first["id"]), *HERE))[1]
        code, text = await rcm("parked", "show", str(first["id"]), *HERE, "--payload", "--json")
        assert json.loads(json.loads(text)["value"])["amount"] == REFUSED

        code, text = await rcm("parked", "retry", str(first["id"]), *HERE, *SIGNED)
        assert (code, text) == (1, "0 handled. 2 still set aside: amount: nobody pays thirteen\n")
        assert (await rcm("parked", "discard", str(first["id"]), *HERE, *SIGNED))[0] == 0
        assert await rcm("parked", "list") == (0, "Nothing is set aside.\n")
        [kept, freed] = await harness.rows("toy", "SELECT discarded_by, discard_reason, released_at, discarded_at FROM parked ORDER BY id")
        assert (kept["discarded_by"], kept["discard_reason"], kept["released_at"]) == ("amy", "never was an order", None)
        assert freed["released_at"] is not None


async def test_deciding_takes_a_name_and_a_reason_and_a_message_that_is_there(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with desk(stack, prefix, tmp_path) as (_, rcm):
        for verb in ("retry", "discard"):
            code, text = await rcm("parked", verb, "1", *HERE, "--actor", "amy")
            assert (code, "--reason" in text) == (2, True)
            code, text = await rcm("parked", verb, "1", *HERE, *SIGNED)
            assert (code, "no such parked message" in text) == (1, True)
        assert (await rcm("parked", "discard", "1", "--service", "nobody", *SIGNED))[0] == 2


async def test_status_says_whether_somebody_is_needed(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with desk(stack, prefix, tmp_path) as (harness, rcm):
        code, text = await rcm("status")
        assert (code, "All is well." in text) == (0, True)
        await two_parked(harness)
        harness.runtimes["toy"].resources.uncertain = True
        await harness.emit("toy", [CallWished(order_id="o9", amount=5)], "call")

        async def unsure() -> bool:
            return bool(await harness.rows("toy", "SELECT 1 FROM work_item WHERE kind = 'outside_call_uncertain'"))

        await harness.until(unsure)
        code, text = await rcm("status")
        assert code == 1
        assert "toy: 1 messages are parked" in text
        assert "toy: of 1 outside calls nobody knows whether they arrived" in text
        code, text = await rcm("status", "--json")
        found = json.loads(text)["toy"]
        assert (code, found["group_lag"].keys(), len(found["needs"])) == (1, {"rcm.toy.placed", "rcm.toy.order"}, 2)


async def test_status_tells_that_a_service_does_not_answer(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "services.json").write_text(json.dumps({"toy": free_addresses(1)[0]}))
    done = await asyncio.to_thread(subprocess.run, [*RCM, "status"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "toy: does not answer (ConnectError)" in done.stdout
