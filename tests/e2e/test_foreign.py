"""Encounters that others wrote: each ends in a claim, or in a reason that a person can act on. None is lost."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.testing import Addresses
from tests.e2e import chain
from tests.e2e.demonstration import Demonstration, demonstrate, judged, left_running
from tests.scenarios.world import World, hospital, signed
from tests.unit.x12.outside import OUTSIDE, needs_outside

pytestmark = [pytest.mark.outside, needs_outside]
SYNTHEA = OUTSIDE / "fhir" / "synthea"
HELD = {"ENC20241120000001": {("coding", "no_charge")}}
"""A follow-up that nobody charged. Visit → desk and reason."""
STAY = "ENC20241105000001"
SPRING = date(2025, 3, 10)
"""A day on which the oldest of the visits can still be billed in time."""


@pytest.fixture(scope="module")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """Bundles of an outside generator, whose payers, providers and places we do not know."""
    return demonstrate(tmp_path_factory.mktemp("strangers"), "--input", str(SYNTHEA))


def test_every_outside_bundle_ends_in_a_claim_or_a_stated_reason(strangers: Demonstration) -> None:
    assert strangers.code == 0, strangers.said
    summary, ends = strangers.summary, strangers.read("outcomes.json")
    assert summary["encounters"] + summary["refused"] == _encounters_in(SYNTHEA)
    assert summary["encounters_without_outcome"] == 0
    assert summary["encounters"] == len(ends) > 100
    assert [visit for visit, end in ends.items() if not end["claims"] and not end["reasons"]] == []
    assert summary["balanced"]
    assert left_running(strangers.folder) == []


def _encounters_in(folder: Path) -> int:
    bundles = (json.loads(path.read_text()) for path in folder.glob("*.json"))
    return sum(entry["resource"]["resourceType"] == "Encounter" for bundle in bundles for entry in bundle["entry"])


@pytest.mark.anyio
async def test_encounters_of_other_systems_become_claims(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    told = chain.visits()
    assert len(told) == 11
    (tmp_path / "clearinghouse").mkdir()
    site = chain.site_for(told, tmp_path / "site")
    async with hospital(stack, prefix, tmp_path / "clearinghouse", chain.roster(told), site=site, today=SPRING) as world:
        ids = {visit["visit_number"]: await world.encounter(visit) for visit in told}
        await world.rest()
        await the_desk_compares_namesakes(world)
        await world.rest()
        claims = {visit: (await world.get("submission", "/v1/claims", encounter=encounter))["claims"] for visit, encounter in ids.items()}
        assert {visit: [claim["status"] for claim in found if claim["status"] != "held"] for visit, found in claims.items()} == {
            visit: [] if visit in HELD else ["accepted"] for visit in ids
        }
        assert {visit: found for visit, encounter in ids.items() if (found := await reasons(world, encounter))} == HELD
        await the_claims_say_what_the_sources_say(world, told, claims)


async def reasons(world: World, encounter_id: str) -> set[tuple[str, str]]:
    """Desk and reason of everything that waits for a person before the claim can be sent."""
    desks = {name: await world.work(name, about=encounter_id) for name in ("eligibility", "coding", "submission")}
    held = {(name, item["kind"]) for name, items in desks.items() for item in items if item["kind"] != "claim_held"}
    claims = [claim["claim_id"] for claim in (await world.get("submission", "/v1/claims", encounter=encounter_id, status="held"))["claims"]]
    shown = [await world.get("submission", f"/v1/claims/{claim}") for claim in claims]
    return held | {("submission", reason["code"]) for claim in shown for reason in claim["held_for"]}


async def the_desk_compares_namesakes(world: World) -> None:
    """Two systems sent a patient of the same name and birth date under different record numbers."""
    for item in await world.work("eligibility"):
        if item["kind"] == "possible_duplicate":
            body = {"same_person": True, **signed("registrar-1", "Same person, seen in two places.")}
            await world.post("eligibility", f"/v1/encounters/{item['encounter_id']}/registration", body)


async def the_claims_say_what_the_sources_say(world: World, told: list[chain.Visit], claims: dict[str, list[dict[str, Any]]]) -> None:
    for visit in told:
        for claim in claims[visit["visit_number"]] if visit["visit_number"] not in HELD else ():
            segments = await world.sent(claim["claim_id"], 1)
            lines = [row for row in segments if row[0] in ("SV1", "SV2")]
            assert len(lines) == len(visit["encounter"]["charges"]), visit["visit_number"]
            charged = sum(float(charge["amount"]) for charge in visit["encounter"]["charges"])
            assert float(next(row for row in segments if row[0] == "CLM")[2]) == charged
            if visit["visit_number"] == STAY:
                assert {"DTP*435*DT*202411050600", "DTP*096*TM*1100", "CL1*3*1*01", "HI*ABJ:D122"} <= {"*".join(row) for row in segments}
    for kind in ("837P", "837I"):
        texts = [path.read_text() for path in sorted((world.folder / "to-clearinghouse" / "taken").glob(f"{kind}*"))]
        assert texts == [] or judged(*texts) == []
