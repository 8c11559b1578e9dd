"""Where the processor time of a running process goes: samples of its Python stack, counted by the function at the top."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import psutil

IDLE = ("selectors.py", "concurrent/futures/thread.py", "threading.py")
RATE = 50


class Profiles:
    """Samples every service of this process's installation from now on, for some seconds. Needs py-spy (requirements-dev)."""

    def __init__(self, seconds: int) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="rcm-profile-"))
        self._running = [self._record(name, pid, seconds) for name, pid in _services()]

    def _record(self, name: str, pid: int, seconds: int) -> subprocess.Popen[bytes]:
        spy = shutil.which("py-spy", path=str(Path(sys.executable).parent)) or "py-spy"
        words = [spy, "record", "--nonblocking", "-d", str(seconds), "-r", str(RATE), "-f", "raw", "-o", str(self._folder / name), "-p", str(pid)]
        return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def finish(self, most: int = 12) -> dict[str, list[tuple[str, float]]]:
        """By service: the functions with most samples of their own, in percent of the time the process worked."""
        for one in self._running:
            one.wait()
        tops = {path.name: top(path.read_text().splitlines(), most) for path in sorted(self._folder.iterdir())}
        shutil.rmtree(self._folder)
        return tops


def top(stacks: list[str], most: int) -> list[tuple[str, float]]:
    """From lines `outer;…;inner count`."""
    own: Counter[str] = Counter()
    for line in stacks:
        frames, _, count = line.rpartition(" ")
        inner = frames.rpartition(";")[2]
        if not any(idle in inner for idle in IDLE):
            own[re.sub(r":\d+\)$", ")", inner)] += int(count)
    total = sum(own.values()) or 1
    return [(function, round(100 * count / total, 1)) for function, count in own.most_common(most)]


def _services() -> list[tuple[str, int]]:
    found = []
    for process in psutil.Process().children(recursive=True):
        words = process.cmdline()
        if "serve" in words and "shared.cli" in words:
            found.append((words[words.index("serve") + 1], process.pid))
    return found
