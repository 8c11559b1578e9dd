"""One installation for stories, as whoever plays sees it: a house that can be killed, its calendar on the wall, its folders, its public APIs."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
from kafka.admin import MemberToRemove

from deploy.embedded.process import last_lines
from deploy.stories.services import PATIENCE, SERVICES, services
from shared.harness import forget
from shared.kafka.lag import connect
from shared.runtime import Runtime
from shared.settings import Settings

KEY = "the key of the stories is no secret"
OUT, IN, BANK = "to-clearinghouse", "from-clearinghouse", "from-bank"
LONGEST_S = 60.0
"""Nothing in a story takes longer; if it does, the house is broken, and its log says how."""


class HouseError(Exception):
    """The house does not do what it should; the text says what was seen and where to look."""


@dataclass(frozen=True)
class Servers:
    """Kafka and PostgreSQL of somebody else's keeping, and what is put before all names of ours there."""

    kafka: str
    database: str = field(repr=False)
    prefix: str = ""
    lasting: bool = True
    """They go on afterwards: what a story leaves on them is removed."""


@dataclass
class Installation:
    """Made by `installation`. Everything raises HouseError when the house does not answer within a minute."""

    folder: Path
    environment: Mapping[str, str] = field(repr=False)
    ports: Mapping[str, int]
    control: int
    parent: subprocess.Popen[str]
    settings: Settings = field(repr=False)
    client: httpx.Client

    @property
    def outgoing(self) -> Path:
        """Where our files for the clearinghouse appear."""
        return self.folder / OUT

    @property
    def log(self) -> Path:
        return self.folder / "house.log"

    def turn_to(self, day: date) -> None:
        """The calendar shows this day from now on."""
        _written(self.folder / "calendar", day.isoformat().encode())

    def start(self) -> None:
        """Bring the house up and wait until it works."""
        self._order("start")
        self._ask("ready")

    def kill(self) -> None:
        """End the house without warning, and let Kafka know that its readers are gone instead of waiting for them."""
        self._order("kill")
        client = connect(self.settings)
        try:
            for group, described in client.describe_groups([self.settings.group(name) for name in SERVICES]).items():
                members = [MemberToRemove(member_id=each["member_id"]) for each in described["members"]]
                if members:
                    client.remove_group_members(group, members)
        finally:
            client.close()

    def rest(self) -> None:
        """Wait until nothing moves in the house."""
        self._ask("rest")

    def drop(self, name: str, body: bytes, folder: str = IN) -> None:
        """A partner's file, whole and finished: nobody need wait whether it still grows."""
        _written(self.folder / folder / name, body, age_s=60)

    def ask(self, service: str, path: str, **params: Any) -> httpx.Response:
        """A question to a service's API."""
        return self.client.get(f"http://127.0.0.1:{self.ports[service]}{path}", params=params)

    def tell(self, service: str, path: str, body: Any, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """A command, or a body that is taken in."""
        address = f"http://127.0.0.1:{self.ports[service]}{path}"
        if isinstance(body, bytes):
            return self.client.post(address, content=body, headers=headers)
        return self.client.post(address, json=body, headers=headers)

    def _order(self, word: str) -> str:
        assert self.parent.stdin is not None
        assert self.parent.stdout is not None
        try:
            self.parent.stdin.write(f"{word}\n")
            self.parent.stdin.flush()
        except BrokenPipeError:
            raise HouseError(self._broken("The house could not be built.")) from None
        answer = self.parent.stdout.readline().strip()
        if not answer:
            raise HouseError(self._broken("The house could not be built."))
        return answer

    def _ask(self, question: str) -> None:
        until = time.monotonic() + LONGEST_S
        while (left := until - time.monotonic()) > 0:
            with suppress(OSError):  # it is not up yet, or it is gone, which the next question tells
                if self._told(question, left) == "yes":
                    return
            if self._order("alive") != "yes":
                raise HouseError(self._broken("The house ended by itself."))
            time.sleep(0.03)
        moves = f"After {LONGEST_S:.0f} s it is not at rest: {self._told('moves', 5)}."
        raise HouseError(self._broken(moves if question == "rest" else "The house does not come up."))

    def _told(self, question: str, seconds: float) -> str:
        with socket.create_connection(("127.0.0.1", self.control), timeout=1) as line:
            line.settimeout(seconds)
            line.sendall(f"{question}\n".encode())
            return line.makefile().readline().strip()

    def _broken(self, sentence: str) -> str:
        return f"{sentence} Its log, {self.log}, ends with:\n{last_lines(self.log)}"


def _written(path: Path, body: bytes, age_s: float = 0) -> None:
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.write_bytes(body)
    if age_s:
        os.utime(unfinished, (time.time() - age_s,) * 2)
    unfinished.rename(path)


@contextmanager
def installation(servers: Servers, site: Path, folder: Path, eligibility_url: str, first_day: date, *, twice: bool = False) -> Iterator[Installation]:
    """A house on schemas of its own, running; at the end of the block it is gone, and what it made on servers that go on is removed."""
    for name in (OUT, IN, BANK):
        (folder / name).mkdir(parents=True, exist_ok=True)
    control, *ports = _free_ports(len(SERVICES) + 1)
    addresses = dict(zip(SERVICES, ports, strict=True))
    environment = _environment(servers, site, folder, eligibility_url)
    orders = {"calendar": str(folder / "calendar"), "control": control, "ports": addresses, "twice": twice}
    (folder / "orders.json").write_text(json.dumps(orders))
    with ExitStack() as ends:
        client = ends.enter_context(httpx.Client(timeout=60, trust_env=False))
        log = ends.enter_context((folder / "house.log").open("ab"))
        argv = [sys.executable, "-m", "deploy.stories.house", str(folder / "orders.json")]
        pipe, own = subprocess.PIPE, {**os.environ, **environment}
        parent = subprocess.Popen(argv, stdin=pipe, stdout=pipe, stderr=log, env=own, text=True)
        found = Installation(folder, environment, addresses, control, parent, Settings.load(environment), client)
        if servers.lasting:
            ends.callback(_forget, found.settings)
        ends.callback(_end, parent)
        found.turn_to(first_day)
        found.start()
        yield found


def _environment(servers: Servers, site: Path, folder: Path, eligibility_url: str) -> dict[str, str]:
    return {
        "RCM_SITE": str(site),
        "RCM_KEY": KEY,
        "RCM_KAFKA": servers.kafka,
        "RCM_DATABASE": servers.database,
        "RCM_PREFIX": servers.prefix,
        "RCM_ACCESS": "open",
        "RCM_CLEARINGHOUSE_FOLDER": str(folder),
        "RCM_ELIGIBILITY_URL": eligibility_url,
        "RCM_TODAY": "",
        "RCM_LISTEN": "127.0.0.1:8000",
    }


def _end(parent: subprocess.Popen[str]) -> None:
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.close()
    try:
        parent.wait(PATIENCE + 5)
    except subprocess.TimeoutExpired:
        parent.kill()
        parent.wait()
    parent.stdout.close()


def _forget(settings: Settings) -> None:
    asyncio.run(forget(*(Runtime(service, settings) for service in services())))


def _free_ports(count: int) -> list[int]:
    """Loopback ports nobody listens on."""
    with ExitStack() as held:
        taken = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [int(each.getsockname()[1]) for each in taken]
