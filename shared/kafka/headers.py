"""CloudEvents 1.0 in Kafka's binary mode: attributes are headers, the event's JSON is the value, so plumbing never opens a value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shared.contracts.event import Envelope
from shared.contracts.ids import event_id

Headers = list[tuple[str, bytes]]
ATTRIBUTES = ("id", "type", "source", "subject", "time", "correlationid", "causationid")
SPECIFICATION = "1.0"


def to_headers(envelope: Envelope) -> Headers:
    """The headers of a published event."""
    values = (
        envelope.id,
        envelope.type,
        envelope.source,
        envelope.subject,
        envelope.time.isoformat(),
        envelope.correlation_id,
        envelope.causation_id,
    )
    headers = [(f"ce_{name}", value.encode()) for name, value in zip(ATTRIBUTES, values, strict=True)]
    return [("ce_specversion", SPECIFICATION.encode()), *headers, ("content-type", b"application/json")]


def from_headers(key: bytes | None, headers: Iterable[tuple[str, bytes]], place: str) -> tuple[Envelope, str]:
    """The envelope of a received record, and what is wrong with it. `place` names the record; a broken one gets its id from there."""
    given = {name: value.decode("utf-8", "replace") for name, value in headers}
    values = {name: given.get(f"ce_{name}", "") for name in ATTRIBUTES}
    missing = [name for name in ("id", "type", "time") if not values[name]]
    time = _instant(values["time"])
    if missing or time is None:
        return _broken(key, values, place), f"headers: {', '.join(f'ce_{name} is missing' for name in missing) or 'ce_time is no time with offset'}"
    subject = (key or b"").decode("utf-8", "replace") or values["subject"]
    envelope = Envelope(
        id=values["id"],
        type=values["type"],
        source=values["source"],
        subject=subject,
        time=time,
        correlation_id=values["correlationid"] or subject,
        causation_id=values["causationid"],
    )
    return envelope, ""


def _broken(key: bytes | None, values: dict[str, str], place: str) -> Envelope:
    subject = (key or b"").decode("utf-8", "replace")
    name = event_id("", "record", place, 0)
    return Envelope(name, values["type"], values["source"], subject, datetime.fromisoformat("1970-01-01T00:00:00+00:00"), subject, "")


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else None
