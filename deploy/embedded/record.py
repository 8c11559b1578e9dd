"""What a stack notes about itself in its data folder: who supervises it, which processes it has, on which ports.

The file is replaced in one step, so that a reader never sees half of it, and it is readable by its owner only, because the
database address holds a password.
"""

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Known:
    """A process: its number, and when it began (seconds since the epoch), without which a number means nothing."""

    pid: int
    since: float


@dataclass
class Record:
    """The content of stack.json. Ports and addresses outlive a stop, so that the next start can keep them."""

    supervisor: Known | None = None
    processes: dict[str, Known] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Record":
        """The record, or an empty one when there is none or it cannot be understood: it holds nothing that cannot be found again."""
        try:
            return cls._of(json.loads(path.read_text()))
        except (FileNotFoundError, NotADirectoryError, ValueError, TypeError, KeyError, AttributeError):
            return cls()

    @classmethod
    def _of(cls, content: dict[str, dict[str, object]]) -> "Record":
        supervisor = content["supervisor"]
        return cls(
            supervisor=_known(supervisor) if supervisor else None,
            processes={name: _known(known) for name, known in content["processes"].items()},
            ports={name: int(str(port)) for name, port in content["ports"].items()},
            addresses={name: str(address) for name, address in content["addresses"].items()},
        )

    def write(self, path: Path) -> None:
        write_private(path, json.dumps(asdict(self), indent=2) + "\n")


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step; only its owner can read it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    with contextlib.suppress(FileNotFoundError):
        draft.unlink()
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


def _known(content: object) -> Known:
    if not isinstance(content, dict):
        raise TypeError(content)
    return Known(pid=int(content["pid"]), since=float(content["since"]))
