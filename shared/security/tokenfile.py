"""The tokens file: written by `rcm token`, read by every service. It holds hashes and names, never a secret.

It is replaced in one step under a lock, so that a reader sees the old file or the new one and two writers lose nothing of each other.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from shared.security.tokens import Token

WRITABLE_BY_ALL = 0o002


class TokensError(Exception):
    """The file cannot be used; the sentence says why and what to do."""


class Tokens(BaseModel):
    """The content of the file."""

    model_config = ConfigDict(frozen=True)
    version: int = 1
    tokens: tuple[Token, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Tokens:
        if self.version != 1:
            raise ValueError("the file is of a newer release")
        if len({each.id for each in self.tokens}) != len(self.tokens):
            raise ValueError("two tokens have the same id")
        return self


def read(path: Path) -> Tokens:
    """The tokens of a file. Raises FileNotFoundError when there is none, TokensError when it cannot be used."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & WRITABLE_BY_ALL:
                raise TokensError(f"Everybody on this machine may write the tokens file {path.name}: take that right away (chmod o-w).")
            return Tokens.model_validate_json(file.read())
    except FileNotFoundError:
        raise
    except OSError as fault:
        raise TokensError(f"The tokens file {path.name} cannot be read ({fault.strerror}): let the services' user read it.") from None
    except ValidationError as fault:
        place = ".".join(str(each) for each in fault.errors()[0]["loc"]) or "the beginning"
        raise TokensError(f"The tokens file {path.name} is damaged at {place}: restore it; `rcm token` writes it, nobody else should.") from None


def change(path: Path, edit: Callable[[Tokens], Tokens]) -> None:
    """Replace the file by what `edit` makes of it, alone among all writers. Raises TokensError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path):
            _replace(path, edit(_read_or_none(path)).model_dump_json(indent=1) + "\n")
    except OSError as fault:
        raise TokensError(f"The tokens file {path} cannot be written ({fault.strerror}): choose a folder that this user may write.") from None


def _read_or_none(path: Path) -> Tokens:
    try:
        return read(path)
    except FileNotFoundError:
        return Tokens()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _replace(path: Path, text: str) -> None:
    write_private(path, text, like=path.stat() if path.exists() else None)


def write_private(path: Path, text: str, like: os.stat_result | None = None) -> None:
    """Replace a file in one step, durably; its owner alone reads it. `like`: keep owner and rights of the file that is replaced."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        if like is not None:
            os.fchmod(file.fileno(), like.st_mode & 0o7777)
            if os.geteuid() == 0:
                os.fchown(file.fileno(), like.st_uid, like.st_gid)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
