"""270 read as a payer does, and 271 written: what senders do differently, and what cannot be sent."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.x12.faults import WriteError
from shared.x12.interchange import read_interchanges, read_transactions
from shared.x12.translate.benefit import Benefit, Benefits, Reject
from shared.x12.translate.benefits import read_benefits
from shared.x12.translate.claim import Contact, Diagnosis, Name, Reference
from shared.x12.translate.eligibility import Inquiry, Question, write_inquiries
from shared.x12.translate.read_inquiry import read_inquiries
from shared.x12.translate.write_benefits import write_benefits
from tests.unit.x12.answers import ACTIVE, JANE, of_child, of_jane, refused
from tests.unit.x12.envelopes import interchange, transaction
from tests.unit.x12.inquiries import of_child as child_asked
from tests.unit.x12.inquiries import plain
from tests.unit.x12.samples import HEADER

HEAD = ("BHT*0022*13*ASK-1*20261102*0930", "HL*1**20*1", "NM1*PR*2*NORTHWIND*****PI*NWHP1", "HL*2*1*21*1", "NM1*1P*2*RIVERBEND*****SV*77")


def asked(*segments: str) -> list[Inquiry]:
    group = "GS*HS*S*R*20261103*0930*7*X*005010X279A1~"
    return list(read_inquiries(next(read_transactions(interchange(transaction(*segments, set_id="270"), group=group)))))


def written(*inquiries: Inquiry) -> bytes:
    return write_inquiries(HEADER, inquiries, reference="ASK-1", group_control_number=1)


def said(*answers: Benefits) -> bytes:
    return write_benefits(HEADER, answers, reference="ASK-1", group_control_number=1)


def test_a_provider_without_npi_is_known_by_the_number_that_he_gave() -> None:
    (found,) = asked(*HEAD, "HL*3*2*22*0", "TRN*1*T-1*9841234567", "NM1*IL*1*DOE*JANE****MI*NWA1", "EQ*30")
    assert (found.provider.npi, found.provider_id, found.payer.id) == ("", Reference("SV", "77"), "NWHP1")
    assert (found.reference, found.purpose, found.on) == ("ASK-1", "13", None)


def test_a_subscriber_and_his_dependents_ask_one_by_one() -> None:
    subscriber = ("HL*3*2*22*1", "TRN*1*T-1*9841234567", "NM1*IL*1*ROE*ANN****MI*CSA2", "EQ*98")
    dependents = ("HL*4*3*23*0", "TRN*1*T-2*9841234567", "NM1*03*1*ROE*BO", "EQ*30", "HL*5*3*23*0", "NM1*03*1*ROE*CY", "EQ*47")
    found = asked(*HEAD, *subscriber, *dependents)
    assert [(inquiry.trace, inquiry.patient.name.first, inquiry.service_types) for inquiry in found] == [
        ("T-1", "ANN", ("98",)),
        ("T-2", "BO", ("30",)),
        ("", "CY", ("47",)),
    ]
    assert {inquiry.subscriber.member_id for inquiry in found} == {"CSA2"}


def test_an_inquiry_of_an_older_version_is_read_as_far_as_it_goes() -> None:
    group = "GS*HS*S*R*20261103*0930*7*X*004010X092A1~"
    data = interchange(transaction(*HEAD, "HL*3*2*22*0", "NM1*IL*1*DOE*JANE****MI*NWA1", "EQ*30***", set_id="270"), group=group)
    (found,) = read_inquiries(next(read_transactions(data)))
    assert (found.subscriber.member_id, found.service_types) == ("NWA1", ("30",))


@pytest.mark.parametrize("written_as", ["1:33:35", "1^33^35", "1:33^35"])
def test_service_types_are_read_whichever_separator_stands_between_them(written_as: str) -> None:
    (inquiry,) = asked(*HEAD, "HL*3*2*22*0", "NM1*IL*1*DOE", f"EQ*{written_as}")
    assert inquiry.service_types == ("1", "33", "35")
    (answer,) = read_benefits(next(read_transactions(said(of_jane(ACTIVE)).replace(b"EB*1**30", f"EB*1**{written_as}".encode()))))
    assert answer.benefits[0].service_types == ("1", "33", "35")


def test_service_types_are_read_in_a_file_without_a_repetition_separator() -> None:
    data = said(of_jane(ACTIVE)).replace(b"*^*00501", b"*U*00501").replace(b"EB*1**30", b"EB*1**30^98")
    (answer,) = read_benefits(next(read_transactions(data)))
    assert answer.benefits[0].service_types == ("30", "98")


def test_an_answer_in_an_envelope_whose_numbers_differ_is_read_all_the_same() -> None:
    for found in read_interchanges(said(of_jane()).replace(b"IEA*1*000000042", b"IEA*1*000000043")):
        assert [answer.active for each in found.transactions() for answer in read_benefits(each)] == [True]
        assert [(fault.segment_id, fault.element) for fault in found.faults] == [("IEA", 2)]


def test_a_period_of_one_day_is_that_day() -> None:
    data = written(plain()).replace(b"D8*20261005", b"RD8*20261005-20261005")
    assert list(read_inquiries(next(read_transactions(data)))) == [plain()]


def test_what_cannot_be_read_is_a_fault_that_names_its_place() -> None:
    damaged = ("DMG*D8*1980", "INS*Y*18***************B", "DTP*291*RD8*20261005", "EQ*30****X", "AMT*R*free")
    (found,) = asked(*HEAD, "HL*3*2*22*0", "NM1*IL*1*DOE", *damaged)
    assert {(fault.segment_id, fault.element) for fault in found.faults} == {("DMG", 2), ("INS", 17), ("DTP", 3), ("EQ", 5), ("AMT", 2)}
    assert not any("1980" in fault.message or "free" in fault.message for fault in found.faults)


def test_only_inquiries_are_inquiries() -> None:
    with pytest.raises(ValueError, match="not a 270"):
        list(read_inquiries(next(read_transactions(said(of_jane())))))
    with pytest.raises(ValueError, match="not a 271"):
        list(read_benefits(next(read_transactions(written(plain())))))


def test_what_an_inquiry_asks_is_the_same_whichever_way_it_is_stated() -> None:
    assert plain(service_types=("98", "UC")).asked == (Question(("98", "UC")),)
    assert plain(code="73721", modifiers=("RT",)).asked == (Question(code="73721", modifiers=("RT",)),)
    assert plain(questions=(Question(("30",)), Question(("47",)))).asked == (Question(("30",)), Question(("47",)))


@pytest.mark.parametrize(
    "answer",
    [
        of_jane(ACTIVE, rejects=(Reject("2110C", "62", "C"),)),
        of_jane(replace(ACTIVE, rejects=(Reject("2110C", "62", "C"),))),
        of_jane(requester=None),
        of_jane(subscriber=None),
        of_child(subscriber=None, benefits=()),
        of_jane(contacts=(Contact("", (("TE", "1"), ("FX", "2"), ("EM", "3"), ("UR", "4"))),)),
        of_jane(replace(ACTIVE, procedure="99213", procedure_qualifier="HC", modifiers=("1", "2", "3", "4", "5"))),
        of_jane(subscriber=replace(JANE, diagnoses=(Diagnosis("I10"),) * 9)),
        of_jane(replace(ACTIVE, amount=Decimal("Infinity"))),
    ],
)
def test_an_answer_that_would_be_read_as_another_one_is_not_written(answer: Benefits) -> None:
    with pytest.raises(WriteError):
        said(answer)


def test_nothing_asked_and_nothing_answered_is_not_written() -> None:
    with pytest.raises(WriteError):
        written()
    with pytest.raises(WriteError):
        said()


def test_a_refused_provider_is_answered_beside_those_who_are_not() -> None:
    rejected = Reject("2100B", "51", "C")
    first, second = read_benefits(next(read_transactions(said(of_jane(), refused(rejected, subscriber=None, traces=())))))
    assert (first.found, first.rejects, second.found, second.rejects) == (True, (), False, (rejected,))


def test_who_is_insured_does_not_show_in_repr() -> None:
    text = repr(of_child()) + repr(child_asked())
    assert not any(secret in text for secret in ("ROE", "Roe", "BO'", "CSA2", "2015"))


codes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=2, max_size=12)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
members = st.builds(
    replace,
    st.just(plain().subscriber),
    name=st.builds(Name, codes, codes),
    member_id=codes,
    born_on=st.none() | days,
    sex=st.sampled_from(["", "F", "M"]),
    group_number=st.just("") | codes,
    references=st.lists(st.builds(Reference, st.sampled_from(["18", "EJ", "SY"]), codes), max_size=3).map(tuple),
    diagnoses=st.lists(st.sampled_from(["I10", "E119", "M1711"]).map(Diagnosis), max_size=8).map(tuple),
)
inquiries = st.builds(
    plain,
    trace=codes,
    subscriber=members,
    on=st.none() | days,
    service_types=st.lists(st.sampled_from(["30", "98", "AL", "UC"]), min_size=1).map(tuple),
)
amounts = st.none() | st.decimals(Decimal(0), Decimal("99999.99"), places=2)
benefits = st.builds(
    Benefit,
    st.sampled_from(["1", "6", "B", "C", "D"]),
    st.sampled_from(["", "IND", "FAM"]),
    st.sampled_from([(), ("30",), ("98", "UC")]),
    amount=amounts,
    percent=amounts,
    in_network=st.sampled_from(["", "Y", "N", "W"]),
    messages=st.lists(codes, max_size=3).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(inquiries, min_size=1, max_size=4))
def test_any_inquiries_are_read_as_they_were_written(asking: list[Inquiry]) -> None:
    assert list(read_inquiries(next(read_transactions(written(*asking))))) == asking


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(benefits, min_size=1, max_size=4), min_size=1, max_size=3))
def test_any_answers_are_read_as_they_were_written(parts: list[list[Benefit]]) -> None:
    answers = [of_jane(*part) for part in parts]
    assert list(read_benefits(next(read_transactions(said(*answers))))) == answers


@settings(max_examples=30, deadline=None)
@given(days, st.integers(1, 400))
def test_any_period_is_read_as_it_was_written(first: date, length: int) -> None:
    asking = plain(on=first, through_on=first + timedelta(days=length))
    assert list(read_inquiries(next(read_transactions(written(asking))))) == [asking]
