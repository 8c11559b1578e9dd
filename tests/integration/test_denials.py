"""The denials desk as it runs: decisions of payers from Kafka, people over HTTP, the calendar, and what comes of it."""

from __future__ import annotations

from datetime import date

import pytest

from deploy.embedded.testing import Addresses
from services.denials.repository import Cases
from services.denials.service import SERVICE
from services.denials.stages import triage
from services.denials.tables import Tables
from shared.http.commands import SLICE
from shared.stage.stage import Bound
from shared.testing import deliver, fresh_schema, message, outbox_of, rows
from tests.integration.desks import desk
from tests.unit.adjudication import remits, wire
from tests.unit.denials.desk import S4_FIRST, S4_SECOND, SECOND, SITE, decided, declined, reversed_, submitted

pytestmark = pytest.mark.anyio
CASE = "/v1/denials/CLAIM1"
RESENT = date(2026, 11, 20)


async def test_a_denied_line_is_asked_about_sent_again_and_overturned(stack: Addresses, prefix: str) -> None:
    first = decided(S4_FIRST, submission=1)
    async with desk(SERVICE, stack, prefix) as denials:
        await denials.get(CASE, 404)
        await denials.hear(submitted(1, date(2026, 11, 2)), first)
        [case] = (await denials.get("/v1/denials"))["cases"]
        assert case == {
            "claim_id": "CLAIM1",
            "encounter_id": "ENCOUNTER1",
            "payer_id": "NWHP1",
            "status": "open",
            "category": "bundling",
            "appeal_by": "2027-05-15",
            "gross": "210.00",
            "expected_recoverable": "128.00",
            "recovered": "0.00",
        }
        shown = (await denials.get(CASE))["denials"][0]
        assert (shown["line_number"], shown["root_cause"], shown["waits_for"]) == (1, "modifier_25_missing", "coding")
        assert shown["request"] == shown["denial_id"]
        assert await denials.items() == []

        await denials.hear(submitted(2, RESENT))
        assert (await denials.get(CASE))["denials"][0]["waits_for"] == "payer"
        await denials.hear(reversed_(first, "R2", SECOND), decided(S4_SECOND, "R2", SECOND, ordinal=2))
        closed = await denials.get(CASE)
        assert (closed["status"], closed["recovered"], closed["denials"][0]["closed_on"]) == ("closed", "128.00", "2026-12-01")
        assert [each["outcome"] for each in await denials.emitted("denial-closed")] == ["overturned"]
        assert await denials.get("/v1/denials/summary") == {
            "categories": [],
            "outcomes": [{"phase": "initial", "outcome": "overturned", "denials": 1, "claims": 1, "gross": "210.00", "recovered": "128.00"}],
        }
        assert await denials.parked() == []


async def test_people_appeal_and_give_up_and_the_worklist_follows(stack: Addresses, prefix: str) -> None:
    async with desk(SERVICE, stack, prefix) as denials:
        lines = [("99214", "210.00", "0.00", [("CO", "29", "210.00")]), ("20610", "180.00", "0.00", [("CO", "252", "180.00")])]
        await denials.hear(decided(lines))  # type: ignore[arg-type]
        summary = await denials.get("/v1/denials/summary")
        assert [(each["category"], each["expected_recoverable"]) for each in summary["categories"]] == [
            ("timely_filing", "128.00"),
            ("information_request", "120.00"),
        ]
        assert {item["kind"]: item["amount"] for item in await denials.items()} == {"filed_late": "128.00", "records_wanted": "120.00"}
        assert (await denials.get("/v1/denials?category=information_request&due_before=2027-05-15"))["total"] == 1
        assert (await denials.get("/v1/denials?category=bundling"))["total"] == 0

        late, records = (each["denial_id"] for each in (await denials.get(CASE))["denials"])
        await denials.post(f"{CASE}/{late}/decision", {"decision": "appeal"})
        assert [item["kind"] for item in await denials.items()] == ["records_wanted"]
        await denials.post(f"{CASE}/{records}/decision", {"decision": "give_up"})
        assert await denials.items() == []
        fault = await denials.post(f"{CASE}/{records}/decision", {"decision": "withdraw"}, 422)
        assert fault["place"] == "denial_id"
        states = [(each["outcome"], each["waits_for"]) for each in (await denials.get(CASE))["denials"]]
        assert states == [(None, "payer"), ("upheld", None)]


async def test_the_calendar_ends_what_nobody_fought_for(stack: Addresses, prefix: str) -> None:
    async with desk(SERVICE, stack, prefix, today=date(2027, 6, 1)) as denials:
        await denials.hear(decided(S4_FIRST))
        await denials.hear(declined((await denials.get(CASE))["denials"][0]["denial_id"]))

        async def expired() -> bool:
            return bool(await denials.emitted("denial-closed"))

        await denials.harness.until(expired)
        [closed] = await denials.emitted("denial-closed")
        assert (closed["outcome"], closed["closed_on"], closed["recovered"]) == ("expired", "2027-05-16", "0.00")


async def test_every_message_twice_gives_the_same_case_and_the_same_events(stack: Addresses, prefix: str) -> None:
    first = decided(S4_FIRST)
    story = [submitted(1, date(2026, 11, 2)), first, submitted(2, RESENT), reversed_(first), decided(S4_SECOND, "R2", SECOND, ordinal=2)]
    given = [message(event, f"cause {place}") for place, event in enumerate(story)]
    seen = []
    for name, messages in (("once", given), ("twice", [each for one in given for each in (one, one)])):
        async with fresh_schema(stack.database_url, f"{prefix}{name}", Tables.metadata) as engine:
            for each in messages:
                await deliver(engine, Bound(triage.STAGE, Cases(SITE)), [each])
            events = [(row["event_id"], row["type"], row["value"]) for row in await outbox_of(engine)]
            seen.append((events, await rows(engine, "SELECT key, document, recovered FROM denial_case"), await rows(engine, "SELECT * FROM denial")))
    assert seen[0] == seen[1]
    assert [kind.rsplit(".", 2)[1] for _, kind, _ in seen[0][0]] == ["denial-opened", "correction-requested", "denial-closed"]


async def test_a_long_835_is_recorded_whole_and_once(stack: Addresses, prefix: str) -> None:
    claims = [(f"CLAIM{number}", remits.payment("1", remits.S4_FIRST)) for number in range(2 * SLICE + 1)]
    body = wire.file(wire.remittance_set("T1", claims))
    async with desk(SERVICE, stack, prefix, denials_intake=True) as denials:
        first, again = [(await denials.http.post("/v1/intake/x12", content=body)).json() for _ in range(2)]
        assert again == {**first, "repeated": True}
        assert [each["type"].split(".")[2] for each in first["events"]] == ["advice-received", *["decision-received"] * len(claims)]
        assert len({each["id"] for each in first["events"]}) == len(claims) + 1
        await denials.harness.quiet()
        assert (await denials.get("/v1/denials?limit=1"))["total"] == len(claims)
