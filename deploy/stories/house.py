"""The hospital as one process that may be killed at any moment: `python -m deploy.stories.house ORDERS`.

All five services run in one event loop on real servers, with their APIs on loopback. A parent process has imported everything and forks the house,
so that it stands again in a moment on what it left behind. The parent is led by lines on its input: `start` (answer: a process number), `kill`
(without warning; answer: how it ended), `alive`; the end of the input ends both. The house answers `rest` on a port of its own, when nothing moves.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import shared.http.app
import shared.kafka.worker
import shared.serve  # noqa: F401
from deploy.stories.pulse import Pulse
from deploy.stories.services import PATIENCE, SERVICES, services
from shared.kafka.relay import Relay
from shared.runtime import Runtime
from shared.settings import Settings
from shared.stage.service import Service
from shared.telemetry.log import set_up


@dataclass(frozen=True)
class Orders:
    """Where the house keeps its calendar and which ports are its own: written by whoever plays."""

    calendar: Path
    control: int
    ports: Mapping[str, int]
    twice: bool = False
    """Every message is published two times."""

    @classmethod
    def read(cls, path: Path) -> Orders:
        given = json.loads(path.read_text())
        return cls(Path(given["calendar"]), given["control"], given["ports"], given["twice"])

    def today(self) -> date:
        """The day that the calendar on the wall shows."""
        return date.fromisoformat(self.calendar.read_text().strip())


def settings_of(orders: Orders) -> list[Settings]:
    """The environment's settings, with the calendar and an address for each service."""
    peers = {name: f"http://127.0.0.1:{port}" for name, port in orders.ports.items()}
    common = replace(Settings.load(), today=orders.today, peers=peers)
    return [replace(common, listen=peers[name].removeprefix("http://")) for name in SERVICES]


async def live(found: Sequence[Service], settings: Sequence[Settings], orders: Orders, *, migrate: bool) -> None:
    """Run until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    runtimes = [Runtime(*pair) for pair in zip(found, settings, strict=True)]
    if migrate:
        for runtime in runtimes:
            await runtime.migrate()  # one after the other: Alembic keeps its environment in a module
    pulse = Pulse(runtimes)
    control = await asyncio.start_server(lambda reader, writer: _answer(reader, writer, runtimes, pulse), "127.0.0.1", orders.control)
    async with control:
        await asyncio.gather(*(runtime.run(migrate=False, stop=stop) for runtime in runtimes))


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, runtimes: Sequence[Runtime], pulse: Pulse) -> None:
    """One question per connection: `ready` or `rest`, answered with `yes` once it is so, or `moves`: what was last seen moving."""
    question = (await reader.readline()).decode().strip()
    if question != "moves":
        await _all_work(runtimes)
    if question == "rest":
        await pulse.until_rest()
    with suppress(ConnectionError):
        writer.write(f"{pulse.moves}\n".encode() if question == "moves" else b"yes\n")
        await writer.drain()
    writer.close()


async def _all_work(runtimes: Sequence[Runtime]) -> None:
    while not all(each.worker and each.worker.assigned() for each in runtimes):
        await asyncio.sleep(0.02)


def publish_twice() -> None:
    """A relay that always dies between publishing and noting it: whatever it publishes comes again, after what was published meanwhile."""
    once = Relay._publish

    async def twice(self: Relay, producer: Any, rows: Sequence[Any]) -> None:
        await once(self, producer, rows)
        await once(self, producer, rows)

    mock.patch.object(Relay, "_publish", twice).start()


class Parent:
    """Forks houses, one after the other."""

    def __init__(self, orders: Orders) -> None:
        self.orders, self.services, self.settings = orders, services(), settings_of(orders)
        self.child, self.lives = 0, 0

    def start(self) -> str:
        self.lives += 1
        self.child = os.fork()
        if not self.child:
            self._live()
        return str(self.child)

    def _live(self) -> None:
        code = 1
        try:
            os.close(0)
            asyncio.run(live(self.services, self.settings, self.orders, migrate=self.lives == 1))
            code = 0
        except BaseException as fault:  # noqa: BLE001  a fork must never go back into its parent's loop
            sys.excepthook(type(fault), fault, fault.__traceback__)
        finally:
            sys.stderr.flush()
            os._exit(code)

    def kill(self) -> str:
        return self._end(signal.SIGKILL)

    def alive(self) -> str:
        if self.child and os.waitpid(self.child, os.WNOHANG)[0]:
            self.child = 0
        return "yes" if self.child else "no"

    def close(self) -> None:
        if self.child:
            self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> str:
        child, self.child = self.child, 0
        os.kill(child, how)
        signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        signal.setitimer(signal.ITIMER_REAL, 0)
        return str(code)


def main(path: str) -> int:
    """Serve the orders of the input's lines until it ends."""
    set_up("stories", "text")
    orders = Orders.read(Path(path))
    if orders.twice:
        publish_twice()
    parent = Parent(orders)
    gc.freeze()
    for line in sys.stdin:
        answer = {"start": parent.start, "kill": parent.kill, "alive": parent.alive}[line.strip()]()
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    parent.close()
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches whoever plays, who closes our input
    sys.exit(main(sys.argv[1]))
