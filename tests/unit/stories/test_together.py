"""Stories that are played together: one timeline, one site, and clashes that name both files."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.stories.format import StoryError, visit
from shared.site import load_site
from tests.unit.stories import written
from tests.unit.stories.written import book

NEXT_DAY = "  - on: 2026-03-03\n    expect: {work: []}\n"
PAYER = "given:\n  payers:\n    - {{payer_id: WESTP, name: {name}, claim_filing: CI, terms: [{{filing_days: 90, appeal_days: 60}}]}}\n"
CONTRACT = "  contracts:\n    - {{payer_id: {payer}, code: 99213, basis: fee, amount: {amount}}}\n"


def given(name: str, more: str) -> str:
    """A story of one visit with more that is given."""
    return written.visit(name).replace("given:\n", more)


def test_steps_are_merged_by_day_and_then_by_file(tmp_path: Path) -> None:
    together = book(tmp_path, written.visit("A", NEXT_DAY), written.visit("B", NEXT_DAY))
    assert [(moment.story.name, moment.number, moment.step.kind) for moment in together.timeline] == [
        ("A", 1, "encounter"),
        ("B", 1, "encounter"),
        ("A", 2, "expect"),
        ("B", 2, "expect"),
    ]
    assert str(together.timeline[2]) == "one.yaml, step 2 of 2026-03-03 (expect), line 14"


def test_a_story_that_needs_another_brings_it_once(tmp_path: Path) -> None:
    together = book(tmp_path, written.visit("A"), written.visit("B").replace("story: B", "story: B\nneeds: one.yaml"))
    assert [story.name for story in together.stories] == ["A", "B"]


def test_two_files_with_one_name_clash_and_both_are_named(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"two.yaml:8: step 1, encounter.name: A is already a claim of one.yaml, line 7"):
        book(tmp_path, written.visit("A"), "\n" + written.visit("A", patient="Other"))


def test_two_files_with_one_patient_clash_and_both_are_named(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"two.yaml:5: given.patients.Ada: Ada is already a patient of one.yaml, line 5"):
        book(tmp_path, written.visit("A", patient="Ada"), written.visit("B", patient="Ada"))


def test_a_payer_that_two_files_describe_differently_clashes(tmp_path: Path) -> None:
    stories = book(tmp_path, given("A", PAYER.format(name="West")), given("B", PAYER.format(name="Other West")))
    with pytest.raises(StoryError, match=r"two.yaml:1: given.payers: WESTP is another payer in one.yaml"):
        stories.write_site(tmp_path / "site")


def test_a_payer_that_two_files_describe_alike_is_one(tmp_path: Path) -> None:
    stories = book(tmp_path, given("A", PAYER.format(name="West")), given("B", PAYER.format(name="West")))
    site = load_site(stories.write_site(tmp_path / "site"))
    assert sorted(payer.payer_id for payer in site.payers) == ["NORTH", "WESTP"]


def test_contract_rows_are_added_to_those_of_the_site(tmp_path: Path) -> None:
    text = given("A", PAYER.format(name="West") + CONTRACT.format(payer="WESTP", amount="95.00"))
    site = load_site(book(tmp_path, text).write_site(tmp_path / "site"))
    assert {(row.payer_id, str(row.amount)) for row in site.contracts if row.code == "99213"} == {("NORTH", "92.00"), ("WESTP", "95.00")}


def test_two_files_with_different_prices_for_one_code_clash_and_both_are_named(tmp_path: Path) -> None:
    rows = [given(name, "given:\n" + CONTRACT.format(payer="NORTH", amount=amount)) for name, amount in (("A", "92.00"), ("B", "93.00"))]
    rows = [row.replace("99213, basis", "99215, basis") for row in rows]
    with pytest.raises(StoryError, match=r"two.yaml:1: contracts.csv, row .*NORTH 99215 fee 93.00.*: valid_from: overlaps a row of one.yaml"):
        book(tmp_path, *rows).write_site(tmp_path / "site")


def test_a_row_of_a_payer_nobody_knows_is_blamed_on_its_story(tmp_path: Path) -> None:
    text = given("A", "given:\n" + CONTRACT.format(payer="NOBODY", amount="95.00"))
    with pytest.raises(StoryError, match=r"one.yaml:1: contracts.csv, row .*: payer_id: NOBODY is not a payer of the site"):
        book(tmp_path, text).write_site(tmp_path / "site")


def test_a_visit_is_told_as_the_intake_takes_it(tmp_path: Path) -> None:
    stories = book(tmp_path, written.visit("A"))
    moment = stories.timeline[0]
    told = visit(moment.step.action, stories.patients, moment.on, "1003000126")
    assert told["visit_number"] == "A"
    assert told["coverages"] == [{"order": 1, "payer_id": "NORTH", "member_id": "NWA1", "group_number": "", "relationship": "self"}]
    assert told["encounter"]["charges"] == [{"code": "99213", "modifiers": [], "units": "1", "amount": "150.00"}]
    assert told["encounter"]["service_from"] == "2026-03-02"


def test_a_story_is_alone_until_one_begins_that_it_does_not_need(tmp_path: Path) -> None:
    needing = written.visit("B", NEXT_DAY).replace("story: B", "story: B\nneeds: one.yaml")
    late = written.visit("C").replace("2026-03-02", "2026-03-04") + NEXT_DAY.replace("2026-03-03", "2026-03-05")
    together = book(tmp_path, written.visit("A", NEXT_DAY), needing, late)
    alone = {(moment.story.name, moment.number): together.is_alone(moment) for moment in together.timeline}
    assert alone == {("A", 1): True, ("B", 1): True, ("A", 2): False, ("B", 2): True, ("C", 1): False, ("C", 2): False}
