"""What leaves the denials desk: the appeal that prints, and documents in a 275, delivered once."""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.testing import Addresses
from services.denials.service import SERVICE
from shared.contracts.eligibility import CoverageOnFile, Patient, PatientRegistered, PersonName
from shared.contracts.values import CoverageId, PayerId, PersonId
from shared.x12.interchange import read_transactions
from shared.x12.translate.read_attachment import read_attachments
from tests.integration.desks import Desk, desk
from tests.unit.denials.desk import CLAIM, ENCOUNTER, line, payment, remitted
from tests.unit.denials.test_evidence import DENIED, LATE, SERVED, WANTED, accepted, sent

pytestmark = pytest.mark.anyio
TODAY = date(2026, 5, 21)
CASE = f"/v1/denials/{CLAIM}"
NOTE = b"%PDF-1.7 invented operative note"
BODY = {"content": base64.b64encode(NOTE).decode(), "media_type": "application/pdf", "file_name": "note.pdf"}
REGISTERED = PatientRegistered(
    encounter_id=ENCOUNTER,
    person_id=PersonId("PERSON1"),
    version=1,
    visit_number="V1",
    patient=Patient(mrn="M1", name=PersonName(last="Testoak", first="Ada")),
    coverages=(CoverageOnFile(coverage_id=CoverageId("COVERAGE1"), order=1, payer_id=PayerId("CASC2"), member_id="CM0000001"),),
)


def refused(spec: Any, icn: str = "ICNB") -> Any:
    lines = [line(1, spec).model_copy(update={"service_on": SERVED})]
    return remitted(payment(lines).model_copy(update={"payer_claim_control_number": icn}), "R1", DENIED, "CASC2", submission=1)


async def denial(denials: Desk) -> dict[str, Any]:
    [shown] = (await denials.get(CASE))["denials"]
    return dict(shown)


async def test_documents_go_to_the_clearinghouse_once_and_then_the_payer_has_to_speak(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with desk(SERVICE, stack, prefix, today=TODAY, clearinghouse_folder=tmp_path) as denials:
        await denials.hear(REGISTERED, sent(), refused(WANTED))
        opened = await denial(denials)
        assert (opened["category"], opened["waits_for"], opened["attachments"]) == ("information_request", "denials", [])
        route = f"{CASE}/{opened['denial_id']}/attachment"
        assert (await denials.post(route, {**BODY, "content": "not base64!"}, 422))["place"] == "content"
        first = await denials.post(route, BODY, key="K1")
        again = await denials.post(route, BODY, key="K1")
        assert (first["events"], again["repeated"]) == (again["events"], True)
        [file] = (tmp_path / "to-clearinghouse").iterdir()
        [found] = [read_attachments(each) for each in read_transactions(file.read_bytes())]
        assert (found.information[0].documents[0].content, found.member_id) == (NOTE, "CM0000001")
        assert {each.qualifier: each.value for each in found.references} == {"EJ": CLAIM, "1K": "ICNB"}
        shown = await denial(denials)
        assert shown["waits_for"] == "payer"
        assert [(each["control_number"], each["due_on"], bool(each["sent_on"])) for each in shown["attachments"]] == [
            ("A900000001", opened["appeal_by"], True)
        ]
        assert await denials.items() == []
        assert await denials.parked() == []


async def test_documents_are_refused_where_nobody_asked_or_the_patient_is_not_known(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with desk(SERVICE, stack, prefix, today=TODAY, clearinghouse_folder=tmp_path) as denials:
        await denials.hear(sent(), refused(WANTED))
        opened = await denial(denials)
        fault = await denials.post(f"{CASE}/{opened['denial_id']}/attachment", BODY, 422)
        assert "registration" in fault["title"]
        await denials.post(f"{CASE}/{opened['denial_id']}/decision", {"decision": "give_up"})
        fault = await denials.post(f"{CASE}/{opened['denial_id']}/attachment", BODY, 422)
        assert fault["place"] == "denial_id"
        assert not (tmp_path / "to-clearinghouse").exists()


async def test_the_appeal_of_a_late_claim_rests_on_the_payers_own_acceptance(stack: Addresses, prefix: str) -> None:
    async with desk(SERVICE, stack, prefix, today=TODAY) as denials:
        await denials.hear(sent(), accepted(), refused(LATE[0], "ICNA"))
        shown = await denial(denials)
        assert (shown["filing_proof"]["found"], shown["filing_proof"]["accepted_on"]) == (True, "2026-02-03")
        route = f"{CASE}/{shown['denial_id']}/packet"
        packet = await denials.get(route)
        assert (packet["appeal_by"], packet["filing_days"], packet["appeal_days"]) == ("2026-07-19", 90, 60)
        assert [each["document"]["kind"] for each in packet["enclosures"]] == ["277CA", "837P"]
        page = await denials.http.get(f"{route}?as=html")
        assert page.status_code == 200
        assert [word in page.text for word in ("ICNA", "2026-04-12", "@media print", packet["enclosures"][0]["document"]["sha256"])] == [True] * 4
        await denials.get(f"{CASE}/nothing/packet", 404)
