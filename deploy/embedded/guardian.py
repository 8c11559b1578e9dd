"""Ends everything of a data folder as soon as the supervisor is gone, however it went.

A supervisor that is killed outright cannot clean up after itself. This process waits on a pipe whose other end only the
supervisor holds; the system closes it when the supervisor dies. A parent-death signal would not do: it exists on Linux only,
it fires when the starting *thread* ends, and it does not reach grandchildren.
"""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

from deploy.embedded import leftovers


class Guardian:
    """Started by the supervisor; `close` when nothing is left to guard."""

    def __init__(self, folder: Path, run: str) -> None:
        environment = {**leftovers.unmarked(dict(os.environ)), "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._process: subprocess.Popen[bytes] = subprocess.Popen(
            [sys.executable, "-m", "deploy.embedded.guardian", str(folder), run],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=environment,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def close(self) -> None:
        """Tell it that all is well; it ends without doing anything."""
        pipe: IO[bytes] | None = self._process.stdin
        assert pipe is not None
        with contextlib.suppress(OSError):
            pipe.write(b"done")
            pipe.close()
        self._process.wait()


def guard(folder: Path, run: str, pipe: IO[bytes]) -> None:
    """Wait for the supervisor's word or its death; after its death, end what it started."""
    if pipe.read() != b"done":
        leftovers.end(folder, run=run)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # whoever ends the supervisor's session must not end its guardian first
    guard(Path(sys.argv[1]), sys.argv[2], sys.stdin.buffer)
