"""277CA read."""

from datetime import date
from decimal import Decimal

import pytest

from shared.x12.interchange import Transaction, read_transactions
from shared.x12.translate.claim_acks import ClaimStatus, Status, read_claim_statuses
from tests.unit.x12.envelopes import interchange, transaction

CLAIMS = (
    "BHT*0085*08*X1*20261103*0930*TH",
    "HL*1**20*1",
    "NM1*PR*2*NORTHWIND*****PI*NWHP1",
    "TRN*1*T1",
    "DTP*050*D8*20261102",
    "DTP*009*D8*20261103",
    "HL*2*1*21*1",
    "NM1*41*2*RIVERBEND*****46*RIVERBEND1",
    "TRN*2*BATCH-1",
    "STC*A1:19:PR*20261103*WQ*337",
    "QTY*90*1",
    "AMT*YU*150",
    "HL*3*2*19*1",
    "NM1*85*2*RIVERBEND*****XX*1234567893",
    "HL*4*3*PT",
    "NM1*QC*1*DOE*JANE****MI*NWA1",
    "TRN*2*ACCT-1",
    "STC*A2:20:PR*20261103*WQ*150",
    "REF*1K*ICN1",
    "REF*D9*CH1",
    "DTP*472*RD8*20261005-20261006",
    "HL*5*3*PT",
    "NM1*QC*1*ROE*RICHARD****MI*NWA9",
    "TRN*2*ACCT-2",
    "STC*A7:164:IL*20261103*U*187******A7:500:IL",
    "DTP*472*D8*20261005",
    "SVC*HC:99213*150",
    "STC*A7:507*20261103*U",
    "REF*FJ*ACCT-2-1",
)


def claim_ack(*segments: str) -> Transaction:
    group = "GS*HN*S*R*20261103*0930*7*X*005010X214~"
    return next(read_transactions(interchange(transaction(*segments, set_id="277"), group=group)))


def test_a_277ca_speaks_of_file_and_claims() -> None:
    receiver, accepted, rejected = read_claim_statuses(claim_ack(*CLAIMS))
    assert (receiver.level, receiver.trace, receiver.charge, receiver.is_rejected) == ("receiver", "BATCH-1", Decimal(337), False)
    assert (accepted.level, accepted.trace, accepted.batch_reference, accepted.payer_claim_control_number) == ("claim", "ACCT-1", "BATCH-1", "ICN1")
    assert (accepted.statuses, accepted.effective_on, accepted.action) == ((Status("A2", "20", "PR"),), date(2026, 11, 3), "WQ")
    assert (accepted.clearinghouse_number, accepted.provider_npi, accepted.service_to) == ("CH1", "1234567893", date(2026, 10, 6))
    assert rejected.is_rejected
    assert rejected.statuses == (Status("A7", "164", "IL"), Status("A7", "500", "IL"))
    assert [(line.control_number, line.procedure, line.statuses) for line in rejected.lines] == [("ACCT-2-1", "99213", (Status("A7", "507"),))]


def test_a_file_refused_as_a_whole_has_no_claims() -> None:
    refused = [segment.replace("A1:19:PR", "A3:24:41") for segment in CLAIMS[:10]]
    statuses: list[ClaimStatus] = list(read_claim_statuses(claim_ack(*refused)))
    assert [(status.level, status.is_rejected, status.trace) for status in statuses] == [("receiver", True, "BATCH-1")]


@pytest.mark.parametrize(
    ("category", "rejected"), [("A0", False), ("A1", False), ("A2", False), ("A3", True), ("A5", False), ("A6", True), ("A7", True), ("A8", True)]
)
def test_categories_decide_what_was_taken_in(category: str, rejected: bool) -> None:
    assert Status(category, "20").is_rejection is rejected


def test_a_set_that_is_no_277_is_refused() -> None:
    other = next(read_transactions(interchange(transaction("BHT*1"))))
    with pytest.raises(ValueError, match="277"):
        next(read_claim_statuses(other))
