"""Files that others wrote: our word about each is that of their index, and pairs of question and answer belong together."""

import csv
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import TypeVar

import pytest

from shared.codesets.national import national
from shared.x12.check import FileReport, check_file
from shared.x12.interchange import Transaction, read_transactions
from shared.x12.loop import Loop
from shared.x12.read import read_loops
from shared.x12.translate.read_claim import read_claims
from shared.x12.translate.remittance import read_remittance
from tests.unit.x12.outside import OUTSIDE, body, index, needs_outside, x12_files
from tests.unit.x12.reading import read_in_every_way

pytestmark = [pytest.mark.outside, needs_outside]

WORDS = {
    "valid": {"valid"},
    "valid (2 validators)": {"valid"},
    "structure OK, guide errors/unmapped": {"guide", "valid"},
    "INVALID balance": {"unbalanced"},
    "valid syntax, unbalanced": {"unbalanced"},
    "INVALID structure": {"structure"},
}
"""What a verdict of the index is in our words. The index calls structure OK what only a guide can judge, so either word is right."""
EXPLAINED = {
    "x12/835/linuxforhe__managed-care.835": ("guide", "BPR16 is the sixteenth of month 23; the validators asked by the index do not look at dates"),
    "x12/source_and_expected_ack/pyx12__ele.source.x12": ("structure", "ST02 ends with a blank that SE02 does not have, so that the two differ"),
}
"""Where we differ, what we say, and why."""
T = TypeVar("T")
STRANGERS = {"imsweb-elig": "two samples of one library's test folder, about different people"}
"""Bundles whose answer does not belong to its question."""
FILES = x12_files() or ["no corpus"]


@cache
def judged(path: str) -> FileReport:
    return check_file(body(path), codes=national())


def due(path: str) -> set[str]:
    row = index()[path]
    if path in EXPLAINED:
        return {EXPLAINED[path][0]}
    return {"not_x12"} if "no ISA" in row["checks"] else WORDS[row["verdict"]]


@pytest.mark.parametrize("path", FILES)
def test_our_word_about_a_file_is_that_of_its_index(path: str) -> None:
    assert judged(path).verdict in due(path), [(found.code, found.segment, found.position) for found in judged(path).findings][:9]


def test_what_is_explained_is_in_fact_different() -> None:
    for path, (word, reason) in EXPLAINED.items():
        if path in index():
            assert word not in WORDS[index()[path]["verdict"]]
            assert reason


@pytest.mark.parametrize("path", [path for path in FILES if path in index() and "no ISA" not in index()[path]["checks"]] or ["no corpus"])
def test_sets_and_claims_are_counted_as_the_index_counts_them(path: str) -> None:
    row, report = index()[path], judged(path)
    assert (len(report.transactions), report.claims) == (int(row["n_tx"]), int(row["n_claims"]))
    assert {each.kind for each in report.transactions} == set(row["transaction"].split("+"))


@pytest.mark.parametrize("path", [path for path in FILES if path in index() and int(index()[path]["bytes"]) < 60_000] or ["no corpus"])
def test_a_file_is_read_in_every_way(path: str) -> None:
    read_in_every_way(body(path))


@cache
def bundles(kind: str) -> list[dict[str, str]]:
    """The pairs of one kind."""
    if not (OUTSIDE / "PAIRS.tsv").is_file():
        return []
    with (OUTSIDE / "PAIRS.tsv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file, delimiter="\t") if row["kind"] == kind]


def members(row: dict[str, str], kind: str, read: Callable[[Transaction], T]) -> list[T]:
    """What `read` makes of each set of one kind in the files of a bundle."""
    paths = [path for path in FILES if path in index() and index()[path]["bundle"] == row["bundle"] and kind in index()[path]["transaction"]]
    assert paths, f"{row['bundle']} has no {kind}"
    return [read(transaction) for path in paths for transaction in read_transactions(body(path))]


@pytest.mark.parametrize("row", bundles("837->835"), ids=lambda row: row["bundle"])
def test_a_remittance_names_the_claims_and_amounts_that_were_sent(row: dict[str, str]) -> None:
    claims = members(row, "837", lambda each: list(read_claims(each)))
    payments = members(row, "835", lambda each: list(read_remittance(each).claims()))
    sent = {claim.patient_control_number: claim for each in claims for claim in each}
    paid = {claim.patient_control_number: claim for each in payments for claim in each}
    assert len(sent) == int(row["claims_837"])
    assert len(paid) == int(row["clp_835"])
    assert len(sent.keys() & paid.keys()) == int(row["matched"])
    for number in sent.keys() & paid.keys():
        assert sent[number].charge == paid[number].charge
        assert [line.charge for line in sent[number].lines] == [line.charge for line in paid[number].lines]
        assert sum((line.charge for line in paid[number].lines), Decimal(0)) == paid[number].charge


def loops_of(each: Transaction) -> list[Loop]:
    """All loops of a set, outermost first."""
    found = list(read_loops(each))
    for loop in found:
        found += loop.children
    return found


def people(each: Transaction) -> set[str]:
    """Who is asked or told about: names and ids of subscribers and dependents, in capitals."""
    named = [segment for loop in loops_of(each) for segment in loop.all("NM1", "IL", "QC", "03")]
    return {word.upper() for segment in named for word in (segment.get(3), segment.get(9)) if word}


def payer(each: Transaction) -> str:
    """The id of the payer that a set is about."""
    return next(segment.get(9) for loop in loops_of(each) for segment in loop.all("NM1", "PR"))


@pytest.mark.parametrize("row", bundles("270->271"), ids=lambda row: row["bundle"])
def test_an_eligibility_answer_is_about_the_one_who_was_asked_about(row: dict[str, str]) -> None:
    (asked,), (told,) = (members(row, kind, people) for kind in ("270", "271"))
    assert bool(asked & told) is (row["bundle"] not in STRANGERS)


@pytest.mark.parametrize("row", bundles("276->277"), ids=lambda row: row["bundle"])
def test_a_status_answer_comes_from_the_payer_who_was_asked(row: dict[str, str]) -> None:
    assert members(row, "276", payer) == members(row, "277", payer)
