"""One step of a stage, without broker or database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared.contracts.clock import Woken
from shared.contracts.event import Message
from shared.stage.stage import Folded
from shared.stage.step import Origin, step, subject_of
from shared.testing import message
from tests.integration.toy.events import OrderCounted, OrderPlaced, TotalChanged
from tests.integration.toy.stages import COUNT, TOTAL, Order, Total

ZONE = ZoneInfo("America/New_York")
LATE = datetime.fromisoformat("2026-11-03T02:00:00+00:00")


def test_a_step_folds_the_handled_event_first_and_then_what_it_emitted_about_the_same_subject() -> None:
    given = message(OrderPlaced(order_id="o1", customer_id="c1", amount=5))
    state, emitted = step(COUNT, Order(order_id="o1"), given, None, "test", ZONE)
    assert (state.amount, state.times) == (5, 1)
    assert [type(each.event) for each in emitted] == [OrderCounted]


def test_what_a_decision_has_folded_itself_is_not_folded_again() -> None:
    def decide(order: Order, event: Any, context: Any) -> Folded[Order]:
        return Folded([], order.but(amount=7))

    counting = replace(COUNT, decide=decide, evolve=lambda order, event: pytest.fail("folded again"))
    state, _ = step(counting, Order(order_id="o1"), message(OrderPlaced(order_id="o1", customer_id="c1", amount=5)), None, "test", ZONE)
    assert state.amount == 7


def test_the_same_cause_gives_the_same_ids_and_another_stage_gives_others() -> None:
    given = message(OrderPlaced(order_id="o1", customer_id="c1", amount=5, call=True))
    first, second = (step(COUNT, Order(order_id="o1"), given, None, "test", ZONE)[1] for _ in range(2))
    assert [each.envelope.id for each in first] == [each.envelope.id for each in second]
    assert (
        len({each.envelope.id for each in first} | {each.envelope.id for each in step(COUNT, Order(order_id="o1"), given, None, "b", ZONE)[1]}) == 4
    )


def test_emitted_events_name_their_cause_and_keep_its_time() -> None:
    given = message(OrderPlaced(order_id="o1", customer_id="c1", amount=5), at=LATE)
    [emitted] = step(COUNT, Order(order_id="o1"), given, None, "test", ZONE)[1]
    envelope = emitted.envelope
    assert (envelope.causation_id, envelope.time, envelope.source, envelope.subject) == (given.envelope.id, LATE, "/test/toy/count", "o1")


def test_the_day_of_a_decision_is_the_hospitals_day() -> None:
    woken = Message(message(OrderPlaced(order_id="o1", customer_id="", amount=1), at=LATE).envelope, Woken(subject="o1", on=date(2026, 11, 2)))
    [reminded] = step(COUNT, Order(order_id="o1"), woken, None, "test", ZONE)[1]
    assert getattr(reminded.event, "on", None) == "2026-11-02"


def test_a_stage_may_have_a_key_of_its_own_and_woken_always_goes_to_its_subject() -> None:
    counted = OrderCounted(order_id="o1", customer_id="c1", amount=5, times=1)
    assert (subject_of(COUNT, counted), subject_of(TOTAL, counted)) == ("o1", "c1")
    assert subject_of(TOTAL, Woken(subject="c9", on=date(2026, 11, 2))) == "c9"


def test_an_event_that_the_declaration_does_not_name_is_a_defect() -> None:
    sly = replace(TOTAL, emits=(OrderPlaced,))
    with pytest.raises(TypeError, match="TotalChanged, which its declaration does not name"):
        step(sly, Total(customer_id="c1"), message(OrderCounted(order_id="o1", customer_id="c1", amount=5, times=1)), None, "test", ZONE)


def test_correlation_is_the_encounter_then_the_causes_about_the_same_subject_then_the_key() -> None:
    def correlation(subject: str | None, correlation: str) -> str:
        origin = Origin("test", "toy.count", "cause", LATE, subject, correlation)
        return origin.messages([TotalChanged(customer_id="c1", total=1, orders=1)])[0].envelope.correlation_id

    assert correlation("c1", "e1") == "e1"
    assert correlation("other", "e1") == "c1"
    assert correlation(None, "e1") == "e1"
    assert correlation(None, "") == "c1"
