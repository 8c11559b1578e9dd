"""Names of all the world through every transaction.

They are respelled for payers, whole in our own records, and held for a person where X12 has no letters.
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import pytest

from deploy.embedded.testing import Addresses
from deploy.samples.bundle import bundle
from deploy.samples.generate import visits
from tests.integration.sandbox.judges import oxedi_findings, pyx12_errors
from tests.scenarios.visits import OFFICE_VISIT
from tests.scenarios.world import World, hospital, signed

pytestmark = pytest.mark.anyio
FACILITY_VISIT = visits(5)[4]
"""An outpatient visit of the samples that becomes an 837I."""


@dataclass(frozen=True)
class Named:
    """A name as the patient writes it, and as a payer's files have it."""

    last: str
    first: str
    sent_last: str
    sent_first: str


NAMES = (
    Named("Müller-Ångström", "Zoë", "Muller-Angstrom", "Zoe"),
    Named("Nguyễn", "Thị Ánh", "Nguyen", "Thi Anh"),
    Named("Żółć", "Łukasz", "Zolc", "Lukasz"),
    Named("Peña Núñez", "María José", "Pena Nunez", "Maria Jose"),
    Named("O’Brien", "D'Arcy", "O'Brien", "D'Arcy"),
    Named("Kaʻahumanu", "Anne-Marie", "Ka'ahumanu", "Anne-Marie"),
    Named("van der~Berg*II", "Ada:B^C", "van der Berg II", "Ada B C"),
    Named("Özdemı\u0307r", "İnci", "Ozdemir", "Inci"),
    Named("L" * 60, "F" * 35, "L" * 60, "F" * 35),
)
HELD = (
    ("田中", "太郎", {"patient.name.last", "patient.name.first"}),
    ("محمد", "Ali", {"patient.name.last"}),
    ("Иванов", "Ivan", {"patient.name.last"}),
    ("L" * 61, "Ada", {"patient.name.last"}),
    ("~*:^", "Ada", {"patient.name.last"}),
)


def member_of(number: int) -> str:
    return f"NWA2{number:06d}"


def roster() -> str:
    """The payer's own files: two policies for each name, one for the clinic and one for the hospital; and a parent with a child."""
    person = FACILITY_VISIT.person
    known = {0: ("1980-01-01", "F"), 100: (person.birth.isoformat(), person.sex)}
    rows = [
        f"NWHP1,{member_of(at + first)},{name.sent_last},{name.sent_first},{born},{sex},A,2026-01-01,,,,,,"
        for at, name in enumerate(NAMES)
        for first, (born, sex) in known.items()
    ]
    rows += [
        "NWHP1,NWA2000900,Pena Nunez,Jose,1980-01-01,M,A,2026-01-01,,,,,,",
        "NWHP1,NWA2000901,Pena Nunez,Zoe,2015-01-01,F,A,2026-01-01,,,,,,NWA2000900",
    ]
    rows += [f"NWHP1,{member_of(500 + at)},Tanaka,Taro,1980-01-01,F,A,2026-01-01,,,,,," for at in range(len(HELD))]
    return "\n".join(rows)


def office_visit(number: str, last: str, first: str, member_id: str) -> dict[str, Any]:
    told = deepcopy(OFFICE_VISIT)
    told["visit_number"], told["coverages"][0]["member_id"] = number, member_id
    told["patient"] |= {"mrn": f"M-{number}", "name": {"last": last, "first": first}}
    told["patient"]["address"] |= {"line": "Straße 1 – Ecke Peña~Platz", "city": "São Paulo"}
    return told


def facility_bundle(number: int, name: Named) -> dict[str, Any]:
    person = replace(FACILITY_VISIT.person, mrn=f"H{number}", last=name.last, first=name.first)
    [policy] = FACILITY_VISIT.members
    return bundle(replace(FACILITY_VISIT, number=f"H{number}", person=person, members=(replace(policy, member_id=member_of(100 + number)),)))


def child_visit() -> dict[str, Any]:
    told = office_visit("CHILD", "Peña Núñez", "Zoë", "NWA2000900")
    told["patient"]["birth_date"] = "2015-01-01"
    holder = {"name": {"last": "Peña Núñez", "first": "José"}, "birth_date": "1980-01-01", "sex": "M"}
    told["coverages"][0] |= {"relationship": "child", "subscriber": holder}
    return told


@dataclass
class Told:
    """A hospital after all visits, and which is whose."""

    world: World
    clinic: dict[str, Named]
    hospital: dict[str, Named]
    child: str
    held: dict[str, int]


@pytest.fixture(scope="module")
async def told(stack: Addresses, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Told]:
    folder = tmp_path_factory.mktemp("clearinghouse")
    async with hospital(stack, f"names{os.getpid()}_", folder, roster()) as world:
        clinic = {await world.encounter(office_visit(f"C{at}", name.last, name.first, member_of(at))): name for at, name in enumerate(NAMES)}
        taken = [(await world.post("eligibility", "/v1/fhir", facility_bundle(at, name)))["encounters"][0] for at, name in enumerate(NAMES)]
        stays = {each["encounter_id"]: name for each, name in zip(taken, NAMES, strict=True)}
        child = await world.encounter(child_visit())
        held = {await world.encounter(office_visit(f"X{at}", last, first, member_of(500 + at))): at for at, (last, first, _) in enumerate(HELD)}
        await world.rest()
        await world.bank()
        yield Told(world, clinic, stays, child, held)


async def interchanges(world: World, service: str, kind: str) -> list[str]:
    found = (await world.get(service, "/v1/documents", kind=kind))["documents"]
    return [await world.text(service, f"/v1/documents/{each['sha256']}") for each in found]


def names_in(texts: list[str], entity: str) -> set[tuple[str, str]]:
    """NM103 and NM104 of an entity."""
    rows = [segment.split("*") for text in texts for segment in map(str.strip, text.split("~")) if segment.startswith(f"NM1*{entity}*1*")]
    return {(row[3], row[4]) for row in rows}


SENT = {(name.sent_last, name.sent_first) for name in NAMES}


@pytest.mark.parametrize(("service", "kind"), [("eligibility", "270"), ("submission", "837P"), ("submission", "837I")], ids=["270", "837P", "837I"])
async def test_every_name_goes_out_in_its_nearest_spelling(told: Told, service: str, kind: str) -> None:
    texts = await interchanges(told.world, service, kind)
    assert all(text.isascii() for text in texts)
    assert names_in(texts, "IL") >= SENT
    assert "?" not in "".join(texts)


@pytest.mark.parametrize("kind", ["837P", "837I"])
async def test_pyx12_accepts_the_claims(told: Told, kind: str) -> None:
    texts = await interchanges(told.world, "submission", kind)
    assert texts
    assert pyx12_errors("".join(texts)) == []


async def test_the_answers_come_back_and_balance(told: Told) -> None:
    for kind in ("277CA", "999"):
        assert await interchanges(told.world, "submission", kind)
    remittances = await interchanges(told.world, "adjudication", "835")
    assert names_in(remittances, "QC") >= SENT
    assert [finding for text in remittances for finding in oxedi_findings(text)] == []


async def test_a_childs_claim_names_parent_and_child(told: Told) -> None:
    texts = await interchanges(told.world, "submission", "837P")
    assert ("Pena Nunez", "Jose") in names_in(texts, "IL")
    assert ("Pena Nunez", "Zoe") in names_in(texts, "QC")


async def test_every_visit_is_paid_to_the_cent_and_stated(told: Told) -> None:
    world = told.world
    stated = {each["encounter_id"]: each["amount"] for each in (await world.get("adjudication", "/v1/statements", limit=1000))["statements"]}
    for encounter in (*told.clinic, *told.hospital, told.child):
        [claim] = (await world.get("adjudication", f"/v1/accounts/{encounter}"))["claims"]
        paid, owed = ("4200.00", None) if encounter in told.hospital else ("77.50", "25.00")
        assert (claim["balances"]["payer_paid"], stated.get(encounter)) == (paid, owed)


async def test_our_own_records_keep_every_name_as_it_is_written(told: Told) -> None:
    for encounter, name in (told.clinic | told.hospital).items():
        on_file = await told.world.get("eligibility", f"/v1/encounters/{encounter}/registration")
        assert (on_file["patient"]["name"]["last"], on_file["patient"]["name"]["first"]) == (name.last, name.first)
    [event] = await told.world.events("patient-registered", key=next(iter(told.clinic)))
    assert event["event"]["patient"]["name"]["last"] == "Müller-Ångström"
    assert event["event"]["patient"]["address"]["line"] == "Straße 1 – Ecke Peña~Platz"


async def test_pages_and_timelines_work_and_name_nobody(told: Told) -> None:
    for encounter, name in (told.clinic | told.hospital).items():
        for service in ("eligibility", "submission", "adjudication"):
            shown = json.dumps(await told.world.get(service, f"/v1/timeline/{encounter}"), ensure_ascii=False)
            assert name.last not in shown
            assert name.sent_last not in shown


async def test_a_name_without_latin_letters_waits_with_a_sentence(told: Told) -> None:
    for encounter, at in told.held.items():
        last, _, places = HELD[at]
        items = await told.world.work("eligibility", about=encounter)
        assert {item["place"] for item in items} == places
        assert {item["kind"] for item in items} == {"not_spellable"}
        assert all(last not in item["sentence"] for item in items)
        assert (await told.world.get("submission", "/v1/claims", encounter=encounter))["claims"] == []


async def test_once_a_person_has_spelled_it_the_visit_is_billed(told: Told) -> None:
    world = told.world
    encounter = next(iter(told.held))
    change = {"patient": {"name": {"last": "Tanaka", "first": "Tarō"}}, **signed("amy", "As on the insurance card")}
    await world.post("eligibility", f"/v1/encounters/{encounter}/registration", change)
    await world.rest()
    texts = await interchanges(world, "submission", "837P")
    assert ("Tanaka", "Taro") in names_in(texts, "IL")
    assert await world.work("eligibility", about=encounter) == []
    [first, second] = await world.events("patient-registered", key=encounter)
    assert first["event"]["patient"]["name"]["last"] == "田中"
    assert second["event"]["patient"]["name"]["first"] == "Tarō"


async def test_a_name_longer_than_any_record_takes_is_refused_with_its_place(told: Told) -> None:
    answer = await told.world.clients["eligibility"].post("/v1/encounters", json=office_visit("LONG", "L" * 81, "Ada", "NWA2000001"))
    assert answer.status_code == 422
    assert answer.json()["place"] == "patient.name.last"
    assert "L" * 81 not in answer.text
