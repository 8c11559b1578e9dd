"""One installed service as a process of its own, far from the repository, against the servers of the test session."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from deploy.embedded.ports import LOOPBACK, choose
from deploy.embedded.process import Process, last_lines
from deploy.embedded.testing import Addresses
from shared.security.powers import POWERS
from tests.alone.environment import Environment

KEY = "a key for tests only"
TODAY = "2026-11-02"
READY_WITHIN_S = 120


class Alone:
    """A running service: its address, a client of its API, and its log."""

    def __init__(self, environment: Environment, process: Process, http: httpx.Client, settings: Mapping[str, str]) -> None:
        self.environment, self.process, self.http, self.settings = environment, process, http, settings

    @property
    def url(self) -> str:
        return str(self.http.base_url).rstrip("/")

    def get(self, path: str, status: int = 200) -> Any:
        return _expect(self.http.get(path), status)

    def post(self, path: str, status: int = 202, **how: Any) -> Any:
        """`json=` or `content=`, as httpx takes them."""
        return _expect(self.http.post(path, **how), status)

    def until(self, condition: Any, *, seconds: float = 60.0) -> Any:
        """Wait until the condition gives something true, and return that; a service that died says why at once."""
        deadline = time.monotonic() + seconds
        while not (found := condition()):
            assert self.process.code is None, f"the service ended with code {self.process.code}:\n{last_lines(self.process.log)}"
            assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain; the end of the log:\n{last_lines(self.process.log)}"
            time.sleep(0.05)
        return found

    def quiet(self, *, seconds: float = 60.0, calm: int = 4) -> None:
        """Wait until nothing is in the air: no lag and no unpublished event, several times in a row."""
        still = 0

        def is_still() -> bool:
            nonlocal still
            status = self.get("/v1/status")
            still = 0 if status["outbox"] or sum(status["lag"].values()) else still + 1
            return still >= calm

        self.until(is_still, seconds=seconds)

    def rcm(self, *argv: str) -> str:
        """The `rcm` command of the environment, under the settings of the service; what it printed."""
        done = self.environment.run(str(self.environment.folder / "bin" / "rcm"), *argv, cwd=self.process.log.parent, env=dict(self.settings))
        assert done.returncode == 0, done.stderr
        return done.stdout


def _expect(answer: httpx.Response, status: int) -> Any:
    assert answer.status_code == status, f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text}"
    return answer.json()


@contextmanager
def serving(environment: Environment, stack: Addresses, prefix: str, site: Path, folder: Path, **more: str) -> Iterator[Alone]:
    """`rcm serve <service>` from the environment, ready to work, until the end of the block. `folder` becomes its working directory.

    The client shows a token that the environment's own `rcm` issued, with every power.
    """
    settings = settings_of(stack, prefix, site, folder, choose(None, set())) | more
    headers = {"Authorization": f"Bearer {issued(environment, folder, settings)}"}
    argv = [str(environment.python), "-I", str(environment.folder / "bin" / "rcm"), "serve", environment.service]
    process = Process(environment.service, argv, log=folder / f"{environment.service}.log", env=settings, cwd=folder)
    try:
        with httpx.Client(base_url=f"http://{settings['RCM_LISTEN']}", headers=headers, timeout=30, trust_env=False) as http:
            service = Alone(environment, process, http, settings)
            service.until(lambda: _is_ready(http), seconds=READY_WITHIN_S)
            yield service
    finally:
        process.end()


def settings_of(stack: Addresses, prefix: str, site: Path, folder: Path, port: int) -> dict[str, str]:
    """All that the process is told; of the environment of the tests it gets nothing."""
    return {
        "RCM_SITE": str(site),
        "RCM_KEY": KEY,
        "RCM_KAFKA": stack.bootstrap,
        "RCM_DATABASE": stack.database_url,
        "RCM_LISTEN": f"{LOOPBACK}:{port}",
        "RCM_PREFIX": prefix,
        "RCM_TODAY": TODAY,
        "RCM_TOKENS": str(folder / "tokens.json"),
        "HOME": str(folder),
    }


def issued(environment: Environment, folder: Path, settings: Mapping[str, str], *powers: str) -> str:
    """The text of a token for this service with these powers, all of them when none is named."""
    asked = [part for power in powers or POWERS for part in ("--power", power)]
    argv = (str(environment.folder / "bin" / "rcm"), "token", "issue", "tests", "--service", environment.service, "--json", *asked)
    done = environment.run(*argv, cwd=folder, env=dict(settings))
    assert done.returncode == 0, done.stderr
    return str(json.loads(done.stdout)["token"])


def _is_ready(http: httpx.Client) -> bool:
    try:
        return http.get("/readyz").status_code == 200
    except httpx.TransportError:
        return False
