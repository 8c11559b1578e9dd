"""Reads the folder that a partner fills. Each file is read once, in one transaction with the events it becomes; files are never moved or deleted.

A file is taken when it has not changed between two looks, or for a while before the first one. The same content under another name has the
same cause, so the events it becomes have the same ids and fall out at the outbox.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.contracts.event import Event
from shared.contracts.ids import event_id
from shared.contracts.values import WorkItem
from shared.db import blobs, outbox
from shared.db.engine import is_transient, transaction
from shared.db.outbox import Outgoing
from shared.db.rows import EDGE_TIME
from shared.db.sql import Session, execute
from shared.db.work_items import follow
from shared.settings import Clock
from shared.stage.gateway import FolderIntake
from shared.stage.stage import Reject
from shared.stage.step import Origin
from shared.telemetry.log import where

log = logging.getLogger(__name__)
POLL_SECONDS = 0.3
FULL_LOOK_SECONDS = 5.0
SETTLED_SECONDS = 2
HEAD = 256
SLICE = 500
"""Events that are in memory together."""
UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload")

CLAIM = text(
    "INSERT INTO intake_file (intake, name, sha256, outcome, events, reason) VALUES (:intake, :name, :sha256, :outcome, :events, :reason) "
    "ON CONFLICT DO NOTHING RETURNING 1"
)
OUTCOME = text(
    "UPDATE intake_file SET outcome = :outcome, events = :events, reason = :reason WHERE intake = :intake AND name = :name AND sha256 = :sha256"
)

Look = tuple[int, int]
"""Size and time of last change."""


class FolderReader:
    """Runs one folder intake."""

    def __init__(self, engine: AsyncEngine, intake: FolderIntake, site: str, clock: Clock, resources: Any) -> None:
        self.engine, self.intake, self.site, self.clock, self.resources = engine, intake, site, clock, resources
        self._looks: dict[str, Look] = {}
        self._done: dict[str, Look] = {}
        self._waiting = False
        """Whether the last look left files that are not finished."""
        self._changed_at, self._looked_at = 0, 0.0

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            path = self.intake.folder(self.resources)
            if path and self._is_worth_a_look(Path(path)):
                await self.look(Path(path))
            await asyncio.sleep(POLL_SECONDS)

    def _is_worth_a_look(self, folder: Path) -> bool:
        """Files stay where they are, so a folder grows for years: it is listed when a name came or went, and now and then for files rewritten."""
        try:
            changed_at = folder.stat().st_mtime_ns
        except OSError:
            return True
        if changed_at == self._changed_at and not self._waiting and time.monotonic() - self._looked_at < FULL_LOOK_SECONDS:
            return False
        self._changed_at, self._looked_at = changed_at, time.monotonic()
        return True

    async def look(self, folder: Path) -> int:
        """Read what is new and finished; returns how many files."""
        taken, self._waiting = 0, False
        for name, look in sorted((await asyncio.to_thread(_listing, folder)).items()):
            if self._done.get(name) == look:
                continue
            if not self._is_finished(name, look):
                self._waiting = True
                continue
            try:
                await self._take(folder / name)
            except OSError as fault:
                self._waiting = True
                log.warning("intake=%s a file cannot be opened yet: %s", self.intake.name, where(fault))
            except Exception as fault:  # noqa: BLE001  one file must not hold up the others
                self._waiting = True
                log.error("intake=%s file failed: %s", self.intake.name, where(fault))
                if not is_transient(fault) and await self._could_set_aside(folder / name, f"A defect of ours: {where(fault)}."):
                    self._done[name] = look
            else:
                self._done[name] = look
                taken += 1
        return taken

    def _is_finished(self, name: str, look: Look) -> bool:
        before, self._looks[name] = self._looks.get(name), look
        settled = time.time_ns() - look[1] > SETTLED_SECONDS * 10**9
        return settled or before == look

    async def _take(self, path: Path) -> None:
        body = await asyncio.to_thread(path.read_bytes)
        digest = sha256(body).hexdigest()
        ours = self.intake.accepts(body[:HEAD])
        try:
            async with transaction(self.engine) as session:
                if await self._claim(session, _name(path), digest) and ours:
                    await self._read(session, _name(path), body, digest)
        except Reject as refusal:
            await self._set_aside(path, str(refusal))

    async def _claim(self, session: Session, name: str, digest: str, outcome: str = "not_ours", reason: str = "") -> bool:
        """Write the file down; False when it was had, by this process or another."""
        values = {"intake": self.intake.name, "name": name, "sha256": digest, "outcome": outcome, "events": 0, "reason": reason}
        return (await execute(session, CLAIM, values)).first() is not None

    async def _read(self, session: Session, name: str, body: bytes, digest: str) -> None:
        at = self.clock.now().at
        session.info[EDGE_TIME] = at
        cause = event_id(self.site, self.intake.name, digest, 0)
        events = await self.intake.read(session, body, name, cause, self.resources)
        count = await self._announce(session, body, events, Origin(self.site, self.intake.name, cause, at)) if events else 0
        values = {"intake": self.intake.name, "name": name, "sha256": digest}
        await execute(session, OUTCOME, {**values, "outcome": "read" if count else "not_ours", "events": count, "reason": ""})

    async def _announce(self, session: Session, body: bytes, events: Iterable[Event], origin: Origin) -> int:
        """Put the events into the outbox, a slice at a time: they may be made as they are asked for, and are asked for once."""
        made, count = iter(events), 0
        while part := list(islice(made, SLICE)):
            if not count:
                await blobs.keep(session, [body], part, otherwise=self.intake.name)
            await outbox.add(session, [Outgoing.of(message) for message in origin.messages(part, count)])
            count += len(part)
        return count

    async def _could_set_aside(self, path: Path, reason: str) -> bool:
        """False when not even that worked; the file is taken again at the next look."""
        try:
            await self._set_aside(path, reason)
        except Exception as fault:  # noqa: BLE001  the database or the folder is away
            log.warning("intake=%s a file cannot be set aside yet: %s", self.intake.name, where(fault))
            return False
        return True

    async def _set_aside(self, path: Path, reason: str) -> None:
        """Keep the file whole and ask a person; it is not looked at again until its content changes."""
        body = await asyncio.to_thread(path.read_bytes)
        digest = sha256(body).hexdigest()
        item = WorkItem(
            id=f"file-{event_id(self.site, self.intake.name, f'{_name(path)}|{digest}', 0)}",
            kind="file_set_aside",
            subject=_name(path),
            place=self.intake.name,
            sentence=f"A partner's file cannot be read: {reason} Ask them for a correct one.",
        )
        async with transaction(self.engine) as session:
            if await self._claim(session, _name(path), digest, "set_aside", reason):
                await blobs.put(session, body, kind=self.intake.name, name=_name(path))
                await follow(session, self.intake.name, {digest: (item,)}, self.clock.now().at)
        log.warning("intake=%s file set aside sha256=%s", self.intake.name, digest)


def _name(path: Path) -> str:
    """The file's name as text. A file system takes any bytes for a name, the database does not."""
    return path.name.encode(errors="replace").decode()


def _listing(folder: Path) -> dict[str, Look]:
    """Files as they are now, without those that say of themselves that they are unfinished."""
    if not folder.is_dir():
        return {}
    found = {}
    for path in folder.iterdir():
        if path.name.startswith(".") or path.suffix in UNFINISHED or not path.is_file():
            continue
        status = path.stat()
        found[path.name] = (status.st_size, status.st_mtime_ns)
    return found
