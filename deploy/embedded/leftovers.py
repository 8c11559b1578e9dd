"""Processes that belong to a data folder, found by a mark in their environment.

The mark is inherited, so it also finds grandchildren whose parent is gone, and it cannot be confused with a process that
merely got the number of one of ours: ending a process by a remembered number alone would one day end a stranger's.
"""

import logging
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

FOLDER_MARK = "RCM_STACK_FOLDER"
STOP_MARK = "RCM_STACK_STOP"
RUN_MARK = "RCM_STACK_RUN"
SERVERS, CHILDREN = 1, 0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Marked:
    """One living process of a data folder: how it wants to be stopped, and in which turn (children before servers)."""

    process: psutil.Process
    turn: int
    signal: int


def mark(folder: Path, turn: int, stop_signal: signal.Signals, run: str) -> dict[str, str]:
    """The environment that makes a process recognisable as one of this folder's, and of this run of it."""
    return {FOLDER_MARK: str(folder), STOP_MARK: f"{turn} {int(stop_signal)}", RUN_MARK: run}


def unmarked(environment: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name not in (FOLDER_MARK, STOP_MARK, RUN_MARK)}


def marked(folder: Path, run: str | None = None) -> list[Marked]:
    """Every living process of this folder, or of one run of it; this process and its ancestors left out."""
    here = psutil.Process()
    spared = {here.pid, *(parent.pid for parent in here.parents())}
    found = (_read(process, folder, run) for process in psutil.process_iter() if process.pid not in spared)
    return [one for one in found if one]


def await_mark(pid: int, patience: float = 2.0) -> None:
    """Return once a process that was just started can be recognised: for a moment after it began, the system shows no environment of it,
    and whoever looked for leftovers then would overlook it."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            if FOLDER_MARK in psutil.Process(pid).environ():
                return
        except (psutil.Error, OSError):
            return
        time.sleep(0.002)


def _read(process: psutil.Process, folder: Path, run: str | None) -> Marked | None:
    try:
        environment = process.environ()
        if environment.get(FOLDER_MARK) != str(folder) or process.status() == psutil.STATUS_ZOMBIE:
            return None
        if run is not None and environment.get(RUN_MARK) != run:
            return None
    except (psutil.Error, OSError):
        return None
    turn, stop = environment.get(STOP_MARK, f"{CHILDREN} {int(signal.SIGTERM)}").split()
    return Marked(process, int(turn), int(stop))


def end(folder: Path, patience: float = 10.0, run: str | None = None) -> int:
    """End all processes of this folder, children before servers; returns how many there were. With `run`, those of that run only: a guardian
    that is late must not end what the next supervisor has started."""
    found = marked(folder, run)
    for turn in sorted({one.turn for one in found}):
        _end_turn(folder, run, turn, patience)
    return len(found)


def _end_turn(folder: Path, run: str | None, turn: int, patience: float) -> None:
    for insist in (False, True):
        for one in _of(folder, run, turn):
            _send(one, signal.SIGKILL if insist else one.signal)
        deadline = time.monotonic() + patience
        while _of(folder, run, turn) and time.monotonic() < deadline:
            time.sleep(0.05)


def _of(folder: Path, run: str | None, turn: int) -> list[Marked]:
    return [one for one in marked(folder, run) if one.turn == turn]


def _send(one: Marked, number: int) -> None:
    log.debug("process %s gets signal %s", one.process.pid, number)
    try:
        one.process.send_signal(number)
    except (psutil.Error, OSError) as error:
        log.warning("process %s could not be ended: %s", one.process.pid, error)


def started(pid: int) -> float | None:
    """When the process began (seconds since the epoch); None when there is none."""
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return None


def is_same(pid: int, since: float) -> bool:
    """Whether this number still means the process that began then, and not one that got the number later."""
    now = started(pid)
    return now is not None and abs(now - since) < 2 and pid != os.getpid()
