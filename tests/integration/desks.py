"""One service of a desk running alone: its topics fed by the test, its API asked as people ask it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from deploy.embedded.testing import Addresses
from shared.contracts.event import Event
from shared.contracts.ids import Names
from shared.harness import Harness, running
from shared.http.app import create_app
from shared.runtime import Runtime
from shared.settings import Settings
from shared.site import load_site
from shared.stage.service import Service

SITE = load_site(Path(__file__).parents[2] / "deploy/site/site.yaml")
SIGNED = {"actor": {"id": "staff-1"}, "reason": "The note supports it."}


class Desk:
    """A running service with a client of its API."""

    def __init__(self, name: str, harness: Harness, http: httpx.AsyncClient) -> None:
        self.name, self.harness, self.http = name, harness, http
        self.causes = 0

    async def hear(self, *events: Event) -> None:
        """Publish events as the services that own them would, and wait until everything is done."""
        self.causes += 1
        await self.harness.emit(self.name, events, f"cause {self.causes}")
        await self.harness.quiet()

    async def get(self, path: str, status: int = 200) -> Any:
        answer = await self.http.get(path)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def post(self, path: str, body: dict[str, Any], status: int = 202, key: str = "") -> Any:
        answer = await self.http.post(path, json={**SIGNED, **body}, headers={"Idempotency-Key": key} if key else {})
        assert answer.status_code == status, answer.text
        if status == 202:
            await self.harness.quiet()
        return answer.json()

    async def items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = (await self.get("/v1/work-items"))["items"]
        return items

    async def emitted(self, ending: str) -> list[dict[str, Any]]:
        """What the service's own stage announced under a type, in order."""
        sql = f"SELECT convert_from(value, 'UTF8')::jsonb AS value FROM outbox WHERE type LIKE '%{ending}.v1' AND source LIKE :source ORDER BY id"
        source = f"/{SITE.site}/{self.name}/%"
        rows = await self.harness.rows(self.name, sql, source=source)
        return [row["value"] for row in rows]

    async def parked(self) -> Sequence[Any]:
        return await self.harness.rows(self.name, "SELECT * FROM parked")


@asynccontextmanager
async def desk(service: Service, stack: Addresses, prefix: str, today: date = date(2026, 11, 2), **more: Any) -> AsyncIterator[Desk]:
    """The service from an empty schema, on topics of its own; `more` are further settings."""
    servers = {"kafka": stack.bootstrap, "database": stack.database_url, "prefix": prefix}
    settings = Settings(site=SITE, names=Names(SITE.site, b"a key for tests only"), today=today, open_access=True, **servers, **more)
    runtime = Runtime(service, settings)
    async with running(runtime) as harness:
        transport = httpx.ASGITransport(create_app(runtime))
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as http:
            yield Desk(service.name, harness, http)
