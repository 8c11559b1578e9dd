"""Submission alone, on real Kafka and PostgreSQL: claims out through the folder, acknowledgements in, and what people may do about a claim."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient

from deploy.embedded.testing import Addresses
from services.billing.submission.service import SERVICE
from services.billing.submission.tables import Tables
from shared.contracts.ids import Names
from shared.contracts.submission import InterchangeBuilt
from shared.contracts.values import EncounterId
from shared.db.migrate import Migrations
from shared.harness import Harness, running
from shared.http.app import create_app
from shared.runtime import Runtime
from shared.settings import Settings
from shared.stage.gateway import Call
from shared.x12.envelope import InterchangeHeader
from shared.x12.interchange import read_transactions
from shared.x12.rows import Row
from shared.x12.translate.claim import ClaimDocument
from shared.x12.translate.read_claim import read_claims
from shared.x12.write import Writer
from tests.unit.submission.given import SITE, SURGERY, THREE_LINES, WITH_25, cleared, coded, coverage, registered

pytestmark = pytest.mark.anyio
BILLER = {"actor": {"id": "biller-7"}, "reason": "looked at it"}


def submission(stack: Addresses, prefix: str, folder: Path) -> Runtime:
    settings = Settings(
        site=SITE,
        names=Names(SITE.site, b"a key for tests only"),
        kafka=stack.bootstrap,
        database=stack.database_url,
        today=date(2026, 11, 2),
        clearinghouse_folder=folder,
        prefix=prefix,
        open_access=True,
    )
    return Runtime(SERVICE, settings)


class Clearinghouse:
    """The other side of the folder, played by the test."""

    def __init__(self, folder: Path) -> None:
        self.out, self.back = folder / "to-clearinghouse", folder / "from-clearinghouse"
        self.back.mkdir(parents=True)
        self.answers = 0

    def files(self) -> list[str]:
        return sorted(path.name for path in self.out.glob("*.x12"))

    def sent(self) -> dict[str, tuple[str, ClaimDocument]]:
        """By claim number: BHT03 and content of the newest file that holds it."""
        found = {}
        for name in sorted(self.files(), key=lambda each: each.rpartition("-")[2]):
            body = (self.out / name).read_bytes()
            reference = next(segment.get(3) for each in read_transactions(body) for segment in each if segment.id == "BHT")
            found |= {each.patient_control_number: (reference, each) for t in read_transactions(body) for each in read_claims(t)}
        return found

    def answer(self, *claims: tuple[str, str, str, str]) -> bytes:
        """A 277CA for claims: reference, claim number, status, number of the payer."""
        self.answers += 1
        writer = Writer(InterchangeHeader("CLEARPATH1", "RIVERBEND1", date(2026, 11, 3), time(9), f"{self.answers:09d}"))
        for number, (reference, claim, status, icn) in enumerate(claims, 1):
            writer.group("HN", "005010X214", number).transaction("277", number, "005010X214").add(_status(reference, claim, status, icn))
        body = writer.finish()
        (self.back / f"277CA-{self.answers}.x12").write_bytes(body)
        return body


def _status(reference: str, claim: str, status: str, icn: str) -> Sequence[Row]:
    rows: list[Row] = [
        ("BHT", "0085", "08", "1", date(2026, 11, 3), time(9), "TH"),
        ("HL", "1", None, "20", "1"), ("NM1", "PR", "2", "Payer", None, None, None, None, "PI", "NWHP1"), ("TRN", "1", "X"),
        ("HL", "2", "1", "21", "1"), ("NM1", "41", "2", "Us", None, None, None, None, "46", "RIVERBEND1"), ("TRN", "2", reference),
        ("STC", ("A1", "19"), date(2026, 11, 3), "WQ", "1"),
        ("HL", "3", "2", "PT"), ("NM1", "QC", "1", "Testmann", "Ada"), ("TRN", "2", claim),
        ("STC", tuple(status.split(":")), date(2026, 11, 3), "WQ" if icn else "U", "1"),
    ]  # fmt: skip
    return [*rows, ("REF", "1K", icn)] if icn else rows


def visit(encounter: str, *facts: Any) -> list[Any]:
    return [each.model_copy(update={"encounter_id": EncounterId(encounter)}) for each in facts]


async def status_of(harness: Harness, encounter: str) -> dict[str, Any]:
    rows = await harness.rows(
        "submission", "SELECT key, status, submission, frequency, icn, total, kind, payer_id FROM claim WHERE encounter_id = :e", e=encounter
    )
    return rows[0] if rows else {"status": None}


async def reaches(harness: Harness, encounter: str, status: str, submission: int = 1) -> dict[str, Any]:
    async def there() -> dict[str, Any] | None:
        row = await status_of(harness, encounter)
        return row if (row["status"], row.get("submission")) == (status, submission) else None

    found: dict[str, Any] = await harness.until(there)
    return found


async def open_items(harness: Harness) -> list[str]:
    return [row["kind"] for row in await harness.rows("submission", "SELECT kind FROM work_item WHERE closed_at IS NULL ORDER BY kind")]


async def test_claims_of_both_kinds_go_out_once_and_come_back_accepted(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    house, runtime = Clearinghouse(tmp_path), submission(stack, prefix, tmp_path)
    async with running(runtime) as harness:
        facts = [*visit("E1", registered(), cleared(), coded()), *visit("E2", cleared(), coded(1, SURGERY), registered())]
        await harness.emit("submission", facts, "first")
        await harness.emit("submission", facts, "the same again")
        one, two = await reaches(harness, "E1", "submitted"), await reaches(harness, "E2", "submitted")
        assert (one["total"], two["total"], two["kind"]) == (Decimal("190.00"), Decimal("8400.00"), "institutional")
        sent = house.sent()
        assert {document.kind for _, document in sent.values()} == {"professional", "institutional"}
        assert [line.control_number for line in sent[two["key"]][1].lines] == ["1", "2", "3"]
        house.answer(*((sent[key][0], key, "A2:20", f"ICN-{key[:4]}") for key in sent))
        assert (await reaches(harness, "E1", "accepted"))["icn"] == f"ICN-{one['key'][:4]}"
        await reaches(harness, "E2", "accepted")
        await harness.quiet()
        assert (len(house.files()), await open_items(harness)) == (2, [])
        events = await harness.rows("submission", "SELECT type, count(*) FROM outbox WHERE key = :key GROUP BY type", key=one["key"])
        counts = {row["type"].split(".")[2]: row["count"] for row in events}
        assert counts == {"claim-built": 1, "claim-released": 1, "claim-submitted": 1, "claim-acknowledged": 1, "claim-accepted": 1}
        named = "topic NOT LIKE '%registration' AND convert_from(value, 'UTF8') ~ 'Testmann|NWA001'"
        leaks = await harness.rows("submission", f"SELECT 1 FROM outbox WHERE {named}")
        assert leaks == []


async def test_s3_a_rejected_claim_is_mended_and_sent_again_as_an_original(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    house, runtime = Clearinghouse(tmp_path), submission(stack, prefix, tmp_path)
    async with running(runtime) as harness:
        await harness.emit("submission", visit("E1", registered(), cleared(), coded()), "first")
        row = await reaches(harness, "E1", "submitted")
        first, key = house.sent()[row["key"]][0], row["key"]
        house.answer((first, key, "A7:164:IL", ""))
        assert (await reaches(harness, "E1", "rejected"))["icn"] == ""
        mended = visit("E1", registered(2, coverage(member_id="NWA009")), cleared(2, 2, answers=f"{key}/1"))
        await harness.emit("submission", mended, "mended")
        await reaches(harness, "E1", "submitted", 2)
        second, document = house.sent()[key]
        assert (document.frequency, document.payer_claim_control_number, document.subscriber.member_id) == ("1", "", "NWA009")
        house.answer((second, key, "A2:20", "ICN2"), (first, key, "A7:164:IL", ""))
        assert (await reaches(harness, "E1", "accepted", 2))["icn"] == "ICN2"
        await harness.quiet()
        assert (await status_of(harness, "E1"))["status"] == "accepted"


async def test_s4_a_correction_replaces_the_whole_claim(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    house, runtime = Clearinghouse(tmp_path), submission(stack, prefix, tmp_path)
    async with running(runtime) as harness:
        await harness.emit("submission", visit("E1", registered(), cleared(), coded(1, THREE_LINES)), "first")
        key = (await reaches(harness, "E1", "submitted"))["key"]
        house.answer((house.sent()[key][0], key, "A2:20", "ICN77"))
        await reaches(harness, "E1", "accepted")
        await harness.emit("submission", visit("E1", coded(2, WITH_25, answers="DENIAL1")), "coder")
        assert (await reaches(harness, "E1", "submitted", 2))["frequency"] == "7"
        document = house.sent()[key][1]
        assert (document.frequency, document.payer_claim_control_number, document.charge) == ("7", "ICN77", Decimal(420))
        assert [(line.control_number, line.modifiers) for line in document.lines] == [("1", ("25",)), ("2", ()), ("3", ())]


async def test_a_restart_between_file_and_fact_sends_nothing_twice(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    """The process dies after the file was delivered and before it could say so: the listing tells, and the file is not written again."""
    house, runtime = Clearinghouse(tmp_path), submission(stack, prefix, tmp_path)
    async with running(runtime) as harness:
        await harness.emit("submission", visit("E1", registered(), cleared(), coded()), "first")
        await reaches(harness, "E1", "submitted")
        (name,) = house.files()
        (house.out / "taken").mkdir()
        (house.out / name).rename(house.out / "taken" / name)
        (wish,) = await harness.rows("submission", "SELECT convert_from(wish, 'UTF8') AS wish, wished_at FROM outside_call")
        gateway, office = runtime.parts.gateways[0], runtime.resources
        answer = await gateway.inquire(InterchangeBuilt.model_validate_json(wish["wish"]), Call("c", 1, wish["wished_at"]), office)
        assert answer is not None
        assert [type(each).__name__ for each in answer.events] == ["InterchangeSent", "ClaimSubmitted"]
        assert house.files() == []


async def test_people_look_at_claims_and_decide(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    house, runtime = Clearinghouse(tmp_path), submission(stack, prefix, tmp_path)
    async with running(runtime) as harness:
        held = coded(1, THREE_LINES, rendering_npi="")
        await harness.emit("submission", [*visit("E1", registered(), cleared(), coded()), *visit("E2", registered(), cleared(), held)], "first")
        one, two = await reaches(harness, "E1", "submitted"), await reaches(harness, "E2", "held")
        async with AsyncClient(transport=ASGITransport(create_app(runtime)), base_url="http://test") as client:
            listed = (await client.get("/v1/claims", params={"status": "held", "payer": "NWHP1"})).json()
            assert [each["claim_id"] for each in listed["claims"]] == [two["key"]]
            assert (listed["total"], listed["claims"][0]["total"]) == (1, "420.00")
            shown = (await client.get(f"/v1/claims/{two['key']}")).json()
            assert [reason["code"] for reason in shown["held_for"]] == ["rendering_npi_missing"]
            assert "Testmann" not in str(shown)
            part = await client.get(f"/v1/claims/{one['key']}/x12", params={"submission": 1})
            assert (part.status_code, part.text.count("CLM*")) == (200, 1)
            assert (await client.get("/v1/claims/NOBODY")).status_code == 404
            assert (await client.post(f"/v1/claims/{two['key']}/release", json=BILLER)).status_code == 422
            assert (await client.post(f"/v1/claims/{one['key']}/withdraw", json=BILLER)).status_code == 422
            assert (await client.post(f"/v1/claims/{one['key']}/reopen", json=BILLER)).status_code == 422
            assert (await client.post(f"/v1/claims/{two['key']}/withdraw", json=BILLER)).status_code == 202
            await reaches(harness, "E2", "withdrawn")
            again = await client.post(f"/v1/claims/{two['key']}/withdraw", json=BILLER)
            assert again.json()["repeated"] is True
            body = house.answer((house.sent()[one["key"]][0], one["key"], "A2:20", "ICN1"), ("ELSEWHERE", "STRANGER", "A2:20", "ICN9"))
            assert (await client.post("/v1/intake/x12", content=body)).status_code == 202
            assert (await client.post("/v1/intake/x12", content=b"<html>")).status_code == 422
            await reaches(harness, "E1", "accepted")
            await harness.quiet()
            assert await open_items(harness) == ["acknowledgement_unmatched"]
            assert (await client.post(f"/v1/claims/{one['key']}/reopen", json=BILLER)).status_code == 202
            assert (await reaches(harness, "E1", "submitted", 2))["frequency"] == "7"


async def test_of_two_look_alikes_one_goes_and_one_waits_for_a_person(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    house, runtime = Clearinghouse(tmp_path), submission(stack, prefix, tmp_path)
    later = registered().model_copy(update={"visit_number": "V2"})
    async with running(runtime) as harness:
        await harness.emit("submission", visit("E1", registered(), cleared(), coded()), "first")
        await reaches(harness, "E1", "submitted")
        await harness.emit("submission", visit("E2", later, cleared(), coded()), "second")
        second = await reaches(harness, "E2", "held")
        assert await open_items(harness) == ["possible_duplicate"]
        async with AsyncClient(transport=ASGITransport(create_app(runtime)), base_url="http://test") as client:
            assert (await client.post(f"/v1/claims/{second['key']}/release", json=BILLER)).status_code == 202
        await reaches(harness, "E2", "submitted")
        await harness.quiet()
        assert (len(house.sent()), await open_items(harness)) == (2, [])


async def test_models_and_migrations_agree(stack: Addresses) -> None:
    assert await Migrations("services.billing.submission", Tables.metadata).drift(stack.database_url) == []
