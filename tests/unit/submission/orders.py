"""Stories of one claim, and every order in which the build stage may read them.

Within a topic the order holds; between topics there is none: a service that was away reads the payer's decision before the news that the claim went
out. What follows from a submission exists only once that submission has left the house.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any, NamedTuple, Self

from services.billing.submission.model.draft import Draft
from services.billing.submission.stages import build
from shared.contracts.event import Event
from shared.contracts.submission import ClaimBuilt, ClaimWithdrawn
from shared.contracts.topics import topic_of
from shared.stage.step import fold
from tests.unit.submission.given import ENCOUNTER, built, context, house

Left = tuple[ClaimBuilt, ...]
"""The submissions that have left the house, as they left it."""


class Told(NamedTuple):
    """An event of a story, once `after` submissions have left the house."""

    after: int
    tell: Callable[[Left], Event]


Topics = Sequence[Sequence[Told]]
"""Per topic, its events in their order."""


def tell(event: Event, after: int = 0) -> Told:
    """A fact that names no submission, such as a new coding; `after` says which submission people learned of before it."""
    return Told(after, lambda left: event)


def of(submission: int, fact: Callable[..., Event], *more: Any) -> Told:
    """A fact about a submission, as it was sent."""
    return Told(submission, lambda left: fact(left[submission - 1], *more))


def by_topic(story: Sequence[Told]) -> list[list[Told]]:
    topics: dict[str, list[Told]] = {}
    for each in story:
        topics.setdefault(topic_of(each.tell((built(),) * each.after)).name, []).append(each)
    return list(topics.values())


@dataclass(frozen=True)
class Moment:
    """How far a reader has come: positions in the topics, what has left, what the draft knows, and what was announced."""

    positions: tuple[int, ...]
    left: Left = ()
    draft: Draft = field(default_factory=lambda: build.STAGE.initial(ENCOUNTER))
    announced: tuple[ClaimBuilt, ...] = ()
    withdrawn: frozenset[int] = frozenset()
    """Submissions that will not go into an interchange, because a person withdraws them."""
    seen: tuple[tuple[int, Event], ...] = field(default=(), compare=False)
    """What was read from which topic, and what was announced (place -1), in order."""

    @classmethod
    def at_the_start(cls, topics: Topics) -> Self:
        told = [(each.after, each.tell((built(),) * each.after)) for topic in topics for each in topic]
        return cls((0,) * len(topics), withdrawn=frozenset(number for number, event in told if isinstance(event, ClaimWithdrawn)))

    @property
    def key(self) -> tuple[object, ...]:
        """Moments with the same key go on in the same way."""
        return self.positions, self.left, self.draft.model_dump_json(), self.announced

    def is_over(self, story: Sequence[Told]) -> bool:
        return sum(self.positions) == len(story)

    def read(self, event: Event, place: int) -> Moment:
        reference = house(*self.left, withdrawn=self.withdrawn)
        new = [each for each in build.STAGE.decide(self.draft, event, context(reference)) if isinstance(each, ClaimBuilt)]
        draft = fold(build.STAGE, ENCOUNTER, build.STAGE.evolve(self.draft, event), new)
        positions = tuple(position + (number == place) for number, position in enumerate(self.positions))
        seen = (*self.seen, (place, event), *((-1, each) for each in new))
        return replace(self, positions=positions, draft=draft, announced=(*self.announced, *new), seen=seen)

    def leave(self) -> Moment:
        return replace(self, left=(*self.left, self.announced[-1]))

    def following(self, topics: Topics) -> Iterator[Moment]:
        """Every moment that may come next: an event is read, or the newest build leaves the house."""
        if self.announced and self.announced[-1].submission > len(self.left):
            yield self.leave()
        for place, (topic, position) in enumerate(zip(topics, self.positions, strict=True)):
            if position < len(topic) and topic[position].after <= len(self.left):
                yield self.read(topic[position].tell(self.left), place)

    def restored(self, backup: Moment) -> tuple[Moment, Topics]:
        """Where a house starts that was lost at this moment and has an earlier one as its backup, and what it reads again."""
        since = self.seen[len(backup.seen) :]
        recalled = [event for _, event in since if isinstance(event, build.STAGE.recalls)]
        topics = [[tell(event) for place, event in since if place == number] for number in range(len(self.positions))]
        draft = reduce(build.STAGE.evolve, recalled, backup.draft)
        return Moment((0,) * len(topics), backup.left, draft, withdrawn=self.withdrawn), topics


def moments(start: Moment, topics: Topics) -> Iterator[tuple[Moment, bool]]:
    """All moments of all orders, and whether each is an end; orders that have come to the same are followed once."""
    waiting, known = [start], {start.key}
    while waiting:
        moment = waiting.pop()
        following = list(moment.following(topics))
        yield moment, not following
        for each in following:
            if each.key not in known:
                known.add(each.key)
                waiting.append(each)


def endings(story: Sequence[Told]) -> Iterator[Moment]:
    topics = by_topic(story)
    return (moment for moment, is_end in moments(Moment.at_the_start(topics), topics) if is_end)


def history(story: Sequence[Told]) -> list[Moment]:
    """Every moment of the story as it is told, each build leaving the house before what follows from it."""
    topics = by_topic(story)
    past = [Moment.at_the_start(topics)]
    for each in story:
        if each.after > len(past[-1].left):
            past.append(past[-1].leave())
        place = next(number for number, topic in enumerate(topics) if each in topic)
        past.append(past[-1].read(each.tell(past[-1].left), place))
    return past
