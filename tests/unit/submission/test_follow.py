from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from services.billing.submission.stages import follow
from shared.contracts.submission import ClaimAcknowledged, ClaimInInterchange, InterchangeAcknowledged, InterchangeBuilt, InterchangeSent
from shared.contracts.values import ClaimId, ClaimKind, EncounterId, InterchangeId
from tests.unit.submission.given import PAPER, Bench

FILE = InterchangeId("FILE1")
CLAIMS = tuple(ClaimInInterchange(claim_id=ClaimId(f"C{n}"), encounter_id=EncounterId(f"E{n}"), submission=1) for n in (1, 2, 3))
BUILT = InterchangeBuilt(
    interchange_id=FILE, control_number="000000007", kind=ClaimKind.PROFESSIONAL, reference="REF1", claims=CLAIMS, document=PAPER
)
SENT = InterchangeSent(interchange_id=FILE, control_number="000000007", claims=3, document=PAPER)


def answered(accepted: bool, **changes: Any) -> InterchangeAcknowledged:
    return InterchangeAcknowledged(interchange_id=FILE, control_number="000000007", accepted=accepted, document=PAPER, **changes)


def follower() -> Bench:
    return Bench(follow.STAGE, FILE, None)


def test_a_file_that_was_taken_says_nothing_about_its_claims() -> None:
    bench = follower()
    assert bench.take(BUILT, SENT, answered(True)) == []
    assert (bench.state.columns()["status"], list(bench.state.work_items())) == ("acknowledged", [])


@pytest.mark.parametrize("order", list(permutations((BUILT, SENT, answered(False, source="TA1")))))
def test_a_refused_file_refuses_each_claim_once_in_whatever_order_the_news_comes(order: tuple[Any, ...]) -> None:
    bench = follower()
    events = bench.take(*order, *order)
    assert [(each.claim_id, each.reference, each.source) for each in events if isinstance(each, ClaimAcknowledged)] == [
        ("C1", "REF1", "TA1"),
        ("C2", "REF1", "TA1"),
        ("C3", "REF1", "TA1"),
    ]
    assert [item.kind for item in bench.state.work_items()] == ["interchange_refused"]


def test_where_the_999_names_the_faulty_claim_the_others_are_blameless() -> None:
    events = follower().take(BUILT, answered(False, blamed=("C2", "ELSEWHERE")))
    assert [each.blameless for each in events if isinstance(each, ClaimAcknowledged)] == [True, False, True]


def test_where_nobody_is_named_nobody_is_blameless() -> None:
    events = follower().take(BUILT, answered(False, blamed=("ELSEWHERE",)))
    assert [each.blameless for each in events if isinstance(each, ClaimAcknowledged)] == [False, False, False]


def test_a_refused_second_copy_says_nothing_of_the_first() -> None:
    bench = follower()
    assert bench.take(BUILT, SENT, answered(True), answered(False, source="TA1", errors=("TA105: 025",))) == []
    assert [item.kind for item in bench.state.work_items()] == ["interchange_number_repeated"]
    assert bench.state.columns()["status"] == "acknowledged"


def test_an_answer_to_a_file_nobody_sent_is_a_work_item() -> None:
    bench = follower()
    assert bench.take(answered(False)) == []
    assert [item.kind for item in bench.state.work_items()] == ["acknowledgement_unmatched"]
    assert bench.state.columns() == {"control_number": "000000007", "reference": None, "status": "unknown"}
