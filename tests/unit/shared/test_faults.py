"""Whose fault it is, and what a log may say about it."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from types import SimpleNamespace
from typing import Any

import faust
import pytest

from shared.kafka.topics_admin import configuration
from shared.kafka.worker import LARGEST_BATCH, LONGEST_REST, ChunkConsumer, ChunkThread, Gaps, rest_after
from shared.stage.faults import Limits, StopTheLine
from shared.telemetry.log import Formatter, Seldom, where
from tests.integration.toy.events import PLACED, TOTALS


def test_a_few_defects_are_the_messages_fault() -> None:
    Limits().judge("toy.count", row=10, defects=10, taken=49)


def test_more_than_ten_in_a_row_are_ours() -> None:
    with pytest.raises(StopTheLine, match="11 messages in a row"):
        Limits().judge("toy.count", row=11, defects=0, taken=0)


def test_a_fifth_of_a_batch_is_ours() -> None:
    with pytest.raises(StopTheLine, match="11 of 50"):
        Limits().judge("toy.count", row=1, defects=11, taken=50)


def test_logs_say_where_and_never_what() -> None:
    patients: dict[str, int] = {}
    with pytest.raises(KeyError, match="Jane") as caught:
        patients["Jane Doe"]
    record = logging.LogRecord("x", logging.ERROR, "f.py", 1, "it failed", None, (caught.type, caught.value, caught.tb))
    assert where(caught.value).startswith("KeyError at test_faults.py:")
    assert "Jane" not in Formatter("%(message)s").format(record)


def test_a_library_says_the_same_thing_once_in_ten_seconds() -> None:
    def record(name: str, created: float) -> logging.LogRecord:
        made = logging.LogRecord(name, logging.ERROR, "f.py", 1, "the broker is away", None, None)
        made.created = created
        return made

    seldom = Seldom()
    said = [seldom.filter(record("aiokafka.client", second)) for second in (100.0, 101.0, 109.9, 111.0)]
    assert said == [True, False, False, True]
    assert all(seldom.filter(record("shared.db.runner", 100.0)) for _ in range(3))


def test_a_record_is_kept_for_ever_and_a_derived_topic_for_two_weeks() -> None:
    assert configuration(PLACED, 1)["configs"]["retention.ms"] == "-1"
    assert configuration(TOTALS, 3)["configs"] == {
        "cleanup.policy": "delete",
        "retention.ms": str(14 * 86_400_000),
        "retention.bytes": "-1",
        "min.insync.replicas": "2",
    }


def test_missing_offsets_are_believed_only_when_they_are_missing_twice() -> None:
    gaps = Gaps()
    assert gaps.is_real("p", 7, 7)
    assert not gaps.is_real("p", 11, 21), "read again first: 11 to 20 may be on their way"
    assert gaps.is_real("p", 11, 11)
    assert not gaps.is_real("q", 0, 5)
    assert gaps.is_real("q", 0, 5), "still missing: retention took them"
    assert not gaps.is_real("q", 0, 5)


def test_records_that_a_rebalance_overtook_do_not_move_the_position() -> None:
    """Where the partition begins is asked of the broker, and meanwhile it may be shared out anew: then it is read again from there."""
    passed: list[Any] = []

    async def earliest(partition: str) -> dict[str, int]:
        consumer.epoch += 1  # another process joins
        return {partition: 0}

    async def enqueue(*given: Any) -> None:
        passed.append(given)

    consumer = SimpleNamespace(flow_active=True, epoch=1, gaps=Gaps(), _read_offset={"p": None}, earliest_offsets=earliest, _enqueue=enqueue)
    consumer._expected = partial(ChunkConsumer._expected, consumer)
    asyncio.run(ChunkConsumer._pass_on(consumer, {"p": [SimpleNamespace(offset=0)]}, None, 1))
    assert passed == []
    asyncio.run(ChunkConsumer._pass_on(consumer, {"p": [SimpleNamespace(offset=0)]}, None, 2))
    assert len(passed) == 1


def test_a_round_rests_longer_where_many_messages_come_and_never_long() -> None:
    assert rest_after(1, 0.02) < 0.03
    assert rest_after(50, 0.1) == pytest.approx(1.2)
    assert rest_after(60, 10.0) == LONGEST_REST
    assert rest_after(LARGEST_BATCH, 0.5) == 0.0


def test_fausts_internals_are_the_ones_the_chunk_transport_leans_on() -> None:
    assert faust.__version__ == "0.15.3", "read shared/kafka/worker.py, compare _drain_messages with the new version, then change this number"
    for name in (
        "_wait_next_records",
        "_to_message",
        "_drain_messages",
        "perform_seek",
        "wait_first",
        "_new_consumer_thread",
        "on_partitions_revoked",
        "seek",
    ):
        assert callable(getattr(ChunkConsumer.__mro__[1], name)), name
    assert callable(ChunkThread.__mro__[1]._create_worker_consumer)
