"""What Kafka knows that a restored database does not: where to read again from, and which events were published after the backup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.admin import OffsetSpec

from shared.contracts.topics import Topic
from shared.db.outbox import Outgoing
from shared.kafka.connection import client_arguments
from shared.kafka.headers import from_headers
from shared.kafka.lag import connect, offsets
from shared.settings import Settings
from shared.stage.faults import StopTheLine

MARGIN_SECONDS = 3600.0
"""Read so much further back than the backup seems to reach; what is known already is left alone."""
AT_ONCE = 500


def rewind(settings: Settings, service: str, targets: Mapping[tuple[str, int], int]) -> dict[str, int]:
    """Let the group read again from these offsets, by (topic, partition). Returns where Kafka ends now. StopTheLine while the group has members."""
    client = connect(settings)
    try:
        wanted = {TopicPartition(settings.topic(topic), partition): offset for (topic, partition), offset in targets.items()}
        refused = {partition for partition, error in client.reset_group_offsets(settings.group(service), dict(wanted)).items() if _failed(error)}
        if refused:
            raise StopTheLine(f"The group {settings.group(service)} still has members: stop every process of {service}, wait ten seconds, try again.")
        ends = offsets(client, list(wanted), OffsetSpec.LATEST)
        return {f"{topic}/{partition}": ends[TopicPartition(settings.topic(topic), partition)] for topic, partition in targets}
    finally:
        client.close()


def _failed(answer: Any) -> bool:
    """kafka-python gives an error class, or a row with one."""
    error = answer.get("error", None) if isinstance(answer, dict) else answer
    return bool(getattr(error, "errno", 0))


def published_since(settings: Settings, topics: Iterable[Topic], since: float | None) -> Iterator[list[Outgoing]]:
    """Events on these topics since an instant (all without one), in bundles; order holds per key."""
    consumer = KafkaConsumer(**client_arguments(settings), enable_auto_commit=False)
    try:
        names = {settings.topic(topic.name): topic.name for topic in topics}
        partitions = [TopicPartition(settings.topic(topic.name), number) for topic in topics for number in range(topic.partitions)]
        consumer.assign(partitions)
        ends = consumer.end_offsets(partitions)
        _seek(consumer, partitions, since)
        while any(consumer.position(partition) < ends[partition] for partition in partitions):
            for records in consumer.poll(timeout_ms=500, max_records=AT_ONCE).values():
                yield [each for record in records if (each := _outgoing(names[record.topic], record))]
    finally:
        consumer.close()


def _seek(consumer: Any, partitions: list[Any], since: float | None) -> None:
    consumer.seek_to_beginning(*partitions)
    if since is None:
        return
    instant = int((since - MARGIN_SECONDS) * 1000)
    for partition, found in consumer.offsets_for_times(dict.fromkeys(partitions, instant)).items():
        if found is not None:
            consumer.seek(partition, found.offset)
        else:
            consumer.seek_to_end(partition)


def _outgoing(topic: str, record: Any) -> Outgoing | None:
    """The event as it was in the outbox; None for a record that nobody of ours wrote."""
    envelope, fault = from_headers(record.key, record.headers, f"{topic}/{record.partition}/{record.offset}")
    return None if fault else Outgoing(envelope, topic, record.value or b"")
