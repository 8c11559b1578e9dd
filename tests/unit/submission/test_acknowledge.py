from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given as arbitrary
from hypothesis import settings
from hypothesis import strategies as st

from shared.contracts.clock import Woken
from shared.contracts.submission import ClaimAccepted, ClaimAcknowledged, ClaimRejected
from shared.contracts.values import Owner
from tests.unit.submission.given import CLAIM, DAY, Bench, answer, built, desk, submitted, withdrawn

FIRST = built()
SECOND = FIRST.model_copy(update={"submission": 2})


def sent(*claims: object) -> Bench:
    bench = desk()
    bench.take(*(submitted(claim) for claim in claims or (FIRST,)))
    return bench


def only(events: list[object]) -> ClaimAccepted | ClaimRejected:
    (event,) = events
    assert isinstance(event, ClaimAccepted | ClaimRejected)
    return event


def test_received_is_not_accepted() -> None:
    bench = sent()
    assert bench.take(answer("A1:19"), answer("A0:16")) == []
    assert bench.state.status == "submitted"


def test_a2_with_a_number_is_the_acceptance_and_a_repeat_changes_nothing() -> None:
    bench = sent()
    event = only(bench.take(answer("A1:19"), answer("A2:20", number="ICN1", effective_on=date(2026, 11, 3))))
    assert isinstance(event, ClaimAccepted)
    assert (event.payer_claim_control_number, event.accepted_on, event.submission) == ("ICN1", date(2026, 11, 3), 1)
    assert bench.take(answer("A2:20", number="ICN1")) == []
    assert (bench.state.status, bench.state.icn, bench.state.wake_on) == ("accepted", "ICN1", None)


def test_a_later_acceptance_adds_the_number_and_keeps_the_proof_of_filing() -> None:
    bench = sent()
    bench.take(answer("A2:20", effective_on=date(2026, 11, 3)))
    event = only(bench.take(answer("A2:20", number="ICN1", effective_on=date(2026, 11, 9))))
    assert isinstance(event, ClaimAccepted)
    proof = bench.state.submissions[1].accepted
    assert proof is not None
    assert (proof.accepted_on, proof.payer_claim_control_number) == (date(2026, 11, 3), "ICN1")


@pytest.mark.parametrize(
    ("status", "owner", "code", "place"),
    [
        ("A7:164:IL", Owner.ELIGIBILITY, "member_id_rejected", "coverages[COV1].member_id"),
        ("A3:33", Owner.ELIGIBILITY, "member_id_rejected", "coverages[COV1].member_id"),
        ("A7:158:QC", Owner.ELIGIBILITY, "birth_date_rejected", "patient.birth_date"),
        ("A7:97:IL", Owner.ELIGIBILITY, "member_id_rejected", "coverages[COV1].member_id"),
        ("A7:999:IL", Owner.ELIGIBILITY, "member_id_rejected", "coverages[COV1].member_id"),
        ("A6:252", Owner.ELIGIBILITY, "authorization_rejected", "authorization"),
        ("A7:255", Owner.CODING, "diagnoses_rejected", "diagnoses"),
        ("A8:453", Owner.CODING, "modifiers_rejected", "modifiers"),
        ("A7:464:PR", Owner.SUBMISSION, "payer_number_rejected", "payer_number"),
        ("A7:535", Owner.SUBMISSION, "frequency_rejected", "frequency"),
        ("A7:562:85", Owner.SUBMISSION, "npi_rejected", "npi"),
        ("A7:125:82", Owner.SUBMISSION, "provider_rejected", "provider"),
        ("A7:153:PR", Owner.SUBMISSION, "payer_rejected", "payer_id"),
        ("A7:999", Owner.SUBMISSION, "claim_refused", "claim"),
    ],
)
def test_a_rejection_names_the_field_and_whose_people_mend_it(status: str, owner: Owner, code: str, place: str) -> None:
    bench = sent()
    event = only(bench.take(answer("A1:19", status)))
    assert isinstance(event, ClaimRejected)
    assert (event.responsible, event.reason.code, event.reason.place) == (owner, code, place)
    assert bench.take(answer(status)) == []
    mine = [item.kind for item in bench.state.work_items()]
    assert mine == (["claim_rejected"] if owner is Owner.SUBMISSION else [])


def test_a_late_refusal_of_the_first_never_lowers_the_second() -> None:
    bench = sent()
    bench.take(answer("A7:164:IL"), submitted(SECOND), answer("A2:20", reference="REF2", number="ICN2"))
    assert bench.take(answer("A7:164:IL", reference="REF1"), answer("A3:33", reference="REF1")) == []
    assert (bench.state.status, bench.state.icn) == ("accepted", "ICN2")
    assert bench.state.submissions[1].rejected is not None


def test_s3_the_proof_of_filing_is_the_second_acceptance_not_the_first_refusal() -> None:
    bench = sent()
    first = only(bench.take(answer("A7:164:IL", effective_on=date(2026, 11, 3))))
    assert isinstance(first, ClaimRejected)
    assert bench.state.icn == ""
    bench.take(submitted(SECOND, on=date(2026, 11, 5)))
    second = only(bench.take(answer("A2:20", reference="REF2", number="ICN2", effective_on=date(2026, 11, 6))))
    assert isinstance(second, ClaimAccepted)
    assert (second.claim_id, second.submission, second.accepted_on) == (CLAIM, 2, date(2026, 11, 6))


def test_an_acknowledgement_may_come_before_the_news_of_the_submission() -> None:
    bench = desk()
    assert bench.take(answer("A2:20", number="ICN1")) == []
    assert [item.kind for item in bench.state.work_items()] == ["acknowledgement_unmatched"]
    assert isinstance(only(bench.take(submitted(FIRST))), ClaimAccepted)
    assert list(bench.state.work_items()) == []


def test_an_answer_to_a_reference_nobody_knows_waits_with_a_work_item() -> None:
    bench = sent()
    assert bench.take(answer("A7:164:IL", reference="ELSEWHERE")) == []
    assert bench.state.status == "submitted"
    assert [item.kind for item in bench.state.work_items()] == ["acknowledgement_unmatched"]


def test_an_answer_without_reference_means_the_newest_submission() -> None:
    bench = sent(FIRST, SECOND)
    assert only(bench.take(answer("A2:20", reference="", number="ICN2"))).submission == 2


def test_a_999_that_refuses_the_file_rejects_the_claim() -> None:
    bench = sent()
    event = only(bench.take(answer("A3", source="999")))
    assert isinstance(event, ClaimRejected)
    assert (event.responsible, event.reason.code) == (Owner.SUBMISSION, "transaction_refused")


def test_after_an_acceptance_without_number_the_payer_may_still_refuse() -> None:
    bench = sent()
    bench.take(answer("A2:20"))
    assert isinstance(only(bench.take(answer("A7:164:IL"))), ClaimRejected)
    assert bench.state.status == "rejected"


def test_after_an_acceptance_with_number_a_refusal_is_a_question_to_the_payer() -> None:
    bench = sent()
    bench.take(answer("A2:20", number="ICN1"))
    assert bench.take(answer("A7:164:IL"), answer("A7:164:IL")) == []
    assert bench.state.status == "accepted"
    assert [item.kind for item in bench.state.work_items()] == ["acknowledgement_contradicted"]


def test_without_an_acknowledgement_a_person_looks_for_the_claim_after_some_days() -> None:
    bench = sent()
    due = DAY + timedelta(days=3)
    assert bench.state.wake_on == due
    bench.take(Woken(subject=CLAIM, on=due))
    assert [item.kind for item in bench.state.work_items()] == ["acknowledgement_overdue"]
    bench.take(answer("A2:20", number="ICN1"))
    assert list(bench.state.work_items()) == []


def test_a_claim_that_left_before_its_withdrawal_is_a_work_item() -> None:
    bench = desk()
    bench.take(withdrawn(FIRST), submitted(FIRST))
    assert bench.state.status == "submitted"
    assert [item.kind for item in bench.state.work_items()] == ["withdrawn_too_late"]


def test_a_rejected_claim_that_a_person_withdraws_is_done() -> None:
    bench = sent()
    bench.take(answer("A7:255"), withdrawn(FIRST))
    assert (bench.state.status, list(bench.state.work_items())) == ("withdrawn", [])


def test_a_rejected_replacement_that_a_person_withdraws_leaves_the_accepted_original() -> None:
    bench = sent()
    bench.take(answer("A2:20", number="ICN1"), submitted(SECOND), answer("A7:535", reference="REF2"), withdrawn(SECOND))
    assert bench.state.status == "accepted"


STORY = (
    answer("A1:19"),
    answer("A7:164:IL"),
    answer("A7:164:IL"),
    answer("A1:19", reference="REF2"),
    answer("A2:20", reference="REF2", effective_on=date(2026, 11, 5)),
    answer("A2:20", reference="REF2", number="ICN2", effective_on=date(2026, 11, 6)),
)


@settings(max_examples=200, deadline=None)
@arbitrary(st.permutations([submitted(FIRST), submitted(SECOND), *STORY, *STORY]))
def test_any_order_with_repeats_ends_in_the_same_claim(events: list[ClaimAcknowledged]) -> None:
    bench = desk()
    emitted = bench.take(*events)
    assert (bench.state.status, bench.state.icn, bench.state.pending, list(bench.state.work_items())) == ("accepted", "ICN2", (), [])
    assert len([each for each in emitted if isinstance(each, ClaimRejected)]) == 1
    assert {each.submission for each in emitted if isinstance(each, ClaimAccepted)} == {2}
    proof = bench.state.submissions[2].accepted
    assert proof is not None
    assert (proof.payer_claim_control_number, proof.accepted_on) == ("ICN2", date(2026, 11, 5))
