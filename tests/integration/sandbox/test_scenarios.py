"""The worked scenarios, from the 837 that is sent to the 835 that comes back, to the cent."""

from datetime import date

from tests.integration.sandbox.outgoing import Sent, facility, professional
from tests.integration.sandbox.wire import Wire, claims, first, icn_of, lines, remittance, status

JANE = {"last": "DOE", "first": "JANE", "birth": "19800101"}
RICHARD = {"last": "ROE", "first": "RICHARD", "birth": "19700202"}
EDGARD = {"last": "POE", "first": "EDGARD", "birth": "19600303"}
ZACK = {"last": "ZOE", "first": "ZACK", "birth": "19450909"}


def test_S1_a_clean_visit_pays_the_contract_less_the_copay(wire: Wire) -> None:
    visit = Sent("S1", "NWHP1", "NWA1001", [("99213", "150", "1"), ("85025", "40", "1")], **JANE)
    answer = remittance(wire.exchange(professional([visit])))
    assert first(answer, "BPR")[1:5] == ["I", "77.5", "C", "ACH"]
    assert first(answer, "CLP")[1:7] == ["S1", "1", "190", "77.5", "25", "HM"]
    assert lines(claims(answer)[0]) == [
        ("HC:99213", "150", "67", ["CO-45 58", "PR-3 25"]),
        ("HC:85025", "40", "10.5", ["CO-45 29.5"]),
    ]


def test_S2_the_deductible_comes_first_and_coinsurance_falls_on_the_rest(wire: Wire) -> None:
    """The scenario's contract allows 280.00, Cascade's price list 285.00: the deductible and the 20 % are the same."""
    scan = Sent("S2", "CASC2", "CSA1001", [("73721", "412", "1")], authorization="AUTH12345", **JANE)
    answer = remittance(wire.exchange(professional([scan])))
    assert lines(claims(answer)[0]) == [("HC:73721", "412", "188", ["CO-45 127", "PR-1 50", "PR-2 47"])]
    assert first(answer, "CLP")[5:7] == ["97", "12"]


def test_S3_a_rejected_claim_is_corrected_sent_as_new_and_paid(wire: Wire) -> None:
    visit = [("99204", "325", "1")]
    wrong = wire.exchange(professional([Sent("S3", "NWHP1", "NWC1010", visit, **EDGARD)], 1))
    assert ["STC", "A7:164:IL", "20261102", "U", "325"] in [first(status(wrong).split("HL*4*")[1], "STC")]
    assert not any("\nST*835*" in text for text in wrong)
    right = wire.exchange(professional([Sent("S3", "NWHP1", "NWC1001", visit, **EDGARD)], 2, reference="BATCH2"))
    assert icn_of(right, "S3")
    assert first(remittance(right), "CLP")[1:6] == ["S3", "1", "325", "180", "20"]
    assert lines(claims(remittance(right))[0]) == [("HC:99204", "325", "180", ["CO-45 125", "PR-3 20"])]


def test_S4_a_replacement_is_a_reversal_and_a_correction_in_one_remittance(wire: Wire) -> None:
    others = [("20610", "180", "1"), ("J1010", "30", "40")]
    before = wire.exchange(professional([Sent("S4", "NWHP1", "NWB1001", [("99214", "210", "1"), *others], **RICHARD)], 1))
    assert first(remittance(before), "CLP")[2:6] == ["1", "420", "118", "12"]
    assert lines(claims(remittance(before))[0]) == [
        ("HC:99214", "210", "0", ["CO-97 210"]),
        ("HC:20610", "180", "108", ["CO-45 60", "PR-2 12"]),
        ("HC:J1010", "30", "10", ["CO-45 20"]),
    ]
    icn = icn_of(before, "S4")
    again = Sent("S4", "NWHP1", "NWB1001", [("99214:25", "210", "1"), *others], frequency="7", original=icn, **RICHARD)
    after = remittance(wire.exchange(professional([again], 2, date(2026, 11, 20), "BATCH2")))
    back, anew = claims(after)
    assert back[0][1:8] == ["S4", "22", "-420", "-118", "", "HM", icn]
    assert lines(back) == [
        ("HC:99214", "-210", "0", ["CO-97 -210"]),
        ("HC:20610", "-180", "-108", ["CO-45 -60", "PR-2 -12"]),
        ("HC:J1010", "-30", "-10", ["CO-45 -20"]),
    ]
    assert anew[0][1:6] == ["S4", "1", "420", "233.2", "24.8"]
    assert lines(anew) == [
        ("HC:99214:25", "210", "115.2", ["CO-45 82", "PR-2 12.8"]),
        ("HC:20610", "180", "108", ["CO-45 60", "PR-2 12"]),
        ("HC:J1010", "30", "10", ["CO-45 20"]),
    ]
    assert first(after, "BPR")[2] == "115.2"
    assert first(after, "BPR")[16] == "20261130", "ten days after the replacement"


def test_S7_sequestration_is_two_percent_of_what_the_plan_would_pay(wire: Wire) -> None:
    visit = Sent("S7", "FEDS3", "FSA1001", [("99213", "150", "1")], **ZACK)
    answer = remittance(wire.exchange(professional([visit])))
    assert lines(claims(answer)[0]) == [("HC:99213", "150", "68.99", ["CO-45 62", "CO-253 1.41", "PR-2 17.6"])]
    assert first(answer, "CLP")[6] == "MB"
    assert first(answer, "MOA")[3] == "MA01"


def test_S10_a_case_rate_pays_the_facility_claim_and_packages_the_rest(wire: Wire) -> None:
    stay = [("0750", "45385", "6900", "1"), ("0250", "", "600", "1"), ("0710", "", "900", "1")]
    answer = remittance(wire.exchange(facility([Sent("S10", "NWHP1", "NWB1001", stay, "I", **RICHARD)])))
    assert first(answer, "CLP")[1:6] == ["S10", "1", "8400", "3780", "420"]
    assert first(answer, "CLP")[8:10] == ["13", "1"]
    assert lines(claims(answer)[0]) == [
        ("HC:45385", "6900", "3780", ["CO-45 2700", "PR-2 420"]),
        ("NU:0250", "600", "0", ["CO-97 600"]),
        ("NU:0710", "900", "0", ["CO-97 900"]),
    ]
    assert first(answer, "SVC")[4] == "0750", "the revenue code of a line that has a procedure"


def test_a_remittance_echoes_what_matching_needs(wire: Wire) -> None:
    visit = Sent("ECHO", "NWHP1", "NWA1001", [("99213", "150", "1")], **JANE)
    answers = wire.exchange(professional([visit]))
    answer = remittance(answers)
    assert first(answer, "CLP")[7] == icn_of(answers, "ECHO")
    assert first(answer, "REF", "6R")[2] == "ECHOL1"
    assert first(answer, "AMT", "B6")[2] == "92"
    assert first(answer, "DTM", "472")[2] == "20261005"
    assert first(answer, "DTM", "405")[2] == first(answer, "BPR")[16] == "20261116"
    assert first(answer, "TRN")[2:] == ["NWHP1261116000001", "1990000001"]
    assert first(answer, "N1", "PE")[3:] == ["XX", "1245319599"]
