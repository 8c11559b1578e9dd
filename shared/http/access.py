"""Who may use which route: `@routes.get("/v1/claims", dependencies=[needs("read")])`.

A request is judged before anything of its body is read, by the headers alone; the route's own dependency asks again when it is reached, so that the
two ways of finding a route cannot disagree to anybody's advantage. A route that names no power answers nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.routing import iter_route_contexts
from starlette.requests import HTTPConnection
from starlette.routing import BaseRoute, compile_path

from shared.contracts.values import Actor
from shared.http.problems import Problem
from shared.security.keyring import ASK, Keyring, Refused
from shared.security.powers import POWERS, Power

PUBLIC = frozenset({"/healthz", "/readyz", "/login", "/logout"})
"""Probes, and the way in and out. Everything else needs a token."""
COOKIE = "rcm_token"


@dataclass(frozen=True)
class Caller:
    """Who asks: a token's holder, or anybody where access is open."""

    id: str
    """Stays the same when the token is rotated: the identity under which requests are repeated."""
    name: str
    may: frozenset[str]
    person: bool = False
    bearer: str = ""
    """What was shown, to be shown to peers in turn. Never logged."""

    def has(self, power: str) -> bool:
        return power in self.may


ANYBODY = Caller("anonymous", "anonymous", frozenset(POWERS))


class Need:
    """The dependency that `needs` makes."""

    def __init__(self, power: Power) -> None:
        self.power = power

    async def __call__(self, request: Request) -> None:
        caller = caller_of(request)
        if caller is None or not caller.has(self.power):
            raise Problem(403, f"this token may not {self.power}", ASK)


def needs(power: Power) -> Any:
    """Declare a route's power."""
    if power not in POWERS:
        raise ValueError(f"{power} is no power; there are {', '.join(POWERS)}")
    return Depends(Need(power))


def caller_of(connection: HTTPConnection) -> Caller | None:
    """Who asks, as the access layer found out; None on a public route."""
    return getattr(connection.state, "caller", None)


def answers_for(request: Request, actor: Actor) -> None:
    """A person's token signs for that person only: 403 when a command names somebody else."""
    caller = caller_of(request)
    if caller is not None and caller.person and actor.id != caller.name:
        raise Problem(403, "this token signs for its own person only", f"Put {caller.name} into actor.id.", place="actor.id")


class Doors:
    """The power of each route, in the order in which routes are looked for."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._doors: list[tuple[re.Pattern[str], frozenset[str], str | None]] = []
        for route in iter_route_contexts(list(routes)):
            if route.path is not None:
                self._doors.append((compile_path(route.path)[0], frozenset(route.methods or ()), power_of(route)))

    def power(self, method: str, path: str) -> tuple[bool, str | None]:
        """Whether there is such a route, and its power."""
        for pattern, methods, power in self._doors:
            if method in methods and pattern.match(path):
                return True, power
        return False, None


def power_of(route: Any) -> str | None:
    """What a route declares; of several powers the first is asked early and all are asked by the route."""
    found = [each.dependency.power for each in getattr(route, "dependencies", ()) if isinstance(each.dependency, Need)]
    return found[0] if found else None


def judge(connection: HTTPConnection, keyring: Keyring, service: str, doors: Doors) -> Caller:
    """The holder of the token that a request shows, if it may use the route. Raises Refused."""
    shown, by_cookie = shown_by(connection)
    token = keyring.admit(shown, service)
    method = str(connection.scope["method"])
    if by_cookie and method not in ("GET", "HEAD"):
        from_own_page(connection, required=True)
    there, power = doors.power(method, str(connection.scope["path"]))
    if there and power is None:
        raise Refused(403, "nobody may use this route", "It declares no power: a defect of this release.", "insufficient_scope")
    if power is not None and power not in token.may:
        has = ", ".join(sorted(token.may)) or "nothing"
        raise Refused(403, f"this token may not {power}", f"It may: {has}. {ASK}", "insufficient_scope")
    return Caller(token.id, token.name, token.may, token.person, shown)


def shown_by(connection: HTTPConnection) -> tuple[str, bool]:
    """The token of a request, and whether a browser added it by itself."""
    scheme, _, credentials = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip(), False
    cookie = connection.cookies.get(COOKIE, "")
    return cookie, bool(cookie)


def from_own_page(connection: HTTPConnection, *, required: bool) -> None:
    """A browser says where a form came from; another site's form is refused. Raises Refused."""
    origin = connection.headers.get("origin", "")
    own = origin.partition("://")[2] == connection.headers.get("host", "") and origin != ""
    if not own and (required or origin):
        raise Refused(403, "this came from another site's page", "Use the pages of this service.", "insufficient_scope")


def at_this_machine(connection: HTTPConnection) -> None:
    """Open access is for this machine's own names. Raises Refused for another: a site elsewhere may point a name of its own at this machine."""
    try:
        host = urlsplit("//" + connection.headers.get("host", "")).hostname or ""
    except ValueError:
        host = "."
    if "." in host.removeprefix("127.0.0.") or ":" in host.removeprefix("::1"):
        raise Refused(403, "this address is another site's", "Use 127.0.0.1 or localhost.", "insufficient_scope")
