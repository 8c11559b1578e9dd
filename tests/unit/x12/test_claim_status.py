"""276, 277 and 277CA written and read back: what is asked, answered and acknowledged arrives as it was meant."""

from dataclasses import replace

import pytest

from shared.x12.faults import WriteError
from shared.x12.interchange import Transaction, read_transactions
from shared.x12.profile import STRICT
from shared.x12.translate.acknowledged_claim import Totals, tally
from shared.x12.translate.claim_acks import read_claim_acknowledgement, read_claim_statuses
from shared.x12.translate.status import ClaimNumbers, StatusReport
from shared.x12.translate.status_answer import AnswerBatch, StatusAnswer, read_answer_batch, read_status_answers
from shared.x12.translate.status_inquiry import (
    InquiryBatch,
    StatusInquiry,
    read_inquiry_batch,
    read_status_inquiries,
    write_status_inquiries,
)
from shared.x12.translate.write_claim_acks import write_claim_acknowledgement
from shared.x12.translate.write_status_answer import write_status_answers
from shared.x12.validate import validate
from tests.unit.x12.outside import body, index, needs_outside
from tests.unit.x12.shapes.claim_acknowledgements import ACKNOWLEDGEMENTS, accepted, ack, line, rejected
from tests.unit.x12.shapes.status import SHAPES
from tests.unit.x12.shapes.status_answers import ANSWERS, BASE, LINE, PAID, above
from tests.unit.x12.shapes.status_inquiries import CHILD, INQUIRIES, VISIT, ask
from tests.unit.x12.shapes.status_people import AT, HEADER, ON, RIVERBEND, money

EVERY = [(set_id, name) for set_id, shapes in SHAPES.items() for name in shapes]
PAIRS = {
    "claims of a hospital": ("276-claim-request", "277-claim-response"),
    "pharmacy": ("276-claim-ncpdp-request", "277-claim-ncpdp-response"),
}
MISTYPED = {"ABCXYZ3": "ABCXYC3"}
"""The third claim of this pair is answered with a mistyped trace."""


def only(data: bytes) -> Transaction:
    return next(read_transactions(data))


def test_there_are_more_than_thirty_shapes_of_each() -> None:
    assert all(len(shapes) > 30 for shapes in SHAPES.values())


@pytest.mark.parametrize(("set_id", "name"), EVERY)
def test_what_we_write_has_no_finding_however_strict(set_id: str, name: str) -> None:
    transaction = only(SHAPES[set_id][name])
    assert validate(transaction, STRICT) == []
    assert transaction.faults == []


@pytest.mark.parametrize("name", INQUIRIES)
def test_an_inquiry_is_read_as_it_was_written(name: str) -> None:
    assert read_inquiry_batch(only(SHAPES["276"][name])) == INQUIRIES[name]


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_read_as_it_was_written(name: str) -> None:
    assert read_answer_batch(only(SHAPES["277"][name])) == ANSWERS[name]


@pytest.mark.parametrize("name", ACKNOWLEDGEMENTS)
def test_an_acknowledgement_is_read_as_it_was_written(name: str) -> None:
    assert read_claim_acknowledgement(only(SHAPES["277CA"][name])) == ACKNOWLEDGEMENTS[name]


def test_claims_are_streamed_as_the_whole_is_read() -> None:
    assert tuple(read_status_inquiries(only(SHAPES["276"]["forty patients"]))) == INQUIRIES["forty patients"].inquiries
    assert tuple(read_status_answers(only(SHAPES["277"]["sixty patients"]))) == ANSWERS["sixty patients"].answers


@pytest.mark.parametrize("name", ACKNOWLEDGEMENTS)
def test_the_statuses_of_an_acknowledgement_tell_the_same_claims(name: str) -> None:
    claims = [claim for provider in ACKNOWLEDGEMENTS[name].providers for claim in provider.claims]
    statuses = [status for status in read_claim_statuses(only(SHAPES["277CA"][name])) if status.level == "claim"]
    assert [(status.trace, status.is_rejected, status.charge) for status in statuses] == [
        (each.trace, each.is_rejected, each.charge) for each in claims
    ]


def test_two_claims_of_one_patient_are_told_apart() -> None:
    data = SHAPES["277CA"]["one accepted, one rejected"].replace(b"HL*5*3*PT~NM1*QC*1*Pena*Zoe*R***MI*NWA100200~", b"")
    assert [(each.trace, each.is_rejected) for each in read_claim_statuses(only(data)) if each.level == "claim"] == [
        ("ACCT-1", False),
        ("ACCT-2", True),
    ]
    assert [claim.trace for claim in read_claim_acknowledgement(only(data)).providers[0].claims] == ["ACCT-1", "ACCT-2"]


def test_claims_are_counted_by_what_became_of_them() -> None:
    assert tally([accepted(charge="100"), accepted(charge="0.5"), rejected(charge="40")]) == Totals(
        money("2"), money("1"), money("100.5"), money("40")
    )
    assert tally([accepted(lines=(line(),))]).rejected == 1


def test_a_claim_with_a_refused_line_is_refused() -> None:
    assert accepted(lines=(line(),)).is_rejected
    assert not accepted().is_rejected


def _asks(inquiry: StatusInquiry) -> bytes:
    return write_status_inquiries(HEADER, InquiryBatch("R", ON, AT, (inquiry,)), group_control_number=1)


def _answers(*answers: StatusAnswer) -> bytes:
    return write_status_answers(HEADER, AnswerBatch("R", ON, AT, answers), group_control_number=1)


@pytest.mark.parametrize(
    ("inquiry", "words"),
    [
        (ask(providers=()), "one provider"),
        (ask(providers=(RIVERBEND,) * 3), "one provider"),
        (ask(numbers=ClaimNumbers(voucher="V1")), "no place for a voucher"),
        (replace(CHILD, dependent=replace(CHILD.dependent, member_id="X1")), "no member id"),  # type: ignore[type-var]
        (ask(lines=(replace(VISIT, paid=money("1")),)), "those are answered"),
        (ask(lines=(replace(VISIT, modifiers=("25",) * 5),)), "four modifiers"),
        (ask(lines=(replace(VISIT, reports=(PAID,)),)), "those are answered"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(inquiry: StatusInquiry, words: str) -> None:
    with pytest.raises(WriteError, match=words):
        _asks(inquiry)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (replace(BASE, subscriber=None), "names the subscriber"),
        (replace(BASE, providers=()), "names the provider"),
        (replace(BASE, numbers=ClaimNumbers(group_number="G1")), "no place for a group number"),
        (replace(BASE, reports=(StatusReport(()),)), "one to three statuses"),
        (replace(BASE, reports=(replace(PAID, statuses=PAID.statuses * 4),)), "one to three statuses"),
        (replace(BASE, lines=(replace(LINE, paid=None),)), "what was paid"),
        (above("receiver", "E0:24:41", lines=(LINE,)), "statuses alone"),
        (above("provider", "E0:24:41", service_from=ON), "statuses alone"),
    ],
)
def test_an_answer_that_cannot_be_given_is_refused(answer: StatusAnswer, words: str) -> None:
    with pytest.raises(WriteError, match=words):
        _answers(answer)


def test_nothing_asked_or_answered_is_refused() -> None:
    for write in (
        lambda: write_status_inquiries(HEADER, InquiryBatch("R", ON, AT, ()), group_control_number=1),
        _answers,
        lambda: _answers(above("receiver", "E1:0"), above("receiver", "E1:0")),
        lambda: write_claim_acknowledgement(HEADER, ack(received_on=None), group_control_number=1),
        lambda: write_claim_acknowledgement(HEADER, ack(rejected(lines=(line(paid=money("1")),))), group_control_number=1),
        lambda: write_claim_acknowledgement(HEADER, ack(rejected(reports=(StatusReport(PAID.statuses, message="x" * 265),))), group_control_number=1),
    ):
        with pytest.raises(WriteError):
            write()


def test_other_sets_are_refused() -> None:
    with pytest.raises(ValueError, match="not a 276"):
        read_inquiry_batch(only(SHAPES["277"]["denied"]))
    with pytest.raises(ValueError, match="answers a 276"):
        read_status_answers(only(SHAPES["276"]["dependent"]))
    with pytest.raises(ValueError, match="answers a 276"):
        read_answer_batch(only(SHAPES["277CA"]["file refused"]))
    with pytest.raises(ValueError, match="not a 277"):
        read_claim_acknowledgement(only(SHAPES["276"]["dependent"]))


def test_no_person_is_named_by_a_repr() -> None:
    for shown in (repr(INQUIRIES["dependent"]), repr(ANSWERS["dependent"]), repr(ACKNOWLEDGEMENTS["one claim accepted"])):
        assert not any(name in shown for name in ("Okafor", "Ada", "Pena", "Zoe", "NWA100200", "CSB300400", "1980"))


def test_a_level_without_a_trace_has_its_statuses_all_the_same() -> None:
    data = SHAPES["277"]["denied"].replace(b"TRN*2*TRACE-1~", b"")
    (answer,) = read_status_answers(only(data))
    assert (answer.trace, answer.reports) == ("", ANSWERS["denied"].answers[0].reports)


@pytest.mark.outside
@needs_outside
@pytest.mark.parametrize("name", PAIRS)
def test_the_answers_of_others_match_their_questions(name: str) -> None:
    files = [path for stem in PAIRS[name] for path in index() if stem in path]
    asked = {each.trace: each for each in read_status_inquiries(only(body(files[0])))}
    answered = {each.trace: each for each in read_status_answers(only(body(files[1])))}
    assert {MISTYPED.get(trace, trace) for trace in asked} == set(answered)
    for trace, question in asked.items():
        answer = answered[MISTYPED.get(trace, trace)]
        assert answer.subscriber is not None
        assert (answer.subscriber.member_id, answer.service_from) == (question.subscriber.member_id, question.service_from)
        assert answer.numbers.patient_control_number == question.numbers.patient_control_number
        assert [each.code for each in answer.lines] == [each.code for each in question.lines]
        assert {question.charge, *[each.charge for each in question.lines]} >= {answer.reports[0].charge}


@pytest.mark.outside
@needs_outside
def test_a_request_refused_as_a_whole_is_answered_under_its_reference() -> None:
    request = next(path for path in index() if "276-info-receiver-request" in path)
    response = next(path for path in index() if "277-info-receiver-response" in path)
    (answer,) = read_status_answers(only(body(response)))
    assert (answer.level, answer.trace) == ("receiver", read_inquiry_batch(only(body(request))).reference)
