"""States made again from history. Nothing is decided: what was decided is in the history, as events.

The calendar is the one source without a topic. A day on which a subject was woken and nothing was said left no event, but the state may remember
it; days pass for everybody, so it is woken again on the days it asked for, as far as its history and today have come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from shared.contracts.clock import Woken
from shared.contracts.values import WorkItem
from shared.stage.history import House, Step
from shared.stage.stage import Stage, State


@dataclass(slots=True)
class Kept:
    """A work item of the state with its days."""

    item: WorkItem
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(slots=True)
class Refold:
    """One subject on its way from nothing to what is known of it."""

    subject: str
    house: House
    sleepers: Sequence[Stage[Any, Any]]
    """Stages with this state that the calendar wakes."""
    state: State | None = None
    items: dict[str, Kept] = field(default_factory=dict)
    woken: set[tuple[str, date]] = field(default_factory=set)

    def through(self, steps: Sequence[Step], today: date) -> None:
        """Fold all of history, then the days until today."""
        self.woken = {(step.stage.name, step.message.event.on) for step in steps if step.message and isinstance(step.message.event, Woken)}
        for step in steps:
            self._wake(step.at.astimezone(self.house.zone).date())
            self._take(step)
        self._wake(today)
        self._wake_late(today)

    def _take(self, step: Step) -> None:
        """A batcher takes up what is there: what it says of something that has no state (its document) is for others."""
        before = self.state
        if before is None and step.message is None:
            return
        after = step.stage.initial(self.subject) if before is None else before
        for message in ([step.message] if step.message else []) + [told.message for told in step.said]:
            after = step.stage.evolve(after, message.event)
        self.state = after
        if after is not before:
            self._follow(after, step.at)

    def _wake(self, until: date) -> None:
        """Every day that the state asks for until then, each once for each stage."""
        while self.state is not None and (on := self.state.wake_on) is not None and on <= until:
            asked = [stage for stage in self.sleepers if (stage.name, on) not in self.woken]
            if not asked:
                return
            for stage in asked:
                self._woken(stage, on)

    def _wake_late(self, today: date) -> None:
        """Who still asks for a day that it was woken on is woken today."""
        if self.state is None or self.state.wake_on is None or self.state.wake_on > today:
            return
        for stage in self.sleepers:
            if (stage.name, today) not in self.woken:
                self._woken(stage, today)

    def _woken(self, stage: Stage[Any, Any], on: date) -> None:
        self.woken.add((stage.name, on))
        self._take(Step(stage, self.house.woken(stage.name, self.subject, on)))

    def _follow(self, state: State, at: datetime) -> None:
        """Items that the state no longer names are closed; one that it names again is open again from then on."""
        named = {item.id: item for item in state.work_items()}
        for id, kept in self.items.items():
            if id not in named and kept.closed_at is None:
                kept.closed_at = at
        for id, item in named.items():
            known = self.items.get(id)
            self.items[id] = Kept(item, at if known is None or known.closed_at else known.opened_at)
