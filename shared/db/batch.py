"""One transaction for a batch of messages of one consumer: everything that must be true of every stage, written once.

drop what `progress` has passed, note new event ids in the inbox → hold back keys in quarantine → lock and load states → decide and fold each
message in order → save → outbox, progress → park what is refused → commit. Only then may the offsets be acknowledged: a process that dies
earlier has done nothing, one that dies later is sent the batch again and drops it. Each arrow is a round trip to the database, which costs more
than the decisions: what can be asked together is asked together.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import InvalidOperation
from functools import cache

from pydantic import ValidationError

from shared.contracts.event import Event
from shared.contracts.topics import event_types
from shared.db import outbox, parking, seen
from shared.db.delivery import Delivery
from shared.db.objection import objection
from shared.db.outbox import Outgoing
from shared.db.parking import Kind, Refused
from shared.db.rows import EDGE_TIME
from shared.db.seen import Entered, Share
from shared.db.sql import Session
from shared.db.work import Heard, Turn, Work
from shared.stage.faults import Limits
from shared.stage.stage import Reject
from shared.telemetry.log import where

log = logging.getLogger(__name__)


Read = dict[tuple[type[Event], int], Event]
"""Events by their kind and the identity of the delivery that they came in."""


@dataclass
class Outcome:
    """What became of a batch. `row` is the number of defects since the last message that went well."""

    row: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)

    def refuse(self, refused: Refused) -> None:
        self.refused.append(refused)
        self.counts[f"parked_{refused.kind}"] += 1


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Why a message is parked without being tried once more: it has been found guilty by elimination."""

    kind: Kind
    reason: str


class MetQuarantine(Exception):
    """A key of the batch is in quarantine: the batch must be tried again carefully."""


class Apart(Exception):
    """A message is refused in a transaction that others share: each consumer has to be run alone."""


class Batch:
    """One attempt at one batch, inside a transaction that the caller commits.

    Hardly any key is ever in quarantine, so the batch asks for that only at its end; when one is, it raises MetQuarantine, and the next attempt is
    `careful`: it asks first and locks what it finds. `together` is what the consumers of one transaction have read so far; the first refusal there
    raises Apart.
    """

    def __init__(self, session: Session, work: Work, limits: Limits, row: int = 0, *, careful: bool = True, together: Read | None = None) -> None:
        self.session, self.work, self.limits, self.careful = session, work, limits, careful
        self.outcome = Outcome(row=row)
        self.closed: set[str] = set()
        self.released: str | None = None
        self._together, self._read = together is not None, {} if together is None else together

    async def receive(self, deliveries: Sequence[Delivery], suspect: Suspicion | None = None) -> Outcome:
        """Messages from Kafka or the ticker. `suspect` says why a single message is parked without being tried again."""
        share = self.share(deliveries)
        [entered] = await seen.enter(self.session, [share])
        opened = self.opened(share, entered)
        outgoing = await self.decided(opened, suspect)
        if await seen.leave(self.session, [share], outgoing, self.subjects(opened)):
            raise MetQuarantine
        await parking.park(self.session, self.work.name, self.outcome.refused)
        return self.outcome

    def share(self, deliveries: Sequence[Delivery]) -> Share:
        """The deliveries, and which of them are for this consumer."""
        return Share(self.work.name, deliveries, [each for each in deliveries if each.fault or each.envelope.type in self.work.handles])

    def opened(self, share: Share, entered: Entered) -> list[Heard | Refused]:
        """What is new, read."""
        self.outcome.counts["repeated"] += len(share.deliveries) - len(entered.ahead)
        return [self._open(each) for each in self._fresh(entered)]

    def subjects(self, opened: Sequence[Heard | Refused]) -> list[tuple[str, str]]:
        """Under which keys one of these messages might have to wait, as far as that has not been asked."""
        return [] if self.careful else [(self.work.name, key) for each in opened for key in _keys(each)]

    async def release(self, key: str) -> Outcome:
        """Messages that were parked under a key, in their order. The first that fails again keeps the rest behind it."""
        self.released = key
        deliveries = await parking.waiting(self.session, self.work.name, key)
        if deliveries:
            outgoing = await self.decided([self._open(each) for each in deliveries])
            await outbox.add(self.session, outgoing)
            await parking.park(self.session, self.work.name, self.outcome.refused)
        failed = {refused.delivery.parked_id for refused in self.outcome.refused}
        handled = [each.parked_id for each in deliveries if each.parked_id is not None and each.parked_id not in failed]
        await parking.mark_released(self.session, self.work.name, key, handled)
        return self.outcome

    def _fresh(self, entered: Entered) -> list[Delivery]:
        """What is meant for us and new, the first of two deliveries of one event; the others are counted."""
        ours = dict[str, Delivery]()
        for delivery in entered.ahead:
            kind, id = delivery.envelope.type, delivery.envelope.id
            if not (delivery.fault or kind in self.work.handles):
                self.outcome.counts["skipped" if kind in known_names() else "unknown"] += 1
            elif id in ours or id not in entered.fresh:
                self.outcome.counts["repeated"] += 1
            else:
                ours[id] = delivery
        return list(ours.values())

    async def decided(self, opened: Sequence[Heard | Refused], suspect: Suspicion | None = None) -> Sequence[Outgoing]:
        """Decide and store; returns what to publish."""
        if not opened:
            return ()
        self.session.info[EDGE_TIME] = max(each.delivery.envelope.time for each in opened)
        if self.careful:
            keys = {key for each in opened for key in _keys(each)} - {self.released or ""}
            self.closed = await parking.closed_keys(self.session, self.work.name, keys)
        free = [] if suspect else [each for each in opened if isinstance(each, Heard) and not self.closed & _keys(each)]
        turn = await self.work.begin(self.session, free)
        for each in opened:
            self._take(turn, each, suspect)
        self._judge(len(free))
        return await turn.finish(self.session)

    def _open(self, delivery: Delivery) -> Heard | Refused:
        """Read the value, or say why it cannot be read: places and kinds of fault, never the values."""
        envelope = delivery.envelope
        if delivery.fault:
            return Refused(delivery, envelope.subject, "schema", delivery.fault)
        try:
            event = self._event(delivery)
        except ValidationError as fault:
            places = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'the whole value'}: {e['type']}" for e in fault.errors(include_input=False)[:5])
            return Refused(delivery, envelope.subject, "schema", places)
        if reason := objection(delivery, event):
            return Refused(delivery, envelope.subject, "schema", reason)
        try:
            return Heard(delivery, event, self.work.subject(event))
        except Exception as fault:  # noqa: BLE001  a stage's own key function
            return Refused(delivery, envelope.subject, "defect", where(fault))

    def _event(self, delivery: Delivery) -> Event:
        """Consumers that share what they read open each message once."""
        kind = self.work.handles[delivery.envelope.type]
        event = self._read.get((kind, id(delivery)))
        if event is None:
            event = self._read[kind, id(delivery)] = kind.model_validate_json(delivery.value)
        return event

    def _take(self, turn: Turn, each: Heard | Refused, suspect: Suspicion | None) -> None:
        behind = sorted(self.closed & (_keys(each) | {self.released or ""}))
        if behind:
            self.outcome.refuse(Refused(each.delivery, self.released or behind[0], "waiting", "an earlier message of this key is parked"))
        elif isinstance(each, Refused):
            self._refuse(each)
        elif suspect:
            self._refuse(Refused(each.delivery, each.subject, suspect.kind, suspect.reason))
        else:
            self._try(turn, each)

    def _try(self, turn: Turn, heard: Heard) -> None:
        try:
            turn.take(heard)
        except Reject as refusal:
            self._refuse(Refused(heard.delivery, heard.subject, "rejected", str(refusal)))
        except (OverflowError, InvalidOperation) as fault:  # a day or an amount beyond all bounds is the message's fault
            self._refuse(Refused(heard.delivery, heard.subject, "rejected", f"a date or an amount is beyond all bounds ({where(fault)})"))
        except Exception as fault:  # noqa: BLE001  a bug of ours must not stop the neighbours
            self._refuse(Refused(heard.delivery, heard.subject, "defect", where(fault)))
        else:
            self.outcome.row = 0
            self.outcome.counts["handled"] += 1

    def _refuse(self, refused: Refused) -> None:
        if self._together:
            raise Apart
        refused = replace(refused, key=self.released or refused.key)
        self.closed.add(refused.key)
        self.outcome.refuse(refused)
        if refused.kind == "defect":
            self.outcome.row += 1
        level = logging.ERROR if refused.kind == "defect" else logging.WARNING
        envelope = refused.delivery.envelope
        about = (self.work.name, refused.kind, envelope.type, envelope.id, envelope.correlation_id)
        log.log(level, "stage=%s parked=%s type=%s event=%s correlation=%s reason=%s", *about, refused.reason)

    def _judge(self, taken: int) -> None:
        defects = self.outcome.counts["parked_defect"]
        self.limits.judge(self.work.name, self.outcome.row, defects, taken)


@cache
def known_names() -> frozenset[str]:
    """Types that travel on some topic; any other was invented after this release."""
    return frozenset(event_types())


def _keys(each: Heard | Refused) -> set[str]:
    """Under which keys a message may have to wait: its own on Kafka and its subject's."""
    return {each.delivery.envelope.subject, each.subject if isinstance(each, Heard) else each.key}
