"""CloudEvents in Kafka headers: what is written is read again, what is broken is named and never guessed."""

from __future__ import annotations

from datetime import datetime

import pytest

from shared.contracts.event import Envelope
from shared.kafka.headers import from_headers, to_headers

ENVELOPE = Envelope(
    id="5d1f",
    type="rcm.toy.order-placed.v1",
    source="/test/toy/count",
    subject="o1",
    time=datetime.fromisoformat("2026-11-02T09:30:00.123456-05:00"),
    correlation_id="e1",
    causation_id="c1",
)


def test_an_envelope_survives_the_headers() -> None:
    headers = to_headers(ENVELOPE)
    assert from_headers(b"o1", headers, "place") == (ENVELOPE, "")
    assert dict(headers)["ce_specversion"] == b"1.0"
    assert dict(headers)["content-type"] == b"application/json"


@pytest.mark.parametrize("name", ["ce_id", "ce_type", "ce_time"])
def test_a_missing_attribute_is_named(name: str) -> None:
    envelope, fault = from_headers(b"o1", [pair for pair in to_headers(ENVELOPE) if pair[0] != name], "place")
    assert name in fault
    assert envelope.subject == "o1"


def test_a_time_without_offset_is_a_fault() -> None:
    headers = [(name, b"2026-11-02T09:30:00" if name == "ce_time" else value) for name, value in to_headers(ENVELOPE)]
    assert from_headers(b"o1", headers, "place")[1] == "headers: ce_time is no time with offset"


def test_a_record_without_headers_has_an_id_of_its_place() -> None:
    first, again, other = (from_headers(None, [], place)[0].id for place in ("t/0/1", "t/0/1", "t/0/2"))
    assert first == again != other
