"""One project of docker-compose.yml, with secrets and ports of its own; nothing of it is left afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx

from deploy.embedded import ports
from tests.containers.engine import ROOT, SERVICES, TAG, DockerError, docker


@dataclass
class Project:
    """A profile that is up and healthy."""

    name: str
    profile: str
    secrets: Path
    env: dict[str, str]

    def compose(self, *arguments: str) -> str:
        return docker("compose", "-p", self.name, "--profile", self.profile, *arguments, env=self.env)

    def address(self, service: str) -> str:
        """Where its API is published."""
        return f"http://127.0.0.1:{self.env[f'RCM_{service.upper()}_PORT']}"

    def containers(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.compose("ps", "-a", "--format", "json").splitlines()]

    def inspect(self, service: str) -> dict[str, Any]:
        found = json.loads(docker("inspect", f"{self.name}-{service}-1"))
        return dict(found[0])

    def token(self, image: str, role: str) -> dict[str, str]:
        """Headers with a new token, made as docs/deploy.md says."""
        folder = f"{self.secrets / 'tokens'}:/tokens"
        issue = ["rcm", "token", "issue", f"a {role}", "--role", role, "--file", "/tokens/tokens.json"]
        text = docker("run", "--rm", "--user", str(os.getuid()), "-v", folder, image, *issue)
        return {"Authorization": f"Bearer {text.splitlines()[-1]}"}


@contextmanager
def up(profile: str, folder: Path, **settings: str) -> Iterator[Project]:
    """`docker compose --profile … up --wait`; at the end down, with volumes, whatever happened."""
    taken: set[int] = set()
    places = {f"RCM_{name.upper()}_PORT": str(ports.choose(None, taken)) for name in SERVICES}
    secrets = folder / "secrets"
    env = {**places, "RCM_SECRETS": str(secrets), "RCM_VERSION": TAG, **settings}
    unique = sha256(f"{folder}{os.getpid()}".encode()).hexdigest()[:8]
    project = Project(f"rcm-test-{unique}", profile, secrets, env)
    subprocess.run([ROOT / "deploy/compose/prepare", secrets], check=True, capture_output=True)
    try:
        _started(project)
        yield project
    finally:
        project.compose("down", "-v", "--remove-orphans", "-t", "5")


def _started(project: Project) -> None:
    try:
        project.compose("up", "-d", "--wait", "--no-build", "--pull", "never")
    except DockerError as fault:
        raise DockerError(f"{fault}\n{project.compose('logs', '--no-color', '--tail', '25')[-6000:]}") from None


def until_paid(address: str, headers: dict[str, str], seconds: float) -> dict[str, Any]:
    """Ask the ledger until a payer has paid; what it says then."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        said: dict[str, Any] = httpx.get(f"{address}/v1/ledger/summary", headers=headers, timeout=30, trust_env=False).raise_for_status().json()
        if float(said["paid"]) > 0:
            return said
        time.sleep(0.5)
    raise AssertionError(f"nothing was paid within {seconds:.0f} s: {said}")
