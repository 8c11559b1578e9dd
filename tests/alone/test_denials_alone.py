"""Denials installed alone: fed by another system's events, or by 835s of its own, it opens the denials that the whole system opens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.embedded.testing import Addresses
from services.billing.adjudication.service import SERVICE as ADJUDICATION
from services.denials.service import SERVICE as DENIALS
from shared.harness import running
from shared.http.app import create_app
from shared.runtime import Runtime
from shared.settings import Settings
from tests.alone.conftest import Start
from tests.alone.elsewhere import publish
from tests.alone.serving import Alone
from tests.scenarios import s4_replaced
from tests.scenarios.visits import MEMBERS
from tests.scenarios.world import hospital, settings_of
from tests.unit.adjudication.remits import payment
from tests.unit.adjudication.wire import file, remittance_set
from tests.unit.denials.desk import S4_FIRST, S4_SECOND, SECOND, decided, reversed_
from tests.unit.denials.test_own_intake import BILLS, FILES, LATE

pytestmark = pytest.mark.anyio
Opened = tuple[str, int, str, str, str]
"""Claim, line, category, gross, deadline."""
EVERY_DENIAL = "SELECT claim_id, line_number, category, gross::text AS gross, appeal_by::text AS appeal_by FROM denial"


def opened(service: Alone) -> list[Opened]:
    """Every denial that the API knows, open or closed."""
    cases = [case for status in ("open", "closed") for case in service.get(f"/v1/denials?status={status}")["cases"]]
    shown = [service.get(f"/v1/denials/{case['claim_id']}") for case in cases]
    return sorted(_row(case, each) for case in shown for each in case["denials"])


def _row(case: dict[str, Any], each: dict[str, Any]) -> Opened:
    return case["claim_id"], each["line_number"], each["category"], each["gross"], each["appeal_by"]


def rows(found: list[dict[str, Any]]) -> list[Opened]:
    return sorted((row["claim_id"], row["line_number"], row["category"], row["gross"], row["appeal_by"]) for row in found)


def take(service: Alone, *files: bytes) -> None:
    for body in files:
        service.post("/v1/intake/x12", content=body)
    service.quiet()


async def whole_system(settings: Settings) -> list[Opened]:
    """What the same 835s open where adjudication takes them in, with the claims at hand."""
    adjudication = Runtime(ADJUDICATION, settings)
    async with running(adjudication, Runtime(DENIALS, settings)) as harness:
        await harness.emit("adjudication", BILLS, "bills")
        await harness.quiet()
        async with httpx.AsyncClient(transport=httpx.ASGITransport(create_app(adjudication)), base_url="http://adjudication") as http:
            for body in FILES:
                answer = await http.post("/v1/intake/x12", content=body)
                assert answer.status_code == 202, answer.text
                await harness.quiet()
        return rows(await harness.rows("denials", EVERY_DENIAL))


async def test_decisions_that_another_system_publishes_open_and_close_denials(alone: Start) -> None:
    service = alone("denials")
    first = decided(S4_FIRST)
    publish(service, "rcm.adjudication.claim", "CLAIM1", first)
    [case] = service.until(lambda: service.get("/v1/denials")["cases"])
    assert (case["claim_id"], case["category"], case["gross"], case["appeal_by"]) == ("CLAIM1", "bundling", "210.00", "2027-05-15")
    publish(service, "rcm.adjudication.claim", "CLAIM1", first, reversed_(first), decided(S4_SECOND, "R2", SECOND, ordinal=2))
    service.until(lambda: service.get("/v1/denials/CLAIM1")["status"] == "closed")
    assert opened(service) == [("CLAIM1", 1, "bundling", "210.00", "2027-05-15")]
    assert service.get("/v1/denials/CLAIM1")["recovered"] == "128.00"


async def test_an_835_is_refused_with_a_sentence_unless_the_intake_is_switched_on(alone: Start) -> None:
    problem = alone("denials").post("/v1/intake/x12", 409, content=FILES[0])
    assert problem["title"] == "denials takes no 835s here"
    assert "RCM_DENIALS_INTAKE=x12" in problem["detail"]


async def test_its_own_835s_open_the_same_denials_as_in_the_whole_system(alone: Start, stack: Addresses, prefix: str, tmp_path: Path) -> None:
    whole = await whole_system(settings_of(stack, f"{prefix[:27]}2_", tmp_path))
    service = alone("denials", RCM_DENIALS_INTAKE="x12")
    take(service, *FILES)
    assert opened(service) == whole
    assert len(whole) == 4
    take(service, *FILES, FILES[0] + b"\n")
    assert opened(service) == whole


async def test_the_835s_of_a_payer_open_the_same_denial_as_in_the_whole_system(alone: Start, stack: Addresses, prefix: str, tmp_path: Path) -> None:
    folder = tmp_path / "hospital"
    folder.mkdir()
    async with hospital(stack, f"{prefix[:27]}2_", folder, MEMBERS) as world:
        await s4_replaced.play(world)
        files = [path.read_bytes() for path in world.answers("835")]
        whole = rows(await world.harness.rows("denials", EVERY_DENIAL))
    service = alone("denials", RCM_DENIALS_INTAKE="x12")
    take(service, *files)
    assert opened(service) == whole
    assert [(row[1:4]) for row in whole] == [(1, "bundling", "210.00")]
    assert service.get(f"/v1/denials/{whole[0][0]}")["status"] == "closed"


async def test_an_835_that_does_not_add_up_is_set_aside_whole_with_a_work_item(alone: Start) -> None:
    service = alone("denials", RCM_DENIALS_INTAKE="x12")
    good = [("LATE", payment("1", LATE))]
    take(service, file(remittance_set("T9", good, paid="999.00")))
    assert opened(service) == []
    [item] = service.get("/v1/work-items")["items"]
    assert (item["kind"], item["subject"]) == ("remittance_out_of_balance", "T9")
    take(service, file(remittance_set("T9", good), number=2))
    assert [row[:4] for row in opened(service)] == [("LATE", 1, "timely_filing", "150.00")]
    assert [item["kind"] for item in service.get("/v1/work-items")["items"]] == ["filed_late"]
    service.post("/v1/intake/x12", 422, content=FILES[0][:400])
    service.post("/v1/intake/x12", 422, content=b"no remittance at all")
