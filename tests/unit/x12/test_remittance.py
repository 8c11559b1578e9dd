"""The 835: every amount at its place, and the three sums."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.x12.interchange import read_transactions
from shared.x12.translate.adjustment import Adjustment, adjustment_rows, read_adjustments
from shared.x12.translate.claim import Reference
from shared.x12.translate.remittance import Imbalance, Remittance, balance, read_remittance
from shared.x12.translate.remitted_claim import RemittedClaim
from tests.unit.x12.envelopes import interchange, remittance, transaction

D = Decimal
CLAIM = (
    "LX*1",
    "TS3*1234567893*13*20261231*1*360",
    "CLP*ACCT-1*1*360*192*28*HM*ICN1*13*1**D247",
    "CAS*CO*253*20",
    "NM1*QC*1*DOE*JANE****MI*NWA1",
    "NM1*IL*1*DOE*JOHN****MI*NWA0",
    "NM1*74*1*DOE*JANET****C*NWA2",
    "NM1*82*1*ALVAREZ*MARIA****XX*1003000126",
    "NM1*TT*2*CASCADE MUTUAL*****PI*CASC2",
    "MOA***MA01*MA18",
    "REF*1L*GRP1",
    "DTM*232*20261005",
    "DTM*233*20261006",
    "DTM*050*20261102",
    "AMT*AU*240",
    "QTY*CA*3",
    "SVC*HC:99213:25*150*72**1*HC:99212:25*2",
    "DTM*472*20261005",
    "CAS*CO*45*50",
    "CAS*PR*1*10**2*8**3*10",
    "REF*6R*ACCT-1-1",
    "AMT*B6*100",
    "LQ*HE*N130",
    "LQ*RX*70",
    "SVC*NU:0250*210*140",
    "DTM*150*20261005",
    "DTM*151*20261006",
    "CAS*CO*45*70**",
)
PLB = "PLB*1234567893*20261231*WO:ACCT-9*25*L6*-3.5"


def opened(data: bytes) -> Remittance:
    return read_remittance(next(read_transactions(data)))


def one(*segments: str) -> RemittedClaim:
    return next(opened(remittance(*segments)).claims())


def test_the_header_tells_who_pays_whom_and_how() -> None:
    found = opened(remittance(*CLAIM, PLB, paid="170.50"))
    header = found.header
    assert (header.paid, header.handling, header.credit_debit, header.method) == (D("170.5"), "I", "C", "ACH")
    assert (header.paid_on, header.produced_on, header.trace, header.originator_id) == (
        date(2026, 11, 16),
        date(2026, 11, 15),
        "TRACE77",
        "1999999999",
    )
    assert (header.payer_name, header.payer_plan_id, header.payer_id, header.payer_ids) == (
        "Northwind Health Plan",
        "NWHP1",
        "NW-2U",
        (Reference("2U", "NW-2U"),),
    )
    assert (header.payee_qualifier, header.payee_id, header.payee_ids) == ("XX", "1234567893", (Reference("TJ", "841234567"),))
    assert balance(found) == []
    assert [(entry.code, entry.reference, entry.amount) for entry in found.provider_adjustments] == [("WO", "ACCT-9", D(25)), ("L6", "", D("-3.5"))]
    assert found.faults == []


def test_a_claim_is_read_whole() -> None:
    claim = one(*CLAIM)
    assert (claim.patient_control_number, claim.status, claim.charge, claim.paid, claim.patient_responsibility) == (
        "ACCT-1",
        "1",
        D(360),
        D(192),
        D(28),
    )
    assert (claim.filing_indicator, claim.payer_claim_control_number, claim.facility_code, claim.frequency, claim.drg) == (
        "HM",
        "ICN1",
        "13",
        "1",
        "D247",
    )
    assert (claim.patient_id, claim.subscriber_id, claim.corrected_id, claim.corrected_name, claim.rendering_id) == (
        "NWA1",
        "NWA0",
        "NWA2",
        True,
        "1003000126",
    )
    assert claim.crossover is not None
    assert (claim.crossover.name, claim.crossover.id) == ("CASCADE MUTUAL", "CASC2")
    assert claim.remarks == ("MA01", "MA18")
    assert (claim.statement_from, claim.statement_to, claim.received_on) == (date(2026, 10, 5), date(2026, 10, 6), date(2026, 11, 2))
    assert (claim.group_number, claim.provider_number, claim.adjustments) == ("1", "1234567893", (Adjustment("CO", "253", D(20)),))
    assert claim.patient_total() == D(28)
    assert (claim.is_reversal, claim.was_forwarded, claim.position) == (False, False, 15)


def test_lines_know_what_was_billed_and_what_was_paid() -> None:
    first, second = one(*CLAIM).lines
    assert (first.qualifier, first.code, first.modifiers, first.original_code, first.original_modifiers) == ("HC", "99213", ("25",), "99212", ("25",))
    assert (first.paid_units, first.billed_units, first.units_refused) == (D(1), D(2), D(1))
    assert (first.control_number, first.allowed, first.remarks, first.service_from) == ("ACCT-1-1", D(100), ("N130",), date(2026, 10, 5))
    assert (first.patient_responsibility, len(first.adjustments)) == (D(28), 4)
    assert (second.qualifier, second.code, second.revenue_code, second.paid_units, second.billed_units) == ("NU", "0250", "0250", D(1), None)
    assert (second.service_from, second.service_to, second.adjustments) == (date(2026, 10, 5), date(2026, 10, 6), (Adjustment("CO", "45", D(70)),))


def test_a_cas_has_six_reasons_each_at_its_place() -> None:
    elements = ("CAS", "CO", "45", "10", "", "253", "2", "1", "A1", "0", "", "97", "4", "", "B1", "5", "", "16", "6", "3")
    found = list(read_adjustments(elements, lambda text, element: D(text)))
    assert [(entry.carc, entry.amount, entry.quantity) for entry in found] == [
        ("45", D(10), None),
        ("253", D(2), D(1)),
        ("A1", D(0), None),
        ("97", D(4), None),
        ("B1", D(5), None),
        ("16", D(6), D(3)),
    ]


_adjustment = st.builds(
    Adjustment,
    st.sampled_from(["CO", "PR", "OA", "PI"]),
    st.sampled_from(["1", "45", "253", "A1"]),
    st.decimals(-999, 999, places=2),
    st.none() | st.decimals(1, 9, places=0),
)


@settings(deadline=None)
@given(st.lists(_adjustment, max_size=20))
def test_adjustments_survive_writing_and_reading(adjustments: list[Adjustment]) -> None:
    rows = [tuple("" if value is None else str(value) for value in row) for row in adjustment_rows(adjustments)]
    back = [entry for row in rows for entry in read_adjustments(row, lambda text, element: D(text))]
    order = list(dict.fromkeys(entry.group for entry in adjustments))
    assert back == sorted(adjustments, key=lambda entry: order.index(entry.group))
    assert all(len(row) <= 20 for row in rows)


def test_a_reversal_has_every_amount_negated_and_balances() -> None:
    found = opened(
        remittance(
            "LX*1",
            "CLP*ACCT-1*22*-150*-92*0*HM*ICN1",
            "SVC*HC:99213*-150*-92",
            "CAS*CO*45*-58",
            "CLP*ACCT-1*1*150*0*150*HM*ICN2",
            "SVC*HC:99213*150*0",
            "CAS*PR*1*150",
            paid="-92",
        )
    )
    claims = list(found.claims())
    assert [claim.is_reversal for claim in claims] == [True, False]
    assert balance(opened(remittance("LX*1", "CLP*A*22*-150*-92**HM*I", "SVC*HC:1*-150*-92", "CAS*CO*45*-58", paid="-92"))) == []


@pytest.mark.parametrize(
    ("segments", "paid", "expected"),
    [
        (("LX*1", "CLP*A*1*100*60**12*I", "SVC*HC:1*100*60", "CAS*CO*45*39"), "60", [("line", 1, 1, "100", "99"), ("claim", 1, 0, "100", "99")]),
        (("LX*1", "CLP*A*1*100*60**12*I", "CAS*CO*45*41"), "60", [("claim", 1, 0, "100", "101")]),
        (("LX*1", "CLP*A*1*100*60**12*I", "CAS*CO*45*40", PLB), "60", [("transaction", 0, 0, "60", "38.5")]),
        (("LX*1", "CLP*A*1*100.00*60.0**12*I", "CAS*CO*45*40", "CLP*B*4*7*0**12*J", "CAS*PR*27*7*0"), "60.00", []),
        (("PLB*1*20261231*FB:X*-60",), "60", []),
    ],
)
def test_balance_is_proven_at_three_levels(segments: tuple[str, ...], paid: str, expected: list[tuple[str, int, int, str, str]]) -> None:
    imbalances = balance(opened(remittance(*segments, paid=paid)))
    assert imbalances == [Imbalance(level, claim, line, D(due), D(found)) for level, claim, line, due, found in expected]


def test_a_claim_without_lines_and_a_file_without_lx_are_read() -> None:
    found = opened(remittance("CLP*A*1*100*100**12*I", "CLP*B*1*5*5**12*J", paid="105"))
    assert [(claim.patient_control_number, claim.lines, claim.patient_responsibility) for claim in found.claims()] == [
        ("A", (), None),
        ("B", (), None),
    ]


def test_unreadable_values_are_faults_with_a_place_and_never_guessed() -> None:
    found = opened(remittance("LX*1", "CLP*A*1*1OO*60**12*I", "DTM*232*20269999", "SVC*HC:1**60", "CAS*CO*45*1,5", paid="sixty"))
    claim = next(found.claims())
    assert (claim.charge, claim.statement_from) == (D(0), None)
    places = {(fault.segment_id, fault.element, fault.rule) for fault in found.faults}
    assert places == {
        ("BPR", 2, "not-a-number"),
        ("CLP", 3, "not-a-number"),
        ("DTM", 2, "not-a-date"),
        ("SVC", 2, "not-a-number"),
        ("CAS", 3, "not-a-number"),
    }
    assert not any("1OO" in str(fault) or "sixty" in str(fault) for fault in found.faults)


@pytest.mark.parametrize("number", ["1E5", "NaN", "Infinity", "1_0", " 1", "", "-", "１"])
def test_python_numbers_that_are_no_x12_numbers_are_faults(number: str) -> None:
    found = opened(remittance("LX*1", f"CLP*A*1*{number}*60**12*I".encode().decode("latin-1")))
    list(found.claims())
    assert [(fault.segment_id, fault.element) for fault in found.faults] == [("CLP", 3)]


def test_other_sets_are_refused() -> None:
    with pytest.raises(ValueError, match="835"):
        opened(interchange(transaction("BHT*0019")))


def test_claims_stream_one_by_one() -> None:
    many = [segment for n in range(50) for segment in (f"CLP*A{n}*1*10*10**12*I{n}", f"SVC*HC:{n:05d}*10*10")]
    found = opened(remittance("LX*1", *many, paid="500"))
    stream = found.claims()
    assert next(stream).patient_control_number == "A0"
    assert [claim.ordinal for claim in stream] == list(range(2, 51))
    assert found.provider_adjustments == []
