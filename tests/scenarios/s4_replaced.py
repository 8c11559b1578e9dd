"""S4, one line denied, replacement, reversal and correction: the visit is bundled into an injection until modifier 25 is added."""

from __future__ import annotations

from tests.scenarios.books import Ending, balances, by_cause, entries, history, rows, stands, trial_balance
from tests.scenarios.visits import INJECTED_KNEE
from tests.scenarios.world import World, signed

LINES = [("HC:99214", "210"), ("HC:20610", "180"), ("HC:J1010", "30")]
FIRST = {("RC", "ARP"): "118.00", ("CTR", "ARP"): "80.00", ("ARPt", "ARP"): "12.00", ("DEN", "ARP"): "210.00"}
CONTRA = {(credit, debit): amount for (debit, credit), amount in FIRST.items()}
SECOND = {("RC", "ARP"): "233.20", ("CTR", "ARP"): "162.00", ("ARPt", "ARP"): "24.80"}


async def play(world: World) -> Ending:
    visit, claim = await until_denied(world)
    await one_line_is_denied_and_the_patient_waits(world, visit, claim)
    await world.bank()
    await the_coder_adds_modifier_25(world, visit)
    await until_corrected(world)
    await world.bank()
    await everything_is_overturned(world, visit, claim)
    return await Ending.of(world)


async def until_denied(world: World) -> tuple[str, str]:
    visit = await world.encounter(INJECTED_KNEE)
    await world.until("denial-opened")
    await world.rest()
    return visit, await world.claim_of(visit)


async def until_corrected(world: World) -> None:
    """ERA 2 takes the first decision back and decides anew."""
    await world.until("claim-remitted", 3)
    await world.rest()


async def the_coder_adds_modifier_25(world: World, visit: str) -> None:
    [item] = await world.work("coding")
    reason = "The note documents a separate, significant evaluation apart from the decision to inject."
    body = {"lines": [{"line_number": 1, "modifiers": ["25"]}], "answers": item["id"], **signed("coder-1", reason)}
    await world.post("coding", f"/v1/charts/{visit}/correction", body)


async def one_line_is_denied_and_the_patient_waits(world: World, visit: str, claim: str) -> None:
    await the_denial_is_valued_at_contract(world, claim)
    assert await balances(world, visit) == stands("420.00", payer_paid="118.00", contractual="80.00", denied_open="210.00", patient_open="12.00")
    assert by_cause(await entries(world, visit)) == {"charge": {("ARP", "REV"): "420.00"}, "remittance": FIRST}
    assert await world.events("statement-requested") == [], "12.00 is on hold while a correction is open"
    [item] = await world.work("coding")
    assert (item["kind"], item["place"], item["claim_id"]) == ("modifier_25_missing", "lines[0]", claim)
    assert item["due_on"]
    for service in ("eligibility", "submission", "adjudication", "denials"):
        assert await world.work(service) == [], service


async def the_denial_is_valued_at_contract(world: World, claim: str) -> None:
    [opened] = await world.events("denial-opened")
    denial = opened["event"]
    assert (denial["line_number"], denial["code"], denial["group"], denial["carc"]) == (1, "99214", "CO", "97")
    assert (denial["gross"], denial["expected_recoverable"]) == ("210.00", "128.00")
    assert (denial["root_cause"], denial["owner"], denial["phase"]) == ("modifier_25_missing", "coding", "initial")
    case = await world.get("denials", f"/v1/denials/{claim}")
    assert case["status"] == "open"


async def everything_is_overturned(world: World, visit: str, claim: str) -> None:
    assert await world.claim_of(visit) == claim
    await the_replacement_holds_the_whole_claim(world, claim)
    [closed] = await world.events("denial-closed")
    assert (closed["event"]["outcome"], closed["event"]["recovered"]) == ("overturned", "128.00")
    assert len(await world.events("denial-opened")) == 1
    assert (await world.get("denials", f"/v1/denials/{claim}"))["status"] == "closed"
    assert await balances(world, visit) == stands("420.00", payer_paid="233.20", contractual="162.00", patient_open="24.80")
    await the_ledger_countered_and_posted_anew(world, visit)
    [statement] = await world.events("statement-requested")
    assert (statement["event"]["amount"], statement["event"]["claim_id"]) == ("24.80", claim)
    for service in world.harness.runtimes:
        assert await world.work(service) == [], service


async def the_replacement_holds_the_whole_claim(world: World, claim: str) -> None:
    assert await history(world, claim) == ["claim-built", "claim-released", "claim-submitted", "claim-accepted"] * 2
    first, second = await world.sent(claim, 1), await world.sent(claim, 2)
    accepted = await world.events("claim-accepted")
    assert (rows(first, "CLM")[0][5], rows(second, "CLM")[0][5]) == ("11:B:1", "11:B:7")
    assert rows(first, "REF", "F8") == []
    assert rows(second, "REF", "F8") == [["REF", "F8", accepted[0]["event"]["payer_claim_control_number"]]]
    assert rows(first, "CLM")[0][1] == rows(second, "CLM")[0][1] == claim
    assert [tuple(row[1:3]) for row in rows(first, "SV1")] == LINES
    assert [tuple(row[1:3]) for row in rows(second, "SV1")] == [("HC:99214:25", "210"), *LINES[1:]]
    assert len(rows(first, "REF", "6R")) == 3
    assert rows(first, "REF", "6R") == rows(second, "REF", "6R")


async def the_ledger_countered_and_posted_anew(world: World, visit: str) -> None:
    found = by_cause(await entries(world, visit))
    assert found["reversal"] == CONTRA
    assert found["charge"] == {("ARP", "REV"): "420.00"}
    assert found["remittance"] == {("RC", "ARP"): "351.20", ("CTR", "ARP"): "242.00", ("ARPt", "ARP"): "36.80", ("DEN", "ARP"): "210.00"}
    remittances = (await world.get("adjudication", "/v1/remittances"))["remittances"]
    assert sorted((each["state"], each["total_paid"]) for each in remittances) == [("deposited", "115.20"), ("deposited", "118.00")]
    assert await trial_balance(world) == {"Cash": "233.20", "CTR": "162.00", "ARPt": "24.80", "REV": "-420.00"}
