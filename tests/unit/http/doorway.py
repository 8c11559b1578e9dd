"""Services as an HTTP caller meets them, with tokens of every kind. No server stands behind: a refusal needs none."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from shared.contracts.ids import Names
from shared.http.access import PUBLIC, power_of
from shared.http.app import create_app
from shared.runtime import Runtime
from shared.security import tokenfile
from shared.security.powers import POWERS
from shared.security.tokenfile import Tokens
from shared.security.tokens import issue
from shared.settings import Settings
from shared.site import load_site

SITE = load_site(Path(__file__).parents[3] / "deploy/site/site.yaml")
SERVICES = ("eligibility", "coding", "submission", "adjudication", "denials")
NOBODY_THERE = "postgresql+asyncpg://nobody:nothing@127.0.0.1:1/none"


@dataclass(frozen=True)
class Route:
    """One route of a service, with words in place of its parameters."""

    service: str
    method: str
    path: str
    power: str | None

    @property
    def is_public(self) -> bool:
        return self.path in PUBLIC

    def __str__(self) -> str:
        return f"{self.service} {self.method} {self.path}"


def settings_for(folder: Path, **more: Any) -> Settings:
    """Settings with a tokens file in the folder."""
    given = {"tokens": folder / "tokens.json", **more}
    return Settings(site=SITE, names=Names(SITE.site, b"0123456789abcdef"), kafka="127.0.0.1:1", database=NOBODY_THERE, **given)


@cache
def app_of(service: str) -> tuple[FastAPI, Mapping[str, str]]:
    """A service's app, and the text of tokens: one of each single power, one of another service, one expired, one revoked."""
    settings = settings_for(Path(mkdtemp(prefix="rcm-doorway-")))
    texts = write_tokens(settings.tokens or Path(), service)
    [entry] = [each for each in entry_points(group="rcm.services") if each.name == service]
    return create_app(Runtime(entry.load(), settings)), texts


def write_tokens(path: Path, service: str) -> dict[str, str]:
    now = datetime.now(UTC)
    elsewhere = next(each for each in SERVICES if each != service)
    made = {power: issue(power, now, days=1, powers=[power]) for power in POWERS}
    made["all"] = issue("all", now, days=1, powers=POWERS, services=[service])
    made["elsewhere"] = issue("elsewhere", now, days=1, powers=POWERS, services=[elsewhere])
    made["expired"] = issue("expired", now - timedelta(days=2), days=1, powers=POWERS)
    made["person"] = issue("amy", now, days=1, roles=["biller"], person=True)
    revoked, text = issue("revoked", now, days=1, powers=POWERS)
    made["revoked"] = (revoked.model_copy(update={"revoked_at": now}), text)
    tokenfile.change(path, lambda _: Tokens(tokens=tuple(token for token, _ in made.values())))
    return {name: text for name, (_, text) in made.items()} | {"unknown": issue("x", now, days=1)[1], "garbage": "rcm_nothing"}


def routes_of(service: str) -> list[Route]:
    """Every route of the app, whatever put it there."""
    found = []
    for route in iter_route_contexts(app_of(service)[0].routes):
        path = _filled(route.path or "?")
        found += [Route(service, method, path, power_of(route)) for method in sorted((route.methods or {"ANY"}) - {"HEAD"})]
    return found


def _filled(path: str) -> str:
    return "/".join("1" if part.startswith("{") else part for part in path.split("/"))


def ask(app: FastAPI, requests: Sequence[tuple[str, str, dict[str, Any]]]) -> list[httpx.Response]:
    """Send requests to an app in this process, one after the other; a fault behind the gate is a 500."""

    async def all_of_them() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return [await client.request(method, path, **more) for method, path, more in requests]

    return asyncio.run(all_of_them())


def bearer(text: str) -> dict[str, Any]:
    return {"headers": {"Authorization": f"Bearer {text}"}}
