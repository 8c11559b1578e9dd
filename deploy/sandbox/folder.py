"""The drop folder: files taken exactly once, answers written exactly once, whenever the process dies.

Taking: store (one transaction) → move to `taken/` → note the move. Writing: body into a staging folder →
note "staged" → rename into `from-clearinghouse/` → note "written". After a kill, what the notes and
the folders say together tells which step was the last.
"""

import hashlib
import os
from pathlib import Path

from deploy.sandbox.clearinghouse import Clearinghouse
from deploy.sandbox.store import DueAnswer, Store


class DropFolder:
    """`to-clearinghouse/`, `from-clearinghouse/` and the private `sandbox/` under one directory."""

    def __init__(self, root: Path) -> None:
        self.incoming, self.outgoing = root / "to-clearinghouse", root / "from-clearinghouse"
        self.taken, self.set_aside, self.own = self.incoming / "taken", self.incoming / "set-aside", root / "sandbox"
        self.staging = self.own / "staging"
        for folder in (self.taken, self.set_aside, self.outgoing, self.staging):
            folder.mkdir(parents=True, exist_ok=True)

    def recover(self, store: Store) -> None:
        """Notes the moves that happened just before a kill, so that an equal file sent later counts as new."""
        for _, _, taken_as in store.unmoved():
            if (self.taken / taken_as).exists():
                store.mark_moved(taken_as)

    def take_all(self, house: Clearinghouse, now: float) -> list[str]:
        """Every waiting file, in the order of names."""
        with os.scandir(self.incoming) as entries:
            names = sorted(entry.name for entry in entries if entry.name.endswith(".x12") and entry.is_file())
        for name in names:
            try:
                self._take(name, house, now)
            except Exception as fault:  # noqa: BLE001 - a file that breaks us must not stop the next one
                (self.incoming / name).rename(self.set_aside / name)
                house.report("set aside", file=name, defect=type(fault).__name__)
        return names

    def write_due(self, store: Store, now: float) -> list[Path]:
        """Every answer whose moment has come, in the order decided."""
        return [path for answer in store.due(now) if (path := self._write(answer, store))]

    def _take(self, name: str, house: Clearinghouse, now: float) -> None:
        store, path = house.store, self.incoming / name
        body = path.read_bytes()
        sha256 = hashlib.sha256(body).hexdigest()
        taken_as = next((known for was, sha, known in store.unmoved() if (was, sha) == (name, sha256)), "")
        if not taken_as:
            taken_as = self._free_name(path, store)
            with store.transaction():
                store.take_file(name, sha256, taken_as)
                house.receive(body, now)
        path.rename(self.taken / taken_as)
        store.mark_moved(taken_as)

    def _free_name(self, path: Path, store: Store) -> str:
        """The file's own name, or with a number when a file of that name was taken before."""
        name, count = path.name, 1
        while store.has_taken(name) or (self.taken / name).exists():
            count += 1
            name = f"{path.stem}.{count}{path.suffix}"
        return name

    def _write(self, answer: DueAnswer, store: Store) -> Path | None:
        staged, final = self.staging / answer.name, self.outgoing / answer.name
        if answer.state == "pending":
            _write_durably(staged, answer.body)
            store.mark_answer(answer.id, "staged")
        renamed = staged.exists()
        if renamed:
            staged.rename(final)
        store.mark_answer(answer.id, "written")
        return final if renamed else None


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="ascii", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
