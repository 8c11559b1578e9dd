"""The stories that stand beside the acceptance tests: all of them can be played, and what their payers say adds up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from deploy.stories.format import Book, load
from deploy.stories.format.payers import ClaimSaid, Remittance
from deploy.stories.format.reasons import total
from shared.site import load_site

FOLDER = Path("tests/scenarios")
FILES = sorted(FOLDER.glob("*.yaml"))
NOTHING = Decimal("0.00")


@pytest.fixture(scope="module")
def book() -> Book:
    return load(FILES, FOLDER / "site")


def test_all_twelve_and_the_board_are_there() -> None:
    assert {path.stem for path in FILES} >= {*(f"s{number}" for number in range(1, 13)), "board"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_can_be_played_by_itself(path: Path, tmp_path: Path) -> None:
    alone = load([path], FOLDER / "site")
    assert load_site(alone.write_site(tmp_path)).site == "millbrook"
    assert any(moment.step.kind == "expect" for moment in alone.timeline)


def test_together_they_are_one_installation(book: Book, tmp_path: Path) -> None:
    site = load_site(book.write_site(tmp_path))
    named = {each.payer for each in book.remittances.values() if each.payer} | {
        coverage.payer for each in book.encounters.values() for coverage in each.coverages
    }
    assert {payer for payer in named if site.payer(payer) is None} == set()


def meant(book: Book, said: ClaimSaid) -> tuple[Decimal, Decimal]:
    """Charge and payment, for a reversal the negation of what it takes back."""
    if not said.reverses:
        assert said.charge is not None
        assert said.paid is not None
        return said.charge, said.paid
    taken = [each for each in book.remittances[said.reverses].claims if each.claim == said.claim and not is_reversal(each)]
    [whole] = taken
    return -(whole.charge or NOTHING), -(whole.paid or NOTHING)


def is_reversal(said: ClaimSaid) -> bool:
    return bool(said.reverses) or said.status == "22"


def remittances(book: Book) -> Iterator[Remittance]:
    yield from (each for each in book.remittances.values() if not each.copy_of)


def test_every_line_adds_up(book: Book) -> None:
    for remittance in remittances(book):
        for said in remittance.claims:
            for line in said.lines:
                assert line.charge == line.paid + total(line.adjust), (remittance.name, said.claim, line.line)


def test_every_claim_adds_up(book: Book) -> None:
    for remittance in remittances(book):
        for said in remittance.claims:
            if said.lines:
                taken = total(said.adjust) + sum((total(line.adjust) for line in said.lines), NOTHING)
                assert said.charge == (said.paid or NOTHING) + taken, (remittance.name, said.claim)
                assert said.charge == sum((line.charge for line in said.lines), NOTHING)
                shared_by_patient = total(said.adjust, "PR") + sum((total(line.adjust, "PR") for line in said.lines), NOTHING)
                assert said.patient in (None, shared_by_patient)


def test_every_payment_adds_up_except_those_that_must_not(book: Book) -> None:
    for remittance in remittances(book):
        paid = sum((meant(book, said)[1] for said in remittance.claims), NOTHING) - sum((each.amount for each in remittance.plb), NOTHING)
        assert (remittance.paid == paid) is not remittance.out_of_balance, remittance.name
    assert [each.name for each in remittances(book) if each.out_of_balance] == ["S12-bad"]


def test_every_charge_is_billed_as_it_was_told(book: Book) -> None:
    billed = {each.name: sum((charge.amount or NOTHING for charge in each.charges), NOTHING) for each in book.encounters.values()}
    billed |= {each.name: sum((line.amount for line in each.lines), NOTHING) for each in book.openings.values()}
    for remittance in remittances(book):
        for said in remittance.claims:
            assert abs(meant(book, said)[0]) == billed[str(said.claim)], (remittance.name, said.claim)


def test_the_board_counts_the_charges_of_the_stories(book: Book) -> None:
    """13,592.00, of which 275.00 were voided: claims of the earlier system and of the twelfth story stay outside."""
    billed = [charge.amount for each in book.encounters.values() if not each.name.startswith("S12") for charge in each.charges]
    assert sum((amount for amount in billed if amount), NOTHING) == Decimal("13592.00")
