"""Wrong codes are found at their place; right ones, however odd, are not refused."""

import pytest

from shared.codesets.national import national
from shared.x12.guides import guide_for
from shared.x12.identifiers import check_identifiers
from shared.x12.interchange import read_transactions
from shared.x12.validate import findings
from tests.unit.x12.mutant import Mutant
from tests.unit.x12.mutations.codes import BENIGN, MUTANTS


def rules(data: bytes) -> list[str]:
    found: list[str] = []
    for transaction in read_transactions(data):
        guide = guide_for(transaction.set_id, transaction.version)
        assert guide is not None
        segments = list(transaction)
        found += [finding.rule for segment in segments for finding in check_identifiers(segment, "")]
        every = findings(segments, guide, transaction.delimiters, national())
        found += [finding.rule for finding in every if finding.rule in ("code-unknown", "code-expired")]
    return found


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_wrong_code_is_the_one_thing_found(mutant: Mutant) -> None:
    assert rules(mutant.base) == []
    assert set(rules(mutant.data)) == {mutant.finds}


@pytest.mark.parametrize("mutant", BENIGN, ids=lambda mutant: mutant.name)
def test_a_code_that_may_be_right_is_not_refused(mutant: Mutant) -> None:
    assert rules(mutant.data) == []
