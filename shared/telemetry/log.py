"""What a log may say about a failure: the class, and the line of code. The text of an exception may quote a patient's data.

A line names what it is about as `word=value`: `log.warning("stage=%s event=%s …", …)`. For a person that is text; for a machine every such word is a
member of a JSON object.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from traceback import extract_tb
from typing import Any, Literal

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
NOISY = ("faust", "mode", "aiokafka", "kafka")
CONVERSION = re.compile(r"(?:\b([a-z_][a-z0-9_]*)=)?%[-+ #0]*\d*(?:\.\d+)?([srdifgx%])")
MOST_CORRELATIONS = 3
COMPLAINTS = {
    "53100": "its disk is full, free some space",
    "53200": "it has no memory left",
    "53300": "too many connections",
    "28P01": "the password is wrong",
    "3D000": "there is no such database",
    "42501": "a right is missing",
}
"""SQLSTATE → what an administrator can mend."""
Form = Literal["json", "text"]


def where(fault: BaseException) -> str:
    """Class of a failure and the last line of ours that led to it, for example `KeyError at triage.py:41 in decide`."""
    name = f"{type(fault).__name__}{_complaint(fault)}"
    frames = extract_tb(fault.__traceback__)
    if not frames:
        return name
    last = next((frame for frame in reversed(frames) if "site-packages" not in frame.filename), frames[-1])
    return f"{name} at {Path(last.filename).name}:{last.lineno} in {last.name}"


def _complaint(fault: BaseException) -> str:
    """What the database objected to, where an administrator can do something about it; its SQLSTATE says nothing about a patient."""
    state = getattr(getattr(fault, "orig", fault), "sqlstate", None)
    return f" (the database: {COMPLAINTS[state]})" if state in COMPLAINTS else ""


def correlations(deliveries: Iterable[Any]) -> str:
    """The correlation ids of a batch, for its log lines: all of them when they are few, otherwise the first."""
    ids = list(dict.fromkeys(each.envelope.correlation_id for each in deliveries))
    return ",".join(ids[:MOST_CORRELATIONS]) + (",…" if len(ids) > MOST_CORRELATIONS else "")


class Formatter(logging.Formatter):
    """Writes where an exception came from and leaves out what it says, whoever logs it."""

    def formatException(self, ei: Any) -> str:
        return where(ei[1]) if ei[1] is not None else ""


class JsonFormatter(Formatter):
    """One JSON object per line: time, level, service, logger, message, and the words that the line names."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self.service = service

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": at, "level": record.levelname, "service": self.service, "logger": record.name, **named(record)}
        line["message"] = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            line["fault"] = where(record.exc_info[1])
        return json.dumps(line, default=str, ensure_ascii=False)


def named(record: logging.LogRecord) -> dict[str, Any]:
    """The values that a line gives names to."""
    if not isinstance(record.args, tuple) or not isinstance(record.msg, str):
        return {}
    return {name: value for name, value in zip(_names(record.msg), record.args, strict=False) if name}


@cache
def _names(pattern: str) -> tuple[str, ...]:
    """The name before each conversion of a pattern, or nothing."""
    return tuple(match[1] or "" for match in CONVERSION.finditer(pattern) if match[2] != "%")


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


def set_up(service: str = "", form: Form | None = None, level: int = logging.INFO) -> None:
    """One line per fact on standard error, as text for a terminal and as JSON for whatever collects it; libraries only when something is wrong."""
    form = form or ("text" if sys.stderr.isatty() else "json")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(service) if form == "json" else Formatter(FORMAT))
    handler.addFilter(Seldom())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in (*NOISY, "asyncio", "alembic", "uvicorn.error"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
