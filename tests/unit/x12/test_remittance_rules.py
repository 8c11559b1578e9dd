"""Rules of the 835: where they find their defects, how grave these are, and what they must survive."""

from dataclasses import replace

import pytest

from shared.x12.finding import Finding
from shared.x12.interchange import read_transactions
from shared.x12.profile import DEFAULT, STRICT, Profile
from shared.x12.translate.remittance import balance, read_remittance
from shared.x12.validate import validate
from tests.unit.x12.envelopes import remittance
from tests.unit.x12.mutant import Mutant
from tests.unit.x12.mutations.remittance import BENIGN, MUTANTS
from tests.unit.x12.shapes.remittance import SHAPES

BY_DEFAULT_WARNINGS = {
    "patient-responsibility", "payer-account", "payee-account", "payment-format", "payment-without-method", "payment-negative", "period-reversed",
    "reversal-sign", "service-date", "service-end", "service-begin", "one-service-date", "one-adjudication", "crossover-carrier",
    "technical-contact", "revenue-code-twice", "npi-check-digit",
}  # fmt: skip
UNCODED = [mutant for mutant in MUTANTS if mutant.finds != "code-unknown"]


def found(data: bytes, profile: Profile = DEFAULT) -> list[Finding]:
    return [finding for transaction in read_transactions(data) for finding in validate(transaction, profile)]


@pytest.mark.parametrize("mutant", UNCODED, ids=lambda mutant: mutant.name)
def test_a_defect_is_found_and_counts_as_it_should(mutant: Mutant) -> None:
    rules = {finding.rule: finding.severity for finding in found(mutant.data)}
    assert rules[mutant.finds] == ("warning" if mutant.finds in BY_DEFAULT_WARNINGS else "error")
    assert {finding.severity for finding in found(mutant.data, STRICT)} == {"error"}


@pytest.mark.parametrize("mutant", BENIGN, ids=lambda mutant: mutant.name)
def test_a_variant_is_not_refused(mutant: Mutant) -> None:
    assert found(mutant.data, STRICT) == []


@pytest.mark.parametrize(
    ("shape", "old", "new", "place"),
    [
        ("one claim, one line", "*150*92**1~", "*151*92**1~", ("line-balance", "2110", "SVC", 16, 2, 14)),
        ("one claim, one line", "*150*92*25*", "*151*92*25*", ("claim-balance", "2100", "CLP", 14, 3, 14)),
        ("one claim, one line", "BPR*I*92*", "BPR*I*93*", ("payment-balance", "", "BPR", 2, 2, 0)),
        ("one claim, one line", "*150*92*25*", "*150*92*26*", ("patient-responsibility", "2100", "CLP", 14, 5, 14)),
        ("a period of service", "DTM*151*20261006", "DTM*151*20261004", ("period-reversed", "2110", "DTM", 18, 2, 14)),
    ],
)
def test_a_defect_has_its_place(shape: str, old: str, new: str, place: tuple[str, str, str, int, int, int]) -> None:
    (finding,) = found(SHAPES["835"][shape].replace(old.encode(), new.encode(), 1))
    assert (finding.rule, finding.loop, finding.segment_id, finding.position, finding.element, finding.claim) == place


@pytest.mark.parametrize("empty", ["CAS", "SVC", "DTM", "AMT", "REF", "NM1", "MOA", "MIA", "QTY", "LQ", "PER", "PLB", "TS3", "TS2", "LX", "CLP"])
def test_a_segment_without_elements_is_a_finding_and_never_an_exception(empty: str) -> None:
    data = remittance("LX*1", "CLP*A*1*100*60**12*I", empty, "NM1*QC*1*DOE", empty, "SVC*HC:99213*100*60", empty, "CAS*CO*45*40", paid="60")
    assert any(finding.segment_id == empty for finding in found(data))
    opened = read_remittance(next(read_transactions(data)))
    for claim in opened.claims():
        assert repr(claim).startswith("RemittedClaim(patient_control_number=")
        assert claim == replace(claim)
    assert opened.header.paid == 60


@pytest.mark.parametrize("segment", ["CAS*CO*45*{}", "AMT*AU*{}", "QTY*CA*{}", "SVC*HC:1*{}*0", "MOA*{}"])
def test_a_number_of_a_million_digits_is_a_fault_and_no_sum(segment: str) -> None:
    data = remittance("LX*1", "CLP*A*1*100*60**12*I", segment.format("9" * 1_000_001), paid="60")
    opened = read_remittance(next(read_transactions(data)))
    balance(opened)
    assert [fault.rule for fault in opened.faults] == ["not-a-number"]
    assert found(data)
