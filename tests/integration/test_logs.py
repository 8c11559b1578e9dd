"""What a service logs about its work: lines that lead from a message to the encounter it belongs to, and nothing that identifies anybody."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI, HTTPException, Request

from deploy.embedded.testing import Addresses
from shared.db.rows import RowStore
from shared.http.access import Caller, needs
from shared.http.access_log import AccessLog
from shared.stage.stage import Bound
from shared.telemetry.log import JsonFormatter
from shared.testing import deliver, fresh_schema, message
from tests.integration.toy.events import OrderPlaced
from tests.integration.toy.service import OrderRow, Tables
from tests.integration.toy.stages import BUG, BUG_IN_THE_DATABASE, COUNT, REFUSED, Order

pytestmark = pytest.mark.anyio


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[list[dict[str, Any]]]:
    """What a machine would have read, filled at the end of each step."""
    found: list[dict[str, Any]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(json.loads(self.format(record)))

    handler, root = Keep(), logging.getLogger()
    handler.setFormatter(JsonFormatter("toy"))
    root.addHandler(handler)
    with caplog.at_level(logging.INFO):
        yield found
    root.removeHandler(handler)


@pytest.mark.parametrize("amount", [REFUSED, BUG, BUG_IN_THE_DATABASE])
async def test_the_lines_of_a_batch_carry_stage_event_and_correlation(
    stack: Addresses, prefix: str, lines: list[dict[str, Any]], amount: int
) -> None:
    given = message(OrderPlaced(order_id="o1", customer_id="c1", amount=amount), f"cause of {amount}")
    async with fresh_schema(stack.database_url, f"{prefix}toy", Tables.metadata) as engine:
        await deliver(engine, Bound(COUNT, RowStore(OrderRow, Order)), [given])
    told = [line for line in lines if line["logger"] in ("shared.db.batch", "shared.db.runner")]
    assert told
    assert {(line["service"], line["stage"], line["correlation"]) for line in told} == {("toy", "toy.count", "o1")}
    [parked] = [line for line in told if "parked" in line]
    assert parked["event"] == given.envelope.id
    assert "secret" not in json.dumps(lines)


async def test_a_request_is_logged_by_its_route_without_path_or_query(lines: list[dict[str, Any]]) -> None:
    app, routes = FastAPI(), APIRouter()

    @routes.get("/v1/timeline/{about}")
    async def timeline(about: str) -> dict[str, str]:
        return {"about": about}

    @routes.get("/readyz")
    async def readyz() -> dict[str, str]:
        return {}

    app.include_router(routes)
    app.add_middleware(AccessLog)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        for path in ("/v1/timeline/Testbirch?member=NWA1000040", "/nowhere/Testbirch", "/readyz"):
            await client.get(path)
    told = [(line["method"], line["route"], line["status"]) for line in lines if line["logger"] == "shared.http.access_log"]
    assert told == [("GET", "/v1/timeline/{about}", 200), ("GET", "?", 404)]
    ours = [line for line in lines if line["logger"].startswith("shared.")]
    assert "Testbirch" not in json.dumps(ours)
    assert "NWA1000040" not in json.dumps(ours)


async def test_who_saw_a_record_that_names_a_patient_is_logged_and_who_did_not_find_one_is_not(lines: list[dict[str, Any]]) -> None:
    app, routes = FastAPI(), APIRouter()

    @routes.get("/v1/statements/{statement_id}", dependencies=[needs("phi")])
    async def statement(statement_id: str) -> dict[str, str]:
        if statement_id != "S1":
            raise HTTPException(404)
        return {"name": "Testbirch"}

    app.include_router(routes)
    app.add_middleware(AccessLog)

    @app.middleware("http")
    async def gate(request: Request, further: Any) -> Any:
        request.state.caller = Caller("t-1", "amy", frozenset({"phi"}), True, "")
        return await further(request)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        for id in ("S1", "Testbirch"):
            await client.get(f"/v1/statements/{id}")
    seen = [line for line in lines if line["logger"] == "shared.http.access_log" and "record" in line]
    assert [(line["route"], line["record"], line["by"]) for line in seen] == [("/v1/statements/{statement_id}", "S1", "t-1")]
    assert "Testbirch" not in json.dumps([line for line in lines if line["logger"].startswith("shared.")])
