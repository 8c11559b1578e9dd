"""What a schema cannot say about an event and a stage must not meet: a foreign key, and text that no column can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from shared.contracts.clock import Woken
from shared.contracts.event import Event
from shared.contracts.topics import topic_of
from shared.db.delivery import Delivery

ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def objection(delivery: Delivery, event: Event) -> str:
    """Why an event cannot be handled although it fits its schema; empty when it can. Names places, never values.

    Order is kept per key: an event that travels under another key than its own could overtake, and would hold up strangers when it is parked.
    """
    if b"\\u0000" in delivery.value and ESCAPED_NUL.search(delivery.value):
        place = next(_with_nul(event.model_dump(mode="json"), ""), "")
        if place:
            return f"{place}: holds a NUL character, which is no text"
    if isinstance(event, Woken):
        return ""
    topic = topic_of(event)
    if delivery.envelope.subject != topic.key_of(event):
        return f"key: is not the {topic.key} of the event"
    return ""


def _with_nul(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, str) and "\0" in value:
        yield place
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield from _with_nul(part, f"{place}.{name}" if place else str(name))
