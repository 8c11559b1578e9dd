"""S1, a clean office visit: paid at the first submission, the copay collected at check-in, nobody owes anything."""

from __future__ import annotations

from tests.scenarios.books import Ending, balances, by_cause, entries, history, rows, stands, trial_balance
from tests.scenarios.visits import OFFICE_VISIT
from tests.scenarios.world import World, signed


async def play(world: World) -> Ending:
    visit = await world.encounter(OFFICE_VISIT)
    copay = {"amount": "25.00", "method": "card", "received_on": "2026-09-14", **signed("frontdesk-1", "Copay at check-in")}
    await world.post("adjudication", f"/v1/accounts/{visit}/payments", copay)
    await world.until("claim-remitted")
    await world.rest()
    await world.bank()
    claim = await world.claim_of(visit)

    await the_claim_went_out_once_as_an_original(world, claim)
    await the_ledger_holds_the_reference_entries(world, visit)
    await nothing_is_left_to_do_or_to_pay(world, visit, claim)
    await everything_is_one_trace(world, visit)
    return await Ending.of(world)


async def the_claim_went_out_once_as_an_original(world: World, claim: str) -> None:
    assert await history(world, claim) == ["claim-built", "claim-released", "claim-submitted", "claim-accepted"]
    sent = await world.sent(claim, 1)
    [head] = rows(sent, "CLM")
    assert head[1:3] == [claim, "190"]
    assert head[5] == "11:B:1"
    assert rows(sent, "REF", "F8") == []
    assert [row[1:3] for row in rows(sent, "SV1")] == [["HC:99213", "150"], ["HC:85025", "40"]]


async def the_ledger_holds_the_reference_entries(world: World, visit: str) -> None:
    assert by_cause(await entries(world, visit)) == {
        "patient_payment": {("Cash", "PC"): "25.00"},
        "charge": {("ARP", "REV"): "190.00"},
        "remittance": {("RC", "ARP"): "77.50", ("CTR", "ARP"): "87.50", ("ARPt", "ARP"): "25.00"},
        "application": {("PC", "ARPt"): "25.00"},
    }
    assert await trial_balance(world) == {"Cash": "102.50", "CTR": "87.50", "REV": "-190.00"}
    assert await balances(world, visit) == stands("190.00", payer_paid="77.50", contractual="87.50", patient_paid="25.00")


async def nothing_is_left_to_do_or_to_pay(world: World, visit: str, claim: str) -> None:
    assert await world.events("statement-requested", "denial-opened", "claim-rejected", "claim-held", "encounter-held", "coding-held") == []
    for service in world.harness.runtimes:
        assert await world.work(service) == [], service
    [remittance] = (await world.get("adjudication", "/v1/remittances"))["remittances"]
    assert (remittance["state"], remittance["total_paid"], remittance["deposited"]) == ("deposited", "77.50", "77.50")
    account = await world.get("adjudication", f"/v1/accounts/{visit}")
    assert account["claims"][0]["settled"]
    assert (await world.get("denials", f"/v1/denials/{claim}"))["status"] == "none"


async def everything_is_one_trace(world: World, visit: str) -> None:
    """From registration to the last posting, every event about the visit or its claim correlates to the visit."""
    found = [each for each in await world.events() if each["event"].get("encounter_id")]
    assert {each["correlation_id"] for each in found} == {visit}
    assert {"patient-registered", "encounter-opened", "encounter-cleared", "encounter-coded", "claim-posted"} <= {each["name"] for each in found}
