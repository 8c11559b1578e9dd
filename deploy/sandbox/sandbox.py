"""The sandbox as one object: threads for a running process, `step` for tests.

`start` serves HTTP (when an address is given) and walks the folder until `stop`. `step` walks it once, in
the caller's thread. Both give the same answers: every decision is in the store before anything is written.
"""

import fcntl
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from deploy.sandbox.clearinghouse import Clearinghouse, Delays, Faults, Report
from deploy.sandbox.eligibility import Answer, Eligibility
from deploy.sandbox.folder import DropFolder
from deploy.sandbox.roster import Member, Roster
from deploy.sandbox.series import Series
from deploy.sandbox.server import EligibilityServer
from deploy.sandbox.store import Store

FIRST_REAL_TIME_NUMBER = 500_000_000
PAUSE = 0.05


class FolderInUse(RuntimeError):
    """Another sandbox works on this folder; two would answer everything twice."""


def _silent(_event: str, **_facts: object) -> None:
    """For callers that want no report."""


class Sandbox:
    """Clearinghouse and payers on one folder. `listen` is `host:port`; port 0 takes a free one."""

    def __init__(
        self,
        folder: Path,
        members: Path | None = None,
        listen: str = "",
        delays: Delays | None = None,
        faults: Faults | None = None,
        report: Report = _silent,
    ) -> None:
        self._drop = DropFolder(folder)
        self._lock = _lock(self._drop.own / "lock")
        self._store = Store(self._drop.own / "state.sqlite3")
        self._roster, self._report, self._listen = Roster(members), report, listen
        self._house = Clearinghouse(self._store, self._roster, delays or Delays(), faults or Faults(), report)
        self._eligibility = Eligibility(self._roster, self._deductible_used, self._real_time_number)
        self._numbers = Series(self._store, "real time")
        self._server: EligibilityServer | None = None
        self._threads: list[threading.Thread] = []
        self.ended = threading.Event()
        self._drop.recover(self._store)

    @property
    def address(self) -> str:
        """Where eligibility is served, once started."""
        return self._server.address if self._server else ""

    def step(self, now: float | None = None) -> list[Path]:
        """Takes what has come and writes what is due; `now` in seconds, `math.inf` lets everything be due."""
        moment = time.time() if now is None else now
        self._drop.take_all(self._house, moment)
        return self._drop.write_due(self._store, moment)

    def eligibility(self, body: bytes) -> Answer:
        """A 270 to its 271."""
        return self._eligibility.answer(body)

    def counts(self) -> dict[str, int]:
        """What was taken in, what waits, and how many roster rows could not be read."""
        return {**self._store.counts(), "members_skipped": self._roster.skipped}

    def start(self) -> None:
        """Begins to serve; returns at once."""
        if self._listen:
            host, _, port = self._listen.rpartition(":")
            self._server = EligibilityServer(host, int(port), self.eligibility, self.counts)
            self._run(self._server.run)
        self._run(self._walk)
        self._report("ready", address=self.address)

    def stop(self) -> None:
        """Ends cleanly: the step in hand is finished, the rest waits in the store."""
        self.ended.set()
        if self._server:
            self._server.stop()
        for thread in self._threads:
            thread.join()
        self._store.close()
        self._lock.close()
        self._report("stopped")

    def _run(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _walk(self) -> None:
        """Sets `ended` when the folder cannot be worked on any more, so that the process does not live on deaf."""
        try:
            while not self.ended.wait(PAUSE):
                for path in self.step():
                    self._report("answer written", file=path.name)
        finally:
            self.ended.set()

    def _deductible_used(self, member: Member) -> Decimal:
        return self._store.deductible_used(member.payer_id, member.key)

    def _real_time_number(self) -> int:
        """A series of its own, so that inquiries never change the numbers of files."""
        return FIRST_REAL_TIME_NUMBER + self._numbers.next()


def _lock(path: Path) -> TextIO:
    """Held as long as the file is open; the system lets go of it when a process dies."""
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise FolderInUse(path.parent.name) from None
    return file
