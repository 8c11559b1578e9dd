"""Delivers every file of the clearinghouse a second time under another name, as partners do when they are not sure."""

from __future__ import annotations

from pathlib import Path

from deploy.embedded.background import Background

AGAIN = "again-"
EVERY_S = 0.3


class Copier(Background):
    """`with Copier(folder):` copies what appears; without `active` it only waits for the end."""

    def __init__(self, folder: Path, active: bool) -> None:
        super().__init__("copier")
        self.folder, self.active = folder, active

    def missing(self) -> list[Path]:
        """Files that have come only once although they should come twice."""
        if not self.active:
            return []
        names = {path.name for path in self.folder.glob("*.x12")}
        return [self.folder / name for name in sorted(names) if not name.startswith(AGAIN) and AGAIN + name not in names]

    def _run(self) -> None:
        while not self._stop.wait(EVERY_S):
            for path in self.missing():
                unfinished = self.folder / f".{AGAIN}{path.name}"
                unfinished.write_bytes(path.read_bytes())
                unfinished.rename(self.folder / (AGAIN + path.name))
