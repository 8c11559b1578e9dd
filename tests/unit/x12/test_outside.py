"""Files that others wrote: read without a crash, written back byte by byte, and judged as their index judges them."""

import pytest

from shared.x12.acknowledge import interchange_ack, judge_groups
from shared.x12.faults import X12Error
from shared.x12.interchange import read_interchanges, read_transactions
from shared.x12.segments import copy_segments, read_segments
from shared.x12.translate.acks import read_functional_ack
from shared.x12.translate.benefits import read_benefits
from shared.x12.translate.claim_acks import read_claim_statuses
from shared.x12.translate.read_claim import read_claims
from shared.x12.translate.read_inquiry import read_inquiries
from shared.x12.translate.remittance import balance, read_remittance
from shared.x12.validate import validate
from tests.unit.x12.outside import body, index, needs_outside, x12_files

pytestmark = [pytest.mark.outside, needs_outside]

NO_X12 = {
    "x12/835/keironstod__blue_cross_nc_sample.txt": "a lone set without envelope",
    "x12/835/kputnam__835-case2.edi": "prose before the ISA, points in place of blanks",
    "x12/pairs_837_835/alexjreid__stroke_README.md": "not a sample at all",
}
NOT_A_BALANCE_MATTER = {
    "x12/source_and_expected_ack/pyx12__bad_header_looping.source.x12": "its defects are structural; the amounts add up",
    "x12/source_and_expected_ack/pyx12__multiple_trn.source.x12": "an 835 without a payment segment",
}
FILES = x12_files() or ["no corpus"]
READABLE = [path for path in FILES if path not in NO_X12]
REMITTANCES = [path for path in READABLE if "835" in index().get(path, {}).get("transaction", "")] or ["no corpus"]


@pytest.mark.parametrize("path", READABLE)
def test_a_file_is_written_back_as_it_was(path: str) -> None:
    data = body(path)
    for chunk in (61, 1 << 16):
        assert b"".join(copy_segments(read_segments(data, chunk))) == data


@pytest.mark.parametrize("path", sorted(NO_X12))
def test_what_is_no_interchange_is_refused_as_such(path: str) -> None:
    with pytest.raises(X12Error):
        list(read_transactions(body(path)))


@pytest.mark.parametrize("path", READABLE)
def test_every_set_is_validated_and_translated_without_a_crash(path: str) -> None:
    seen = 0
    for transaction in read_transactions(body(path)):
        validate(transaction)
        seen += 1
    for transaction in read_transactions(body(path)):
        match transaction.set_id:
            case "835":
                balance(read_remittance(transaction))
            case "270":
                list(read_inquiries(transaction))
            case "271":
                list(read_benefits(transaction))
            case "277":
                list(read_claim_statuses(transaction))
            case "999" | "997":
                read_functional_ack(transaction)
            case "837" if transaction.version.startswith("005010"):
                list(read_claims(transaction))
    assert seen == int(index()[path]["n_tx"])


@pytest.mark.parametrize("path", READABLE)
def test_every_envelope_is_answered(path: str) -> None:
    for interchange in read_interchanges(body(path)):
        groups = judge_groups(interchange)
        assert interchange_ack(interchange).status in "AER"
        assert all(group.status in "AEPR" for group in groups)


@pytest.mark.parametrize("path", [path for path in REMITTANCES if path not in NOT_A_BALANCE_MATTER])
def test_our_balance_verdict_is_that_of_the_index(path: str) -> None:
    row = index()[path]
    broken = any(balance(read_remittance(transaction)) for transaction in read_transactions(body(path)) if transaction.set_id == "835")
    assert broken is ("balance" in row["verdict"] or "unbalanced" in row["verdict"])


@pytest.mark.parametrize("path", [path for path in READABLE if "pyx12=OK |" in index().get(path, {}).get("checks", "")] or ["no corpus"])
def test_what_another_validator_accepts_has_no_errors_for_us_either(path: str) -> None:
    for transaction in read_transactions(body(path)):
        if transaction.version.startswith("005010"):
            assert [finding for finding in validate(transaction) if finding.severity == "error"] == []


@pytest.mark.parametrize("path", [path for path in READABLE if "SE01" in index().get(path, {}).get("checks", "")] or ["no corpus"])
def test_a_wrong_segment_count_is_found_where_the_index_found_it(path: str) -> None:
    rules = [[fault.rule for fault in (transaction.load(), transaction.faults)[1]] for transaction in read_transactions(body(path))]
    assert all("se01-count" in faults for faults in rules)
