"""What a service's stages did about one subject, in the order in which they did it, as the topics tell it afterwards.

A topic keeps the order of its partition and nothing else. But every event names its cause, and whoever decides about a subject holds its row: so
what stages said about it stands in their own topics in the order of their decisions, and each announcement belongs to the message that led to it.
What is left open by that (two messages of different topics, neither of which led to anything) is taken by the time at which it was written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from shared.contracts.clock import Woken
from shared.contracts.event import Envelope, Message
from shared.contracts.ids import event_id, woken_id
from shared.stage.stage import Stage

ORDINALS = 1000
"""Up to which place among its siblings an event is looked for."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message where its topic keeps it."""

    message: Message
    topic: str
    partition: int
    offset: int
    written_at: int
    """Milliseconds since 1970, by the broker or by whoever published it."""

    @property
    def place(self) -> tuple[int, str, int, int]:
        return (self.written_at, self.topic, self.partition, self.offset)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who said something. A batcher speaks for the stage whose states it folds, and its cause is no message."""

    name: str
    stage: Stage[Any, Any]
    is_batcher: bool = False


@dataclass(slots=True)
class Step:
    """A message that a stage handled, and what it said about the same subject."""

    stage: Stage[Any, Any]
    message: Message | None
    """None: a batcher took the subject up by itself."""
    heard: Told | None = None
    """None: the calendar's or a batcher's."""
    said: list[Told] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        """When what happens here became true."""
        return self.message.envelope.time if self.message is not None else self.said[0].message.envelope.time

    @property
    def written(self) -> tuple[int, str, int, int]:
        return (self.heard or self.said[0]).place


@dataclass(frozen=True, slots=True)
class House:
    """What ids and days follow from."""

    site: str
    zone: ZoneInfo

    def woken(self, stage: str, subject: str, on: date) -> Message:
        """A subject's day has come."""
        at = datetime(on.year, on.month, on.day, tzinfo=self.zone)
        event = Woken(subject=subject, on=on)
        return Message(Envelope(woken_id(self.site, stage, subject, on), event.type, f"/{self.site}/clock", subject, at, subject, ""), event)


def steps(subject: str, heard: Iterable[tuple[Stage[Any, Any], Told]], said: Iterable[tuple[Voice, Told]], house: House) -> list[Step]:
    """What happened to a subject. An announcement that no message about this subject led to was made by the state of another one; it is left out."""
    known = {(stage.name, told.message.envelope.id): Step(stage, told.message, told) for stage, told in heard}
    for voice, told in sorted(said, key=lambda pair: pair[1].place):
        cause = (voice.name, told.message.envelope.causation_id)
        step = known.get(cause) or _unheard(voice, told, subject, house)
        if step is not None:
            known.setdefault(cause, step).said.append(told)
    for (name, cause_id), step in known.items():
        if len({told.topic for told in step.said}) > 1:
            _sort(step, partial(event_id, house.site, name, cause_id))
    return in_order(list(known.values()))


def _unheard(voice: Voice, told: Told, subject: str, house: House) -> Step | None:
    """The step of an announcement whose cause is in no topic: a batcher's run, or a day of the calendar."""
    if voice.is_batcher:
        return Step(voice.stage, None)
    if Woken not in voice.stage.handles:
        return None
    woken = house.woken(voice.name, subject, told.message.envelope.time.astimezone(house.zone).date())
    return Step(voice.stage, woken) if woken.envelope.id == told.message.envelope.causation_id else None


def _sort(step: Step, id_at: Callable[[int], str]) -> None:
    """What was said at once and went into several topics: its ids tell in which order."""
    wanted, places = {told.message.envelope.id for told in step.said}, dict[str, int]()
    for place in range(ORDINALS):
        if (id := id_at(place)) in wanted:
            places[id] = place
            if len(places) == len(wanted):
                break
    step.said.sort(key=lambda told: (places.get(told.message.envelope.id, ORDINALS), told.place))


def in_order(found: Sequence[Step]) -> list[Step]:
    """Steps one after the other: each partition's order for each stage, the order of what was said, nothing heard before it was said."""
    if len(found) < 2:
        return list(found)
    after, waits = _edges(found)
    ready = [(step.written, number) for number, step in enumerate(found) if not waits[number]]
    heapify(ready)
    done, order = set[int](), list[Step]()
    while len(order) < len(found):
        if ready:
            _, number = heappop(ready)
        else:  # two announcements of the same millisecond were put the wrong way round
            _, number = min((step.written, number) for number, step in enumerate(found) if number not in done)
        if number in done:
            continue
        done.add(number)
        order.append(found[number])
        for later in after[number]:
            waits[later] -= 1
            if not waits[later] and later not in done:
                heappush(ready, (found[later].written, later))
    return order


def _edges(found: Sequence[Step]) -> tuple[dict[int, list[int]], dict[int, int]]:
    """Which steps come after each, and for how many each has to wait."""
    after, waits = defaultdict[int, list[int]](list), defaultdict[int, int](int)
    for chain in _chains(found):
        for earlier, later in pairwise(chain):
            after[earlier].append(later)
            waits[later] += 1
    return after, waits


def _chains(found: Sequence[Step]) -> Iterable[list[int]]:
    partitions, sayer = defaultdict[tuple[str, str, int], list[int]](list), dict[str, int]()
    for number, step in enumerate(found):
        if step.heard is not None:
            partitions[step.stage.name, step.heard.topic, step.heard.partition].append(number)
        sayer.update((told.message.envelope.id, number) for told in step.said)
    for numbers in partitions.values():
        yield sorted(numbers, key=lambda number: found[number].heard.offset)  # type: ignore[union-attr]
    yield sorted((number for number, step in enumerate(found) if step.said), key=lambda number: min(told.place for told in found[number].said))
    for number, step in enumerate(found):
        said_by = sayer.get(step.heard.message.envelope.id) if step.heard is not None else None
        if said_by is not None and said_by != number:
            yield [said_by, number]
