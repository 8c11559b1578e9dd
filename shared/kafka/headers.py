"""CloudEvents 1.0 in Kafka's binary mode: attributes are headers, the event's JSON is the value, so plumbing never opens a value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from shared.contracts.event import Envelope
from shared.contracts.ids import event_id

Headers = list[tuple[str, bytes]]
ATTRIBUTES = ("id", "type", "source", "subject", "time", "correlationid", "causationid")
SPECIFICATION = "1.0"
LONGEST = 200
"""Characters of an attribute or key. They are looked up by index, and an index has no room for more than a few hundred."""
FIRST_YEAR, LAST_YEAR = 1970, 2199
"""Between them a day can be moved by any time zone, waiting period or filing limit and is still a day."""
NAMES = {f"ce_{name}": name for name in ATTRIBUTES}
NO_TIME = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


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


def from_headers(key: bytes | None, headers: Iterable[tuple[str, bytes | None]] | None, place: str) -> tuple[Envelope, str]:
    """The envelope of a received record, and what is wrong with it. `place` names the record; a broken one gets its id from there.

    Attributes that no release of ours knows are ignored; a key counts for more than `ce_subject`. Nothing of what is wrong is repeated.
    """
    values, fault = _attributes(headers or ())
    subject, time = _word(key or b""), _instant(values.get("time", ""))
    missing = [name for name in ("id", "type", "time") if not values.get(name)]
    if missing:
        fault = fault or f"headers: {', '.join(f'ce_{name} is missing' for name in missing)}"
    elif time is None:
        fault = fault or f"headers: ce_time is no time with offset between {FIRST_YEAR} and {LAST_YEAR}"
    if subject is None:
        fault = fault or f"key: is no word of at most {LONGEST} printable characters"
    subject = subject or (values.get("subject", "") if subject == "" else "")
    if not subject:
        fault = fault or "key: neither it nor ce_subject says what the event is about"
    if fault or time is None:
        return _broken(key, subject, values, place), fault
    return _whole(subject, values, time), ""


def _whole(subject: str, values: dict[str, str], time: datetime) -> Envelope:
    return Envelope(
        id=values["id"],
        type=values["type"],
        source=values.get("source", ""),
        subject=subject,
        time=time,
        correlation_id=values.get("correlationid") or subject,
        causation_id=values.get("causationid", ""),
    )


def _attributes(headers: Iterable[tuple[str, bytes | None]]) -> tuple[dict[str, str], str]:
    """The attributes that can be read, and the first fault among the others. Of two headers with one name the later counts."""
    values, fault = dict[str, str](), ""
    for header, raw in headers:
        if header == "ce_specversion" and not (raw or b"").startswith(b"1."):
            fault = fault or f"headers: ce_specversion is not {SPECIFICATION}"
        name = NAMES.get(header)
        if name is not None:
            word = _word(raw or b"")
            values[name] = word or ""
            if word is None:
                fault = fault or f"headers: {header} is no word of at most {LONGEST} printable characters"
    return values, fault


def _word(raw: bytes) -> str | None:
    """What can be kept in a column, looked up and shown in one line; None for anything else."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    return text if len(text) <= LONGEST and text.isprintable() else None


def _broken(key: bytes | None, subject: str, values: dict[str, str], place: str) -> Envelope:
    """Records with the same unreadable key wait behind each other; without any key, a record is its own subject."""
    name = event_id("", "record", place, 0)
    subject = subject or (f"unreadable-{sha256(key).hexdigest()[:16]}" if key else name)
    return Envelope(name, values.get("type", ""), values.get("source", ""), subject, NO_TIME, subject, "")


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo and FIRST_YEAR <= instant.year <= LAST_YEAR else None
