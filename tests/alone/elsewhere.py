"""Another system that knows our contract and has none of our code: it publishes events with kafka-python."""

from __future__ import annotations

from collections.abc import Sequence

from kafka import KafkaProducer

from shared.contracts.event import Event
from tests.alone.serving import Alone


def publish(service: Alone, topic: str, key: str, *events: Event) -> None:
    """Events as the AsyncAPI document describes them: attributes in headers, JSON as the value. The same event has the same id in every run."""
    producer = KafkaProducer(bootstrap_servers=service.settings["RCM_KAFKA"], acks="all")
    try:
        for place, event in enumerate(events):
            value = event.model_dump_json().encode()
            sent = producer.send(service.settings["RCM_PREFIX"] + topic, key=key.encode(), value=value, headers=_headers(event, key, place))
            sent.get(timeout=30)
    finally:
        producer.close()


def _headers(event: Event, key: str, place: int) -> Sequence[tuple[str, bytes]]:
    attributes = {
        "ce_specversion": "1.0",
        "ce_id": f"elsewhere-{key}-{event.type}-{place}",
        "ce_type": event.type,
        "ce_source": "/elsewhere/billing",
        "ce_subject": key,
        "ce_time": "2026-11-02T09:30:00-05:00",
        "content-type": "application/json",
    }
    return [(name, value.encode()) for name, value in attributes.items()]
