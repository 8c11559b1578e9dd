"""S3, rejected at the front end, then paid: a wrong member id is mended by registration and the claim sent again as an original."""

from __future__ import annotations

from tests.scenarios.books import Ending, balances, by_cause, entries, history, rows, stands
from tests.scenarios.visits import MISTYPED_CARD
from tests.scenarios.world import World, signed


async def play(world: World) -> Ending:
    visit = await world.encounter(MISTYPED_CARD)
    await world.until("claim-rejected")
    await world.rest()
    claim = await world.claim_of(visit)
    await it_is_rejected_and_not_denied(world, visit, claim)

    await registration_mends_the_number(world, visit)
    await world.until("claim-remitted")
    await world.rest()
    await world.bank()
    await the_second_submission_is_an_original(world, claim)
    await the_second_acceptance_is_the_filing_proof(world, claim)
    await the_money_is_posted_once(world, visit)
    await a_late_rejection_of_the_first_lowers_nothing(world, visit, claim)
    return await Ending.of(world)


async def it_is_rejected_and_not_denied(world: World, visit: str, claim: str) -> None:
    shown = await world.get("submission", f"/v1/claims/{claim}")
    assert (shown["status"], shown["icn"]) == ("rejected", "")
    assert [(each["category"], each["status"]) for each in shown["submissions"][0]["rejected"]["statuses"]] == [("A7", "164")]
    [item] = await world.work("eligibility")
    assert item["place"] == "coverages[0].member_id"
    assert item["encounter_id"] == visit
    assert "NWC" not in str(item)
    for service in ("coding", "submission", "adjudication", "denials"):
        assert await world.work(service) == [], service
    assert await world.events("denial-opened", "claim-remitted", "claim-accepted") == []
    assert all(each["event"]["accepted"] for each in await world.events("interchange-acknowledged")), "the 999 accepted the file"


async def registration_mends_the_number(world: World, visit: str) -> None:
    coverages = [{"order": 1, "payer_id": "NWHP1", "member_id": "NWC1000077", "relationship": "self"}]
    body = {"coverages": coverages, **signed("registrar-1", "Read from the insurance card.")}
    await world.post("eligibility", f"/v1/encounters/{visit}/registration", body)


async def the_second_submission_is_an_original(world: World, claim: str) -> None:
    assert await history(world, claim) == [
        *("claim-built", "claim-released", "claim-submitted", "claim-rejected"),
        *("claim-built", "claim-released", "claim-submitted", "claim-accepted"),
    ]
    first, second = await world.sent(claim, 1), await world.sent(claim, 2)
    for sent, number in ((first, "NWC1000078"), (second, "NWC1000077")):
        [head] = rows(sent, "CLM")
        assert (head[1], head[2], head[5]) == (claim, "325", "11:B:1")
        assert rows(sent, "REF", "F8") == []
        assert rows(sent, "NM1", "IL")[0][9] == number
    accepted, rejected = await world.events("claim-accepted"), await world.events("claim-rejected")
    assert [each["event"]["submission"] for each in rejected + accepted] == [1, 2]


async def the_second_acceptance_is_the_filing_proof(world: World, claim: str) -> None:
    shown = await world.get("submission", f"/v1/claims/{claim}")
    first, second = shown["submissions"]
    assert first["accepted"] is None
    assert second["accepted"]["payer_claim_control_number"] == shown["icn"] != ""
    proof = await world.text("submission", f"/v1/documents/{second['accepted']['document']['sha256']}")
    assert claim in proof
    assert "STC*A2:20" in proof.replace("\n", "")


async def the_money_is_posted_once(world: World, visit: str) -> None:
    assert by_cause(await entries(world, visit)) == {
        "charge": {("ARP", "REV"): "325.00"},
        "remittance": {("RC", "ARP"): "180.00", ("CTR", "ARP"): "125.00", ("ARPt", "ARP"): "20.00"},
    }
    assert await balances(world, visit) == stands("325.00", payer_paid="180.00", contractual="125.00", patient_open="20.00")
    [statement] = await world.events("statement-requested")
    assert statement["event"]["amount"] == "20.00"
    assert await world.events("denial-opened") == []


async def a_late_rejection_of_the_first_lowers_nothing(world: World, visit: str, claim: str) -> None:
    """The same A7 once more, in a file of its own."""
    before = await world.get("submission", f"/v1/claims/{claim}")
    [first, *_] = [path for path in [*world.answers("277CA"), *world.answers("999-277CA")] if "STC*A7:164" in path.read_text()]
    text = first.read_text()
    number = text.split("*")[13]
    world.drop("277CA-late.x12", text.replace(f"*{number}*", "*900000001*").replace(f"*{number}~", "*900000001~"))
    await world.rest()
    assert await world.get("submission", f"/v1/claims/{claim}") == before
    assert len(await world.events("claim-rejected")) == 1
    assert await world.work("eligibility") == await world.work("submission") == []
    assert await balances(world, visit) == stands("325.00", payer_paid="180.00", contractual="125.00", patient_open="20.00")
