"""What all trials of a run share: one broker, one database, one workload. Each trial has topics, schemas, processes and folders of its own."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from deploy.embedded.installation import Plan as Installation
from deploy.embedded.jars import Progress
from deploy.embedded.settings import StackSettings
from deploy.embedded.stack import Stack
from shared.contracts.topics import TOPICS, Topic
from shared.kafka import topics_admin
from shared.settings import Settings
from tests.chaos.books import Books
from tests.chaos.calm import readers
from tests.chaos.disk import SmallDisk
from tests.chaos.workload import Workload, prepare

SITE = Path("deploy/site/site.yaml")
KEY = "the key of the trials is no secret"
TODAY = date(2026, 11, 2)


@dataclass
class Ground:
    """Servers that are up, and where things lie."""

    stack: Stack
    folder: Path
    workload: Workload
    readers: Mapping[str, set[Topic]]
    disk: SmallDisk | None = None
    """Where there is one, servers can run out of space."""
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def books(self) -> Books:
        """Of the next trial: a prefix that no trial on these servers has had."""
        return Books(self.stack.database_url, f"c{next(self.numbers)}p{os.getpid()}_")

    def plan(self, prefix: str) -> Installation:
        """The installation of one trial, its clearinghouse empty."""
        clearinghouse = self.folder / "run" / "clearinghouse"
        shutil.rmtree(clearinghouse, ignore_errors=True)
        for log in (self.folder / "run" / "log").glob("*.log"):
            if log.stem not in ("kafka", "postgres"):
                log.unlink()
        return Installation(
            self.stack.settings, SITE, key=KEY, today=TODAY, members=self.workload.members, announce=False, clearinghouse=clearinghouse,
            environment={"RCM_PREFIX": prefix}, open_access=True,
        )  # fmt: skip

    def forget(self, books: Books) -> None:
        """Remove what a trial made on the servers, so that the next one finds them as quick as the first did."""
        books.forget()
        asyncio.run(topics_admin.remove(settings(self.stack, books.prefix), TOPICS))


@contextmanager
def ground(folder: Path, on_progress: Progress = lambda _: None, disk: SmallDisk | None = None) -> Iterator[Ground]:
    """Both servers, started for the block in a folder that is emptied first."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder / "run", ignore_errors=True)
    named = StackSettings.from_environment()
    own = replace(named, data=folder / "run", cache=named.cache or Path("var/cache"), kafka=None, database=None, kafka_port=None, database_port=None)
    with Stack(own, on_progress=on_progress) as stack:
        yield Ground(stack, folder, prepare(folder / "run"), readers(settings(stack, "")), disk)


def settings(stack: Stack, prefix: str) -> Settings:
    """What a service of a trial would know."""
    environment: dict[str, Any] = {"RCM_SITE": str(SITE), "RCM_KEY": KEY, "RCM_PREFIX": prefix}
    return Settings.load({**environment, "RCM_KAFKA": stack.bootstrap, "RCM_DATABASE": stack.database_url})
