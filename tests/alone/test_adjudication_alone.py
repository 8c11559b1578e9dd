"""Adjudication installed alone: claims by another system's events, 835s by HTTP or from a folder, and a ledger that explains every cent."""

from __future__ import annotations

from pathlib import Path

from tests.alone.conftest import Start
from tests.alone.elsewhere import publish
from tests.unit.adjudication import remits
from tests.unit.adjudication.remits import negated, payment, submitted
from tests.unit.adjudication.wire import file, remittance_set

FIRST = file(remittance_set("T4A", [("S4", payment("1", remits.S4_FIRST))]))
AGAIN = [("S4", payment("22", negated(remits.S4_FIRST))), ("S4", payment("1", remits.S4_SECOND, icn="ICN2"))]
SECOND = file(remittance_set("T4B", AGAIN, on="20261020"), number=2)
SIGNED = {"actor": {"id": "clerk-7"}, "reason": "bank statement"}


def test_a_payment_that_overtakes_its_claim_is_posted_when_another_system_tells_what_was_billed(alone: Start) -> None:
    service = alone("adjudication", RCM_TODAY="2026-10-12")
    service.post("/v1/intake/x12", content=FIRST)
    service.until(lambda: [item["kind"] for item in service.get("/v1/work-items")["items"]] == ["claim_unknown"])
    publish(service, "rcm.submission.claim", "S4", submitted("S4", remits.S4_BILL))
    service.until(lambda: service.get("/v1/ledger/summary")["paid"] == "118.00")
    service.quiet()
    summary = service.get("/v1/ledger/summary")
    assert (summary["billed"], summary["suspense"], summary["explained"], summary["balanced"]) == ("420.00", "0.00", True, True)
    assert service.get("/v1/work-items")["items"] == []


def test_files_of_the_clearinghouse_and_money_of_bank_and_patient_close_the_account(alone: Start, tmp_path: Path) -> None:
    inbox = tmp_path / "clearinghouse" / "from-clearinghouse"
    inbox.mkdir(parents=True)
    service = alone("adjudication", RCM_CLEARINGHOUSE_FOLDER=str(inbox.parent), RCM_TODAY="2026-10-21")
    again = submitted("S4", remits.S4_AGAIN, 2, remits.PAID, frequency="7")
    publish(service, "rcm.submission.claim", "S4", submitted("S4", remits.S4_BILL), again)
    (inbox / "835-1.x12").write_bytes(FIRST)
    service.until(lambda: service.get("/v1/ledger/summary")["paid"] == "118.00")
    (inbox / "835-2.x12").write_bytes(SECOND)
    service.until(lambda: service.get("/v1/statements")["statements"])
    for trace, amount, day in (("T4A", "118.00", "2026-10-06"), ("T4B", "115.20", "2026-10-21")):
        service.post("/v1/deposits", json={"trace_number": trace, "amount": amount, "deposited_on": day, **SIGNED})
    service.post("/v1/accounts/visit-S4/payments", json={"amount": "24.80", "method": "card", **SIGNED})
    service.quiet()
    summary = service.get("/v1/ledger/summary")
    assert {name: summary[name] for name in ("billed", "paid", "contractual", "patient", "open")} == {
        "billed": "420.00",
        "paid": "233.20",
        "contractual": "162.00",
        "patient": "24.80",
        "open": "0.00",
    }
    assert service.get("/v1/remittances/T4B")["posted_to_clearing"] == "115.20"
    assert service.get("/v1/work-items")["items"] == []
