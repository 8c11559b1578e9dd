"""Does the faults of a plan to a running installation, each at its moment, and brings back what it took away."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from threading import Event, Thread
from typing import Self

from deploy.embedded.errors import StackError
from deploy.embedded.installation import Running
from deploy.embedded.ports import LOOPBACK, choose
from deploy.embedded.stack import Server, Stack
from deploy.embedded.supervisor import Child
from tests.chaos.books import AWAY, Books
from tests.chaos.disk import SmallDisk
from tests.chaos.faults import Fault, Plan

LOOK_EVERY_S = 0.15
CATCH_UP_S = 1.5
"""How long the stand-in of a frozen service stays after it has thawed: both are alive then."""


class Harm:
    """`with Harm(...) as harm:` the moment of a fault has come when so large a share of `total` events has been announced."""

    def __init__(self, stack: Stack, running: Running, books: Books, plan: Plan, total: int, disk: SmallDisk | None = None) -> None:
        self.done: list[str] = []
        """What was done, and after how many seconds."""
        self.last_s = 0.0
        """When the last fault was over, in seconds of the monotonic clock."""
        self.failures: list[str] = []
        self._stack, self._running, self._books, self._total, self._disk = stack, running, books, total, disk
        self._waiting = list(plan.faults)
        self._begun = time.monotonic()
        self._stop, self._now = Event(), Event()
        self._at_work: list[Thread] = []
        self._thread = Thread(target=self._run, name="harm", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in (self._thread, *self._at_work):
            thread.join()

    @property
    def under_way(self) -> list[str]:
        """Faults that are not over. Those whose moment is still to come are left out until `finish`."""
        alive = [thread.name for thread in self._at_work if thread.is_alive()]
        return alive + ([str(fault) for fault in self._waiting] if self._now.is_set() else [])

    def finish(self) -> None:
        """The work is nearly over: what has not happened yet happens now."""
        self._now.set()

    def _run(self) -> None:
        while self._waiting and not self._stop.wait(LOOK_EVERY_S):
            share = self._share()
            while self._waiting and share >= self._waiting[0].moment:
                fault = self._waiting[0]
                thread = Thread(target=self._do, args=(fault,), name=str(fault), daemon=True)
                self._at_work.append(thread)
                thread.start()
                self._waiting.pop(0)

    def _share(self) -> float:
        if self._now.is_set():
            return 1.0
        try:
            return self._books.events() / self._total
        except AWAY:
            return 0.0

    def _do(self, fault: Fault) -> None:
        self.done.append(f"{fault} ({time.monotonic() - self._begun:.1f} s)")
        try:
            self._how(fault)()
        except StackError as error:
            self.failures.append(f"{fault}: {error}")
        self.last_s = max(self.last_s, time.monotonic())

    def _how(self, fault: Fault) -> Callable[[], object]:
        server = {"broker": self._stack.kafka, "database": self._stack.postgres}.get(fault.target)
        if server and fault.kind == "full":
            return lambda: self._fill(server, fault.away_s)
        if server:
            return lambda: self._crash(server, fault.away_s)
        if fault.kind == "frozen":
            return lambda: self._freeze(fault.target, fault.away_s)
        number = signal.SIGTERM if fault.kind == "restarted" else signal.SIGKILL
        return lambda: self._running.supervisor.crash(fault.target, fault.away_s, number)

    def _crash(self, server: Server, away_s: float) -> None:
        self._stack.crash(server)
        time.sleep(away_s)
        server.start()

    def _fill(self, server: Server, seconds: float) -> None:
        """Leave a server no space; give it back and start the server again if it could not live without, as its service manager would."""
        assert self._disk is not None
        process, server.process = server.process, None  # its end is no fault of the stack now
        self._disk.fill()
        time.sleep(seconds)
        self._disk.free()
        if process is None or process.code is None:
            server.process = process
            return
        self._stack.folder.end(process)
        self.done.append(f"{process.name} had ended with exit code {process.code} on its full disk and was started again")
        server.start()

    def _freeze(self, name: str, seconds: float) -> None:
        """Stop a service in the middle of whatever it does, let another instance take over, and wake it: it does not know that it was away."""
        pid = self._running.supervisor.pid(name)
        if pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
        stand_in = self._stand_in(self._running.supervisor.child(name))
        try:
            process = self._stack.folder.spawn(stand_in.name, stand_in.argv, env={**os.environ, **stand_in.env})
            time.sleep(seconds)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        time.sleep(CATCH_UP_S)
        self._stack.folder.end(process)

    def _stand_in(self, child: Child) -> Child:
        port = choose(None, set(self._stack.folder.record.ports.values()))
        return replace(child, name=f"{child.name}-stand-in", env={**child.env, "RCM_LISTEN": f"{LOOPBACK}:{port}"})
