"""The jars of Apache Kafka: exactly those that the lock file names, each proven by its SHA-256 before Java sees it.

A resolver asked again on another day may choose other versions, and a broken download may look like a jar; with the lock,
what runs is what was tested, or nothing runs. Once the cache is complete no network is needed.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from deploy.embedded import errors

LOCK = Path(__file__).with_name("kafka.lock")
ATTEMPTS = 3
TIMEOUT_S = 30

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Jar:
    """One line of the lock file: Maven coordinates and the expected sum."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def file_name(self) -> str:
        return f"{self.artifact}-{self.version}.jar"


def locked(lock: Path = LOCK) -> list[Jar]:
    """The jars that the lock file names."""
    lines = (line.split() for line in lock.read_text().splitlines() if line and not line.startswith("#"))
    return [_jar(coordinates, sha256) for coordinates, sha256 in lines]


def _jar(coordinates: str, sha256: str) -> Jar:
    group, artifact, version = coordinates.split(":")
    return Jar(group, artifact, version, sha256)


def provide(cache: Path, on_progress: Progress, stopped: Event, mirror: str | None = None) -> list[Path]:
    """Every locked jar in the cache folder, verified; the missing ones are downloaded first. Raises StackError."""
    jars = locked()
    try:
        if missing := [jar for jar in jars if not (cache / jar.file_name).exists()]:
            _download(missing, cache, on_progress, stopped, mirror)
        return verified(jars, cache)
    except OSError as error:
        raise errors.unusable_folder(cache, error, setting="RCM_CACHE") from error


def verified(jars: Iterable[Jar], cache: Path) -> list[Path]:
    """The paths of the jars; raises StackError for the first whose content is not what the lock file names."""
    paths = []
    for jar in jars:
        path = cache / jar.file_name
        if sha256_of(path) != jar.sha256:
            raise errors.wrong_sum(path)
        paths.append(path)
    return paths


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _download(missing: list[Jar], cache: Path, on_progress: Progress, stopped: Event, mirror: str | None) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix=".download-") as staging, ThreadPoolExecutor(6) as pool:
        fetched = [pool.submit(_fetch, jar, Path(staging), cache, stopped, mirror) for jar in missing]
        try:
            for count, future in enumerate(as_completed(fetched), start=1):
                future.result()
                if count % 10 == 0 or count == len(missing):
                    on_progress(f"downloading Apache Kafka: {count} of {len(missing)} files")
        except (OSError, RuntimeError) as error:
            if getattr(error, "errno", None):
                raise  # the disk, not the network
            raise errors.no_download(len(missing), _reason(error)) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _fetch(jar: Jar, staging: Path, cache: Path, stopped: Event, mirror: str | None) -> None:
    """Bring one jar into the cache in one step, so that the cache never holds half a file."""
    for attempt in range(ATTEMPTS):
        if stopped.is_set():
            raise errors.StackError("The download was stopped.")
        try:
            path = _resolve(jar, staging / f"{jar.file_name}-{attempt}", mirror)
            break
        except (OSError, RuntimeError):
            if attempt == ATTEMPTS - 1:
                raise
            stopped.wait(attempt)
    if sha256_of(path) != jar.sha256:
        raise errors.wrong_download(jar.file_name)
    os.replace(path, cache / jar.file_name)


def _resolve(jar: Jar, repository: Path, mirror: str | None) -> Path:
    from jgo.maven import MavenContext  # slow to import, and needed on the first start only

    remotes = {"mirror": mirror} if mirror else None
    context = MavenContext(repo_cache=repository, remote_repos=remotes, timeout=TIMEOUT_S)
    return Path(context.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve())


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:160]
