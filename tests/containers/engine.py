"""Docker, as the tests use it: whether it answers, commands as one does by hand, and our images, each built once."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVICES = ("eligibility", "coding", "submission", "adjudication", "denials")
IMAGES = (*SERVICES, "sandbox")
TAG = f"test-{sha256(str(ROOT).encode()).hexdigest()[:8]}"
"""Two checkouts on one machine do not take each other's images."""
BASES = ("python:3.11-slim", "apache/kafka:4.1.0", "postgres:17")


class DockerError(Exception):
    """A command of Docker failed; the text holds its last lines."""


@cache
def version() -> str:
    """The engine's version; empty when it does not answer or compose is missing."""
    if shutil.which("docker") is None:
        return ""
    for command in (["docker", "compose", "version"], ["docker", "version", "--format", "{{.Server.Version}}"]):
        answer = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
        if answer.returncode:
            return ""
    return answer.stdout.strip()


def announcement() -> str:
    """One line for the head of a test run."""
    found = version()
    return (
        f"containers: Docker {found}"
        if found
        else "containers: DOCKER DOES NOT ANSWER, tests/containers is skipped: nothing of images and compose is tried"
    )


def docker(*arguments: str, env: dict[str, str] | None = None, timeout: float = 500) -> str:
    """Standard output of a command; DockerError when it fails."""
    given = {**os.environ, "DOCKER_BUILDKIT": "0", **(env or {})}
    done = subprocess.run(["docker", *arguments], cwd=ROOT, env=given, capture_output=True, text=True, timeout=timeout, check=False)
    if done.returncode:
        raise DockerError(f"docker {' '.join(arguments[:6])} …\n{(done.stdout + done.stderr)[-4000:]}")
    return done.stdout.strip()


@contextmanager
def alone(what: str) -> Iterator[None]:
    """One test process at a time."""
    with open(Path(tempfile.gettempdir()) / f"rcm-{TAG}-{what}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build(name: str) -> str:
    """The image of a service or of the sandbox, as the compose file would build it; what has not changed comes from Docker's cache."""
    image = f"rcm-{name}:{TAG}"
    target = ["--target", "sandbox"] if name == "sandbox" else ["--build-arg", f"SERVICE={name}"]
    mirror = ["--build-arg", "PIP_INDEX_URL"] if "PIP_INDEX_URL" in os.environ else []
    with alone("build"):
        before = _id(image)
        docker("build", "-q", "-f", "deploy/Dockerfile", *target, *mirror, "-t", image, ".")
        if before and before != _id(image):
            subprocess.run(["docker", "image", "rm", before], capture_output=True, check=False)
    return image


def _id(image: str) -> str:
    found = subprocess.run(["docker", "image", "inspect", "-f", "{{.Id}}", image], capture_output=True, text=True, check=False)
    return found.stdout.strip() if found.returncode == 0 else ""
