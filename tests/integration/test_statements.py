"""Statements and the next payer as they run: over Kafka, in PostgreSQL, by HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.embedded.testing import Addresses
from tests.integration.test_adjudication import adjudication
from tests.unit.adjudication import remits
from tests.unit.adjudication.remits import payment, submitted
from tests.unit.adjudication.test_statement_page import registered
from tests.unit.adjudication.wire import file, remittance_set

pytestmark = pytest.mark.anyio


async def test_a_statement_is_listed_by_line_and_drawn_with_name_and_address(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with adjudication(stack, prefix, tmp_path) as service:
        await service.submit(submitted("S9A", [("99204", "320.00")]))
        await service.send(file(remittance_set("T9", [("S9A", payment("1", remits.S9A))])))
        await service.harness.quiet()
        [statement] = (await service.get("/v1/statements"))["statements"]
        [line] = statement["lines"]
        assert (statement["amount"], statement["notice"], line["owed"], line["reasons"]) == ("210.00", 1, "210.00", ["your deductible"])
        page = f"/v1/statements/{statement['event_id']}"
        assert "Account visit-S9A</address>" in (await service.http.get(page)).text
        await service.harness.emit("adjudication", [registered()], "registration")
        await service.harness.quiet()
        drawn = await service.http.get(page)
        assert drawn.headers["content-type"].startswith("text/html")
        assert "ANN TESTOAK<br>7 Mill Lane" in drawn.text
        account = await service.get("/v1/accounts/visit-S9A")
        assert (account["patient_open"], account["holds"], len(account["statements"])) == ("210.00", [], 1)
        assert (await service.get("/v1/reminders"))["total"] == 0
        assert (await service.http.get("/v1/statements/nobody")).status_code == 404


async def test_what_the_first_payer_left_waits_with_the_next_one(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with adjudication(stack, prefix, tmp_path) as service:
        await service.submit(submitted("S8", [("99205", "500.00")], later_payers=1))
        await service.send(file(remittance_set("TP", [("S8", payment("1", remits.S8_PRIMARY))])))
        await service.harness.quiet()
        steps = (await service.get("/v1/timeline/S8"))["steps"]
        [due] = [step["event"] for step in steps if step["type"] == "rcm.adjudication.secondary-claim-due.v1"]
        assert (due["payer_order"], due["remaining"], due["prior"][0]["payment"]["paid"]) == (2, "140.00", "160.00")
        account = await service.get("/v1/accounts/visit-S8")
        assert [(one["reason"], one["amount"]) for one in account["holds"]] == [("next_payer_owes", "140.00")]
        assert (await service.get("/v1/statements"))["total"] == 0
