"""From outside: ask whether a stack runs, end it, and let signals end one's own in order."""

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from deploy.embedded import leftovers
from deploy.embedded.errors import StackError
from deploy.embedded.folder import is_held, record_path
from deploy.embedded.record import Record

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

log = logging.getLogger(__name__)


def running(folder: Path) -> Record | None:
    """What the running stack of this folder says about itself; None when none runs."""
    folder = folder.expanduser().resolve()
    return Record.read(record_path(folder)) if is_held(folder) else None


def down(folder: Path, patience: float = 90) -> bool:
    """End the stack of this folder and wait until it is gone; False when there was nothing to end. Raises StackError."""
    folder = folder.expanduser().resolve()
    record = running(folder)
    if record is None:
        return leftovers.end(folder) > 0
    supervisor = record.supervisor
    if supervisor and leftovers.is_same(supervisor.pid, supervisor.since):
        os.kill(supervisor.pid, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while is_held(folder):
        if time.monotonic() > deadline:
            raise StackError(
                f"The stack in {folder} did not end within {patience:.0f} s: end process {supervisor.pid if supervisor else '?'} yourself."
            )
        time.sleep(0.1)
    return True


@contextmanager
def interrupted_by_signals() -> Iterator[None]:
    """Inside, the first SIGTERM, SIGINT or SIGHUP raises KeyboardInterrupt, so that `with` blocks end things in order.

    Later ones are noted only: a second Ctrl-C would otherwise cut the clean stop short. Outside the main thread, where
    signals cannot be handled, nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _interrupt) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(number: int, _: FrameType | None) -> None:
    for other in SIGNALS:
        signal.signal(other, _note)
    raise KeyboardInterrupt(signal.Signals(number).name)


def _note(number: int, _: FrameType | None) -> None:
    log.warning("%s: already stopping", signal.Signals(number).name)
