"""Records that nobody should ever publish, made from the examples of the contracts, and what has to become of each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal

from shared.contracts import specification
from shared.contracts.event import Envelope, Event, type_name
from shared.contracts.topics import Topic
from shared.kafka.headers import to_headers

MARK = "Testoak"
"""Stands for everything that identifies somebody: it must be in no reason."""
SUBJECTS = ("encounter_id", "claim_id", "trace_number")
"""What stages keep states of: strangers to each other in all of them, lest one waits behind another."""
ESSENTIAL = {"ce_specversion", "ce_id", "ce_type", "ce_time", "ce_subject"}
DEEP = b"[" * 5000 + b"]" * 5000
Headers = list[tuple[str, bytes | None]]
Outcome = Literal["parked", "handled", "unknown"]


@dataclass(frozen=True)
class Record:
    """What is published: of one kind of poison, on one topic, made from one event type."""

    kind: str
    type: str
    subject: str
    key: bytes | None
    value: bytes | None
    headers: Headers
    outcome: Outcome
    reason: str
    """What the reason of a parked one says, as a pattern."""
    for_all: bool = False
    """Nobody knows what it is, so every consumer of the topic has to keep it."""


Change = Callable[[Record], Record]


@cache
def example_of(event: type[Event]) -> dict[str, Any]:
    """The smallest example of an event type."""
    [first, *_] = sorted((path for path in specification.examples() if path.parent.name == type_name(event)), key=lambda path: path.stat().st_size)
    return dict(json.loads(first.read_text()))


def sound(topic: Topic, event: type[Event], subject: str, kind: str = "sound") -> Record:
    """A record as our relay would publish it; the subject is a claim, encounter or payment nobody has heard of."""
    told = example_of(event)
    value = {**told, **{name: f"{name[0].upper()}{subject}" for name in SUBJECTS if told.get(name)}, topic.key: subject}
    envelope = Envelope(f"{kind}-{subject}", type_name(event), "/stranger/test", subject, datetime(2026, 11, 2, 12, tzinfo=UTC), subject, "")
    headers: Headers = [*to_headers(envelope)]
    return Record(kind, envelope.type, subject, subject.encode(), json.dumps(value).encode(), headers, "handled", "")


def _value(value: bytes | None, reason: str) -> Change:
    return lambda record: replace(record, value=value, outcome="parked", reason=reason)


def _members(reason: str = "", **members: Any) -> Change:
    """Members of the event replaced or added; with a reason they cannot be."""

    def change(record: Record) -> Record:
        value = json.dumps({**json.loads(record.value or b""), **members}).encode()
        return replace(record, value=value, outcome="parked" if reason else "handled", reason=reason)

    return change


def _header(name: str, value: bytes | None, reason: str = "", *, missing: bool = False) -> Change:
    """A header set, or left out; without a reason it may be so."""

    def change(record: Record) -> Record:
        others = [pair for pair in record.headers if pair[0] != name]
        headers = others if missing else [*others, (name, value)]
        if not reason:
            return replace(record, headers=headers)
        return replace(record, headers=headers, outcome="parked", reason=reason, for_all=True)

    return change


def _key(before: bytes | None, reason: str = "", *, for_all: bool = False) -> Change:
    """Another key: the subject after these bytes, or none."""

    def change(record: Record) -> Record:
        key = None if before is None else before + record.subject.encode()
        return replace(record, key=key, outcome="parked" if reason else "handled", reason=reason, for_all=for_all)

    return change


def _type(change: Callable[[str], str]) -> Change:
    def changed(record: Record) -> Record:
        headers = [(name, change(record.type).encode() if name == "ce_type" else value) for name, value in record.headers]
        return replace(record, headers=headers, outcome="unknown")

    return changed


def _text(record: Record) -> str:
    """A text member of the event, other than its type."""
    return next((name for name, value in json.loads(record.value or b"").items() if isinstance(value, str) and name != "type"), "")


def _in_text(raw: bytes, reason: str) -> Change:
    """The first text member written with these bytes in it. It is the key of many events, so the bytes come first."""

    def change(record: Record) -> Record:
        given = json.loads(record.value or b"")
        value = json.dumps({**given, _text(record): "@@"}).encode().replace(b"@@", raw)
        return replace(record, value=value, outcome="parked", reason=reason)

    return change


def _number_in_text(record: Record) -> Record:
    name = _text(record)
    return _members(rf"{name}: \w+", **{name: [7]})(record)


def _twice(record: Record) -> Record:
    """The key given two times, first as somebody else: the last one counts, for every reader."""
    value = record.value or b""
    first = value.replace(record.subject.encode(), b"nobody", 1)
    return replace(record, value=first[:-1] + b", " + value[1:])


def _large(record: Record) -> Record:
    return _members(remark="x" * 890_000)(record)


JSON_INVALID = "the whole value: json_invalid"
VALUES: dict[str, Change] = {
    "sound": lambda record: record,
    "binary junk": _value(bytes(range(256)) + MARK.encode(), JSON_INVALID),
    "an empty value": _value(b"", JSON_INVALID),
    "a tombstone": _value(None, JSON_INVALID),
    "JSON cut off": lambda record: replace(record, value=(record.value or b"")[:-1], outcome="parked", reason=JSON_INVALID),
    "a list": _value(b'["Testoak"]', "the whole value: model_type"),
    "a number": _value(b"7", "the whole value: model_type"),
    "no member at all": _value(b'{"Testoak": 1}', "missing"),
    "nesting without end": _value(b'{"remark": ' + DEEP + b"}", JSON_INVALID),
    "the key as deep nesting": _value(DEEP, JSON_INVALID),
    "an escaped NUL": _in_text(b"Testoak\\u0000", "NUL|_error|_parsing|pattern|enum"),
    "a raw NUL": _in_text(b"Testoak\x00", JSON_INVALID),
    "a lone surrogate": _in_text(b"Testoak\\ud800", JSON_INVALID),
    "invalid UTF-8": _in_text(b"Testoak\xff\xfe", JSON_INVALID),
    "a number where text is due": _number_in_text,
    "a member of tomorrow": _members(introduced_later={"deep": [1, 2.5, None, "text"]}),
    "a member written twice": _twice,
    "another type in the value": _members("type: literal_error", type="rcm.denials.never.v1"),
}
ENVELOPES: dict[str, Change] = {
    "no headers": lambda record: replace(record, headers=[], outcome="parked", reason="ce_id is missing, ce_type is missing", for_all=True),
    "no id": _header("ce_id", None, "ce_id is missing", missing=True),
    "no type": _header("ce_type", None, "ce_type is missing", missing=True),
    "no time": _header("ce_time", None, "ce_time is missing", missing=True),
    "no specversion": _header("ce_specversion", None, missing=True),
    "no source, correlation or cause": lambda record: replace(record, headers=[pair for pair in record.headers if pair[0] in ESSENTIAL]),
    "a specversion of tomorrow": _header("ce_specversion", b"2.0", "ce_specversion is not 1.0"),
    "a specversion 1.1": _header("ce_specversion", b"1.1"),
    "an extension of others": _header("ce_dataschema", b"\xff\x00 whatever"),
    "a header without a value": _header("ce_id", None, "ce_id is missing"),
    "an id that is no text": _header("ce_id", b"\xff\xfe", "ce_id is no word"),
    "an id with NUL": _header("ce_id", b"a\x00b", "ce_id is no word"),
    "an id of two lines": _header("ce_id", b"a\nERROR all is lost", "ce_id is no word"),
    "an id without end": _header("ce_id", b"i" * 5000, "ce_id is no word"),
    "a correlation with NUL": _header("ce_correlationid", b"a\x00b", "ce_correlationid is no word"),
    "a time without offset": _header("ce_time", b"2026-11-02T12:00:00", "ce_time is no time"),
    "a time that is none": _header("ce_time", b"the day before", "ce_time is no time"),
    "the end of all time": _header("ce_time", b"9999-12-31T23:59:59-12:00", "ce_time is no time"),
    "the beginning of all time": _header("ce_time", b"0001-01-01T00:00:00+14:00", "ce_time is no time"),
    "a key with NUL": _key(b"a\x00", "key: is no word", for_all=True),
    "a key that is no text": _key(b"\xff\xfe", "key: is no word", for_all=True),
    "a key without end": _key(b"k" * 5000, "key: is no word", for_all=True),
    "no key": _key(None),
    "neither key nor subject": lambda record: _key(None, "key: neither", for_all=True)(_header("ce_subject", None, missing=True)(record)),
    "the key of another": _key(b"another-", r"key: is not the \w+ of the event"),
    "the subject of another": _header("ce_subject", b"another"),
    "a type of tomorrow": _type(lambda name: f"{name.rsplit('.', 2)[0]}.patient-teleported.v1"),
    "a version of tomorrow": _type(lambda name: f"{name.rsplit('.', 1)[0]}.v2"),
}
LARGE: dict[str, Change] = {"900 KB": _large, "900 KB of nothing": _value(b" " * 900_000, JSON_INVALID)}
"""Once per topic; the others once per event type."""


def poisons(topic: Topic, events: list[type[Event]], number: int) -> Iterator[Record]:
    """Every kind of poison on a topic. `events` are those that somebody handles."""
    for at, event in enumerate(events):
        kinds = VALUES | ENVELOPES | _enumerations(event) | _amounts(event) | _integers(event) | (LARGE if at == 0 else {})
        for kind, change in kinds.items():
            number += 1
            yield change(sound(topic, event, f"K{number:06d}", kind.replace(" ", "-")))


def _enumerations(event: type[Event]) -> dict[str, Change]:
    """A value of tomorrow in a member that knows a fixed set today: nobody can say what it means, so it waits."""
    schema = event.model_json_schema(mode="validation")
    found: dict[str, Change] = {}
    for name, member in schema["properties"].items():
        member = {**member, **_resolved(schema, member)}
        if "enum" in member and name != "type":
            found[f"a value of tomorrow in {name}"] = _members(rf"{name}: (enum|literal_error)", **{name: MARK})
    return found


def _resolved(schema: dict[str, Any], member: dict[str, Any]) -> dict[str, Any]:
    name = re.sub(r".*/", "", member.get("$ref", ""))
    return dict(schema.get("$defs", {}).get(name, {}))


SUMS: dict[str, Any] = {
    "a float": 0.1 + 0.2,
    "NaN": float("nan"),
    "infinity": float("inf"),
    "a float 1e9": 1e9,
    "1e30": "1e30",
    "a thousandth": "0.001",
    "thousands with commas": "1,234.56",
    "digits of another script": "١٢٣.٤٥",
    "NaN as text": "NaN",
    "no number": MARK,
    "yes": True,
    "an exponent": "1e9",
    "underscores": "1_000.00",
}


def _amounts(event: type[Event]) -> dict[str, Change]:
    """Everything that looks like an amount and is none, in each amount an event has at its top."""
    names = [name for name, value in example_of(event).items() if isinstance(value, str) and re.fullmatch(r"-?\d+\.\d\d", value)]
    return {f"{kind} in {name}": _members(rf"{name}: ", **{name: value}) for name in names for kind, value in SUMS.items()}


def _integers(event: type[Event]) -> dict[str, Change]:
    """Counts that no column holds: understood, and refused by whoever would have to keep them (or kept in a document, where they fit)."""
    names = [name for name, value in example_of(event).items() if type(value) is int]
    return {f"{size:.0e} in {name}": _members(**{name: size}) for name in names for size in (10**12, 10**30)}
