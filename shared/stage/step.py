"""One step of a stage: a message and the state before it become the state after it and the messages that follow. Pure, like everything here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shared.contracts.clock import Woken
from shared.contracts.event import Envelope, Event, Message
from shared.contracts.ids import event_id
from shared.contracts.topics import topic_of
from shared.stage.stage import Context, Folded, S, Stage


def subject_of(stage: Stage[Any, Any], event: Event) -> str:
    """Which of the stage's subjects an event belongs to."""
    if isinstance(event, Woken):
        return event.subject
    return stage.key(event) if stage.key is not None else topic_of(event).key_of(event)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where and why events come into being: ids and correlation follow from it, so the same cause gives the same ids again."""

    site: str
    stage: str
    cause: str
    at: datetime
    subject: str | None = None
    """The subject of what caused it: only events about the same subject keep `correlation`. None: all do."""
    correlation: str = ""

    def messages(self, events: Sequence[Event], first: int = 0) -> list[Message]:
        """Events in their envelopes, numbered from `first`."""
        return [Message(self._envelope(event, ordinal), event) for ordinal, event in enumerate(events, first)]

    def _envelope(self, event: Event, ordinal: int) -> Envelope:
        key = topic_of(event).key_of(event)
        return Envelope(
            id=event_id(self.site, self.stage, self.cause, ordinal),
            type=event.type,
            source=f"/{self.site}/{self.stage.replace('.', '/', 1)}",
            subject=key,
            time=self.at,
            correlation_id=self._correlation(event, key),
            causation_id=self.cause,
        )

    def _correlation(self, event: Event, key: str) -> str:
        encounter = getattr(event, "encounter_id", None)
        if encounter:
            return str(encounter)
        return self.correlation if self.correlation and self.subject in (None, key) else key


def step(stage: Stage[S, Any], state: S, message: Message, reference: Any, site: str, zone: ZoneInfo) -> tuple[S, list[Message]]:
    """Decide on the state before the event, then fold the event and those of the emitted ones that are about the same subject."""
    envelope, event = message.envelope, message.event
    subject = subject_of(stage, event)
    context = Context(at=envelope.time, on=envelope.time.astimezone(zone).date(), cause=envelope.id, reference=reference)
    events = stage.decide(state, event, context)
    undeclared = {type(each).__name__ for each in events if not isinstance(each, stage.emits)}
    if undeclared:
        raise TypeError(f"{stage.name} emitted {', '.join(sorted(undeclared))}, which its declaration does not name")
    state = events.state if isinstance(events, Folded) else fold(stage, subject, stage.evolve(state, event), events)
    origin = Origin(site, stage.name, envelope.id, envelope.time, envelope.subject, envelope.correlation_id)
    return state, origin.messages(events)


def fold(stage: Stage[S, Any], subject: str, state: S, events: Sequence[Event]) -> S:
    """Apply those of the events that are about this subject."""
    for event in events:
        if subject_of(stage, event) == subject:
            state = stage.evolve(state, event)
    return state
