"""270 in, 271 out: benefits as of the day asked about."""

import pytest

from tests.integration.sandbox.judges import pyx12_errors, x12sdk_model
from tests.integration.sandbox.outgoing import Sent, inquiry, professional
from tests.integration.sandbox.wire import Wire, first, rows

JANE = {"last": "DOE", "first": "JANE", "birth": "19800101"}


def ask(wire: Wire, *facts: str, **more: object) -> str:
    """The 271, read by another library as well.

    x12sdk demands EB03 where the guide uses EB13 instead; it reads a copy in which such rows carry service type 30.
    """
    answer = wire.sandbox.eligibility(inquiry(*facts, **more).encode())  # type: ignore[arg-type]
    assert answer.status == 200
    model = x12sdk_model(answer.text.replace("*IND****", "*IND*30***"))
    assert model.header.bht_segment.submitter_transactional_identifier == "ASK1"
    return answer.text


def benefits(text: str) -> list[list[str]]:
    return [row[1:] for row in rows(text, "EB")]


def test_a_copay_plan_says_active_and_the_copay_of_an_office_visit(wire: Wire) -> None:
    text = ask(wire, "NWHP1", "NWA1001")
    assert benefits(text) == [
        ["1", "", "30", "HM", "NORTHWIND A"],
        ["1", "", "98", "HM", "NORTHWIND A"],
        ["B", "IND", "98", "", "", "27", "25", "", "", "", "", "Y"],
    ]
    assert first(text, "TRN")[1:] == ["2", "TRACE1", "9841234567"]
    assert first(text, "DTP", "346")[1:] == ["346", "D8", "20260101"]
    assert first(text, "BHT")[1:4] == ["0022", "11", "ASK1"]


def test_coinsurance_is_a_fraction(wire: Wire) -> None:
    text = ask(wire, "FEDS3", "FSA1001", "ZOE", "ZACK", "19450909")
    assert ["A", "IND", "30", "", "", "", "", "0.2", "", "", "", "Y"] in benefits(text)


def test_the_deductible_left_shrinks_with_adjudicated_claims(wire: Wire) -> None:
    def left() -> str:
        return next(row[6] for row in benefits(ask(wire, "CASC2", "CSA1001")) if row[0] == "C")

    assert left() == "50"
    wire.exchange(professional([Sent("D1", "CASC2", "CSA1001", [("85025", "40", "1")], **JANE)]))
    assert left() == "39.5"


def test_the_271_says_which_procedures_need_an_authorization_as_far_as_the_payer_says(wire: Wire) -> None:
    text = ask(wire, "CASC2", "CSA1001", procedures=["73721", "L1830", "99999"])
    told = [(row[0], row[10] if len(row) > 10 else "", row[12]) for row in benefits(text) if len(row) == 13]
    assert told == [("1", "Y", "HC:73721"), ("1", "N", "HC:L1830"), ("I", "", "HC:99999")]


@pytest.mark.parametrize(("day", "code"), [("20260630", "1"), ("20260701", "6"), ("20251231", "6")])
def test_coverage_counts_on_the_day_asked_about(wire: Wire, day: str, code: str) -> None:
    text = ask(wire, "NWHP1", "NWA1002", "LOE", "LENA", "19900404", day)
    assert benefits(text)[0][0] == code
    assert first(text, "DTP", "347")[3] == "20260630"


def test_a_retroactive_end_is_not_known_yet(wire: Wire) -> None:
    assert benefits(ask(wire, "NWHP1", "NWA1003", "MOE", "MINA", "19910505"))[0][0] == "1"


def test_a_wrong_number_is_found_by_name_and_birth_date_and_corrected(wire: Wire) -> None:
    text = ask(wire, "NWHP1", "NWA1010", "Doe", "Jane")
    assert first(text, "NM1", "IL")[9] == "NWA1001"
    assert first(text, "INS")[1:] == ["Y", "18", "001", "25"]
    assert first(ask(wire, "NWHP1"), "NM1", "IL")[9] == "NWA1001"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (("NWHP1", "NWA7777", "NOBODY", "NO", "19800101"), "75"),
        (("NWHP1", "NWA1001", "OTHER", "PERSON", "19990101"), "71"),
        (("NWHP1", "", "DOE", "", "19800101"), "15"),
    ],
)
def test_a_member_who_cannot_be_found_is_an_AAA_of_the_subscriber(wire: Wire, facts: tuple[str, ...], code: str) -> None:
    answer = wire.sandbox.eligibility(inquiry(*facts).encode())
    assert answer.status == 200
    assert first(answer.text.split("HL*3*")[1], "AAA")[1:] == ["N", "", code, "C"]
    assert not list(rows(answer.text, "EB"))


def test_a_provider_without_a_valid_number_gets_AAA_43(wire: Wire) -> None:
    text = ask(wire, "NWHP1", "NWA1001", provider="1234567890")
    assert first(text.split("HL*2*")[1], "AAA")[3] == "43"
    assert not list(rows(text, "EB"))


def test_an_unknown_payer_gets_AAA_79(wire: Wire) -> None:
    text = ask(wire, "OTHER9", "NWA1001")
    assert first(text.split("HL*2*")[0], "AAA")[3] == "79"


def test_a_dependent_is_asked_for_under_the_subscriber(wire: Wire) -> None:
    text = ask(wire, "CASC2", "CSB1002", "BOE", "BOB", "19830707", dependent=("BOE", "BABY", "20150808"))
    assert [row[2:5] for row in rows(text, "HL")] == [["", "20", "1"], ["1", "21", "1"], ["2", "22", "1"], ["3", "23", "0"]]
    assert first(text, "NM1", "03")[3:] == ["BOE", "BABY"]
    assert benefits(text)[0][0] == "1"


def test_a_dependent_who_is_not_on_file_is_an_AAA_of_the_dependent(wire: Wire) -> None:
    """Not read by x12sdk: for loop 2100D it knows the reasons of loop 2100B only."""
    asked = inquiry("CASC2", "CSB1002", "BOE", "BOB", "19830707", dependent=("BOE", "OTHER", "20150808"))
    unknown = wire.sandbox.eligibility(asked.encode()).text
    assert first(unknown.split("HL*4*")[1], "AAA")[3] == "67"


def test_the_roster_is_read_again_when_it_changes(wire: Wire) -> None:
    wire.members.write_text(
        wire.members.read_text() + "NWHP1,NWA2002,NEW,NINA,1999-01-01,F,A,2026-01-01,,,,,,\nbroken,row\nNWHP1,NWZ1,NO,PLAN,1999-01-01,F,Z,,,,,,,\n"
    )
    assert benefits(ask(wire, "NWHP1", "NWA2002", "NEW", "NINA", "19990101"))[0][0] == "1"
    assert wire.sandbox.counts()["members_skipped"] == 2
    wire.members.unlink()
    assert benefits(ask(wire, "NWHP1", "NWA2002", "NEW", "NINA", "19990101"))[0][0] == "1", "a file on its way is no empty roster"


@pytest.mark.parametrize(("old", "new"), [("HL*3*2*22*0~", "HL*3*2*99*0~"), ("BHT*0022*13*ASK1*20261102*0930~", ""), ("SE*14*", "SE*11*")])
def test_a_270_that_cannot_be_read_gets_a_999_and_status_400(wire: Wire, old: str, new: str) -> None:
    text = inquiry("NWHP1", "NWA1001")
    assert old in text
    answer = wire.sandbox.eligibility(text.replace(old, new).encode())
    assert answer.status == 400
    assert first(answer.text, "IK5")[1] == "R"
    assert pyx12_errors(answer.text) == []


def test_a_broken_envelope_gets_a_TA1_and_status_400(wire: Wire) -> None:
    for body, code in ((b"hello", "022"), (inquiry("NWHP1").replace("IEA*1*", "IEA*3*").encode(), "021")):
        answer = wire.sandbox.eligibility(body)
        assert (answer.status, first(answer.text, "TA1")[4:]) == (400, ["R", code])


def test_other_separators_and_accents_are_understood(wire: Wire) -> None:
    wire.members.write_text(wire.members.read_text() + "NWHP1,NWA3003,PEÑA,ZOË,1999-01-01,F,A,2026-01-01,,,,,,\n")
    text = inquiry("NWHP1", "", "PEÑA", "ZOË", "19990101").replace("*", "|").replace(":", ">").replace("~", "\n")
    answer = wire.sandbox.eligibility(text.encode("latin-1"))
    assert first(answer.text, "NM1", "IL")[3:] == ["PENA", "ZOE", "", "", "", "MI", "NWA3003"]
