"""Reading stories: what is refused, and how it is said to the person who wrote it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from deploy.stories.format import StoryError
from deploy.stories.format.payers import RemitLine
from deploy.stories.format.read import read_story
from tests.unit.stories.written import book, expecting, visit

REMITTANCE = """
  - on: 2026-03-16
    remittance:
      name: era
      payer: NORTH
      paid: {paid}
      claims:
        - claim: A
          charge: 150.00
          paid: 92.00
          lines: [{{line: 1, code: 99213, charge: 150.00, paid: 92.00, adjust: {{{reason}: 58.00}}}}]
"""


def faults(text: str) -> list[str]:
    return [str(each) for each in read_story("one.yaml", text)[2]]


def test_an_amount_stays_what_was_written() -> None:
    story, _, problems = read_story("one.yaml", visit("A", REMITTANCE.format(paid="92.10", reason="CO-45")))
    assert problems == []
    assert story is not None
    [said] = story.actions("remittance")
    assert str(said.paid) == "92.10"
    assert said.claims[0].lines[0].adjust[0].amount == Decimal("58.00")


@pytest.mark.parametrize(
    ("written", "instead"), [("92.1", "write an amount with two decimals: 92.10 instead of 92.1"), ("92", "92.00 instead of 92")]
)
def test_an_amount_without_two_decimals_is_refused_with_what_to_write(written: str, instead: str) -> None:
    [fault] = faults(visit("A", REMITTANCE.format(paid=written, reason="CO-45")))
    assert fault.startswith("one.yaml:19: step 2, remittance.paid: ")
    assert instead in fault


@pytest.mark.parametrize("written", ["1,150.00", "$92.00", "9.2e1", "92.100", "a lot"])
def test_what_is_no_amount_is_refused(written: str) -> None:
    [fault] = faults(visit("A", REMITTANCE.format(paid=written, reason="CO-45")))
    assert "step 2, remittance.paid" in fault


def test_binary_floating_point_is_refused() -> None:
    with pytest.raises(ValidationError, match="is not text: give an amount as text with two decimals"):
        RemitLine.model_validate({"code": "99213", "charge": 150.0, "paid": "92.00"})


def test_a_typing_error_in_a_key_names_the_key_that_was_meant() -> None:
    [fault] = faults(visit("A", expecting("      claims:\n        A: {balances: {denied_opn: 0.00}}")))
    assert fault.startswith("one.yaml:18: step 2, expect.claims.A.balances.denied_opn: ")
    assert "did you mean denied_open?" in fault


def test_a_step_that_is_two_things_is_refused() -> None:
    [fault] = faults(visit("A", expecting("      work: []") + "    bank: all\n"))
    assert "a step is exactly one thing, this one is bank, expect: give each its own step" in fault


def test_days_that_go_back_are_refused() -> None:
    [fault] = faults(visit("A", "  - on: 2026-03-01\n    bank: all\n"))
    assert fault == "one.yaml:14: step 2, on: 2026-03-01 is before 2026-03-02 of step 1"


def test_a_reason_without_its_group_is_refused() -> None:
    [fault] = faults(visit("A", REMITTANCE.format(paid="92.00", reason="45")))
    assert "'45' is not a group and a reason such as CO-45" in fault


def test_a_reversal_says_nothing_of_its_own() -> None:
    text = "  - on: 2026-04-01\n    remittance: {name: b, payer: NORTH, paid: 0.00, claims: [{claim: A, reverses: era, paid: -92.00}]}\n"
    [fault] = faults(visit("A", text))
    assert "its amounts are the exact negation of that remittance" in fault


def test_every_fault_is_told_at_once() -> None:
    found = faults(visit("A", REMITTANCE.format(paid="92", reason="45")))
    assert len(found) == 2


@pytest.mark.parametrize("text", ["", "just words", "story: A\n"])
def test_a_file_without_a_story_is_refused(text: str) -> None:
    assert faults(text)


def test_yaml_that_cannot_be_read_names_the_line() -> None:
    [fault] = faults("story: A\nsteps: [\n")
    assert fault.startswith("one.yaml:3: is not readable YAML")


def test_a_key_that_stands_twice_is_refused() -> None:
    assert any("stands here again" in fault for fault in faults(visit("A", "story: B\n")))


def test_a_name_that_means_nothing_is_told_with_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"step 2, pay.encounter: B is no claim of the stories; there are: A"):
        book(tmp_path, visit("A", "  - on: 2026-03-02\n    pay: {encounter: B, amount: 25.00}\n"))


def test_a_file_that_is_needed_and_missing_is_blamed_on_the_line_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"one.yaml:3: needs\[0\]: cannot read other.yaml"):
        book(tmp_path, visit("A").replace("story: A", "story: A\nneeds: other.yaml"))
