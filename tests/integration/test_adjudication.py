"""Adjudication as it runs: files and requests in, the ledger in PostgreSQL, everything else over Kafka."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from deploy.embedded.testing import Addresses
from services.billing.adjudication.service import SERVICE
from shared.contracts.ids import Names
from shared.db.sql import execute
from shared.harness import Harness, running
from shared.http.app import create_app
from shared.runtime import Runtime
from shared.settings import Settings
from shared.site import load_site
from tests.unit.adjudication import remits
from tests.unit.adjudication.remits import PAID, Line, negated, payment, submitted
from tests.unit.adjudication.wire import file, remittance_set

pytestmark = pytest.mark.anyio
SITE = load_site(Path(__file__).parents[2] / "deploy" / "site" / "site.yaml")
CLERK = {"actor": {"id": "clerk-7"}, "reason": "bank statement"}
BAD: list[Line] = [("99223", "700.00", "500.00", [("CO", "45", "200.00")])]


class Service:
    """A running adjudication with a client of its API."""

    def __init__(self, harness: Harness, http: httpx.AsyncClient, folder: Path) -> None:
        self.harness, self.http, self.folder = harness, http, folder

    async def get(self, path: str) -> Any:
        answer = await self.http.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, status: int = 202, **body: Any) -> Any:
        answer = await self.http.post(path, json={**CLERK, **body})
        assert answer.status_code == status, answer.text
        return answer.json()

    async def send(self, body: bytes, status: int = 202) -> Any:
        answer = await self.http.post("/v1/intake/x12", content=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def submit(self, *claims: Any) -> None:
        for claim in claims:
            await self.harness.emit("adjudication", [claim], f"{claim.claim_id} {claim.submission}")
        await self.harness.quiet()

    async def work(self) -> list[str]:
        return sorted(item["kind"] for item in (await self.get("/v1/work-items"))["items"])


@asynccontextmanager
async def adjudication(stack: Addresses, prefix: str, folder: Path) -> AsyncIterator[Service]:
    (folder / "from-clearinghouse").mkdir(parents=True, exist_ok=True)
    settings = Settings(
        site=SITE,
        names=Names(SITE.site, b"0123456789abcdef"),
        kafka=stack.bootstrap,
        database=stack.database_url,
        prefix=prefix,
        open_access=True,
        today=date(2026, 10, 12),
        clearinghouse_folder=folder,
    )
    runtime = Runtime(SERVICE, settings)
    async with running(runtime) as harness:
        transport = httpx.ASGITransport(app=create_app(runtime))
        async with httpx.AsyncClient(transport=transport, base_url="http://adjudication") as http:
            yield Service(harness, http, folder)


async def s4(service: Service) -> None:
    """Claim, first remittance by HTTP, replacement, second remittance through the folder."""
    await service.submit(submitted("S4", remits.S4_BILL))
    await service.send(file(remittance_set("T4A", [("S4", payment("1", remits.S4_FIRST))])))
    await service.harness.quiet()
    await service.submit(submitted("S4", remits.S4_AGAIN, 2, PAID + timedelta(days=4), frequency="7"))
    pair = [("S4", payment("22", negated(remits.S4_FIRST))), ("S4", payment("1", remits.S4_SECOND, ordinal=2, icn="ICN2"))]
    (service.folder / "from-clearinghouse" / "835-0002.x12").write_bytes(file(remittance_set("T4B", pair, on="20261020"), number=2))

    async def settled() -> bool:
        rows = await service.harness.rows("adjudication", "SELECT 1 FROM statement")
        return bool(rows)

    await service.harness.until(settled)
    await service.harness.quiet()


async def test_a_corrected_claim_ends_in_a_ledger_that_explains_every_cent(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with adjudication(stack, prefix, tmp_path) as service:
        await s4(service)
        summary = await service.get("/v1/ledger/summary")
        assert {name: summary[name] for name in ("billed", "paid", "contractual", "patient", "open")} == {
            "billed": "420.00",
            "paid": "233.20",
            "contractual": "162.00",
            "patient": "24.80",
            "open": "0.00",
        }
        assert summary["explained"]
        assert summary["balanced"]
        claim = await service.get("/v1/claims/S4")
        assert [one["trace_number"] for one in claim["standing"]] == ["T4B"]
        assert [one["submission"] for one in claim["submissions"]] == [1, 2]
        [statement] = (await service.get("/v1/statements"))["statements"]
        assert (statement["amount"], statement["reasons"]) == ("24.80", ["your coinsurance"])
        await service.post("/v1/deposits", trace_number="T4B", amount="115.20")
        await service.post("/v1/accounts/visit-S4/payments", amount="24.80", method="card")
        await service.harness.quiet()
        account = await service.get("/v1/accounts/visit-S4")
        assert account["claims"][0]["balances"]["patient_paid"] == "24.80"
        assert (await service.get("/v1/remittances/T4B"))["posted_to_clearing"] == "115.20"
        states = {one["trace_number"]: one["state"] for one in (await service.get("/v1/remittances"))["remittances"]}
        assert states == {"T4A": "received", "T4B": "deposited"}
        assert await service.work() == []


async def test_the_ledger_is_the_same_when_every_message_comes_again_and_refuses_changes(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with adjudication(stack, prefix, tmp_path) as service:
        await s4(service)
        before = await service.get("/v1/ledger/digest")
        count = "SELECT count(*) FROM ledger_entry"
        [entries] = await service.harness.rows("adjudication", count)
        async with service.harness.runtimes["adjudication"].session() as session:
            await execute(session, text("UPDATE outbox SET published_at = NULL"))
        await service.harness.quiet()
        assert await service.get("/v1/ledger/digest") == before
        assert await service.harness.rows("adjudication", count) == [entries]
        for change in ("UPDATE ledger_entry SET amount = 1", "DELETE FROM ledger_entry", "TRUNCATE ledger_entry"):
            with pytest.raises(DBAPIError, match="append-only"):
                async with service.harness.runtimes["adjudication"].session() as session:
                    await execute(session, text(change))


async def test_double_bad_and_early_files_post_once_or_not_at_all(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    good = remittance_set("T12", [("S1", payment("1", remits.S1))])
    bad = remittance_set("T13", [("S12D", payment("1", BAD))], paid="480.00")
    async with adjudication(stack, prefix, tmp_path) as service:
        await service.send(file(good, bad))
        await service.send(file(good, number=2, end="~\n"))
        await service.harness.quiet()
        assert await service.work() == ["claim_unknown", "remittance_out_of_balance"]
        await service.post("/v1/deposits", trace_number="T13", amount="480.00")
        await service.submit(submitted("S1", remits.S1_BILL))
        assert await service.work() == ["deposit_unmatched", "remittance_out_of_balance"]
        summary = await service.get("/v1/ledger/summary")
        assert (summary["paid"], summary["suspense"], summary["cash"]) == ("77.50", "480.00", "480.00")
        [duplicated] = [one for one in (await service.get("/v1/remittances"))["remittances"] if one["trace_number"] == "T12"]
        assert (duplicated["duplicates"], duplicated["total_paid"]) == (1, "77.50")
        assert Decimal((await service.get("/v1/remittances/T12"))["posted_to_clearing"]) == Decimal("77.50")


async def test_a_request_that_cannot_be_taken_says_where_and_why(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    body = file(remittance_set("T1", [("S1", payment("1", remits.S1))]))
    async with adjudication(stack, prefix, tmp_path) as service:
        problem = await service.send(body[:400], 422)
        assert problem["place"] == "body"
        assert "cut short in segment" in problem["detail"]
        assert (await service.send(b"ISA of nothing", 422))["title"] == "there is no 835 in this file"
        await service.post("/v1/accounts/V1/payments", 422, amount="0.00", method="card")
        await service.post("/v1/accounts/V1/payments", 422, amount="10.00", method="card", received_on="2026-12-24")
        assert (await service.http.get("/v1/claims/nobody")).status_code == 404
        (service.folder / "from-clearinghouse" / "835-cut.x12").write_bytes(body[:-60])
        await service.harness.until(service.work)
        assert await service.work() == ["file_set_aside"]
