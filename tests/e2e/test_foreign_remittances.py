"""835s that others wrote: what balances is posted, to suspense where nobody knows the claim; what does not is set aside; none is lost."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from deploy.embedded.testing import Addresses
from services.billing.adjudication.service import FOLDER, SERVICE
from shared.contracts.coding import CodedLine
from shared.contracts.submission import ClaimSubmitted
from shared.contracts.values import ClaimId, ClaimKind, CoverageId, Document, EncounterId, InterchangeId, PayerId, cents
from shared.remittance.payee import stated_numbers
from shared.runtime import Runtime
from shared.testing import rows
from shared.x12.faults import X12Error
from shared.x12.interchange import Transaction, read_transactions
from shared.x12.translate.claim import ClaimDocument
from shared.x12.translate.read_claim import read_claims
from shared.x12.translate.remittance import read_remittance
from tests.bench.posting.work import Line
from tests.scenarios.world import SITE, settings_of
from tests.unit.x12.outside import body, index, needs_outside, x12_files

pytestmark = [pytest.mark.outside, needs_outside, pytest.mark.anyio]
PAYER, SENT_ON = "NWHP1", date(2026, 9, 14)
NO_DAY = {"x12/835/linuxforhe__managed-care.835"}
"""Balance, but their day of payment (BPR16) has the month 23: they are set aside, and nobody guesses."""
RECEIVED = text(
    "SELECT convert_from(value, 'UTF8')::jsonb AS event, split_part(type, '.', 3) AS name FROM outbox WHERE split_part(type, '.', 3) IN "
    "('remittance-received', 'remittance-set-aside', 'remittance-duplicated', 'claim-remitted', 'claim-unmatched', 'decision-held') ORDER BY id"
)
CLEARED = text("SELECT remittance_id, sum(CASE WHEN debit = 'RC' THEN amount ELSE -amount END) AS posted FROM ledger_entry "
               "WHERE 'RC' IN (debit, credit) AND remittance_id IS NOT NULL GROUP BY remittance_id")  # fmt: skip
FILES = text("SELECT name, outcome FROM intake_file")


def remittances(path: str) -> Iterator[Transaction]:
    """The 835s of a file, as far as it can be opened."""
    try:
        yield from (each for each in read_transactions(body(path)) if each.set_id == "835")
    except X12Error:
        return


def foreign() -> list[str]:
    """Every file with an 835 in it."""
    return [path for path in x12_files() if b"ST*835" in body(path) or "835" in index()[path]["transaction"]]


def balances(path: str) -> bool:
    """What their index says."""
    return "structure/balance OK" in index()[path]["checks"]


def site_paid_as_theirs(folder: Path) -> Path:
    """Our site, paid under the numbers of all these payees as well."""
    shutil.copytree(SITE.parent, folder)
    headers = [read_remittance(each).header for path in foreign() for each in remittances(path)]
    numbers = {number for header in headers for number in stated_numbers(header) if number.isdecimal() and len(number) in (9, 10)}
    path = folder / SITE.name
    path.write_text(path.read_text().replace("organisation:\n", f"organisation:\n  also_paid_as: {json.dumps(sorted(numbers))}\n", 1))
    return path


class Desk:
    """Adjudication on a real database, fed file by file."""

    def __init__(self, stack: Addresses, prefix: str, folder: Path) -> None:
        self.runtime = Runtime(SERVICE, settings_of(stack, prefix, folder, site=site_paid_as_theirs(folder / "site")))
        self.line = Line(self.runtime)
        self.inbox = folder / "from-clearinghouse"
        self.inbox.mkdir()

    async def take(self, *paths: str) -> None:
        for path in paths:
            (self.inbox / path.replace("/", "--")).write_bytes(body(path))
        [reader] = [each for each in self.runtime.folders if each.intake.name == FOLDER.name]
        await reader.look(self.inbox)
        await reader.look(self.inbox)
        await self.line.drain()

    async def told(self) -> dict[str, list[tuple[str, dict[str, Any]]]]:
        """Events by the file that they come from."""
        found = defaultdict(list)
        for row in await rows(self.runtime.engine, RECEIVED.text):
            found[row["event"]["document"]["name"].replace("--", "/")].append((row["name"], row["event"]))
        return found


@pytest.fixture
async def desk(stack: Addresses, prefix: str, tmp_path: Path) -> Any:
    made = Desk(stack, prefix, tmp_path)
    await made.runtime.migrate()
    yield made
    await made.runtime.engine.dispose()


async def test_what_balances_is_posted_to_the_cent_and_what_does_not_is_set_aside(desk: Desk) -> None:
    await desk.take(*foreign())
    told = await desk.told()
    cleared = {row["remittance_id"]: row["posted"] for row in await rows(desk.runtime.engine, CLEARED.text)}
    outcomes = {row["name"].replace("--", "/"): row["outcome"] for row in await rows(desk.runtime.engine, FILES.text)}
    wrong = [f"{path}: {fault}" for path in foreign() for fault in _faults(path, told.get(path, []), cleared, outcomes[path])]
    assert wrong == []
    balanced = sum(1 for path in foreign() if balances(path) and path not in NO_DAY for _ in remittances(path))
    assert sum(1 for events in told.values() for name, _ in events if name == "remittance-received") >= balanced > 0


def _faults(path: str, events: list[tuple[str, dict[str, Any]]], cleared: dict[str, Decimal], outcome: str) -> Iterator[str]:
    names = [name for name, _ in events if name.startswith("remittance-")]
    if outcome == "set_aside":
        if balances(path):
            yield "a file that balances was set aside whole"
        return
    if len(names) != sum(1 for _ in remittances(path)):
        yield f"its 835s became {names}"
    for name, event in events:
        if name == "remittance-received" and Decimal(event["total_paid"]) != cleared.get(event["remittance_id"], Decimal(0)):
            yield f"{event['total_paid']} became {cleared.get(event['remittance_id'])} in remit clearing"
        if name == "remittance-set-aside" and balances(path) and not (path in NO_DAY and event["cause"] == "unreadable"):
            yield f"balances and was set aside: {event['cause']}"
        if name == "remittance-received" and not balances(path) and "balance" in index()[path]["verdict"]:
            yield "does not balance and was posted"


def pairs() -> list[tuple[str, str]]:
    """837 and 835 of one bundle."""
    found = defaultdict[str, dict[str, str]](dict)
    for path in x12_files():
        row = index()[path]
        if path.startswith("x12/pairs_837_835/") and row["bundle"]:
            found[row["bundle"]][row["transaction"][:3]] = path
    return [(each["837"], each["835"]) for each in found.values() if {"837", "835"} <= each.keys()]


@pytest.mark.parametrize(("sent", "answered"), pairs(), ids=lambda path: Path(path).stem)
async def test_a_remittance_finds_the_claims_of_its_837(desk: Desk, sent: str, answered: str) -> None:
    claims = [claim for each in read_transactions(body(sent)) if each.set_id == "837" for claim in read_claims(each)]
    await desk.line.announce([submitted(claim) for claim in claims])
    await desk.take(answered)
    events = (await desk.told())[answered]
    theirs = [claim.patient_control_number for each in remittances(answered) for claim in read_remittance(each).claims()]
    ours = {claim.patient_control_number for claim in claims}
    assert ours & set(theirs), "they speak of the same claims"
    if not balances(answered):
        assert [name for name, _ in events] == ["remittance-set-aside"]
        return
    found = [event["claim_id"] for name, event in events if name == "claim-remitted"]
    assert sorted(found) == sorted(number for number in theirs if number in ours)
    assert all(line["line_number"] for name, event in events if name == "claim-remitted" for line in event["payment"]["lines"])


def submitted(claim: ClaimDocument) -> ClaimSubmitted:
    """Their claim as if we had sent it."""
    on = next((line.on for line in claim.lines if line.on), SENT_ON)
    lines = tuple(
        CodedLine(
            line_number=at, code=line.code or None, modifiers=line.modifiers, revenue_code=line.revenue_code or None, units=line.units or Decimal(1),
            charge=cents(line.charge), service_on=line.on or on,
        )
        for at, line in enumerate(claim.lines, 1)
    )  # fmt: skip
    return ClaimSubmitted(
        claim_id=ClaimId(claim.patient_control_number), encounter_id=EncounterId(f"E-{claim.patient_control_number}"), submission=1,
        interchange_id=InterchangeId("I1"), reference="I1", kind=ClaimKind(claim.kind), frequency="1", payer_id=PayerId(PAYER),
        coverage_id=CoverageId("C1"), service_from=on, service_to=on, lines=lines, total=cents(claim.charge), submitted_on=on,
        document=Document(sha256="0" * 64, size=1, kind="837"),
    )  # fmt: skip
