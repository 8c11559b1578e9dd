"""Submission on real Kafka and PostgreSQL: the second payer is billed, a claim is voided at both, a 277 under the payer's number is understood."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient

from deploy.embedded.testing import Addresses
from shared.contracts.event import Event
from shared.contracts.submission import ClaimBuilt
from shared.harness import Harness, running
from shared.http.app import create_app
from shared.x12.interchange import read_transactions
from shared.x12.translate.claim import ClaimDocument
from shared.x12.translate.status_inquiry import read_status_inquiries
from tests.integration.test_submission import BILLER, Clearinghouse, reaches, status_of, submission, visit
from tests.unit.submission.given import coded, remitted
from tests.unit.submission.later import VISIT_500, both_cleared, due, two_plans
from tests.unit.submission.test_payer_status import file as status_file

pytestmark = pytest.mark.anyio


async def acknowledged(harness: Harness, house: Clearinghouse, number: int, icn: str) -> tuple[str, ClaimDocument]:
    """The newest submission, accepted under this number."""
    row = await reaches(harness, "E1", "submitted", number)
    reference, document = house.sent()[row["key"]]
    house.answer((reference, row["key"], "A2:20", icn))
    await reaches(harness, "E1", "accepted", number)
    await harness.quiet()
    return row["key"], document


def about(event: Event, claim_id: str) -> Any:
    return event.model_copy(update={"claim_id": claim_id, "encounter_id": "E1"})


async def test_the_second_payer_is_billed_and_both_get_a_void(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    house, runtime = Clearinghouse(tmp_path), submission(stack, prefix, tmp_path)
    async with running(runtime) as harness, AsyncClient(transport=ASGITransport(create_app(runtime)), base_url="http://test") as client:
        await harness.emit("submission", visit("E1", two_plans(), both_cleared(), coded(1, VISIT_500)), "first")
        claim, first = await acknowledged(harness, house, 1, "ICN1")
        built = about((await _newest(client, claim)), claim)
        left = [about(remitted(built), claim), about(due(), claim)]
        await harness.emit("submission", left, "left")
        await harness.emit("submission", left, "the same again")
        _, second = await acknowledged(harness, house, 2, "C1")
        assert (first.subscriber.sequence, second.subscriber.sequence, second.payer.id, second.frequency) == ("P", "S", "CASC2", "1")
        assert [each.paid for line in second.lines for each in line.adjudications] == [160]
        advice = (await client.get(f"/v1/claims/{claim}/advice", params={"about": "wrong_patient"})).json()
        assert (advice["advice"], advice["frequency"], advice["payer_claim_control_number"]) == ("void", "8", "C1")
        assert (await client.post(f"/v1/claims/{claim}/void", json=BILLER)).status_code == 202
        _, third = await acknowledged(harness, house, 3, "ICN1")
        _, fourth = await acknowledged(harness, house, 4, "C1")
        assert [(each.payer.id, each.frequency, each.payer_claim_control_number) for each in (third, fourth)] == [
            ("NWHP1", "8", "ICN1"),
            ("CASC2", "8", "C1"),
        ]
        refused = await client.post(f"/v1/claims/{claim}/void", json={**BILLER, "reason": "once more"})
        assert (refused.status_code, "taken a void" in refused.text) == (422, True)
        assert (await client.get(f"/v1/claims/{claim}/advice")).json()["advice"] == "new_claim"
        assert len(house.files()) == 4


async def test_a_277_finds_the_claim_by_the_payers_number(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    house, runtime = Clearinghouse(tmp_path), submission(stack, prefix, tmp_path)
    async with running(runtime) as harness, AsyncClient(transport=ASGITransport(create_app(runtime)), base_url="http://test") as client:
        await harness.emit("submission", visit("E1", two_plans(), both_cleared(), coded(1, VISIT_500)), "first")
        row = await reaches(harness, "E1", "submitted")
        too_early = await client.post(f"/v1/claims/{row['key']}/void", json=BILLER)
        assert (too_early.status_code, "not acknowledged" in too_early.text) == (422, True)
        claim, _ = await acknowledged(harness, house, 1, "ICN1")
        assert (await client.post(f"/v1/claims/{claim}/inquire", json=BILLER)).status_code == 202
        body = await harness.until(lambda: _inquiry(house))
        (asked,) = [each for transaction in read_transactions(body) for each in read_status_inquiries(transaction)]
        assert (asked.trace, asked.numbers.payer_claim_control_number) == (claim, "ICN1")
        (house.back / "277-1.x12").write_bytes(status_file(number=""))

        async def told() -> dict[str, Any] | None:
            found: dict[str, Any] = (await client.get(f"/v1/claims/{claim}")).json()
            return found["payer_status"]

        assert (await harness.until(told))["word"] == "paid"
        assert (await status_of(harness, "E1"))["status"] == "accepted"


def _inquiry(house: Clearinghouse) -> bytes | None:
    return next((path.read_bytes() for path in house.out.glob("276-*.x12")), None)


async def _newest(client: AsyncClient, claim: str) -> Any:
    return ClaimBuilt.model_validate((await client.get(f"/v1/claims/{claim}")).json()["built"])
