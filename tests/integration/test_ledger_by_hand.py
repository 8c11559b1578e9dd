"""The ledger by hand, over HTTP and on PostgreSQL: claims of an earlier system, adjustments, refunds, contra entries, closed periods, proof."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from deploy.embedded.testing import Addresses
from shared.db.sql import execute
from tests.integration.test_adjudication import Service, adjudication
from tests.unit.adjudication import remits
from tests.unit.adjudication.remits import negated, payment, submitted
from tests.unit.adjudication.wire import file, remittance_set

pytestmark = pytest.mark.anyio
OLD_LINE = {"code": "99205", "charge": "420.00"}
DECIDED = {
    "remitted_on": "2026-09-01",
    "lines": [
        {
            "line_number": 1,
            "paid": "233.20",
            "adjustments": [{"group": "CO", "carc": "45", "amount": "162.00"}, {"group": "PR", "carc": "2", "amount": "24.80"}],
        }
    ],
}
S5B = {"claim_id": "S5B", "payer_id": "NWHP1", "service_from": "2026-08-10", "lines": [OLD_LINE], "decisions": [DECIDED], "patient_paid": "24.80"}
SHARED: list[remits.Line] = [("99213", "150.00", "67.00", [("CO", "45", "58.00"), ("PR", "3", "25.00")])]


async def taken_over(service: Service) -> str:
    answer = await service.post("/v1/opening-claims", claims=[S5B], opened_on="2026-09-20")
    await service.harness.quiet()
    return str(answer["claims"][0]["encounter_id"])


async def c1(service: Service) -> None:
    await service.submit(submitted("C1", [("99213", "150.00")]))
    await service.send(file(remittance_set("T1", [("C1", payment("1", SHARED))])))
    await service.harness.quiet()


async def entries(service: Service, claim: str, cause: str) -> list[Any]:
    return [one for one in (await service.get(f"/v1/claims/{claim}"))["entries"] if one["cause"] == cause]


async def test_an_old_claim_is_taken_over_once_and_its_old_decision_is_taken_back(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with adjudication(stack, prefix, tmp_path) as service:
        encounter = await taken_over(service)
        assert (await service.get("/v1/ledger/summary"))["trial_balance"] == {}
        again = await service.post("/v1/opening-claims", 422, claims=[{**S5B, "patient_paid": "0.00"}])
        assert [each["place"] for each in again["problems"]] == ["claims[0].claim_id"]
        pair = [("S5B", payment("22", negated(remits.S5B_FIRST))), ("S5B", payment("1", remits.S5B_SECOND, ordinal=2))]
        await service.send(file(remittance_set("T9", pair, plb=[("WO", "-53.20")])))
        await service.harness.quiet()
        summary = await service.get("/v1/ledger/summary")
        assert (summary["billed"], summary["patient_credit"], summary["opening"]["patient_credit"]) == ("0.00", "0.00", "4.80")
        assert summary["trial_balance"] == {"CLR": "-53.20", "CTR": "58.00", "PC": "-4.80"}
        account = await service.get(f"/v1/accounts/{encounter}")
        assert {name: account["claims"][0]["balances"][name] for name in ("charged", "payer_paid", "contractual", "patient_paid")} == {
            "charged": "420.00",
            "payer_paid": "180.00",
            "contractual": "220.00",
            "patient_paid": "20.00",
        }
        assert await service.work() == ["credit_to_refund"]
        await service.post(f"/v1/accounts/{encounter}/refunds", step="approved", amount="4.80")
        await service.harness.quiet()
        await service.post(f"/v1/accounts/{encounter}/refunds", 422, step="approved", amount="4.80", recorded_on="2026-11-01")
        await service.post(f"/v1/accounts/{encounter}/refunds", step="paid", amount="4.80")
        await service.harness.quiet()
        assert await service.work() == []
        assert (await service.get("/v1/ledger/verify"))["sound"]


async def test_an_adjustment_is_held_against_the_balance_and_countered_once(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with adjudication(stack, prefix, tmp_path) as service:
        await c1(service)
        refused = await service.post("/v1/claims/C1/adjustments", 422, kind="charity", amount="25.01")
        assert "holds 25.00" in refused["detail"]
        await service.post("/v1/claims/C1/adjustments", kind="charity", amount="25.00")
        await service.harness.quiet()
        [made] = await entries(service, "C1", "adjustment")
        assert (made["debit"], made["credit"], made["actor"], made["reason"]) == ("WO-char", "ARPt", "clerk-7", "bank statement")
        [line, *rest] = (await service.get("/v1/claims/C1"))["lines"]
        assert (line["charge"], line["payer_paid"], line["adjusted"], line["open"], line["explained"], rest) == (
            "150.00",
            "67.00",
            "83.00",
            "0.00",
            True,
            [],
        )
        [decision, *_] = await entries(service, "C1", "remittance")
        for posting in ("no-such-posting", decision["event_id"]):
            await service.post(f"/v1/postings/{posting}/counter", 422)
        await service.post(f"/v1/postings/{made['event_id']}/counter")
        await service.harness.quiet()
        [contra] = await entries(service, "C1", "contra")
        assert (contra["debit"], contra["credit"], contra["counters"]) == ("ARPt", "WO-char", made["event_id"])
        again = await service.http.post(f"/v1/postings/{made['event_id']}/counter", json={"actor": {"id": "clerk-8"}, "reason": "once more"})
        assert (again.status_code, again.json()["title"]) == (422, "this posting was taken back before")


async def test_nothing_lands_in_a_period_that_is_closed_before_its_month_ends(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with adjudication(stack, prefix, tmp_path) as service:
        await service.submit(submitted("C1", [("99213", "150.00")]))
        assert (await service.post("/v1/periods/2026-10/close"))["closed_through"] == "2026-10"
        assert (await service.post("/v1/periods/2026-09/close"))["closed_through"] == "2026-10"
        for never in ("2026-13", "2026-11", "2206-11"):
            await service.post(f"/v1/periods/{never}/close", 422)
        await service.send(file(remittance_set("T1", [("C1", payment("1", SHARED))])))
        await service.harness.quiet()
        assert {one["period"] for one in await entries(service, "C1", "charge")} == {"2026-10"}
        assert {one["period"] for one in await entries(service, "C1", "remittance")} == {"2026-11"}
        assert (await service.get("/v1/periods"))["closed_by"] == "clerk-7"


async def test_verify_names_what_a_state_says_otherwise(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with adjudication(stack, prefix, tmp_path) as service:
        await c1(service)
        digest = (await service.get("/v1/ledger/digest"))["sha256"]
        sound = await service.get(f"/v1/ledger/verify?digest={digest}")
        assert (sound["sound"], sound["digest_matches"], sound["digest"], sound["differences"]) == (True, True, digest, [])
        assert not (await service.get(f"/v1/ledger/verify?digest={'0' * 64}"))["sound"]
        async with service.harness.runtimes["adjudication"].session() as session:
            change = "UPDATE account SET patient_open = 24, document = jsonb_set(document, '{claims,C1,books,ARPt}', '\"24.00\"')"
            await execute(session, text(change))
        found = await service.get("/v1/ledger/verify")
        assert not found["sound"]
        assert [(one["claim_id"], one["account"], one["entries"], one["state"]) for one in found["differences"]] == [
            ("C1", "ARPt", "25.00", "24.00"),
            ("", "patient_open", "25.00", "24.00"),
        ]
