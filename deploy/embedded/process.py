"""One process that we started: its log, its end, and the end of everything it started itself.

It leads a session of its own, so that Ctrl-C in the terminal reaches the supervisor only and things end in order; otherwise
servers would be gone before the services had handed over their last batch.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

LARGE_LOG = 20_000_000


class Process:
    """A started program; `end` leaves neither it nor its descendants behind."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str],
        cwd: Path | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        turn: int = 0,
    ) -> None:
        self.name = name
        self.log = log
        self.turn = turn
        self.stop_signal = stop_signal
        _set_aside(log)
        with log.open("ab") as sink:
            self._popen = subprocess.Popen(
                list(argv), stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, env=dict(env), cwd=cwd, start_new_session=True
            )

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def code(self) -> int | None:
        """The exit code (negative: the signal that ended it); None while it lives."""
        return self._popen.poll()

    def end(self, patience: float = 10.0) -> None:
        """Ask it to stop, insist after `patience` seconds, then end what is left of its group."""
        if self.code is None:
            self._popen.send_signal(self.stop_signal)
        try:
            self._popen.wait(patience)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()
        self._end_group()

    def crash(self) -> None:
        """End it and everything it started at once and without warning, as a power cut would; returns when nothing of it is left."""
        with contextlib.suppress(psutil.NoSuchProcess):
            descendants = psutil.Process(self.pid).children(recursive=True)
            self._popen.kill()
            for each in descendants:
                with contextlib.suppress(psutil.NoSuchProcess):
                    each.kill()
            psutil.wait_procs(descendants, timeout=10)
        self._popen.wait()

    def _end_group(self, patience: float = 2.0) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGTERM)
            deadline = time.monotonic() + patience
            while time.monotonic() < deadline:
                os.killpg(self.pid, 0)
                time.sleep(0.02)
            os.killpg(self.pid, signal.SIGKILL)


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log, short enough to be shown to a person."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 20_000))
            lines = file.read().decode(errors="replace").splitlines()
    except OSError:
        return "(no log)"
    return "\n".join(f"  {line[:300]}" for line in lines[-count:]) or "(the log is empty)"


def _set_aside(log: Path) -> None:
    """Keep one older log; a log that grows for ever fills the disk that the data lies on."""
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LARGE_LOG:
            log.replace(log.with_suffix(".log.1"))
