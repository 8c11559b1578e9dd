"""Requests that nobody should send: every one is refused with a problem that names the place, or does what it says; none is our failure."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator
from copy import deepcopy
from random import Random

import httpx
import pytest

from deploy.embedded.testing import Addresses
from deploy.samples.bundle import bundle
from deploy.samples.generate import visits
from tests.integration.hostile.apps import NUMBERS, STRINGS, Operation, apis, bodies, definitions, drawn, operations
from tests.scenarios.visits import OFFICE_VISIT, charge

pytestmark = pytest.mark.anyio
KNOWN = definitions()
POSTS, GETS = operations("post"), operations("get")
REQUESTS = 30
"""Drawn for each route."""


@pytest.fixture(scope="module")
async def clients(stack: Addresses, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    async with apis(stack, tmp_path_factory.mktemp("none")) as found:
        yield found


def is_our_failure(answer: httpx.Response) -> str:
    """What is wrong with an answer, whatever was asked."""
    if answer.status_code >= 500 and answer.headers.get("retry-after") is None:
        return f"status {answer.status_code}: {answer.text[:200]}"
    if answer.status_code >= 400 and answer.headers.get("content-type") != "application/problem+json":
        return f"status {answer.status_code} as {answer.headers.get('content-type')}"
    if answer.status_code >= 400 and not (answer.json()["title"] and "Testoak" not in answer.text):
        return f"a problem without a title, or one that repeats what was sent: {answer.text[:200]}"
    return ""


@pytest.mark.parametrize("operation", POSTS, ids=lambda each: each.name)
async def test_no_body_makes_a_route_fail(clients: dict[str, httpx.AsyncClient], operation: Operation) -> None:
    failures = {}
    for what, body, kind in bodies():
        headers = [(b"content-type", kind.encode("latin-1"))]
        answer = await clients[operation.service].post(operation.address({"number": "1"}), content=body, headers=headers)
        failure = is_our_failure(answer)
        if not failure and operation.body and answer.status_code < 400:
            failure = f"taken with {answer.status_code}"
        if failure:
            failures[what] = failure
    assert failures == {}


@pytest.mark.parametrize("operation", POSTS, ids=lambda each: each.name)
async def test_no_request_that_looks_right_makes_a_route_fail(clients: dict[str, httpx.AsyncClient], operation: Operation) -> None:
    failures = {}
    for seed in range(REQUESTS):
        draw = Random(f"{operation.name} {seed}")  # the same requests in every run
        body = drawn(draw, operation.body, KNOWN[operation.service])
        values = {each["name"]: str(draw.choice((*STRINGS[:5], "1", "A1", *NUMBERS))) for each in operation.parameters("path")}
        headers = {"content-type": "application/json"}
        answer = await clients[operation.service].post(operation.address(values), content=json.dumps(body).encode(), headers=headers)
        if failure := is_our_failure(answer):
            failures[seed] = failure
    assert failures == {}


@pytest.mark.parametrize("operation", GETS, ids=lambda each: each.name)
async def test_no_address_makes_a_route_fail(clients: dict[str, httpx.AsyncClient], operation: Operation) -> None:
    failures = {}
    texts = [each.encode("utf-8", "replace").decode() for each in STRINGS] + [str(each) for each in NUMBERS]
    for value in texts:
        path = operation.address({each["name"]: value for each in operation.parameters("path")})
        for name in [each["name"] for each in operation.parameters("query")] or ["nothing"]:
            answer = await clients[operation.service].get(path, params={name: value})
            if failure := is_our_failure(answer):
                failures[f"{name}={value[:20]!r}"] = failure
    assert failures == {}


@pytest.mark.parametrize("key", ["", " ", "x" * 5000, "\xff\xfe", "a\tb"])
async def test_an_idempotency_key_may_be_anything(clients: dict[str, httpx.AsyncClient], key: str) -> None:
    headers = [(b"content-type", b"application/json"), (b"idempotency-key", key.encode("latin-1"))]
    body = json.dumps({**OFFICE_VISIT, "visit_number": f"KEY-{len(key)}"}).encode()
    answer = await clients["eligibility"].post("/v1/encounters", content=body, headers=headers)
    assert answer.status_code == 202, answer.text


async def test_a_compressed_body_is_not_unpacked(clients: dict[str, httpx.AsyncClient]) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    answer = await clients["eligibility"].post("/v1/encounters", content=bomb, headers=headers)
    assert answer.status_code in (400, 415, 422)
    assert is_our_failure(answer) == ""


def with_amount(amount: str) -> bytes:
    """A visit with this amount, written as it is into the JSON."""
    told = deepcopy(OFFICE_VISIT)
    told["visit_number"] = "AMOUNT"
    told["encounter"]["charges"] = [charge("99213", amount="@@")]
    return json.dumps(told).replace('"@@"', amount).encode()


WRONG = [
    '"1e9"', "1e9", "1000000000.00", '"1000000000.00"', '"100000000.00"', '"0.001"', "0.001", "0.30000000000000004", '"-1.00"', "NaN", "Infinity",
    '"NaN"',
    '"Infinity"', '"1,234.56"', '"1 234.56"', '"1_000.00"', f'"{10**30}"', str(10**30), '"١٢.٣٤"', '"$5"', '"5-"', '"0x10"', "true", "[]", '""',
]  # fmt: skip


@pytest.mark.parametrize("amount", WRONG)
async def test_what_only_looks_like_an_amount_is_refused_with_its_place(clients: dict[str, httpx.AsyncClient], amount: str) -> None:
    for service, path, body, place in entries(amount):
        answer = await clients[service].post(path, content=body, headers={"content-type": "application/json"})
        assert answer.status_code in (400, 422), (path, answer.text)
        assert place in json.dumps(answer.json()) or answer.status_code == 400
        assert answer.json()["place"] or answer.json()["detail"]


def entries(amount: str) -> list[tuple[str, str, bytes, str]]:
    """Service, path, body and place of everywhere that an amount comes in as JSON."""
    signed = '"actor": {"id": "cash-1"}, "reason": "Bank list"'
    payment = f'{{"amount": {amount}, "method": "cash", {signed}}}'.encode()
    deposit = f'{{"amount": {amount}, "trace_number": "T1", {signed}}}'.encode()
    return [
        ("eligibility", "/v1/encounters", with_amount(amount), "encounter.charges[0].amount"),
        ("adjudication", "/v1/accounts/E1/payments", payment, "amount"),
        ("adjudication", "/v1/deposits", deposit, "amount"),
    ]


@pytest.mark.parametrize(
    ("amount", "kept"), [('"99999999.99"', "99999999.99"), ('"0.01"', "0.01"), ('"7"', "7.00"), ("7", "7.00"), ('" 7.5 "', "7.50")]
)
async def test_an_amount_is_kept_to_the_cent(clients: dict[str, httpx.AsyncClient], amount: str, kept: str) -> None:
    for service, path, body, _ in entries(amount):
        answer = await clients[service].post(path, content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 202, answer.text
    deposits = await clients["adjudication"].post("/v1/deposits", content=entries(amount)[2][2], headers={"content-type": "application/json"})
    assert deposits.json()["repeated"]


async def test_charges_that_add_up_to_more_than_a_claim_can_carry_are_refused(clients: dict[str, httpx.AsyncClient]) -> None:
    told = deepcopy(OFFICE_VISIT)
    told["encounter"]["charges"] = [charge("99213", amount="99999999.99"), charge("85025", amount="0.01")]
    answer = await clients["eligibility"].post("/v1/encounters", json=told)
    assert answer.status_code == 422
    assert "add up to more" in answer.text


@pytest.mark.parametrize("amount", ["1e9", "0.001", "1e30", "NaN", "-5", "1234567890.12", "100000000"])
async def test_an_amount_in_a_bundle_is_refused_for_its_visit_alone(clients: dict[str, httpx.AsyncClient], amount: str) -> None:
    told = bundle(visits(1)[0])
    charged = next(each["resource"] for each in told["entry"] if each["resource"]["resourceType"] == "ChargeItem")
    charged["priceOverride"] = {"value": "@@", "currency": "USD"}
    answer = await clients["eligibility"].post("/v1/fhir", content=json.dumps(told).replace('"@@"', amount).encode())
    if amount == "NaN":
        assert (answer.status_code, answer.json()["title"]) == (400, "this is not JSON")
    else:
        ends = answer.json().get("encounters") or [{"outcome": "refused", "problems": answer.json()["problems"]}]
        assert [each["outcome"] for each in ends] == ["refused"], answer.text
        assert all(each["place"] for each in ends[0]["problems"])
