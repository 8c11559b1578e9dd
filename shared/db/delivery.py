"""A message on its way into a stage, before anybody has opened it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from shared.contracts.event import Envelope, Message


@dataclass(frozen=True, slots=True)
class Place:
    """Where in Kafka a message lies."""

    topic: str
    """The topic's name in the contracts, without the installation's prefix."""
    topic_id: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """Envelope and unopened value. Without a place it comes from the ticker, from a released key or from a test."""

    envelope: Envelope
    value: bytes
    place: Place | None = None
    fault: str = ""
    """Why even the envelope cannot be read; such a message is parked."""
    parked_id: int | None = None
    """Set when it is being released."""

    @classmethod
    def of(cls, message: Message) -> Self:
        """The delivery of a message that never saw Kafka."""
        return cls(message.envelope, message.event.model_dump_json().encode())

    @property
    def topic(self) -> str:
        return self.place.topic if self.place else ""


def to_json(envelope: Envelope, fault: str = "") -> dict[str, Any]:
    """An envelope for a JSON column."""
    return {**asdict(envelope), "time": envelope.time.isoformat(), "fault": fault}


def from_json(row: dict[str, Any]) -> tuple[Envelope, str]:
    """Envelope and fault as `to_json` wrote them."""
    values = dict(row)
    fault = str(values.pop("fault", ""))
    return Envelope(**{**values, "time": datetime.fromisoformat(values["time"])}), fault
