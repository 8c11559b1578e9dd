"""What a log may say about a failure: the class, and the line of code. The text of an exception may quote a patient's data."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from traceback import extract_tb
from typing import Any

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
NOISY = ("faust", "mode", "aiokafka", "kafka")


def where(fault: BaseException) -> str:
    """Class of a failure and the last line of ours that led to it, for example `KeyError at triage.py:41 in decide`."""
    frames = extract_tb(fault.__traceback__)
    if not frames:
        return type(fault).__name__
    last = next((frame for frame in reversed(frames) if "site-packages" not in frame.filename), frames[-1])
    return f"{type(fault).__name__} at {Path(last.filename).name}:{last.lineno} in {last.name}"


class Formatter(logging.Formatter):
    """Writes where an exception came from and leaves out what it says, whoever logs it."""

    def formatException(self, ei: Any) -> str:
        return where(ei[1]) if ei[1] is not None else ""


class Seldom(logging.Filter):
    """Lets a library say the same thing once in ten seconds: a broker that is away would fill the disk with its absence."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith(NOISY):
            return True
        key, now = (record.name, str(record.msg)), record.created
        if now - self._said.get(key, 0.0) < 10:
            return False
        self._said[key] = now
        return True


def set_up(level: int = logging.INFO) -> None:
    """One line per fact on standard error; libraries only when something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter(FORMAT))
    handler.addFilter(Seldom())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in (*NOISY, "asyncio", "uvicorn.access", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
