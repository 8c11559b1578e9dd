"""Every error of an API is a problem document that names place and reason, and never the value that was sent."""

import asyncio
from decimal import Decimal
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from shared.contracts.values import Money, Value
from shared.http import problems
from shared.http.limit import BodyLimit, Limits
from shared.http.problems import Problem


class Bill(Value):
    amount: Money
    lines: list[Money] = []


class Client:
    """Asks an application in this process."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def post(self, path: str, **body: Any) -> httpx.Response:
        return asyncio.run(self._send("POST", path, **body))

    def get(self, path: str) -> httpx.Response:
        return asyncio.run(self._send("GET", path))

    async def _send(self, method: str, path: str, **body: Any) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://test") as client:
            return await client.request(method, path, **body)


@pytest.fixture
def client() -> Client:
    app = FastAPI()
    problems.install(app)
    app.add_middleware(BodyLimit, limits=Limits(most=1000, strangers=1000))

    @app.post("/bill")
    async def bill(body: Bill) -> dict[str, str]:
        if body.amount == Decimal("1.00"):
            raise Problem(409, "already there", "Use another key.", place="amount", retry_after=3)
        return {"amount": str(body.amount)}

    return Client(app)


def test_malformed_json_is_400_with_the_character(client: Client) -> None:
    answer = client.post("/bill", content=b'{"amount": "SMITH', headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["place"].startswith("character ")
    assert "SMITH" not in answer.text


def test_a_wrong_field_is_422_with_its_path_and_without_its_value(client: Client) -> None:
    answer = client.post("/bill", json={"amount": "1.00", "lines": ["2.00", "JONES"]})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["place"] == "lines[1]"
    assert "JONES" not in answer.text


def test_money_as_a_floating_point_number_is_refused(client: Client) -> None:
    answer = client.post("/bill", json={"amount": 0.1})
    assert answer.status_code == 422
    assert "floating-point" in answer.json()["problems"][0]["reason"]


def test_a_problem_of_a_route_keeps_status_place_and_retry_after(client: Client) -> None:
    answer = client.post("/bill", json={"amount": "1.00"})
    assert (answer.status_code, answer.json()["place"], answer.headers["retry-after"]) == (409, "amount", "3")


def test_an_unknown_route_is_a_problem_too(client: Client) -> None:
    assert client.get("/nothing").json() == {"type": "about:blank", "title": "not found", "status": 404}


def test_a_body_above_the_limit_is_413(client: Client) -> None:
    answer = client.post("/bill", content=b"x" * 2000, headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert "Send at most" in answer.json()["detail"]
