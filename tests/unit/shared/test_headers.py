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
    assert from_headers(b"o1", headers, "place")[1] == "headers: ce_time is no time with offset between 1970 and 2199"


def test_a_record_without_headers_has_an_id_of_its_place() -> None:
    first, again, other = (from_headers(None, [], place)[0].id for place in ("t/0/1", "t/0/1", "t/0/2"))
    assert first == again != other


@pytest.mark.parametrize(
    ("name", "value"),
    [("ce_specversion", b"2.0"), ("ce_id", b"a\x00b"), ("ce_type", b"two\nlines"), ("ce_causationid", b"\xff"), ("ce_source", b"s" * 201)],
)
def test_an_attribute_that_cannot_be_kept_is_named_and_not_repeated(name: str, value: bytes) -> None:
    envelope, fault = from_headers(b"o1", [*to_headers(ENVELOPE), (name, value)], "place")
    assert name in fault
    assert value.decode("latin-1") not in f"{envelope}{fault}" or name == "ce_specversion"


def test_attributes_of_others_are_ignored_whatever_they_hold() -> None:
    assert from_headers(b"o1", [*to_headers(ENVELOPE), ("ce_dataschema", b"\xff\x00"), ("tracestate", None)], "place") == (ENVELOPE, "")


def test_records_with_one_unreadable_key_wait_behind_each_other() -> None:
    subjects = {from_headers(key, to_headers(ENVELOPE), place)[0].subject for key, place in ((b"\xff", "1"), (b"\xff", "2"), (b"\xfe", "3"))}
    assert len(subjects) == 2
    assert all(subject.isprintable() for subject in subjects)
