"""277 (005010X212): what a payer says of a claim informs people; its number of the claim counts, and a claim that it misses is somebody's work."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.billing.submission import intake
from services.billing.submission.api import shown
from services.billing.submission.model.payer_status import word_of
from shared.contracts.submission import ClaimAccepted, ClaimBuilt, ClaimStatusReported, StatusCode
from shared.contracts.values import PayerId
from shared.x12.envelope import InterchangeHeader
from shared.x12.translate.naming import Name
from shared.x12.translate.status import ClaimNumbers, Party, Person, Status, StatusReport
from shared.x12.translate.status_answer import AnswerBatch, StatusAnswer
from shared.x12.translate.write_status_answer import write_status_answers
from tests.unit.submission.given import CLAIM, DAY, PAPER, Bench, accepted, answer, built, desk, rejected, submitted
from tests.unit.submission.test_intake import OFFICE

FIRST = built()
REPLACEMENT = FIRST.model_copy(update={"submission": 2, "frequency": "7", "payer_claim_control_number": "ICN1"})
LATER = DAY + timedelta(days=20)


def reported(category: str = "P1:20", number: str = "ICN1", on: date | None = LATER, **changes: Any) -> ClaimStatusReported:
    code, _, status = category.partition(":")
    known = {"claim_id": CLAIM, "payer_id": PayerId("NWHP1"), "payer_claim_control_number": number, "effective_on": on, "document": PAPER}
    return ClaimStatusReported(**{**known, **changes}, statuses=(StatusCode(category=code, status=status),))


def sent(*claims: ClaimBuilt) -> Bench:
    bench = desk()
    for claim in claims or (FIRST,):
        bench.take(claim, submitted(claim))
    return bench


def file(level: str = "claim", payer: str = "NWHP1", number: str = CLAIM, **report: Any) -> bytes:
    told = StatusReport((Status("F1", "65"),), effective_on=LATER, charge=Decimal("190.00"), paid=Decimal("77.50"), **report)
    claim = StatusAnswer(
        level="claim",
        payer=Party(Name("Payer"), payer, "PI"),
        receiver=Party(Name("Us"), "RIVERBEND1", "46"),
        trace="THEIRTRACE",
        reports=(told,),
        providers=(Party(Name("Clinic"), "1245319599", "XX"),),
        subscriber=Person(Name("Testmann", "Ada"), "NWA001"),
        numbers=ClaimNumbers(payer_claim_control_number="ICN1", patient_control_number=number),
    )
    header = InterchangeHeader("CLEARPATH1", "RIVERBEND1", date(2026, 11, 22), time(9), "000000900")
    return write_status_answers(header, AnswerBatch("R1", LATER, time(9), (claim,)), group_control_number=1)


def test_a_277_says_of_each_claim_its_status_its_number_and_what_was_paid() -> None:
    (event,) = intake.acknowledgements(file(), "277-1.x12", OFFICE)
    assert isinstance(event, ClaimStatusReported)
    assert (event.claim_id, event.payer_id, event.payer_claim_control_number) == (CLAIM, "NWHP1", "ICN1")
    assert (event.statuses, event.paid, event.effective_on) == ((StatusCode(category="F1", status="65"),), Decimal("77.50"), LATER)
    assert (event.document.kind, event.document.name) == ("277", "277-1.x12")
    assert "Testmann" not in event.model_dump_json()


def test_a_payer_outside_the_directory_is_nobody_and_a_missing_number_leaves_the_trace() -> None:
    (event,) = intake.acknowledgements(file(payer="ELSEWHERE", number=""), "277-1.x12", OFFICE)
    assert isinstance(event, ClaimStatusReported)
    assert (event.payer_id, event.claim_id) == (None, "THEIRTRACE")


@pytest.mark.parametrize(
    ("category", "word"),
    [
        ("P1", "pended"), ("P3", "pended"), ("F1", "paid"), ("F2", "denied"), ("F3", "finalized"), ("F0", "finalized"), ("A4", "not_found"),
        ("D0", "not_found"), ("R4", "information_requested"), ("A1", "received"), ("A7", "refused"), ("E0", "unanswered"),
    ],
)  # fmt: skip
def test_every_category_has_its_word(category: str, word: str) -> None:
    assert word_of(reported(category)) == word


def test_the_number_in_a_277_counts_like_that_of_an_acknowledgement_and_keeps_the_proof_of_filing() -> None:
    bench = sent()
    bench.take(answer("A2:20", effective_on=DAY))
    (event,) = bench.take(reported())
    assert isinstance(event, ClaimAccepted)
    assert (event.payer_claim_control_number, event.accepted_on, event.submission) == ("ICN1", DAY, 1)
    assert bench.take(reported(), reported("F1:65")) == []
    assert bench.state.icn == "ICN1"


def test_a_claim_that_nobody_acknowledged_and_the_payer_works_on_is_accepted() -> None:
    bench = sent()
    (event,) = bench.take(reported())
    assert isinstance(event, ClaimAccepted)
    assert (event.accepted_on, bench.state.status) == (LATER, "accepted")


@pytest.mark.parametrize(
    "said",
    [
        reported("A4:35"),
        reported("F2:65", number=""),
        reported("E0:0"),
        reported(payer_id=PayerId("CASC2")),
        reported(on=DAY - timedelta(days=1)),
    ],
)
def test_what_finds_nothing_names_nothing_or_speaks_of_another_changes_no_number(said: ClaimStatusReported) -> None:
    bench = sent()
    assert bench.take(said) == []
    assert bench.state.status == "submitted"


def test_the_number_of_the_original_is_not_taken_for_that_of_its_replacement() -> None:
    bench = sent()
    bench.take(accepted(FIRST, "ICN1"), submitted(REPLACEMENT))
    assert bench.take(reported(number="ICN1")) == []
    assert bench.state.status == "submitted"


def test_a_denied_status_denies_nothing_and_is_shown() -> None:
    bench = sent()
    bench.take(accepted(FIRST, "ICN1"))
    assert bench.take(reported("F2:65")) == []
    assert bench.state.status == "accepted"
    assert shown(bench.state)["payer_status"]["word"] == "denied"


def test_a_claim_that_the_payer_misses_long_after_it_was_sent_is_work_until_it_is_found() -> None:
    bench = sent()
    bench.take(reported("A4:35", number="", on=DAY + timedelta(days=1)))
    assert bench.state.work_items() == []
    bench.take(reported("A4:35", number=""))
    (item,) = bench.state.work_items()
    assert (item.kind, item.amount) == ("claim_not_found", Decimal("190.00"))
    bench.take(reported("P1:20", on=LATER + timedelta(days=1)))
    assert bench.state.work_items() == []


def test_an_older_answer_that_comes_late_does_not_hide_a_newer_one() -> None:
    bench = sent()
    bench.take(reported("F1:65"), reported("P1:20", on=DAY + timedelta(days=5)))
    assert bench.state.reported is not None
    assert word_of(bench.state.reported) == "paid"


def test_a_rejected_claim_is_not_missed() -> None:
    bench = sent()
    bench.take(rejected(FIRST), reported("A4:35", number=""))
    assert [item.kind for item in bench.state.work_items()] == []


def test_a_status_that_came_before_the_news_of_the_submission_is_heard_then() -> None:
    bench = desk()
    assert bench.take(reported()) == []
    assert [item.kind for item in bench.state.work_items()] == ["status_unmatched"]
    (event,) = bench.take(submitted(FIRST))
    assert isinstance(event, ClaimAccepted)
    assert bench.state.work_items() == []
