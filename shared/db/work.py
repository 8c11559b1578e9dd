"""What is done with messages that are new: a stage decides and folds, a gateway notes wishes. The batch does everything around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from shared.contracts.event import Event, Message, type_name
from shared.contracts.topics import Topic
from shared.db.delivery import Delivery
from shared.db.outbox import Outgoing
from shared.db.sql import Session
from shared.stage.stage import Bound
from shared.stage.step import step, subject_of


@dataclass(frozen=True, slots=True)
class Heard:
    """A delivery that was opened, and the subject it is about."""

    delivery: Delivery
    event: Event
    subject: str


class Turn(Protocol):
    """The work on one batch."""

    def take(self, heard: Heard) -> None:
        """Handle one message in memory. When it raises, nothing of this message is kept and the next one is taken."""
        ...

    async def finish(self, session: Session) -> Sequence[Outgoing]:
        """Store the effects; returns what to publish."""
        ...


class Work(Protocol):
    """A consumer of topics."""

    @property
    def name(self) -> str: ...

    @property
    def topics(self) -> tuple[Topic, ...]: ...

    @property
    def handles(self) -> Mapping[str, type[Event]]: ...

    def subject(self, event: Event) -> str: ...

    async def begin(self, session: Session, heard: Sequence[Heard]) -> Turn:
        """Load and lock what these messages need, in bulk."""
        ...


class StageWork:
    """A stage at work: states in, decisions, states out."""

    def __init__(self, bound: Bound[Any, Any], site: str, zone: ZoneInfo) -> None:
        self.bound, self.site, self.zone = bound, site, zone
        self.name = bound.stage.name
        self.topics = bound.stage.subscribes
        self.handles = {type_name(event): event for event in bound.stage.handles}

    def subject(self, event: Event) -> str:
        return subject_of(self.bound.stage, event)

    async def begin(self, session: Session, heard: Sequence[Heard]) -> StageTurn:
        states = await self.bound.store.load(session, sorted({each.subject for each in heard}))
        reference = await self.bound.store.context(session, [each.event for each in heard])
        return StageTurn(self, states, reference)


class StageTurn:
    """The states of one batch while it is being decided."""

    def __init__(self, work: StageWork, states: Mapping[str, Any], reference: Any) -> None:
        self.work, self.reference = work, reference
        self.states = dict(states)
        self.touched: set[str] = set()
        self.messages: list[Message] = []
        self.outgoing: list[Outgoing] = []

    def take(self, heard: Heard) -> None:
        stage = self.work.bound.stage
        state = self.states[heard.subject] if heard.subject in self.states else stage.initial(heard.subject)
        message = Message(heard.delivery.envelope, heard.event)
        state, messages = step(stage, state, message, self.reference, self.work.site, self.work.zone)
        outgoing = [Outgoing.of(each) for each in messages]
        self.states[heard.subject] = state
        self.touched.add(heard.subject)
        self.messages += messages
        self.outgoing += outgoing

    async def finish(self, session: Session) -> Sequence[Outgoing]:
        touched = {key: self.states[key] for key in sorted(self.touched)}
        await self.work.bound.store.save(session, touched, self.messages)
        return self.outgoing
