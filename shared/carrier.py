"""How files reach the clearinghouse: a folder today, SFTP with the same three methods tomorrow."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from shared.stage.gateway import Unavailable, Uncertain

TAKEN = "taken"
"""Where the clearinghouse puts what it has taken."""


class Carrier(Protocol):
    """Each method raises Unavailable when the clearinghouse cannot be reached; then nothing has happened."""

    async def put(self, name: str, body: bytes) -> None:
        """Deliver a file under its name, whole or not at all. Raises Uncertain when another file has that name."""
        ...

    async def listed(self) -> set[str]:
        """Names of the files that were delivered, taken or still waiting."""
        ...

    async def fetch(self, name: str) -> bytes | None:
        """A delivered file as it lies there; None when there is none of that name."""
        ...


class FolderCarrier:
    """A folder that both sides see. A file appears by renaming, so nobody reads half of one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def put(self, name: str, body: bytes) -> None:
        await asyncio.to_thread(self._reached, self._put, name, body)

    async def listed(self) -> set[str]:
        names: set[str] = await asyncio.to_thread(self._reached, self._listed)
        return names

    async def fetch(self, name: str) -> bytes | None:
        body: bytes | None = await asyncio.to_thread(self._reached, self._fetch, name)
        return body

    def _reached(self, method: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return method(*arguments)
        except OSError as fault:
            raise Unavailable(f"the folder of the clearinghouse: {type(fault).__name__}") from fault

    def _put(self, name: str, body: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        known = self._fetch(name)
        if known is not None:
            if known != body:
                raise Uncertain("another file of this name was delivered before: control numbers have been given twice")
            return
        unfinished = self.folder / f".{name}.part"
        with unfinished.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(self.folder / name)

    def _listed(self) -> set[str]:
        folders = [folder for folder in (self.folder, self.folder / TAKEN) if folder.is_dir()]
        return {path.name for folder in folders for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")}

    def _fetch(self, name: str) -> bytes | None:
        for path in (self.folder / name, self.folder / TAKEN / name):
            if path.is_file():
                return path.read_bytes()
        return None
