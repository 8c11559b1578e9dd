"""The data folder: held by one supervisor at a time, and everything that runs for it begins and ends here.

Two supervisors on one folder would let two brokers write the same log; the lock prevents it, and since the system drops the
lock when its holder dies, no stale lock file ever has to be removed by hand.
"""

import contextlib
import fcntl
import logging
import os
import secrets
import shutil
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import RLock
from typing import IO, Self

from deploy.embedded import errors, leftovers
from deploy.embedded.guardian import Guardian
from deploy.embedded.process import Process
from deploy.embedded.record import Known, Record

LONGEST_PATH = 600  # PostgreSQL allows 1,023 bytes, and puts names of its own behind ours
SPACE_NEEDED = 500_000_000

log = logging.getLogger(__name__)


class DataFolder:
    """Hold a data folder: `with DataFolder(path) as folder: folder.spawn(...)`. Nothing that was spawned survives the block."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().resolve()
        self.record = Record()
        self.run = secrets.token_hex(8)
        """Tells what this supervisor started from what an earlier one left behind."""
        self._lock_file: IO[bytes] | None = None
        self._guardian: Guardian | None = None
        self._spawned: list[Process] = []
        self._open = False
        self._changing = RLock()

    def __enter__(self) -> Self:
        self.hold()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def hold(self) -> None:
        """Take the folder; end what an earlier supervisor left there. Raises StackError when it cannot be used or is held."""
        prepare(self.path)
        self._lock_file = _locked(self.path)
        try:
            self._take()
        except BaseException as error:
            self.release()
            if isinstance(error, OSError):
                raise errors.unusable_folder(self.path, error) from error
            raise

    def _take(self) -> None:
        if count := leftovers.end(self.path):
            log.warning("ended %s processes that an earlier run had left in %s", count, self.path)
        self._guardian = Guardian(self.path, self.run)
        earlier = Record.read(record_path(self.path))
        self.record = Record(supervisor=_known(os.getpid()), ports=earlier.ports, addresses=earlier.addresses)
        self._open = True
        self.note()

    def spawn(
        self,
        name: str,
        argv: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        turn: int = leftovers.CHILDREN,
    ) -> Process:
        """Start a program whose output goes to log/<name>.log. `env` replaces the environment; without it, ours is passed on."""
        with self._changing:
            if not self._open:
                raise errors.StackError(f"{name} was not started because the stack is being stopped.")
            environment = {**leftovers.unmarked(dict(os.environ if env is None else env)), **leftovers.mark(self.path, turn, stop_signal, self.run)}
            process = Process(name, argv, log=self.log(name), env=environment, cwd=cwd, stop_signal=stop_signal, turn=turn)
            self._spawned.append(process)
            leftovers.await_mark(process.pid)
            self.record.processes[name] = _known(process.pid)
            self.note()
            return process

    def end(self, process: Process, patience: float = 10.0) -> None:
        """End one process and its descendants; ending it twice does no harm."""
        process.end(patience)
        with self._changing:
            if process in self._spawned:
                self._spawned.remove(process)
                self.record.processes.pop(process.name, None)
                self.note()

    def note(self) -> None:
        """Write the record down."""
        with self._changing:
            self.record.write(record_path(self.path))

    def log(self, name: str) -> Path:
        return self.path / "log" / f"{name}.log"

    def end_all(self) -> None:
        """End everything, last started first, and let nothing new start."""
        with self._changing:
            self._open = False
        self.end_children()
        for process in reversed(self._spawned.copy()):
            self.end(process)
        leftovers.end(self.path)

    def end_children(self) -> None:
        """End what is not a server, last started first, while the servers still answer."""
        for process in reversed(self._spawned.copy()):
            if process.turn == leftovers.CHILDREN:
                self.end(process)

    def release(self) -> None:
        """End everything and let others take the folder."""
        self.end_all()
        if self._guardian:
            self._guardian.close()
        self._guardian = None
        if self._lock_file:
            self.record.supervisor = None
            with contextlib.suppress(OSError):  # a full disk must not keep the folder locked
                self.note()
            self._lock_file.close()
            self._lock_file = None


def record_path(folder: Path) -> Path:
    return folder / "stack.json"


def prepare(folder: Path) -> None:
    """Make the folder and see that it can be used; a sentence now instead of a broken server later."""
    if len(os.fsencode(folder)) > LONGEST_PATH:
        raise errors.unfit_path(folder, f"is longer than {LONGEST_PATH} bytes")
    if not str(folder).isprintable() or os.pathsep in str(folder):
        raise errors.unfit_path(folder, f"holds a character that servers do not take (such as {os.pathsep!r})")
    try:
        (folder / "log").mkdir(parents=True, exist_ok=True)
        (folder / "log").chmod(0o700)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise errors.unusable_folder(folder, error) from error
    if free < SPACE_NEEDED:
        raise errors.no_space(folder)


def is_held(folder: Path) -> bool:
    """Whether a supervisor holds this folder now."""
    try:
        with (folder / "lock").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _locked(folder: Path) -> IO[bytes]:
    try:
        file = (folder / "lock").open("ab")
    except OSError as error:
        raise errors.unusable_folder(folder, error) from error
    for attempt in range(5):  # somebody who only asks holds the lock for an instant
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        except BlockingIOError:
            time.sleep(0.05 * attempt)
    file.close()
    holder = Record.read(record_path(folder)).supervisor
    raise errors.already_running(folder, holder.pid if holder else None)


def _known(pid: int) -> Known:
    return Known(pid, leftovers.started(pid) or time.time())
