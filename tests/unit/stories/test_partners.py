"""What the partners of a story send is read as it was meant."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from deploy.stories.bank import Line, _bai2, _csv
from deploy.stories.decisions import Billed, decided, taken_back
from deploy.stories.format.payers import ClaimSaid
from deploy.stories.segments import about_claims
from services.billing.adjudication.bank.bai2 import read_bai2
from services.billing.adjudication.bank.csv_file import read_csv
from shared.site.model import Payer
from shared.x12.segments import Segment

ON = date(2026, 3, 18)
LINES = (
    Line("TRN1", "NORTH", "1234567890", Decimal("77.50"), "bank-1"),
    Line("", "MERID", "", Decimal("416.80"), "bank-2", "MERIDIAN PAYMENT"),
)
PAYER = Payer.model_validate(
    {"payer_id": "NORTH", "name": "North", "claim_filing": "CI", "terms": [{"valid_from": "2026-01-01", "filing_days": 90, "appeal_days": 60}]}
)


@pytest.mark.parametrize(("write", "read"), [(_csv, read_csv), (_bai2, read_bai2)])
def test_the_bank_reads_as_it_was_written(write: object, read: object) -> None:
    found = read(write(LINES, ON).decode())  # type: ignore[operator]
    assert found.faults == []
    assert [(each.trace, each.amount, each.reference) for each in found.deposits] == [(each.trace, each.amount, each.reference) for each in LINES]


def test_a_decision_that_is_taken_back_leaves_nothing() -> None:
    said = ClaimSaid.model_validate(
        {"claim": "S1", "charge": "150.00", "paid": "67.00", "patient": "25.00"}
        | {"lines": [{"line": "1", "code": "99213", "charge": "150.00", "paid": "67.00", "adjust": {"CO-45": "58.00", "PR-3": "25.00"}}]}
    )
    claim = decided(said, Billed("CLAIM1", "ICN1", "MEMBER1", None, ON, {1: Decimal(1)}), PAYER)
    back = taken_back(claim)
    assert (back.status, back.patient_responsibility) == ("22", None)
    assert back.charge + claim.charge == back.paid + claim.paid == 0
    [line], [opposite] = claim.lines, back.lines
    assert line.charge + opposite.charge == line.paid + opposite.paid == line.adjusted + opposite.adjusted == 0
    assert opposite.control_number == line.control_number == "1"


def test_a_claim_has_its_levels_and_nothing_of_its_neighbour() -> None:
    rows = ["HL*1**20*1", "NM1*85", "HL*2*1*22*0", "SBR*P", "CLM*A*1", "LX*1", "CLM*B*2", "HL*3*1*22*0", "SBR*S", "CLM*C*3", "SE*1"]
    found = dict(about_claims("837", [Segment(row.split("*")[0], tuple(row.split("*"))) for row in rows]))
    assert found == {
        "A": ("HL*1**20*1", "NM1*85", "HL*2*1*22*0", "SBR*P", "CLM*A*1", "LX*1"),
        "B": ("HL*1**20*1", "NM1*85", "HL*2*1*22*0", "SBR*P", "CLM*B*2"),
        "C": ("HL*1**20*1", "NM1*85", "HL*3*1*22*0", "SBR*S", "CLM*C*3"),
    }
