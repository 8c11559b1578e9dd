"""Keeps child processes running: starts them in order, restarts what dies, gives up on what keeps dying.

A child that fails again and again is a fault that somebody must see, so the whole stack stops with the end of that child's
log; restarting it for ever would look like a running system in which nothing happens.
"""

import logging
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, RLock, Thread
from typing import Self

from deploy.embedded.errors import StackError
from deploy.embedded.folder import DataFolder
from deploy.embedded.jars import Progress
from deploy.embedded.process import Process, last_lines

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Child:
    """A program to keep running. `env` is added to ours; `ready` tells when it can be used (asked until it says so)."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    ready: Callable[[], bool] | None = None
    cwd: Path | None = None
    ready_within_s: float = 60
    stop_within_s: float = 10


@dataclass(frozen=True)
class Patience:
    """How much dying is tolerated. A child that lived for `steady_s` begins a new row of failures."""

    failures_in_a_row: int = 5
    steady_s: float = 10
    first_wait_s: float = 0.5
    longest_wait_s: float = 10

    def wait(self, failures: int) -> float:
        return min(self.first_wait_s * 2.0 ** (failures - 1), self.longest_wait_s)


@dataclass
class _Kept:
    child: Child
    process: Process | None = None
    begun: float = 0
    due: float = 0
    failures: int = 0
    away_until: float | None = None
    """Set by `crash`: its end was wanted, and when it may begin again."""


class Supervisor:
    """`with Supervisor(stack.folder, children, also=stack.check) as supervisor: supervisor.wait()`.

    `also` is called again and again and raises StackError when something else has ended, such as a server. Children are
    watched by a thread, so the block is free to do work of its own and to call `check` now and then.
    """

    def __init__(
        self,
        folder: DataFolder,
        children: Sequence[Child],
        *,
        patience: Patience | None = None,
        also: Callable[[], None] = lambda: None,
        on_progress: Progress = lambda _: None,
    ) -> None:
        self._folder = folder
        self._kept = [_Kept(child) for child in children]
        self._patience = patience or Patience()
        self._also = also
        self._on_progress = on_progress
        self._ended = Event()
        self._changing = RLock()
        self.ends: list[tuple[str, int | None]] = []
        """Name and exit code of each child that ended although nobody wanted it to."""
        self._failure: StackError | None = None
        self._watcher = Thread(target=self._watch, name="supervisor", daemon=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start all children and return when all are ready. Raises StackError, with everything stopped again."""
        try:
            for kept in self._kept:
                self._on_progress(f"starting {kept.child.name}")
                self._spawn(kept)
            self._watcher.start()
            for kept in self._kept:
                self._await_ready(kept.child)
        except BaseException:
            self.stop()
            raise

    def check(self) -> None:
        """Raises StackError when the supervisor has given up."""
        if self._failure:
            raise self._failure

    def wait(self) -> None:
        """Block until the supervisor gives up (StackError), is stopped from elsewhere, or a signal interrupts."""
        while not self._ended.wait(0.5):
            pass
        self.check()

    def crash(self, name: str, away_s: float = 0.0, number: signal.Signals = signal.SIGKILL) -> bool:
        """End a child without warning, as a fault would, and start it again after `away_s` seconds; it does not count as one of its failures.
        False when it was not running at this moment: it stays away as long all the same."""
        with self._changing:
            kept = self._of(name)
            until = time.monotonic() + away_s
            if kept.process is None or kept.process.code is not None:
                kept.due = max(kept.due, until)
                return False
            kept.away_until = until
            os.kill(kept.process.pid, number)
            return True

    def child(self, name: str) -> Child:
        """How a child is started."""
        return self._of(name).child

    def pid(self, name: str) -> int | None:
        """The number of a child's process; None while there is none."""
        process = self._of(name).process
        return process.pid if process and process.code is None else None

    def _of(self, name: str) -> _Kept:
        return next(kept for kept in self._kept if kept.child.name == name)

    def stop(self) -> None:
        """Stop the children, last started first; nothing of them is left."""
        self._ended.set()
        if self._watcher.ident:
            self._watcher.join()
        for kept in reversed(self._kept):
            if kept.process:
                self._folder.end(kept.process, kept.child.stop_within_s)

    def _spawn(self, kept: _Kept) -> None:
        env = {**os.environ, "PYTHONUNBUFFERED": "1", **kept.child.env}
        kept.process = self._folder.spawn(kept.child.name, kept.child.argv, env=env, cwd=kept.child.cwd)
        kept.begun = time.monotonic()

    def _await_ready(self, child: Child) -> None:
        deadline = time.monotonic() + child.ready_within_s
        while child.ready and not child.ready():
            if self._ended.wait(0.05):
                break
            if time.monotonic() > deadline:
                lines = last_lines(self._folder.log(child.name))
                raise StackError(f"{child.name} was not ready within {child.ready_within_s:.0f} s; the last lines of its log:\n{lines}")
        self.check()

    def _watch(self) -> None:
        try:
            while not self._ended.wait(0.1):
                self._also()
                for kept in self._kept:
                    with self._changing:
                        self._look_after(kept)
        except StackError as error:
            self._failure = error
        except Exception as error:  # noqa: BLE001 a watcher that dies in silence would leave the children unwatched
            self._failure = StackError(f"The supervisor failed ({type(error).__name__}: {error}); everything was stopped.")
        self._ended.set()

    def _look_after(self, kept: _Kept) -> None:
        if kept.process is None:
            if time.monotonic() >= kept.due:
                self._spawn(kept)
        elif kept.process.code is not None:
            self._bury(kept, kept.process)

    def _bury(self, kept: _Kept, process: Process) -> None:
        """Clear up after a dead child, and decide when it is started again, if at all."""
        self._folder.end(process)
        kept.process = None
        if kept.away_until is not None:
            kept.due, kept.away_until = kept.away_until, None
            return
        now = time.monotonic()
        self.ends.append((process.name, process.code))
        kept.failures = 1 if now - kept.begun >= self._patience.steady_s else kept.failures + 1
        log.warning("%s ended with exit code %s, failure %s in a row", process.name, process.code, kept.failures)
        if kept.failures >= self._patience.failures_in_a_row:
            raise _given_up(kept, process)
        kept.due = now + self._patience.wait(kept.failures)


def _given_up(kept: _Kept, process: Process) -> StackError:
    return StackError(
        f"{process.name} failed {kept.failures} times in a row (exit code {process.code}), so everything was stopped; "
        f"the last lines of {process.log} say why:\n{last_lines(process.log)}"
    )
