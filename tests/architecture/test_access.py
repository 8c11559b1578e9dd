"""No route of any service is left without a lock."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from shared.http.access import PUBLIC, Doors, needs
from shared.security.powers import POWERS
from tests.unit.http.doorway import SERVICES, app_of, ask, bearer, routes_of


@pytest.mark.parametrize("service", SERVICES)
def test_every_route_declares_a_power_except_probes_and_the_way_in(service: str) -> None:
    routes = routes_of(service)
    assert len(routes) > 15
    assert [str(route) for route in routes if not route.is_public and route.power not in POWERS] == []
    assert {route.path for route in routes if route.power is None} == PUBLIC


def test_public_are_only_probes_and_the_way_in_and_out() -> None:
    assert {"/healthz", "/readyz", "/login", "/logout"} == PUBLIC


def test_a_route_that_forgot_its_power_answers_nobody() -> None:
    app, texts = app_of("coding")

    @app.get("/forgotten")
    async def forgotten() -> str:
        return "open"

    app.middleware_stack = None
    try:
        [answer] = ask(app, [("GET", "/forgotten", bearer(texts["all"]))])
    finally:
        app.router.routes.pop()
        app.middleware_stack = None
    assert (answer.status_code, answer.json()["title"]) == (403, "nobody may use this route")


def test_the_walk_over_routes_finds_one_without_a_power() -> None:
    app = FastAPI(openapi_url=None)

    @app.get("/with", dependencies=[needs("read")])
    @app.get("/without")
    async def anything() -> None: ...

    doors = Doors(app.routes)
    assert (doors.power("GET", "/with"), doors.power("GET", "/without"), doors.power("GET", "/no")) == ((True, "read"), (True, None), (False, None))


def test_a_power_with_a_typing_error_is_no_power() -> None:
    with pytest.raises(ValueError, match="reed is no power"):
        needs("reed")  # type: ignore[arg-type]
