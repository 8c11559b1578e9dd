"""A small disk for a server's data, to be filled and freed again: a tmpfs, which only root may mount."""

from __future__ import annotations

import contextlib
import errno
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.embedded.kafka import EmbeddedKafka
from deploy.embedded.stack import Server, Stack

SIZE = "300m"
CHUNK = 1 << 16


class SmallDisk:
    """A mounted file system of limited size."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ballast = path / "ballast"

    def hold(self, stack: Stack, server: Server) -> None:
        """Move a server's data here; it goes on with them as after a crash. Doing it twice does no harm."""
        data = server.folder / "data" if isinstance(server, EmbeddedKafka) else server.folder
        if data.is_symlink():
            return
        stack.crash(server)
        place = self.path / server.folder.name
        subprocess.run(["cp", "-a", str(data), str(place)], check=True)
        subprocess.run(["rm", "-rf", str(data)], check=True)
        data.symlink_to(place)
        server.start()

    def fill(self) -> None:
        """Leave not a byte."""
        with self._ballast.open("wb", buffering=0) as file:
            for size in (CHUNK, 1):
                with contextlib.suppress(_NoSpace):
                    while True:
                        _write(file, bytes(size))

    def free(self) -> None:
        """Give the space back."""
        self._ballast.unlink(missing_ok=True)


class _NoSpace(Exception):
    """The disk is full."""


def _write(file: object, chunk: bytes) -> None:
    try:
        file.write(chunk)  # type: ignore[attr-defined]
    except OSError as fault:
        if fault.errno == errno.ENOSPC:
            raise _NoSpace from fault
        raise


@contextmanager
def small_disk(path: Path) -> Iterator[SmallDisk | None]:
    """Mounted for the block; None where this user may not mount, or there is no such command."""
    path.mkdir(parents=True, exist_ok=True)
    argv = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(path)]
    if shutil.which(argv[0]) is None or subprocess.run(argv, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield SmallDisk(path)
    finally:
        subprocess.run(["umount", str(path)], check=True)
