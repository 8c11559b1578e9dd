"""Topics read from their beginning to where they ended when reading began."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from shared.contracts.event import Envelope
from shared.contracts.topics import Topic
from shared.kafka.connection import client_arguments
from shared.kafka.headers import from_headers
from shared.settings import Settings
from shared.stage.faults import StopTheLine

AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Record:
    """A message as a topic keeps it, unread."""

    envelope: Envelope
    topic: str
    partition: int
    offset: int
    written_at: int
    """Milliseconds since 1970."""
    value: bytes


class Replay:
    """Reads these topics once, from the first record to the last that was there when it was made. Close it."""

    def __init__(self, settings: Settings, topics: Iterable[Topic]) -> None:
        self.consumer: Any = KafkaConsumer(**client_arguments(settings), enable_auto_commit=False)
        try:
            self.names = {settings.topic(topic.name): topic.name for topic in topics}
            self.partitions = [TopicPartition(name, number) for name in self.names for number in self._numbers(name)]
            self.ends: dict[Any, int] = self.consumer.end_offsets(self.partitions)
            self._begin()
        except BaseException:
            self.consumer.close()
            raise

    def _numbers(self, name: str) -> list[int]:
        found = self.consumer.partitions_for_topic(name)
        if not found:
            raise StopTheLine(f"There is no topic {name}: start its owner once, or look whether RCM_KAFKA and RCM_PREFIX are those of the service.")
        return sorted(found)

    def _begin(self) -> None:
        self.consumer.assign(self.partitions)
        self.consumer.seek_to_beginning(*self.partitions)
        begins = self.consumer.beginning_offsets(self.partitions)
        lost = sorted(each.topic for each in self.partitions if begins[each] > 0)
        if lost:
            raise StopTheLine(f"The beginning of {lost[0]} is gone from Kafka, and a fold of the rest would be wrong: restore a backup instead.")

    @property
    def total(self) -> int:
        """How many records there are to read, repeats included."""
        return sum(self.ends.values())

    def bundles(self) -> Iterator[list[Record]]:
        """All records in bundles; a partition's in their order. What nobody of ours wrote is left out, as stages leave it out."""
        while any(self.consumer.position(partition) < end for partition, end in self.ends.items()):
            for partition, records in self.consumer.poll(timeout_ms=500, max_records=AT_ONCE).items():
                yield [each for record in records if record.offset < self.ends[partition] and (each := self._record(record))]

    def _record(self, record: Any) -> Record | None:
        topic = self.names[record.topic]
        envelope, fault = from_headers(record.key, record.headers, f"{topic}/{record.partition}/{record.offset}")
        return None if fault else Record(envelope, topic, record.partition, record.offset, record.timestamp, record.value or b"")

    def close(self) -> None:
        self.consumer.close()
