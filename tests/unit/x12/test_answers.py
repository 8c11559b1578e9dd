"""What an answer says beside place and code: whose claim, what made the rule apply, what stood there; and who is answered how."""

import pytest

from shared.x12.acknowledge import judge_groups, write_functional_acks
from shared.x12.envelope import InterchangeHeader
from shared.x12.faults import WriteError
from shared.x12.guides.element_numbers import element_number
from shared.x12.interchange import read_interchanges, read_transactions
from shared.x12.translate.acks import BusinessUnit, FunctionalAck, SegmentError, Trigger, read_functional_ack
from tests.unit.x12.ack_bases import GS5010, claim_set, claims, older_claims, two_groups
from tests.unit.x12.envelopes import interchange, remittance, transaction
from tests.unit.x12.mutant import recounted
from tests.unit.x12.shapes.ack_defects import CLAIM_DEFECTS
from tests.unit.x12.shapes.ack_values import HEADER
from tests.unit.x12.shapes.acks import answered, damaged, judged


def acks(answer: bytes) -> list[FunctionalAck]:
    return [read_functional_ack(each, copies=True) for each in read_transactions(answer)]


def errors(data: bytes, *, copies: bool = False) -> list[SegmentError]:
    return [error for ack in acks(answered(data, copies=copies)) for each in ack.sets for error in each.errors]


def changed(name: str) -> bytes:
    text = damaged(claims(), name, CLAIM_DEFECTS[name]).decode("ascii")
    return (text if name == "wrong count of segments" else recounted(text)).encode("ascii")


def test_an_error_in_a_claim_names_the_claim() -> None:
    (error,) = errors(changed("one facility code of three"))
    assert (error.unit, error.patient_control_number) == (BusinessUnit("CLM01", "ACCT-2"), "ACCT-2")


def test_an_error_before_any_claim_names_none() -> None:
    (error,) = errors(changed("no billing address"))
    assert error.unit is None


def test_an_error_in_a_later_claim_of_a_set_names_that_claim() -> None:
    first = claim_set()
    second = first[first.index("CLM*") : first.index("SE*")].replace("ACCT-1", "ACCT-9")
    (error,) = errors(interchange(first.replace("SE*23*", f"{second.replace('UN*1', 'UN*X')}SE*28*"), group=GS5010))
    assert error.patient_control_number == "ACCT-9"


def test_an_error_in_a_remittance_names_its_trace() -> None:
    (error,) = errors(remittance(paid="12.x"))[:1]
    assert error.unit == BusinessUnit("TRN02", "TRACE77")


def test_an_inquiry_is_named_by_the_trace_of_its_own_level() -> None:
    segments = (
        "BHT*0022*13*X1*20261102*0930", "HL*1**20*1", "NM1*PR*2*NORTHWIND*****PI*NWHP1", "HL*2*1*21*1", "NM1*1P*2*RIVERBEND*****XX*1234567893",
        "HL*3*2*22*0", "TRN*1*T-1*9123456789", "NM1*IL*1*DOE*JANE****MI*NWA1", "DMG*D8*19800102", "EQ*30",
        "HL*4*2*22*0", "TRN*1*T-2*9123456789", "NM1*IL*1*ROE*JO****MI*NWA2", "DMG*D8*19801302", "EQ*30",
    )  # fmt: skip
    data = interchange(transaction(*segments, set_id="270", version="005010X279A1"), group="GS*HS*S*R*20261102*0930*7*X*005010X279A1~")
    (error,) = errors(data)
    assert (error.segment_id, error.unit) == ("DMG", BusinessUnit("TRN02", "T-2"))


def test_a_claim_whose_number_cannot_be_repeated_is_not_named() -> None:
    data = claims(1).replace(b"ACCT-1*190***11:B", b"A\xd1O*190***11:Q")
    assert [error.unit for error in errors(data)] == [None]


def test_a_rule_that_one_value_made_apply_names_that_value() -> None:
    (error,) = errors(changed("replacement without the payer's number"))
    assert (error.segment_id, error.code, error.triggers) == ("REF", "I6", (Trigger("CLM", 18, "2300", 5, 3),))


def test_the_value_that_made_a_rule_apply_is_that_of_the_same_claim() -> None:
    first = claim_set()
    second = first[first.index("CLM*") : first.index("SE*")].replace("ACCT-1", "ACCT-9").replace("11:B:1", "11:B:7")
    (error,) = errors(
        interchange(first.replace("SE*23*", f"{second}SE*28*").replace("HI*", "REF*F8*ICN1~HI*", 1).replace("*28*", "*29*"), group=GS5010)
    )[1:]
    assert (error.patient_control_number, error.triggers) == ("ACCT-9", (Trigger("CLM", 24, "2300", 5, 3),))


def test_bad_data_are_not_copied_unless_it_is_wanted() -> None:
    data = damaged(claims(), "", ("D8*19800229", "D8*19801329"))
    (silent,), (copied,) = errors(data), errors(data, copies=True)
    assert [each.copy for each in silent.elements] == [""]
    assert [each.copy for each in copied.elements] == ["19801329"]
    assert b"19801329" not in answered(data)


def test_a_copy_speaks_of_the_component_alone() -> None:
    (error,) = errors(changed("one facility code of three"), copies=True)
    assert [(each.component, each.copy) for each in error.elements] == [(2, "Q")]


@pytest.mark.parametrize(
    ("segment", "element", "component", "number"),
    [("NM1", 9, 0, "67"), ("CLM", 5, 3, "1325"), ("CLM", 5, 0, ""), ("CAS", 19, 0, "380"), ("HI", 4, 2, "1271"), ("ZZZ", 1, 0, ""), ("LX", 9, 0, "")],
)
def test_elements_have_numbers_where_they_are_known(segment: str, element: int, component: int, number: str) -> None:
    assert element_number(segment, element, component) == number


@pytest.mark.parametrize(
    ("name", "status", "codes"),
    [
        ("no defect", "A", ()),
        ("wrong check digit", "E", ("5",)),
        ("no receiver", "R", ("I5",)),
        ("unknown segment", "R", ("5",)),
        ("relation of elements", "R", ("5", "I5")),
        ("accident without its date", "R", ("I5",)),
        ("wrong count of segments", "R", ("4",)),
        ("trailer of another set", "R", ("3",)),
        ("set of an unknown version", "R", ("19", "I6")),
        ("set that nobody knows", "R", ("1",)),
    ],
)
def test_a_set_says_why_it_is_not_accepted(name: str, status: str, codes: tuple[str, ...]) -> None:
    (ack,) = acks(answered(changed(name)))
    found = {(each.status, each.codes) for each in ack.sets if each.status != "A"} or {("A", ())}
    assert found == {(status, codes)}


def test_a_control_number_that_comes_twice_is_the_second_ones_fault() -> None:
    (ack,) = acks(answered(changed("control number twice")))
    assert [each.status for each in ack.sets] == ["A", "A", "R"]
    assert "23" in ack.sets[2].codes


@pytest.mark.parametrize(
    ("name", "status", "accepted", "codes"),
    [
        ("no defect", "A", 3, ()),
        ("wrong check digit", "E", 3, ()),
        ("one facility code of three", "P", 2, ()),
        ("every set", "R", 0, ()),
        ("wrong count of sets", "R", 0, ("5",)),
        ("group trailer of another group", "R", 0, ("4",)),
    ],
)
def test_a_group_is_accepted_with_errors_in_part_or_not_at_all(name: str, status: str, accepted: int, codes: tuple[str, ...]) -> None:
    (ack,) = acks(answered(changed(name)))
    assert (ack.status, ack.accepted_count, ack.codes) == (status, accepted, codes)


def test_a_partner_who_sends_4010_is_answered_with_a_997() -> None:
    (answer,) = read_transactions(answered(older_claims(1)))
    assert (answer.set_id, answer.version, answer.interchange.header.version) == ("997", "004010", "00401")


def test_each_application_is_answered_in_a_group_of_its_own() -> None:
    interchange_ = judged(answered(two_groups()))
    assert [
        (group.header.version, group.header.sender_code, group.header.receiver_code, group.header.control_number) for group in interchange_.groups
    ] == [
        ("005010X231A1", "CLEARAPP", "RIVERAPP", "1"),
        ("004010", "CLEARAPP", "OLDAPP", "2"),
    ]
    assert interchange_.all_faults() == []


def test_groups_of_one_application_share_a_group_of_answers() -> None:
    sets = claim_set()
    data = claims(1).replace(b"IEA*1*", f"{GS5010.replace('*7*X', '*8*X')}{sets}GE*1*8~IEA*2*".encode())
    answers = list(acks(answered(data)))
    assert [ack.group_control_number for ack in answers] == ["7", "8"]
    assert len(judged(answered(data)).groups) == 1


def test_an_application_code_that_would_break_the_answer_is_left_out() -> None:
    answer = judged(answered(claims(1).replace(b"RIVERAPP", b"RIVER:APP")))
    assert answer.groups[0].header.receiver_code == "SENDER"


def test_without_a_group_that_can_be_named_there_is_no_functional_answer() -> None:
    found = next(read_interchanges(claims(1).replace(b"*0930*7*X", b"*0930*SEVEN*X")))
    with pytest.raises(WriteError, match="AK101"):
        write_functional_acks(HEADER, judge_groups(found), group_control_number=1)


def test_an_answer_is_not_answered() -> None:
    found = next(read_interchanges(answered(claims(1))))
    with pytest.raises(WriteError, match="TA1 alone"):
        write_functional_acks(HEADER, judge_groups(found), group_control_number=1)


def test_answers_among_other_groups_are_left_out() -> None:
    answers = answered(claims(1))
    group = answers[answers.index(b"GS*") : answers.index(b"IEA*")].decode()
    data = claims(1).replace(b"IEA*1*", f"{group}IEA*2*".encode())
    assert [ack.functional_id for ack in acks(answered(data))] == ["HC"]


def test_a_header_of_meaningless_codes_is_not_repeated() -> None:
    data = claims(1).replace(b"*ZZ*SENDER", b"*QQ*SENDER").replace(b"*0*T*", b"*0*Q*")
    header: InterchangeHeader = judged(answered(data)).header
    assert (header.receiver_qualifier, header.usage) == ("ZZ", "P")
