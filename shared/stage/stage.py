"""A stage decides: decide(state, event, context) → events. What it remembers is what happened: evolve(state, event) → state. Both are pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Protocol, Self, TypeVar

from shared.contracts.event import Event, Message
from shared.contracts.topics import Topic
from shared.contracts.values import Value, WorkItem

S = TypeVar("S", bound="State")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class Reject(Exception):
    """The event can never be handled: it is parked whole, and later events with its key wait behind it. The text names place and reason, no data."""


class State(Value):
    """What a stage remembers about one subject. A fold of events: the same events give the same state."""

    wake_on: date | None = None
    """The day (site time zone) on which the subject wants `Woken`; None for never."""

    def columns(self) -> Mapping[str, Any]:
        """Values of the table columns that people list and search by. Names match the table; everything else lives in the document."""
        return {}

    def work_items(self) -> Sequence[WorkItem]:
        """What a person has to do now. An item that is no longer returned is closed."""
        return ()

    def but(self, **changes: Any) -> Self:
        """A copy with these fields changed."""
        return self.model_copy(update=changes)


class Folded(list[Event], Generic[S]):
    """Events of a decision that had to fold them itself, and the state that they led to: nobody need fold them again."""

    def __init__(self, events: Iterable[Event], state: S) -> None:
        super().__init__(events)
        self.state = state


@dataclass(frozen=True, slots=True)
class Context(Generic[R]):
    """All a decision may know besides state and event."""

    at: datetime
    """The event's time."""
    on: date
    """The event's day in the site's time zone."""
    cause: str
    """The event's id; derive new ids from it."""
    reference: R
    """Dated reference rows and settings, loaded in bulk before the batch is decided."""


@dataclass(frozen=True, kw_only=True)
class Stage(Generic[S, R]):
    """A declaration: what a stage reads, writes, and keeps."""

    name: str
    """`<service>.<verb>`."""
    subscribes: tuple[Topic, ...]
    handles: tuple[type[Event], ...]
    emits: tuple[type[Event], ...]
    initial: Callable[[str], S]
    """The state of a subject nothing is known about, from its key."""
    decide: Callable[[S, Event, Context[R]], Sequence[Event]]
    """Sees the state before the event. Raises Reject for what can never be handled; anything else it raises is a defect of ours."""
    evolve: Callable[[S, Event], S]
    """Applied to the handled event first, then to each emitted one that belongs to the same subject."""
    key: Callable[[Event], str] | None = None
    """Which subject an event belongs to; by default the key of its topic."""
    recalls: tuple[type[Event], ...] = ()
    """Announcements of its own service that `evolve` takes at any time. After a restore they are folded before anything is read again: for a stage
    whose decisions rest on several topics, which are then read in another order than the first time."""


def key_by(field: str) -> Callable[[Event], str]:
    """The key of a stage whose subject is named by this field of its events."""
    return lambda event: str(getattr(event, field, ""))


def says_nothing(state: Any, event: Event, context: Context[Any]) -> Sequence[Event]:
    """The decision of a stage that only remembers."""
    return ()


class Store(Protocol[S, R_co]):
    """Where the states of a stage live. Every call runs inside the transaction of one batch."""

    async def load(self, session: Any, keys: Sequence[str]) -> dict[str, S]:
        """The states of these keys, locked in sorted order, present or not (absent keys are locked too and missing in the result)."""
        ...

    async def save(self, session: Any, states: Mapping[str, S], emitted: Sequence[Message]) -> None:
        """Write states, their columns and work items in bulk, and whatever the service projects from the emitted events."""
        ...

    async def context(self, session: Any, events: Sequence[Event]) -> R_co:
        """Reference data for all events of the batch, in as few queries as possible."""
        ...


@dataclass(frozen=True)
class Bound(Generic[S, R]):
    """A stage together with the store that keeps its states."""

    stage: Stage[S, R]
    store: Store[S, R]
