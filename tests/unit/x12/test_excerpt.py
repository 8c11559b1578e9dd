"""What a page shows of a file, and what it must not show."""

import pytest

from shared.x12.excerpt import page_of

ISA = "ISA*00*          *00*          *ZZ*RIVERBEND1     *ZZ*CLEARPATH1     *261102*1200*^*00501*000000001*0*T*:~"


def test_an_837_shows_only_the_subscriber_whose_claim_was_asked_for() -> None:
    text = ISA + "GS*HC~ST*837~HL*1**20*1~NM1*85*2*X~HL*2*1*22*0~NM1*IL*1*FIRST~CLM*AAA*1~LX*1~HL*3*1*22*0~NM1*IL*1*SECOND~CLM*BBB*1~SE*9~GE*1~IEA*1~"
    shown = page_of(text.encode(), {"BBB"})
    assert "SECOND" in shown
    assert "FIRST" not in shown
    assert shown.splitlines()[-3:] == ["SE*9~", "GE*1~", "IEA*1~"]


def test_an_835_shows_only_the_claim_that_was_asked_for() -> None:
    text = ISA + "ST*835~BPR*I~LX*1~CLP*AAA*1~NM1*QC*1*FIRST~CLP*BBB*1~NM1*QC*1*SECOND~PLB*1~SE*9~"
    assert [line for line in page_of(text.encode(), {"AAA"}).splitlines() if "NM1" in line] == ["NM1*QC*1*FIRST~"]


def test_a_271_about_one_person_is_shown_whole() -> None:
    text = ISA + "ST*271~HL*1**20*1~HL*3*2*22*0~TRN*2*XYZ~NM1*IL*1*ONLY~SE*4~"
    assert "ONLY" in page_of(text.encode(), {"AAA"})


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"a": 1}', b"not X12"])
def test_what_is_no_x12_is_shown_as_it_is(body: bytes) -> None:
    assert page_of(body, {"AAA"}) == body.decode()


def test_a_file_that_cannot_be_read_to_its_end_is_shown_as_far_as_it_can() -> None:
    assert page_of(b"ISA, so they say", {"AAA"}) == "(not readable from byte 16 on)"
    assert page_of(ISA.encode() + b"GS*HC~ST*837~HL*1", set()).splitlines()[-1] == "ST*837~"
