"""After a restore a stage reads again, in another order than the first time, and what it had announced since the backup is not in its states.

It would decide the same things from less: a claim from the old coding, because the new one is not read yet; a claim as if none had been made. So
what a stage names in `recalls` is folded before anything is read: as far as it has spoken, it knows what it said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text

from shared.contracts.event import Event, type_name
from shared.db.outbox import Outgoing
from shared.db.rows import EDGE_TIME
from shared.db.sql import Session, execute
from shared.stage.stage import Bound
from shared.stage.step import subject_of

KNOWN = text("SELECT event_id FROM outbox WHERE event_id = ANY(CAST(:ids AS text[]))")


async def recall(session: Session, parts: Sequence[Bound[Any, Any]], messages: Sequence[Outgoing]) -> None:
    """Fold events of this service that the restored event log lacks, before they are adopted into it. `messages` keep the order per key."""
    ids = [message.envelope.id for message in messages]
    known = set((await execute(session, KNOWN, {"ids": ids})).scalars())
    fresh = [message for message in messages if message.envelope.id not in known]
    for bound in parts:
        mine = {type_name(event): event for event in bound.stage.recalls}
        if events := [mine[each.envelope.type].model_validate_json(each.value) for each in fresh if each.envelope.type in mine]:
            session.info[EDGE_TIME] = max(message.envelope.time for message in fresh)
            await _fold(session, bound, events)


async def _fold(session: Session, bound: Bound[Any, Any], events: Sequence[Event]) -> None:
    stage, subjects = bound.stage, [subject_of(bound.stage, event) for event in events]
    found: Mapping[str, Any] = await bound.store.load(session, sorted(set(subjects)))
    states = dict(found)
    for subject, event in zip(subjects, events, strict=True):
        states[subject] = stage.evolve(states.get(subject) or stage.initial(subject), event)
    await bound.store.save(session, states, ())
