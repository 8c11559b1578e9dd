"""The samples are reproducible, whole, and agree with each other and with the site."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from deploy.samples.__main__ import main
from deploy.samples.cases import CASES
from deploy.samples.generate import generate, visits
from deploy.samples.knowledge import ROSTER_HEADER
from deploy.samples.world import PRICES
from services.coding.reference.icd10 import Icd10
from shared.site import Site, load_site

REVENUE_CODES = "https://www.nubc.org/CodeSystem/RevenueCodes"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    generate(folder)
    return folder


@pytest.fixture(scope="module")
def bundles(folder: Path) -> dict[str, dict[str, Any]]:
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((folder / "fhir").glob("*.json"))}


@pytest.fixture(scope="module")
def expected(folder: Path) -> dict[str, dict[str, Any]]:
    stories: dict[str, dict[str, Any]] = json.loads((folder / "expected.json").read_text("utf-8"))
    return stories


@pytest.fixture(scope="module")
def desk(folder: Path) -> dict[str, dict[str, Any]]:
    stories: dict[str, dict[str, Any]] = json.loads((folder / "front-desk.json").read_text("utf-8"))
    return stories


@pytest.fixture(scope="module")
def roster(folder: Path) -> list[dict[str, str]]:
    with (folder / "members.csv").open(newline="", encoding="utf-8") as table:
        return list(csv.DictReader(table))


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(Path(__file__).parents[3] / "deploy" / "site" / "site.yaml")


def of(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def is_facility(bundle: dict[str, Any]) -> bool:
    return any(coding["system"] == REVENUE_CODES for charge in of(bundle, "ChargeItem") for coding in charge["code"]["coding"])


def test_two_runs_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    generate(tmp_path)
    assert contents(tmp_path) == contents(folder)


def test_another_seed_gives_other_people(folder: Path, tmp_path: Path) -> None:
    generate(tmp_path, seed=8)
    assert (tmp_path / "members.csv").read_bytes() != (folder / "members.csv").read_bytes()


def test_a_larger_count_adds_to_a_smaller_one(folder: Path, tmp_path: Path) -> None:
    generate(tmp_path, count=200)
    smaller, larger = contents(folder), contents(tmp_path)
    assert len(list((tmp_path / "fhir").iterdir())) == 200
    assert {name: larger[name] for name in smaller if name.startswith("fhir")} == {n: b for n, b in smaller.items() if n.startswith("fhir")}
    assert larger["members.csv"].startswith(smaller["members.csv"])


def test_bundles_of_an_earlier_run_are_removed(tmp_path: Path) -> None:
    generate(tmp_path, count=9)
    generate(tmp_path, count=4)
    assert sorted(path.stem for path in (tmp_path / "fhir").iterdir()) == ["V100001", "V100002", "V100003", "V100004"]


def test_the_command_line_writes_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["samples", "--out", str(tmp_path), "--count", "3"])
    main()
    assert "3 encounters" in capsys.readouterr().out
    assert (tmp_path / "expected.json").exists()


def test_every_reference_resolves_within_its_bundle(bundles: dict[str, dict[str, Any]]) -> None:
    for number, bundle in bundles.items():
        there = {entry["fullUrl"].removeprefix("https://riverbend.example/fhir/") for entry in bundle["entry"]}
        assert len(there) == len(bundle["entry"]), number
        assert set(references(bundle)) <= there, number


def test_every_bundle_holds_what_intake_needs(bundles: dict[str, dict[str, Any]]) -> None:
    for number, bundle in bundles.items():
        counts = Counter(entry["resource"]["resourceType"] for entry in bundle["entry"])
        assert (counts["Patient"], counts["Encounter"], counts["Practitioner"]) == (1, 1, 1), number
        assert counts["Condition"] >= 1
        assert counts["ChargeItem"] or counts["Procedure"]
        encounter = of(bundle, "Encounter")[0]
        assert encounter["status"] == "finished"
        assert encounter["identifier"][0]["value"] == number


def test_about_a_quarter_are_facility_encounters_and_expected_says_which(
    bundles: dict[str, dict[str, Any]], expected: dict[str, dict[str, Any]]
) -> None:
    kinds = {number: "institutional" if is_facility(bundle) else "professional" for number, bundle in bundles.items()}
    assert kinds == {number: story["kind"] for number, story in expected.items()}
    assert 12 <= Counter(kinds.values())["institutional"] <= 18


def test_the_first_encounters_are_the_scenarios() -> None:
    assert [case.name.split()[0] for case in CASES[:5]] == ["S1", "S2", "S3", "S4", "S10"]
    assert len(CASES) == 60


@pytest.mark.parametrize(
    ("group", "carc", "code", "payer", "at_least"),
    [
        ("CO", "97", "99214", "NWHP1", 2),
        ("CO", "97", "99214", "CASC2", 2),
        ("CO", "97", "99214", "FEDS3", 1),
        ("CO", "29", "99213", "CASC2", 1),
        ("CO", "29", "99214", "CASC2", 1),
        ("CO", "197", "L1830", "CASC2", 2),
        ("CO", "197", "73721", "NWHP1", 1),
        ("PR", "119", "G0439", "FEDS3", 1),
        ("CO", "97", "A4550", "CASC2", 1),
        ("CO", "50", "J3301", "FEDS3", 1),
        ("CO", "27", "99213", "NWHP1", 1),
        ("CO", "18", "99213", "NWHP1", 1),
        ("CO", "252", "G0105", "NWHP1", 1),
    ],
)
def test_every_kind_of_denial_is_in_the_mix(expected: dict[str, dict[str, Any]], group: str, carc: str, code: str, payer: str, at_least: int) -> None:
    wanted = {"code": code, "group": group, "carc": carc}
    assert sum(story["payer"] == payer and wanted in story["denials"] for story in expected.values()) >= at_least


def test_every_kind_of_hold_and_rejection_is_in_the_mix(expected: dict[str, dict[str, Any]]) -> None:
    stops = Counter(story["stops"] for story in expected.values())
    assert stops["registration"] >= 5
    assert stops["coverage"] >= 2
    assert stops["authorization"] >= 3
    assert stops["coding"] >= 3
    assert sum(story["rejected"] == "A7:164" for story in expected.values()) >= 3
    assert sum(not story["claim"] for story in expected.values()) == 2
    assert sum(not story["denials"] and not story["stops"] and not story["rejected"] for story in expected.values()) >= 20


def test_denied_visits_that_can_be_mended_are_overturned(expected: dict[str, dict[str, Any]], desk: dict[str, dict[str, Any]]) -> None:
    for number, story in expected.items():
        answers = [desk[number].get("coding", {}), desk[number].get("authorization", {})]
        answered = any(answer.get("when") == "denial" or "after_denial" in answer for answer in answers)
        takes = not (story["payer"] == "FEDS3" and story["kind"] == "professional")
        assert story["overturned"] == (bool(story["denials"]) and answered and takes), number


def test_the_roster_has_the_columns_of_the_world_and_each_member_once(folder: Path, roster: list[dict[str, str]]) -> None:
    assert (folder / "members.csv").read_text("utf-8").splitlines()[0] == ROSTER_HEADER
    ids = [(row["payer_id"], row["member_id"]) for row in roster]
    assert len(ids) == len(set(ids))
    people = [(row["payer_id"], row["last_name"], row["first_name"], row["birth_date"]) for row in roster]
    assert len(people) == len(set(people))


def test_member_ids_have_the_prefix_of_their_plan_and_seven_digits(roster: list[dict[str, str]]) -> None:
    prefixes = {"NWHP1": {"A": "NWA", "B": "NWB", "C": "NWC"}, "CASC2": {"A": "CSA", "B": "CSB"}, "FEDS3": {"A": "FSA"}}
    for row in roster:
        assert row["member_id"][:3] == prefixes[row["payer_id"]][row["plan"]]
        assert len(row["member_id"]) == 10
        assert row["member_id"][3:].isdigit()


def test_recorded_members_are_on_the_roster_unless_their_story_says_otherwise(
    bundles: dict[str, dict[str, Any]], roster: list[dict[str, str]], expected: dict[str, dict[str, Any]]
) -> None:
    cards = {row["subscriber_member_id"] or row["member_id"] for row in roster}
    for number, bundle in bundles.items():
        known = [coverage["subscriberId"] in cards for coverage in of(bundle, "Coverage")]
        wrong = expected[number]["rejected"] or expected[number]["case"] == "payer nobody knows"
        assert known == [False] if wrong else all(known), number


def test_what_the_registration_desk_answers_is_on_the_roster(desk: dict[str, dict[str, Any]], roster: list[dict[str, str]]) -> None:
    rows = {(row["payer_id"], row["member_id"]): row for row in roster}
    cards = [card for story in desk.values() for card in story.get("registration", {}).get("coverages", ())]
    assert len(cards) >= 6
    for card in cards:
        row = rows[card["payer_id"], card["member_id"]]
        assert card["relationship"] == "self" or row["last_name"] == card["subscriber"]["name"]["last"]


def test_authorization_numbers_of_the_desk_are_the_payers_unless_mistyped(desk: dict[str, dict[str, Any]], roster: list[dict[str, str]]) -> None:
    given = {pair for row in roster for pair in row["authorizations"].split(";")}
    answers = [story["authorization"] for story in desk.values() if "authorization" in story]
    assert len(answers) >= 4
    for answer in answers:
        number = answer["after_denial"]["number"] if "after_denial" in answer else answer["number"]
        assert f"{answer['procedure']}:{number}" in given
        assert "after_denial" not in answer or f"{answer['procedure']}:{answer['number']}" not in given


def test_a_child_is_claimed_under_the_parent_and_both_are_on_the_roster(bundles: dict[str, dict[str, Any]], roster: list[dict[str, str]]) -> None:
    children = [row for row in roster if row["subscriber_member_id"]]
    parents = {row["member_id"]: row for row in roster}
    assert len(children) == 2
    assert all(parents[row["subscriber_member_id"]]["last_name"] == row["last_name"] for row in children)
    assert sum(bool(of(bundle, "RelatedPerson")) for bundle in bundles.values()) == 1


def test_one_person_has_two_record_numbers_and_one_name_is_beyond_ascii(bundles: dict[str, dict[str, Any]]) -> None:
    patients = [of(bundle, "Patient")[0] for bundle in bundles.values()]
    people: dict[tuple[str, str, str], set[str]] = {}
    for patient in patients:
        name = patient["name"][0]
        people.setdefault((name["family"], name["given"][0], patient.get("birthDate", "")), set()).add(patient["id"])
    assert Counter(len(records) for records in people.values())[2] == 1
    assert any("Ñ" in given for _, given, _ in people)


def test_missing_records_are_missing(bundles: dict[str, dict[str, Any]]) -> None:
    everything = list(bundles.values())
    assert sum("birthDate" not in of(bundle, "Patient")[0] for bundle in everything) == 1
    assert sum(not of(bundle, "Consent") for bundle in everything) == 1
    assert sum(not of(bundle, "Coverage") for bundle in everything) == 1
    assert sum(not of(bundle, "ChargeItem") for bundle in everything) == 1
    assert sum(len(of(bundle, "Coverage")) == 2 for bundle in everything) == 1


def test_visits_are_in_the_calendar_and_only_late_filings_are_old(expected: dict[str, dict[str, Any]]) -> None:
    for story in expected.values():
        on = date.fromisoformat(story["service_on"])
        late = any(denial["carc"] == "29" for denial in story["denials"])
        assert late == ((date(2026, 11, 2) - on).days > 90)
        assert late or date(2026, 9, 1) <= on <= date(2026, 10, 30)


def test_an_evening_visit_ends_on_the_next_day_in_utc_only(bundles: dict[str, dict[str, Any]], expected: dict[str, dict[str, Any]]) -> None:
    late = [number for number, story in expected.items() if story["case"].startswith("late evening")]
    ends = of(bundles[late[0]], "Encounter")[0]["period"]["end"]
    assert ends.startswith(expected[late[0]]["service_on"])
    assert ends.endswith("T23:45:00-04:00")


def test_prices_are_those_of_the_charge_master(site: Site) -> None:
    for key, price in PRICES.items():
        code = None if key == price.revenue_code else key
        row = site.charge(code, price.revenue_code, date(2026, 9, 1))
        assert row is not None
        assert row.charge == price.charge


def test_amounts_add_up_to_the_expected_charge(bundles: dict[str, dict[str, Any]], expected: dict[str, dict[str, Any]], site: Site) -> None:
    for number, bundle in bundles.items():
        charges = of(bundle, "ChargeItem")
        if charges and all("priceOverride" in charge for charge in charges):
            total = sum(Decimal(str(charge["priceOverride"]["value"])) for charge in charges)
            assert f"{total:.2f}" == expected[number]["charge"], number


def test_the_site_knows_payers_places_people_and_codes_of_every_bundle(bundles: dict[str, dict[str, Any]], site: Site) -> None:
    strangers = []
    for number, bundle in bundles.items():
        encounter = of(bundle, "Encounter")[0]
        place, *payers = of(bundle, "Organization")
        assert site.facility(place["id"]) == site.find_facility(place["identifier"][1]["value"])
        assert site.provider(of(bundle, "Practitioner")[0]["id"]) is not None
        on = date.fromisoformat(encounter["period"]["start"][:10])
        codes = [coding["code"] for charge in of(bundle, "ChargeItem") for coding in charge["code"]["coding"] if coding["system"] != REVENUE_CODES]
        assert all(site.procedure(code, on) for code in codes), number
        strangers += [payer["name"] for payer in payers if site.find_payer(payer.get("identifier", [{}])[0].get("value"), payer["name"]) is None]
    assert strangers == ["Mystery Mutual"]


def test_diagnoses_are_billable_on_the_day_except_in_the_cases_about_it() -> None:
    icd10 = Icd10.load()
    recorded = [(each.code, visit.on) for visit in visits() for each in visit.case.diagnoses if each.system == "icd10cm"]
    chosen = [(code, visit.on) for visit in visits() if visit.case.coding for code in visit.case.coding.diagnoses]
    odd = [code for code, on in recorded if not icd10.status(code, on).billable]
    assert all(icd10.status(code, on).billable for code, on in chosen)
    assert odd == ["M7221", "M2556"]


def test_services_of_one_person_repeat_only_where_the_duplicate_is_meant(expected: dict[str, dict[str, Any]]) -> None:
    seen = Counter(
        (visit.person.last, visit.person.first, visit.person.birth, visit.on, item.price_key) for visit in visits() for item in visit.case.items
    )
    assert sorted(key[-1] for key, times in seen.items() if times > 1) == ["85025", "99213"]
    twins = {number: story["exchangeable_with"] for number, story in expected.items() if "exchangeable_with" in story}
    assert len(twins) == 2
    assert all(twins[other] == number for number, other in twins.items())


def test_thousands_of_encounters_stay_consistent() -> None:
    many = visits(3000)
    numbers = [member.member_id for visit in many for member in visit.members if visit.case.person == "new"]
    assert len(numbers) == len(set(numbers))
    assert len({visit.number for visit in many}) == 3000
