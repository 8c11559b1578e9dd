"""What went wrong, told so that the reader knows what to do next.

Everything that can fail while servers start is turned into one `StackError` whose text is a sentence; a command prints it and
ends. A traceback in its place would leave a biller or an administrator without a next step.
"""

import errno
from pathlib import Path

OWN_ADDRESSES = "set RCM_KAFKA and RCM_DATABASE to the addresses of servers of your own"


class StackError(Exception):
    """Its text is a sentence for a person: what happened, and what to do next."""


class AlreadyRunning(StackError):
    """Somebody else holds the data folder; nothing of theirs was touched."""


def port_taken(setting: str, port: int) -> StackError:
    return StackError(f"Port {port} on 127.0.0.1 is in use by another program: stop that program, or set {setting} to a free port.")


def no_download(missing: int, reason: str) -> StackError:
    return StackError(
        f"Apache Kafka could not be downloaded ({missing} files are missing from the cache; {reason}): "
        f"connect this machine to the network once, or name a mirror in RCM_MAVEN, or {OWN_ADDRESSES}."
    )


def wrong_sum(jar: Path) -> StackError:
    return StackError(
        f"The file {jar} is not the one that the lock file names (its SHA-256 differs), so nothing was started: "
        "delete it and start again; when it happens twice, find out who changes your downloads."
    )


def wrong_download(name: str) -> StackError:
    return StackError(
        f"The download of {name} is not the file that the lock file names (its SHA-256 differs), so it was thrown away: "
        f"try once more, and if it stays so, find out who changes your downloads, or {OWN_ADDRESSES}."
    )


def unusable_folder(folder: Path, error: OSError, setting: str = "RCM_DATA") -> StackError:
    """The sentence for a folder that the system does not let us use."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return no_space(folder, setting)
    return StackError(
        f"The folder {folder} cannot be written ({error.strerror or error}): "
        f"set {setting} to a folder that this user may write, or start as the user who owns it."
    )


def no_space(folder: Path, setting: str = "RCM_DATA") -> StackError:
    return StackError(f"There is not enough space left on the disk of {folder}: free some, or set {setting} to a folder on another disk.")


def unfit_path(folder: Path, reason: str) -> StackError:
    return StackError(f"The data folder's path {reason} ({str(folder)[:80]}…): set RCM_DATA to another folder, with a short and plain path.")


def already_running(folder: Path, pid: int | None) -> AlreadyRunning:
    who = f"process {pid}" if pid else "another process"
    return AlreadyRunning(f"The stack in {folder} is already running ({who}): use it, or end it first with `rcm down`.")


def server_ended(name: str, code: int | None, log: Path, lines: str) -> StackError:
    return StackError(f"{name} ended by itself (exit code {code}); the last lines of {log} say why:\n{lines}")


def server_silent(name: str, seconds: float, log: Path, lines: str) -> StackError:
    return StackError(f"{name} did not answer within {seconds:.0f} s; is this machine overloaded? The last lines of {log}:\n{lines}")
