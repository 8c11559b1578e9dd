"""An event is a fact in the past tense. Its type names owner, fact and version; its envelope is a separate object (CloudEvents 1.0)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.contracts.values import Value

_TYPES: dict[str, type[Event]] = {}


class Event(Value):
    """Base of all events. A subclass pins `type` to a literal with that literal as default, and is registered under it."""

    type: str

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        name = cls.model_fields["type"].default
        if not isinstance(name, str):
            return
        if name in _TYPES and _TYPES[name].__qualname__ != cls.__qualname__:
            raise TypeError(f"{name} is declared twice")
        _TYPES[name] = cls


def type_name(event: type[Event]) -> str:
    """The versioned name an event class stands for, for example `rcm.denials.denial-opened.v1`."""
    return str(event.model_fields["type"].default)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What travels around an event: CloudEvents attributes. Holds nothing that identifies a patient."""

    id: str
    type: str
    source: str
    """`/<site>/<service>/<stage>`."""
    subject: str
    """The Kafka key: encounter, claim, interchange or remittance."""
    time: datetime
    """When the fact became true, with offset. Decisions take dates from here, never from a clock."""
    correlation_id: str
    """The encounter where it is known, so that one trace spans all services."""
    causation_id: str
    """The id of the event or request that led to this one."""


@dataclass(frozen=True, slots=True)
class Message:
    """An event in its envelope, as a stage receives and emits it."""

    envelope: Envelope
    event: Event
