"""Where the house meets the outside: calls that must not happen twice, documents made of many subjects, bodies that become many events."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar

from shared.contracts.event import Event
from shared.contracts.topics import Topic
from shared.stage.stage import Context, S, State

W = TypeVar("W", bound=Event)
S_contra = TypeVar("S_contra", bound=State, contravariant=True)


class Unavailable(Exception):
    """The partner could not be reached or asked us to come back: try again later. Nothing has happened."""


class Uncertain(Exception):
    """The call may or may not have arrived. It is never repeated blindly: `inquire` decides, or a person."""


@dataclass(frozen=True, slots=True)
class Call:
    """One outside call as a performer sees it."""

    id: str
    """The wish's event id: the idempotency key of the call."""
    attempt: int
    """1 for the first try."""
    at: datetime
    """Time of the wish."""
    prepared: Any = None
    """What `prepare` made for this wish."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. Bodies are stored in the blob table by their hash before the events are emitted."""

    events: tuple[Event, ...]
    bodies: tuple[bytes, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Gateway(Generic[W]):
    """An outside call. A wish is stored once; a performer takes it, marks it started, calls, and stores the answer with its events.

    A rebuild or replay runs no performers, so nothing is sent twice.
    """

    name: str
    subscribes: Topic
    wish: type[W]
    partner: Callable[[W], str]
    """Calls are limited per partner."""
    subject: Callable[[W], str]
    """Oldest first per subject."""
    perform: Callable[[W, Call, Any], Awaitable[Answer]]
    """(wish, call, resources of the service) → answer. Raises Unavailable (retried with backoff) or Uncertain."""
    inquire: Callable[[W, Call, Any], Awaitable[Answer | None]]
    """Found started after a crash: did it arrive? None means certainly not, so it may be performed again. Raises Uncertain."""
    gave_up: Callable[[W, int], Sequence[Event]]
    """The facts after the last attempt (attempts)."""
    prepare: Callable[[Any, Sequence[tuple[W, Call]], Any], Awaitable[Sequence[Any]]] | None = None
    """(session, wishes with their calls, resources) → one value per wish, handed on as `Call.prepared`. Runs in the transaction that marks the calls
    started: states and control numbers for all of them in a few queries, so that `perform` needs no database."""
    attempts: int = 5
    retry_seconds: float = 2.0
    """Wait after the first attempt that found nobody; doubles each time, up to five minutes."""
    limit: int = 64
    """Concurrent calls per partner."""


class Gathered(Protocol[S_contra]):
    """What a batcher may do with the subjects it picked."""

    async def __call__(self, session: Any, states: Mapping[str, S_contra], context: Context[Any]) -> tuple[Sequence[Event], Sequence[bytes]]: ...


@dataclass(frozen=True, kw_only=True)
class Batcher(Generic[S]):
    """Many subjects → one outside document, for example claims → an interchange.

    `pick` locks ready subjects (SKIP LOCKED), `gather` makes events and document bodies of them, `evolve` of the owning stage folds those of the
    events that belong to a picked subject, all in one transaction with the outbox.
    """

    name: str
    bound: Any
    """The Bound whose states it picks from and folds."""
    pick: Callable[[Any], Awaitable[Sequence[str]]]
    gather: Gathered[S]
    every_seconds: float = 0.5


@dataclass(frozen=True, kw_only=True)
class FolderIntake:
    """A folder that a partner fills. Each file is read once (by name and hash), in a transaction with the events it becomes.

    `read` gets the whole body and says which events it is; an empty sequence means: not for this service. A file that cannot be read raises Reject;
    it is set aside with a work item.
    """

    name: str
    folder: Callable[[Any], str | None]
    """(resources) → path, or None when this installation has none."""
    read: Callable[[Any, bytes, str, str, Any], Awaitable[Sequence[Event]]]
    """(session, body, file name, cause id, resources) → events. The body is stored as a blob by the runtime."""
    accepts: Callable[[bytes], bool]
    """Looks at the first bytes, cheaply."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The edge's time: `at` with offset, `on` its day in the site's time zone."""

    at: datetime
    on: date
