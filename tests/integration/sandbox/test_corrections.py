"""Replacements, voids, duplicates across files, and money that is carried forward."""

from datetime import date

import pytest

from tests.integration.sandbox.outgoing import Sent, facility, professional
from tests.integration.sandbox.wire import Wire, claims, first, icn_of, lines, remittance, rows, status

RICHARD = {"last": "ROE", "first": "RICHARD", "birth": "19700202"}
JANE = {"last": "DOE", "first": "JANE", "birth": "19800101"}
ZACK = {"last": "ZOE", "first": "ZACK", "birth": "19450909"}
VISIT = [("99213", "150", "1")]
LATER = date(2026, 11, 20)


def verdict(texts: list[str], number: str) -> str:
    """STC01 of one claim in the 277CA."""
    loop = status(texts).split(f"TRN*2*{number}~")[1]
    return first(loop, "STC")[1]


def test_a_void_takes_the_money_back_and_forwards_what_cannot_be_paid_negative(wire: Wire) -> None:
    icn = icn_of(wire.exchange(professional([Sent("V1", "NWHP1", "NWA1001", VISIT, **JANE)], 1)), "V1")
    void = Sent("V1", "NWHP1", "NWA1001", VISIT, frequency="8", original=icn, **JANE)
    answer = remittance(wire.exchange(professional([void], 2, LATER, "B2")))
    assert [claim[0][2:5] for claim in claims(answer)] == [["22", "-150", "-67"]]
    assert first(answer, "BPR")[1:5] == ["H", "0", "C", "NON"]
    trace = first(answer, "TRN")[2]
    assert first(answer, "PLB")[1:] == ["1245319599", "20261231", f"FB:{trace}", "-67"]


def test_what_was_forwarded_is_taken_from_the_next_payment(wire: Wire) -> None:
    icn = icn_of(wire.exchange(professional([Sent("V1", "NWHP1", "NWA1001", VISIT, **JANE)], 1)), "V1")
    void = Sent("V1", "NWHP1", "NWA1001", VISIT, frequency="8", original=icn, **JANE)
    trace = first(remittance(wire.exchange(professional([void], 2, LATER, "B2"))), "TRN")[2]
    wire.reopen()
    small = Sent("V2", "NWHP1", "NWB1001", [("85025", "40", "1")], **RICHARD)
    third = remittance(wire.exchange(professional([small], 3, LATER, "B3")))
    assert first(third, "BPR")[2] == "0"
    assert first(third, "PLB")[3:] == [f"FB:{trace}", "67", f"FB:{first(third, 'TRN')[2]}", "-57.55"]
    large = Sent("V3", "NWHP1", "NWB1001", [("20610", "180", "1")], **RICHARD)
    fourth = remittance(wire.exchange(professional([large], 4, LATER, "B4")))
    assert first(fourth, "PLB")[3:] == [f"FB:{first(third, 'TRN')[2]}", "57.55"]
    assert first(fourth, "BPR")[2] == "50.45", "108.00 less 57.55"
    fifth = remittance(wire.exchange(professional([Sent("V4", "NWHP1", "NWA1001", VISIT, **JANE)], 5, LATER, "B5")))
    assert not list(rows(fifth, "PLB"))


def test_a_correction_that_pays_less_is_forwarded_too(wire: Wire) -> None:
    icn = icn_of(wire.exchange(professional([Sent("R1", "NWHP1", "NWA1001", VISIT, **JANE)], 1)), "R1")
    less = Sent("R1", "NWHP1", "NWA1001", [("85025", "40", "1")], frequency="7", original=icn, **JANE)
    answer = remittance(wire.exchange(professional([less], 2, LATER, "B2")))
    assert [claim[0][2] for claim in claims(answer)] == ["22", "1"]
    assert first(answer, "PLB")[4] == "-56.5", "10.50 less 67.00"


def test_a_correction_has_the_next_version_of_the_number_and_names_the_one_before(wire: Wire) -> None:
    icn = icn_of(wire.exchange(professional([Sent("R1", "NWHP1", "NWA1001", VISIT, **JANE)], 1)), "R1")
    again = Sent("R1", "NWHP1", "NWA1001", VISIT, frequency="7", original=icn, **JANE)
    answers = wire.exchange(professional([again], 2, LATER, "B2"))
    assert icn.endswith("00")
    assert icn_of(answers, "R1") == icn[:-2] + "01"
    back, anew = claims(remittance(answers))
    assert (back[0][7], anew[0][7]) == (icn, icn[:-2] + "01")
    assert ["REF", "F8", icn] in anew
    third = wire.exchange(professional([again], 3, LATER, "B3"))
    assert [claim[0][7] for claim in claims(remittance(third))] == [icn[:-2] + "01", icn[:-2] + "02"], "any version finds the claim"


def test_a_denial_that_is_overturned_is_reversed_at_zero(wire: Wire) -> None:
    asked = [("99214", "210", "1"), ("20610", "180", "1")]
    icn = icn_of(wire.exchange(professional([Sent("D1", "NWHP1", "NWA1001", asked[:1], on="20250101", **JANE)], 1)), "D1")
    again = Sent("D1", "NWHP1", "NWA1001", asked[:1], frequency="7", original=icn, **JANE)
    back, anew = claims(remittance(wire.exchange(professional([again], 2, LATER, "B2"))))
    assert lines(back) == [("HC:99214", "-210", "0", ["CO-26 -210"])]
    assert lines(anew) == [("HC:99214", "210", "103", ["CO-45 82", "PR-3 25"])]


def test_a_second_claim_for_the_same_service_is_a_duplicate(wire: Wire) -> None:
    wire.exchange(professional([Sent("A1", "NWHP1", "NWA1001", VISIT, **JANE)], 1))
    answer = remittance(wire.exchange(professional([Sent("A2", "NWHP1", "NWA1001", [*VISIT, ("85025", "40", "1")], **JANE)], 2, reference="B2")))
    assert lines(claims(answer)[0]) == [("HC:99213", "150", "0", ["CO-18 150"]), ("HC:85025", "40", "10.5", ["CO-45 29.5"])]
    assert first(answer, "CLP")[2] == "1", "a denial is processed as primary, never as 4"


def test_a_voided_service_may_be_claimed_again(wire: Wire) -> None:
    icn = icn_of(wire.exchange(professional([Sent("A1", "NWHP1", "NWA1001", VISIT, **JANE)], 1)), "A1")
    wire.exchange(professional([Sent("A1", "NWHP1", "NWA1001", VISIT, frequency="8", original=icn, **JANE)], 2, reference="B2"))
    answer = remittance(wire.exchange(professional([Sent("A2", "NWHP1", "NWA1001", VISIT, **JANE)], 3, reference="B3")))
    assert lines(claims(answer)[0]) == [("HC:99213", "150", "67", ["CO-45 58", "PR-3 25"])]


def test_a_replacement_gives_the_deductible_back_before_it_takes_it_again(wire: Wire) -> None:
    icn = icn_of(wire.exchange(professional([Sent("A1", "CASC2", "CSA1001", VISIT, **JANE)], 1)), "A1")
    again = Sent("A1", "CASC2", "CSA1001", VISIT, frequency="7", original=icn, **JANE)
    back, anew = claims(remittance(wire.exchange(professional([again], 2, LATER, "B2"))))
    assert [lines(back)[0][3], lines(anew)[0][3]] == [["CO-45 -55", "PR-1 -50", "PR-2 -9"], ["CO-45 55", "PR-1 50", "PR-2 9"]]
    other = remittance(wire.exchange(professional([Sent("A2", "CASC2", "CSA1001", [("85025", "40", "1")], **JANE)], 3, LATER, "B3")))
    assert lines(claims(other)[0])[0][3] == ["CO-45 29.5", "PR-2 2.1"]


@pytest.mark.parametrize("frequency", ["7", "8"])
def test_a_correction_without_a_number_the_payer_knows_is_rejected(wire: Wire, frequency: str) -> None:
    sent = Sent("X1", "NWHP1", "NWA1001", VISIT, frequency=frequency, original="26306000000000000", **JANE)
    answers = wire.exchange(professional([sent]))
    assert verdict(answers, "X1") == "A7:464:PR"
    assert not any("\nST*835*" in text for text in answers)


def test_another_payers_number_is_not_known_and_a_voided_one_not_any_more(wire: Wire) -> None:
    icn = icn_of(wire.exchange(professional([Sent("A1", "NWHP1", "NWA1001", VISIT, **JANE)], 1)), "A1")
    foreign = Sent("A1", "CASC2", "CSA1001", VISIT, frequency="8", original=icn, **JANE)
    assert verdict(wire.exchange(professional([foreign], 2, reference="B2")), "A1") == "A7:464:PR"
    void = Sent("A1", "NWHP1", "NWA1001", VISIT, frequency="8", original=icn, **JANE)
    assert verdict(wire.exchange(professional([void], 3, reference="B3")), "A1") == "A2:20"
    assert verdict(wire.exchange(professional([void], 4, reference="B4")), "A1") == "A7:464:PR"


@pytest.mark.parametrize("frequency", ["7", "8"])
def test_federal_takes_no_corrections_of_professional_claims(wire: Wire, frequency: str) -> None:
    icn = icn_of(wire.exchange(professional([Sent("F1", "FEDS3", "FSA1001", VISIT, **ZACK)], 1)), "F1")
    again = Sent("F1", "FEDS3", "FSA1001", VISIT, frequency=frequency, original=icn, **ZACK)
    assert verdict(wire.exchange(professional([again], 2, reference="B2")), "F1") == "A7:535"


def test_federal_takes_corrections_of_facility_claims(wire: Wire) -> None:
    clinic = [("0510", "G0463", "260", "1")]
    icn = icn_of(wire.exchange(facility([Sent("F1", "FEDS3", "FSA1001", clinic, "I", **ZACK)], 1)), "F1")
    again = Sent("F1", "FEDS3", "FSA1001", [*clinic, ("0305", "85025", "40", "1")], "I", frequency="7", original=icn, **ZACK)
    assert [claim[0][2] for claim in claims(remittance(wire.exchange(facility([again], 2, LATER, "B2"))))] == ["22", "1"]


def test_corrections_and_new_claims_of_one_batch_are_remitted_on_their_own_days(wire: Wire) -> None:
    icn = icn_of(wire.exchange(professional([Sent("A1", "NWHP1", "NWA1001", VISIT, **JANE)], 1)), "A1")
    void = Sent("A1", "NWHP1", "NWA1001", VISIT, frequency="8", original=icn, **JANE)
    fresh = Sent("A2", "NWHP1", "NWB1001", [("20610", "180", "1")], **RICHARD)
    answer = remittance(wire.exchange(professional([fresh, void], 2, LATER, "B2")))
    assert [row[16] for row in rows(answer, "BPR")] == ["20261130", "20261204"]
    assert [row[2] for row in rows(answer, "BPR")] == ["0", "41"], "108.00 less the 67.00 forwarded four days earlier"
    assert len({row[2] for row in rows(answer, "TRN")}) == 2
