"""What a rebuild takes from the topics, what it refuses, and how differences are told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from shared.contracts.event import Envelope, Event
from shared.contracts.topics import topic_of
from shared.db.rebuild.reading import Reader
from shared.db.rebuild.schemas import checked
from shared.proving import differences
from shared.rebuilding import Rebuild, topics_of
from shared.stage.faults import StopTheLine
from shared.stage.service import Parts
from shared.stage.stage import Bound
from shared.testing import message
from tests.integration.toy.events import TOTALS, CallAnswered, OrderCounted, OrderPlaced, OrderRemarked
from tests.integration.toy.stages import COUNT, TOTAL

AT = datetime.fromisoformat("2026-11-02T15:00:00+00:00")


@dataclass(frozen=True)
class Record:
    envelope: Envelope
    topic: str
    partition: int
    offset: int
    written_at: int
    value: bytes


def store(table: str) -> Any:
    return SimpleNamespace(table=SimpleNamespace(name=table))


PARTS = Parts(stages=(Bound(COUNT, store("toy_order")), Bound(TOTAL, store("toy_total"))))


def record(event: Event, offset: int = 0, source: str = "/test/toy/http") -> Record:
    given = message(event, at=AT)
    return Record(replace(given.envelope, source=source), topic_of(event).name, 0, offset, 1, event.model_dump_json().encode())


def shares(reader: Reader, given: Record) -> list[tuple[str, str, str, bool]]:
    return [(each.part, each.subject, each.voice, each.is_said) for staged in reader.staged([given]) for each in staged.shares]


COUNTED = OrderCounted(order_id="o1", customer_id="c1", amount=2, times=1)


def test_a_message_belongs_to_whoever_handled_it_and_to_whoever_said_it() -> None:
    said = record(COUNTED, source="/test/toy/count")
    assert shares(Reader(PARTS, "test", None, set()), said) == [("toy_total", "c1", "toy.total", False), ("toy_order", "o1", "toy.count", True)]


def test_what_a_stage_has_not_come_to_is_not_part_of_its_history() -> None:
    reader = Reader(PARTS, "test", {("toy.count", "rcm.toy.placed", 0): 5}, set())
    placed = OrderPlaced(order_id="o1", customer_id="c1", amount=2)
    assert shares(reader, record(placed, 4))
    assert shares(reader, record(placed, 5)) == []


def test_what_stands_parked_was_never_folded() -> None:
    placed = record(OrderPlaced(order_id="o1", customer_id="c1", amount=13))
    assert shares(Reader(PARTS, "test", None, {("toy.count", placed.envelope.id)}), placed) == []


def test_what_nobody_handles_is_left_out_unread() -> None:
    broken = replace(record(OrderRemarked(order_id="o1")), value=b"{")
    assert shares(Reader(PARTS, "test", None, set()), broken) == []


def test_a_message_that_cannot_be_read_is_named_by_its_place_and_never_repeated() -> None:
    broken = replace(record(CallAnswered(order_id="o1", said="secret"), 7), value=b'{"order_id": "secret", "said": 4}')
    with pytest.raises(StopTheLine, match=r"rcm\.toy\.order/0 at 7") as refused:
        Reader(PARTS, "test", None, set()).staged([broken])
    assert "secret" not in str(refused.value)


def test_a_service_that_rests_on_a_topic_that_passes_is_not_rebuilt() -> None:
    parts = Parts(stages=(Bound(replace(TOTAL, subscribes=(TOTALS,)), store("toy_total")),))
    runtime = cast("Any", SimpleNamespace(parts=parts, service=SimpleNamespace(name="toy")))
    with pytest.raises(StopTheLine, match=r"rcm\.toy\.total is not kept for ever"):
        topics_of(runtime)


def test_what_lives_is_never_the_copy() -> None:
    runtime = cast("Any", SimpleNamespace(schema="toy"))
    with pytest.raises(StopTheLine, match="the schema that lives"):
        Rebuild(runtime, "toy")


@pytest.mark.parametrize("name", ["", "Toy", 'a"; DROP SCHEMA b', "a" * 64, "1a"])
def test_a_name_that_cannot_stand_in_a_statement_is_refused(name: str) -> None:
    with pytest.raises(StopTheLine, match="no name for a schema"):
        checked(name)


def test_differences_name_the_place_and_both_sides() -> None:
    live, copy = {"a": {"b": 1, "c": [1, 2]}, "d": 4}, {"a": {"b": 1, "c": [1, 3]}, "e": 4}
    assert list(differences(live, copy)) == [("a.c", [1, 2], [1, 3]), ("d", 4, None), ("e", None, 4)]
    assert list(differences(live, live)) == []
