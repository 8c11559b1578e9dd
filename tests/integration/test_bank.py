"""The bank and paper as they run: files and requests in, money and remittances found by each other, in PostgreSQL and over Kafka."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.testing import Addresses
from tests.integration.test_adjudication import CLERK, Service, adjudication
from tests.unit.adjudication.remits import payment, submitted
from tests.unit.adjudication.test_intake import GOOD, A
from tests.unit.adjudication.wire import file, remittance_set

pytestmark = pytest.mark.anyio
LINES = "date,amount,trace_number,payer,reference\n2026-10-03,1000.00,T1,NWHP1,BR1\n2026-10-03,400.00,,Northwind,BR2\n2026-10-03,4OO.00,T9,,BR3\n"
BAI2 = """\
01,BANK1,RIVERBEND,261103,0600,1,,,2/
02,RIVERBEND,BANK1,1,261102,,USD,2/
03,0012345,USD,015,0,,/
16,142,7700,0,BR7,,HCCLAIMPMT TRN*1*T7*1330000001\\
16,475,500,Z,CK1,,check paid/
49,8200,4/
98,8200,1,6/
99,8200,1,8/
"""
EARLY = [("C7", payment("1", [("99215", "100.00", "77.00", [("CO", "45", "23.00")])]))]


async def bank(service: Service, body: str, status: int = 202) -> Any:
    answer = await service.http.post("/v1/intake/bank", content=body.encode())
    assert answer.status_code == status, answer.text
    await service.harness.quiet()
    return answer.json()


async def states(service: Service) -> dict[str, str]:
    return {one["trace_number"]: one["state"] for one in (await service.get("/v1/remittances"))["remittances"]}


async def balance(service: Service) -> dict[str, str]:
    found: dict[str, str] = (await service.get("/v1/ledger/summary"))["trial_balance"]
    return found


async def test_the_same_line_in_two_files_is_one_deposit_and_garbage_is_work(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with adjudication(stack, prefix, tmp_path) as service:
        told = await bank(service, LINES)
        assert {name: told[name] for name in ("deposits", "known", "others")} == {"deposits": 2, "known": 0, "others": 0}
        assert told["set_aside"] == [{"line": 4, "reason": "amount is no amount such as 1234.50."}]
        assert (await bank(service, LINES))["repeated"]
        longer = await bank(service, LINES.replace("4OO.00", "44.00"))
        assert (longer["deposits"], longer["known"]) == (1, 2)
        (tmp_path / "from-bank").mkdir()
        (tmp_path / "from-bank" / "day.csv").write_text(LINES)
        (tmp_path / "from-bank" / "day.bai").write_text(BAI2)
        (tmp_path / "from-bank" / "broken.bai").write_text(BAI2.replace("49,8200", "49,8300"))

        async def read() -> bool:
            return len(await service.harness.rows("adjudication", "SELECT 1 FROM intake_file WHERE intake = 'adjudication.bank'")) == 3

        await service.harness.until(read)
        await service.harness.quiet()
        await service.send(file(remittance_set("T1", GOOD), remittance_set("T7", EARLY)))
        await service.harness.quiet()
        assert await states(service) == {"T1": "deposited", "T7": "deposited", "T9": "awaiting_remittance"}
        assert (await balance(service))["Cash"] == "1521.00"
        assert await service.work() == ["bank_line_set_aside", *["claim_unknown"] * 4, "deposit_untraced", "file_set_aside"]
        items = (await service.get("/v1/work-items"))["items"]
        assert "1.00 out" in next(one["sentence"] for one in items if one["kind"] == "file_set_aside")
        assert all("4OO" not in str(one) for one in items)
        assert (await service.http.post("/v1/intake/bank", content=b"when,what\n")).status_code == 422


async def test_money_without_a_trace_number_is_assigned_by_rule_or_by_a_person(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with adjudication(stack, prefix, tmp_path) as service:
        claims = [(f"C{number}", payment("1", A)) for number in range(3)]
        await service.submit(*(submitted(number, [("99215", "600.00")]) for number, _ in claims))
        await bank(service, "date,amount,payer\n2026-10-02,400.00,NWHP1\n2026-10-02,400.00,SOMEBODY\n")
        for place, claim in enumerate(claims):
            await service.send(file(remittance_set(f"T{place}", [claim])))
            await service.harness.quiet()
        assert (await states(service))["T0"] == "deposited"
        [waiting] = (await service.get("/v1/deposits/untraced"))["deposits"]
        assert [one["trace_number"] for one in waiting["candidates"]] == ["T1", "T2"]
        number = waiting["number"]
        for other in ("ELSEWHERE", "T0"):  # not known; known, and paid already
            await service.post(f"/v1/deposits/{number}/assign", 422, trace_number=other)
        await service.post("/v1/deposits", 422, trace_number="T1", amount="400.00", deposited_on="2099-01-01")
        await service.post(f"/v1/deposits/{number}/assign", trace_number="T2")
        await service.harness.quiet()
        assert await states(service) == {"T0": "deposited", "T1": "received", "T2": "deposited"}
        assert (await balance(service)).get("SUS") is None
        assert await service.work() == []
        await service.post(f"/v1/deposits/{number}/assign", 404, trace_number="T1")


def paper(paid: str = "400.00", **changes: Any) -> dict[str, Any]:
    reduced = [{"group": "CO", "carc": "45", "amount": f"{600 - int(paid[:3])}.00"}]
    line = {"line_number": 1, "charge": "600.00", "paid": paid, "adjustments": reduced}
    claim = {"claim_id": "C1", "charge": "600.00", "paid": paid, "icn": "ICN1", "lines": [line]}
    values = {"payer_id": "NWHP1", "trace_number": "CHK1", "paid": paid, "remitted_on": "2026-10-01", "claims": [claim]}
    return {**values, **changes}


async def test_paper_is_proven_posted_as_by_hand_and_taken_once(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with adjudication(stack, prefix, tmp_path) as service:
        await service.submit(submitted("C1", [("99215", "600.00")]))
        refused = await service.post("/v1/remittances", 422, **paper(paid="380.00", claims=paper()["claims"]))
        assert "transaction level, payment: 380.00 stated, 400.00 found, 20.00 out" in refused["detail"]
        await service.post("/v1/remittances", 422, **paper(payer_id="NOBODY"))
        await service.post("/v1/remittances", **paper())
        await service.harness.quiet()
        claim = await service.get("/v1/claims/C1")
        assert claim["account"]["balances"]["payer_paid"] == "400.00"
        query = "SELECT convert_from(value, 'UTF8')::jsonb AS value FROM outbox WHERE type LIKE '%posted.v1'"
        posted = await service.harness.rows("adjudication", query)
        by_hand = [row["value"]["manual"] for row in posted if row["value"].get("cause") == "remittance"]
        assert [(one["actor"]["id"], one["reason"]) for one in by_hand] == [("clerk-7", CLERK["reason"])]
        again = await service.http.post("/v1/remittances", json={**paper(), **CLERK, "reason": "typed in twice"})
        assert again.status_code == 409
        await service.send(file(remittance_set("CHK1", [("C1", payment("1", A))])))
        await service.harness.quiet()
        assert (await service.get("/v1/remittances/CHK1"))["duplicates"] == 1
        await correct(service)
        await service.post("/v1/deposits", trace_number="CHK1", amount="350.00", deposited_on="2026-10-12")
        await service.harness.quiet()
        assert (await states(service)) == {"CHK1": "deposited"}
        assert await service.work() == []
        await what_no_code_explains_is_explained_once(service)


async def what_no_code_explains_is_explained_once(service: Service) -> None:
    await service.send(file(remittance_set("T8", EARLY, plb=[("FB", "-10.00"), ("AP", "-5.00")])))
    await service.harness.quiet()
    [forwarded] = (await service.get("/v1/clearing"))["balances"]
    assert (forwarded["payer_id"], forwarded["reference"], forwarded["balance"]) == ("NWHP1", "T8", "-10.00")
    place = "/v1/remittances/T8/provider-adjustments"
    await service.post(f"{place}/2/explain", 404, account="LEVY")
    await service.post(f"{place}/1/explain", account="LEVY")
    await service.harness.quiet()
    assert (await balance(service))["LEVY"] == "-5.00"
    await service.post(f"{place}/1/explain", 409, account="FEE")
    assert await service.work() == ["claim_unknown"]


async def correct(service: Service) -> None:
    """The clerk had typed 400.00 for 350.00."""
    [wrong], [right] = paper()["claims"], paper("350.00")["claims"]
    back = [{**one, "amount": f"-{one['amount']}"} for one in wrong["lines"][0]["adjustments"]]
    line = {"line_number": 1, "charge": "-600.00", "paid": "-400.00", "adjustments": back}
    reversal = {**wrong, "status": "22", "charge": "-600.00", "paid": "-400.00", "lines": [line]}
    await service.post("/v1/remittances", **paper(paid="400.00", claims=[reversal, right]) | {"paid": "-50.00"})
    await service.harness.quiet()
    assert (await service.get("/v1/claims/C1"))["account"]["balances"]["payer_paid"] == "350.00"
