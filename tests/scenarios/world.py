"""The whole cycle inside a test: five services on real servers, payers on a folder and an address of their own, people with public commands."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any
from unittest import mock

import httpx

from deploy.embedded.testing import Addresses
from deploy.samples.knowledge import ROSTER_HEADER
from deploy.sandbox.clearinghouse import Delays
from deploy.sandbox.sandbox import Sandbox
from shared.contracts.ids import Names
from shared.harness import Harness, running
from shared.http.app import create_app
from shared.kafka.relay import Relay
from shared.runtime import Runtime
from shared.settings import Settings, asyncpg_url
from shared.site import load_site
from shared.stage.service import Service

SITE = Path("deploy/site/site.yaml")
KEY = "the key of the tests is no secret"
TODAY = date(2026, 11, 2)
OUT, IN, COPY = "to-clearinghouse", "from-clearinghouse", "again-"
SERVICES = ("eligibility", "coding", "submission", "adjudication", "denials")
SWIFT = Delays(acknowledge_after=0.1, remit_after=0.2)
Item = dict[str, Any]


@dataclass
class World:
    """A hospital and its payers. With `twice`, every message, every file of the clearinghouse and every command comes two times."""

    harness: Harness
    folder: Path
    clients: Mapping[str, httpx.AsyncClient]
    settings: Settings
    sandbox: Sandbox
    twice: bool = False

    async def post(self, service: str, path: str, body: Any, *, expect: int = 202) -> dict[str, Any]:
        """A command; in a doubled world sent again, which must change nothing."""
        answer = await self.clients[service].post(path, json=body)
        assert answer.status_code == expect, answer.text
        if self.twice and expect == 202:
            again = await self.clients[service].post(path, json=body)
            assert again.status_code == 202, again.text
            assert again.json()["repeated"] or again.json()["events"] == [], again.text
        return dict(answer.json())

    async def get(self, service: str, path: str, **params: Any) -> Any:
        answer = await self.clients[service].get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def text(self, service: str, path: str, **params: Any) -> str:
        answer = await self.clients[service].get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def work(self, service: str, **params: Any) -> list[Item]:
        """Open work items of a desk."""
        return list((await self.get(service, "/v1/work-items", **params))["items"])

    async def encounter(self, visit: Mapping[str, Any]) -> str:
        """Register a visit; returns its encounter id."""
        await self.post("eligibility", "/v1/encounters", visit)
        return self.settings.names.of("encounter", visit["source_system"], visit["visit_number"])

    async def events(self, *names: str, key: str | None = None) -> list[dict[str, Any]]:
        """Events of these kinds (`claim-accepted`), of all services, in the order each announced them."""
        found: list[dict[str, Any]] = []
        for service in self.harness.runtimes:
            found += await self.harness.rows(service, EVENTS, names=list(names), key=key)
        return found

    async def counts(self) -> Counter[str]:
        """How often each kind of event was announced."""
        return Counter(row["name"] for row in await self.events())

    async def until(self, name: str, times: int = 1, *, key: str | None = None, seconds: float = 45) -> list[dict[str, Any]]:
        """Wait until this kind of event was announced so often."""

        async def enough() -> list[dict[str, Any]]:
            found = await self.events(name, key=key)
            return found if len(found) >= times else []

        return list(await self.harness.until(enough, seconds=seconds))

    async def rest(self, seconds: float = 60) -> None:
        """Wait until nothing moves: no message on its way, no claim to be sent, no answer of the payers to come or to be read."""
        async with asyncio.timeout(seconds):
            while True:
                await self.harness.quiet(seconds=seconds)
                if self.twice:
                    self._copy_answers()
                if not await self._is_moving():
                    return
                await asyncio.sleep(0.1)

    async def _is_moving(self) -> bool:
        if self.sandbox.counts()["answers_waiting"] or any((self.folder / OUT).glob("*.x12")):
            return True
        if any([(await self.get("submission", "/v1/claims", status=status))["total"] for status in ("built", "released", "submitted")]):
            return True
        lying = {path.name for path in (self.folder / IN).glob("*.x12")}
        readers = [name for name in ("submission", "adjudication") if name in self.harness.runtimes]
        return any([lying - {row["name"] for row in await self.harness.rows(name, "SELECT name FROM intake_file")} for name in readers])

    async def bank(self) -> None:
        """The bank's list: each remittance that paid something is found as a deposit of its amount."""
        for each in (await self.get("adjudication", "/v1/remittances", state="received"))["remittances"]:
            if each["total_paid"] != "0.00":
                body = {"trace_number": each["trace_number"], "amount": each["total_paid"]}
                await self.post("adjudication", "/v1/deposits", {**body, **signed("cash-1", "Bank list")})
        await self.rest()

    async def digest(self) -> str:
        return str((await self.get("adjudication", "/v1/ledger/digest"))["sha256"])

    async def claim_of(self, encounter_id: str) -> str:
        """The one claim of an encounter: there must be no second."""
        found = (await self.get("submission", "/v1/claims", encounter=encounter_id))["claims"]
        assert len(found) == 1, found
        return str(found[0]["claim_id"])

    async def sent(self, claim_id: str, submission: int) -> list[list[str]]:
        """The claim's segments in the interchange of one submission."""
        text = await self.text("submission", f"/v1/claims/{claim_id}/x12", submission=submission)
        return [part.split("*") for part in text.replace("\n", "").split("~") if part]

    async def repeats(self) -> int:
        """How many messages the stages have dropped because they had seen them."""
        states = [await runtime.status() for runtime in self.harness.runtimes.values()]
        return sum(counts.get("repeated", 0) for state in states for counts in state["counts"].values())

    def answers(self, kind: str) -> list[Path]:
        """Files of the clearinghouse, the oldest first, without our copies."""
        found = [path for path in (self.folder / IN).glob(f"{kind}*.x12") if not path.name.startswith(COPY)]
        return sorted(found, key=lambda path: path.stem.rsplit("-", 1)[-1])

    def drop(self, name: str, text: str) -> None:
        """A file of the clearinghouse that the sandbox did not write."""
        unfinished = self.folder / IN / f".{name}"
        unfinished.write_text(text, encoding="ascii")
        unfinished.rename(self.folder / IN / name)

    def _copy_answers(self) -> None:
        """Every file of the clearinghouse once more, under another name."""
        for path in self.answers(""):
            if not path.with_name(COPY + path.name).exists():
                self.drop(COPY + path.name, path.read_text())


EVENTS = """
SELECT split_part(type, '.', 3) AS name, key, correlation_id, causation_id, source, convert_from(value, 'UTF8')::jsonb AS event
  FROM outbox
 WHERE (cardinality(CAST(:names AS text[])) = 0 OR split_part(type, '.', 3) = ANY(CAST(:names AS text[])))
   AND (CAST(:key AS text) IS NULL OR key = :key)
 ORDER BY id
"""


def signed(who: str, reason: str) -> dict[str, Any]:
    """Who does it and why: part of every command."""
    return {"actor": {"id": who, "role": "staff"}, "reason": reason}


def settings_of(stack: Addresses, prefix: str, folder: Path, **more: Any) -> Settings:
    """Settings of one test's installation, as `Settings.load` would make them from the environment."""
    site = load_site(more.pop("site", SITE))
    given = {"today": TODAY, "open_access": True, "names": Names(site.site, KEY.encode()), "clearinghouse_folder": folder, **more}
    return Settings(site=site, kafka=stack.bootstrap, database=asyncpg_url(stack.database_url), prefix=prefix, **given)


def services(names: Sequence[str] = SERVICES) -> list[Service]:
    """Services by name, as `rcm` finds them."""
    known = {entry.name: entry for entry in entry_points(group="rcm.services")}
    return [known[name].load() for name in names]


@contextmanager
def payers(folder: Path, members: str) -> Iterator[Sandbox]:
    """The payers with this roster, on this folder and a free address."""
    roster = folder / "members.csv"
    roster.write_text(f"{ROSTER_HEADER}\n{members.strip()}\n")
    sandbox = Sandbox(folder, roster, "127.0.0.1:0", SWIFT)
    sandbox.start()
    try:
        yield sandbox
    finally:
        sandbox.stop()


@asynccontextmanager
async def hospital(
    stack: Addresses, prefix: str, folder: Path, members: str, *, twice: bool = False, api: bool = False, **more: Any
) -> AsyncIterator[World]:
    """Everything running inside the block, from empty schemas. `names` chooses its services; `api` gives each an address, `token` is shown."""
    with payers(folder, members) as sandbox, every_message_twice() if twice else nullcontext():
        names, token = more.pop("names", SERVICES), more.pop("token", "")
        settings = settings_of(stack, prefix, folder, eligibility_url=f"{sandbox.address}/eligibility", **more)
        peers = dict(zip(names, free_addresses(len(names)), strict=True)) if api else {}
        own = {name: replace(settings, listen=peers[name].removeprefix("http://"), peers=peers) if api else settings for name in names}
        runtimes = [Runtime(service, own[service.name]) for service in services(names)]
        async with running(*runtimes, api=api) as harness, AsyncExitStack() as ends:
            clients = {each.service.name: await ends.enter_async_context(_client(each, token)) for each in runtimes}
            yield World(harness, folder, clients, replace(settings, peers=peers), sandbox, twice)


def free_addresses(count: int) -> list[str]:
    """Loopback addresses nobody listens on."""
    with ExitStack() as held:
        taken = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [f"http://127.0.0.1:{each.getsockname()[1]}" for each in taken]


def _client(runtime: Runtime, token: str) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    transport = httpx.ASGITransport(create_app(runtime))
    return httpx.AsyncClient(transport=transport, base_url=f"http://{runtime.service.name}", timeout=30, headers=headers)


@contextmanager
def every_message_twice() -> Iterator[None]:
    """A relay that always dies between publishing and noting it: whatever it publishes comes again, after what was published meanwhile."""
    once = Relay._publish

    async def twice(self: Relay, producer: Any, rows: Sequence[Any]) -> None:
        await once(self, producer, rows)
        await once(self, producer, rows)

    with mock.patch.object(Relay, "_publish", twice):
        yield
