"""Single defects that must be found, and variants that must not be refused, over all transactions."""

import importlib
from functools import cache
from pathlib import Path

import pytest

from shared.codesets.national import national
from shared.x12.check import FileReport, check_file
from shared.x12.profile import Profile
from tests.unit.x12.mutant import Mutant

STRICT = Profile(strict=True)
FOLDER = Path(__file__).parent / "mutations"
NOT_CAUGHT: dict[str, str] = {}
"""Defects that nothing in a file gives away, by name, each with its reason."""


@cache
def of_all(name: str) -> list[Mutant]:
    """MUTANTS or BENIGN of every family."""
    modules = [importlib.import_module(f"tests.unit.x12.mutations.{path.stem}") for path in sorted(FOLDER.glob("*.py"))]
    return [mutant for module in modules for mutant in getattr(module, name, [])]


@cache
def judged(data: bytes) -> FileReport:
    return check_file(data, STRICT, codes=national())


def rules(data: bytes) -> set[str]:
    """What is found at severity error in the strict profile."""
    return {found.code for found in judged(data).findings if found.severity == "error"}


def caught(mutant: Mutant) -> bool:
    found = rules(mutant.data)
    return mutant.finds in found if mutant.finds else bool(found)


def test_names_tell_the_mutants_apart_and_there_are_enough_of_them() -> None:
    for name, least in (("MUTANTS", 150), ("BENIGN", 40)):
        named = [(mutant.name, mutant.data) for mutant in of_all(name)]
        assert len(named) == len(set(named)), sorted({each for each, _ in named if [one for one, _ in named].count(each) > 1})
        assert len(named) >= least
    assert set(NOT_CAUGHT) <= {mutant.name for mutant in of_all("MUTANTS")}


@pytest.mark.parametrize("base", sorted({mutant.base for mutant in of_all("MUTANTS") + of_all("BENIGN")}))
def test_what_is_changed_was_sound_before(base: bytes) -> None:
    assert rules(base) == set()


@pytest.mark.parametrize("mutant", of_all("MUTANTS"), ids=lambda mutant: mutant.name)
def test_a_defect_is_caught_by_its_rule(mutant: Mutant) -> None:
    assert caught(mutant) is (mutant.name not in NOT_CAUGHT), (mutant.finds, rules(mutant.data))


def test_of_all_defects_ninety_five_in_a_hundred_are_caught() -> None:
    mutants = of_all("MUTANTS")
    assert sum(map(caught, mutants)) >= 0.95 * len(mutants)


@pytest.mark.parametrize("mutant", of_all("BENIGN"), ids=lambda mutant: mutant.name)
def test_a_variant_is_not_refused(mutant: Mutant) -> None:
    assert rules(mutant.data) == set()
