"""TA1, 999 and 277CA: what the clearinghouse says before any payer has decided."""

from datetime import date

import pytest

from tests.integration.sandbox.judges import oxedi_findings, pyx12_errors
from tests.integration.sandbox.outgoing import Sent, facility, interchange, professional, set_837
from tests.integration.sandbox.wire import Wire, first, icn_of, remittance, rows, status

JANE = {"last": "DOE", "first": "JANE", "birth": "19800101"}
BOB = {"last": "BOE", "first": "BOB", "birth": "19830707"}
VISIT = [("99213", "150", "1")]
DAY = date(2026, 11, 2)
GOOD = Sent("G1", "NWHP1", "NWA1001", VISIT, **JANE)


def functional(texts: list[str]) -> str:
    """The answer that holds a 999."""
    (text,) = [text for text in texts if "\nST*999*" in text]
    return text


def edited(old: str, new: str) -> str:
    """A good file with one change."""
    text = professional([GOOD])
    assert old in text
    return text.replace(old, new)


def recounted(text: str) -> str:
    """The same file with a right SE01, after segments were removed or added."""
    segments = text.split("~")
    begin = next(at for at, one in enumerate(segments) if one.startswith("ST*"))
    end = next(at for at, one in enumerate(segments) if one.startswith("SE*"))
    segments[end] = f"SE*{end - begin + 1}*0001"
    return "~".join(segments)


def test_a_good_file_is_accepted_then_its_claims_then_paid(wire: Wire) -> None:
    wire.exchange(professional([GOOD]))
    assert [path.name for path in wire.answers()] == ["277CA-000002.x12", "835-NWHP1-000003.x12", "999-000001.x12"]
    assert (wire.root / "to-clearinghouse" / "taken" / "claims-001.x12").exists()


def test_our_own_test_files_are_good_837s() -> None:
    child = Sent("C1", "CASC2", "CSB1002", VISIT, dependent=("BOE", "BABY", "20150808"), **BOB)
    stay = Sent("F1", "NWHP1", "NWA1001", [("0750", "45385", "6900", "1"), ("0250", "", "600", "1")], "I", **JANE)
    assert pyx12_errors(professional([GOOD, child]) + facility([stay], 2)) == []


def test_the_judges_see_what_is_wrong(wire: Wire) -> None:
    answer = remittance(wire.exchange(professional([GOOD])))
    assert pyx12_errors(answer.replace("PER*BL*EDI SUPPORT", "PER*XX*EDI SUPPORT"))
    assert oxedi_findings(answer.replace("BPR*I*67*", "BPR*I*68*"))
    assert oxedi_findings(answer.replace("CAS*CO*45*58~", "CAS*CO*45*57~"))


def test_the_999_accepts_the_set_and_the_group(wire: Wire) -> None:
    answer = functional(wire.exchange(professional([GOOD])))
    assert first(answer, "AK1")[1:] == ["HC", "1", "005010X222A1"]
    assert first(answer, "IK5")[1:] == ["A"]
    assert first(answer, "AK9")[1:] == ["A", "1", "1", "1"]


def test_a_bad_set_leaves_its_neighbour_alone(wire: Wire) -> None:
    good = set_837([GOOD], "P", "B1", DAY, "0001")
    bad = set_837([GOOD], "P", "B2", DAY, "0002").replace("CLM*G1*150.00*", "CLM*G2*15x*")
    answers = wire.exchange(interchange([good, bad]))
    answer = functional(answers)
    assert [row[1] for row in rows(answer, "IK5")] == ["A", "R"]
    assert first(answer, "AK9")[1:] == ["P", "2", "2", "1"]
    assert first(answer, "IK3")[1:] == ["CLM", "19", "2300", "8"]
    assert first(answer, "CTX")[1:] == ["CLM01:G2"]
    assert first(answer, "IK4")[1:] == ["2", "782", "6", "15x"]
    assert [row[2] for row in rows(status(answers), "TRN") if row[1] == "2"] == ["B1", "G1"]


def test_a_small_fault_is_noted_and_the_claims_go_on(wire: Wire) -> None:
    answers = wire.exchange(edited("N4*SPRINGFIELD*OH*455011234~", "N4*SPRINGFIELD*OH*45501~"))
    assert first(functional(answers), "IK5")[1] == "E"
    assert first(functional(answers), "AK9")[1:] == ["E", "1", "1", "1"]
    assert first(remittance(answers), "CLP")[4] == "67"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("HI*ABK:I10~", "", ["HI", "19", "2300", "3"]),
        ("NM1*PR*2*NORTHWIND HEALTH PLAN*****PI*NWHP1~", "", ["NM1", "12", "2010", "3"]),
        ("DTP*472*D8*20261005~", "", ["DTP", "22", "2400", "3"]),
        ("DTP*472*D8*20261005~", "DTP*472*D8*20261305~", ["DTP", "24", "2400", "8"]),
        ("HL*2*1*22*0~", "HL*2*9*22*0~", ["HL", "12", "2000", "8"]),
        ("REF*EI*841234567~", "", ["REF", "8", "2010", "3"]),
    ],
)
def test_the_999_names_the_segment(wire: Wire, old: str, new: str, found: list[str]) -> None:
    answers = wire.exchange(recounted(edited(old, new)))
    assert found in [row[1:] for row in rows(functional(answers), "IK3")]
    assert first(functional(answers), "IK5")[1:] == ["R", "I5"]
    assert len(answers) == 1, "a rejected set has no 277CA and no 835"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("SE*26*0001", "SE*25*0001", "4"),
        ("SE*26*0001", "SE*26*0002", "3"),
        ("SE*26*0001~", "", "2"),
        ("ST*837*0001*005010X222A1", "ST*837*0001*005010X298", "I6"),
    ],
)
def test_the_999_names_what_is_wrong_with_the_set(wire: Wire, old: str, new: str, code: str) -> None:
    assert first(functional(wire.exchange(edited(old, new))), "IK5")[1:] == ["R", code]


@pytest.mark.parametrize(("old", "new", "code"), [("GE*1*1~", "GE*2*1~", "5"), ("GE*1*1~", "GE*1*9~", "4"), ("GE*1*1~", "", "3")])
def test_the_999_names_what_is_wrong_with_the_group(wire: Wire, old: str, new: str, code: str) -> None:
    answer = functional(wire.exchange(edited(old, new)))
    assert (first(answer, "AK9")[1], first(answer, "AK9")[-1]) == ("R", code)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("IEA*1*000000001~", "IEA*1*000000009~", "001"), ("IEA*1*000000001~", "IEA*2*000000001~", "021"), ("IEA*1*000000001~", "", "023")],
)
def test_a_broken_envelope_is_refused_by_TA1(wire: Wire, old: str, new: str, code: str) -> None:
    (answer,) = wire.exchange(edited(old, new))
    assert first(answer, "TA1")[1:] == ["000000001", "261102", "0930", "R", code]
    assert wire.answers("TA1")


def test_a_refused_interchange_may_come_again_under_its_number(wire: Wire) -> None:
    wire.exchange(edited("IEA*1*000000001~", "IEA*2*000000001~"))
    assert len(wire.exchange(professional([GOOD]))) == 3


def test_a_duplicate_interchange_is_refused_and_not_adjudicated_again(wire: Wire) -> None:
    wire.exchange(professional([GOOD]))
    (answer,) = wire.exchange(professional([GOOD]))
    assert first(answer, "TA1")[4:] == ["R", "025"]
    assert wire.sandbox.counts()["claims"] == 1


def test_an_acknowledgement_that_was_asked_for_is_given(wire: Wire) -> None:
    answers = wire.exchange(interchange([set_837([GOOD], "P", "B1", DAY)], isa14="1"))
    assert first(answers[0], "TA1")[4:] == ["A", "000"]


def test_two_interchanges_in_one_file_are_two(wire: Wire) -> None:
    other = Sent("G2", "CASC2", "CSB1002", VISIT, **BOB)
    answers = wire.exchange(professional([GOOD], 1) + "\r\n" + professional([other], 2))
    assert len(answers) == 6


def test_every_fifth_answer_is_one_file_with_two_groups(wire: Wire) -> None:
    for number in range(1, 6):
        answers = wire.exchange(professional([Sent(f"M{number}", "NWHP1", "NWA1001", VISIT, on=f"2026100{number}", **JANE)], number))
    assert [row[1] for row in rows(answers[0], "GS")] == ["FA", "HN"]
    assert [path.name.rsplit("-", 1)[0] for path in wire.answers("999-277CA")] == ["999-277CA"]


def test_the_277CA_correlates_by_BHT03_and_CLM01_and_counts(wire: Wire) -> None:
    bad = Sent("B1", "NWHP1", "NWA9999", VISIT, **JANE)
    answer = status(wire.exchange(professional([GOOD, bad], reference="REF77")))
    receiver = answer.split("HL*2*")[1].split("HL*3*")[0]
    assert first(receiver, "TRN")[1:] == ["2", "REF77"]
    assert first(receiver, "STC")[1:] == ["A1:19:PR", "20261102", "WQ", "300"]
    assert [row[1:] for row in rows(receiver, "QTY", "AMT")] == [["90", "1"], ["AA", "1"], ["YU", "150"], ["YY", "150"]]
    accepted, refused = answer.split("HL*4*")[1].split("HL*5*")
    assert [first(accepted, "TRN")[2], first(accepted, "STC")[1]] == ["G1", "A2:20"]
    assert [first(refused, "TRN")[2], first(refused, "STC")[1]] == ["B1", "A7:164:IL"]
    assert not list(rows(refused, "REF")), "a rejected claim has no payer control number"


def test_the_277CA_has_one_set_per_payer_and_the_type_of_bill_of_facility_claims(wire: Wire) -> None:
    clinic = [("0510", "G0463", "260", "1")]
    stays = [Sent("F1", "NWHP1", "NWA1001", clinic, "I", **JANE), Sent("F2", "CASC2", "CSB1002", clinic, "I", **BOB)]
    answers = wire.exchange(facility(stays))
    assert [row[3] for row in rows(status(answers), "NM1") if row[1] == "PR"] == ["NORTHWIND HEALTH PLAN", "CASCADE MUTUAL"]
    assert first(status(answers), "REF", "BLT")[2] == "131"
    assert {path.name.split("-")[1] for path in wire.answers("835")} == {"NWHP1", "CASC2"}


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (Sent("E1", "NWHP1", "NWA1001", VISIT, total="151", **JANE), "A7:400"),
        (Sent("E1", "OTHER9", "NWA1001", VISIT, **JANE), "A7:153:PR"),
        (Sent("E1", "NWHP1", "NWA1001", VISIT, on="20261103", **JANE), "A7:510"),
        (Sent("E1", "NWHP1", "NWA1001", VISIT, frequency="5", **JANE), "A7:535"),
        (Sent("E1", "NWHP1", "nwa1001", VISIT, **JANE), "A7:164:IL"),
        (Sent("E1", "NWHP1", "NWA1001", VISIT, last="DOE", first="JANE", birth="19800102"), "A7:164:IL"),
        (Sent("E1", "CASC2", "NWA1001", VISIT, **JANE), "A7:164:IL"),
    ],
)
def test_front_end_edits_reject_the_claim(wire: Wire, sent: Sent, code: str) -> None:
    answers = wire.exchange(professional([sent]))
    assert first(status(answers).split("TRN*2*E1~")[1], "STC")[1:] == [code, "20261102", "U", "151" if sent.total else "150"]
    assert not any("\nST*835*" in text for text in answers)


def test_an_NPI_that_fails_its_check_digit_is_rejected(wire: Wire) -> None:
    answers = wire.exchange(edited("XX*1245319599~", "XX*1245319590~"))
    assert first(status(answers).split("TRN*2*G1~")[1], "STC")[1] == "A7:562:85"
    wire.judge()


def test_a_dependent_is_found_under_the_subscribers_id(wire: Wire) -> None:
    child = Sent("C1", "CASC2", "CSB1002", VISIT, dependent=("BOE", "BABY", "20150808"), **BOB)
    stranger = Sent("C2", "CASC2", "CSB1002", VISIT, dependent=("BOE", "OTHER", "20150808"), **BOB)
    answers = wire.exchange(professional([child, stranger]))
    assert icn_of(answers, "C1")
    assert first(status(answers).split("TRN*2*C2~")[1], "STC")[1] == "A7:164:QC"
    answer = remittance(answers)
    assert first(answer, "NM1", "QC")[3:] == ["BOE", "BABY"]
    assert first(answer, "NM1", "IL")[3:] == ["BOE", "BOB", "", "", "", "MI", "CSB1002"]


def test_a_subscriber_is_not_taken_for_a_dependent_of_the_same_id(wire: Wire) -> None:
    answers = wire.exchange(professional([Sent("C1", "CASC2", "CSB1002", VISIT, **BOB)]))
    assert first(remittance(answers), "NM1", "QC")[3:] == ["BOE", "BOB", "", "", "", "MI", "CSB1002"]


def test_a_set_that_is_no_claim_is_refused(wire: Wire) -> None:
    answer = functional(wire.exchange(edited("GS*HC*", "GS*HP*")))
    assert first(answer, "AK9")[1:] == ["R", "1", "1", "0", "1"]


def test_an_acknowledgement_is_not_acknowledged(wire: Wire) -> None:
    assert wire.exchange(edited("GS*HC*", "GS*FA*")) == []


def test_bytes_that_are_no_X12_are_put_away_and_reported(wire: Wire) -> None:
    assert wire.exchange("hello") == []
    assert ("unreadable", {"reason": "no ISA segment"}) in wire.events
    assert wire.exchange(professional([GOOD]))


def test_the_report_names_nobody(wire: Wire) -> None:
    wire.exchange(professional([GOOD, Sent("B1", "NWHP1", "NWA9999", VISIT, **JANE)]))
    told = str(wire.events)
    assert not any(secret in told for secret in ("DOE", "JANE", "1980", "NWA1001", "NWA9999"))
