"""Subject by subject: its history in order, folded into its state, saved with what the service lists besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.contracts.clock import Woken
from shared.contracts.event import Envelope, Message
from shared.contracts.topics import event_types
from shared.db.rebuild import items, staging
from shared.db.rebuild.reading import table_name
from shared.db.rows import EDGE_TIME
from shared.db.sql import Session
from shared.settings import Clock
from shared.stage.history import House, Told, Voice, steps
from shared.stage.refold import Refold
from shared.stage.service import Parts
from shared.stage.stage import Bound, Stage


class Refolder:
    """Folds parts of history. A part is a table of states, with all stages that keep their states in it."""

    def __init__(self, parts: Parts, voices: Mapping[str, Voice], site: str, clock: Clock) -> None:
        self.voices, self.house, self.today = voices, House(site, clock.zone), clock.now().on
        self.kinds = event_types()
        self.parts: dict[str, list[Bound[Any, Any]]] = {}
        for bound in parts.stages:
            self.parts.setdefault(table_name(bound), []).append(bound)

    async def next(self, session: Session, part: str, after: str) -> tuple[str | None, int]:
        """Make the next states of a part after this subject; returns the last subject (None when there are no more) and how many there were."""
        found = await staging.after(session, part, after)
        if not found:
            return None, 0
        bounds, states, said = self.parts[part], dict[str, Any](), list[tuple[str, Told]]()
        remembered = {}
        for subject, rows in found.items():
            refold, spoken = self._refolded(subject, rows, [bound.stage for bound in bounds])
            said += spoken
            if refold.state is not None:
                states[subject], remembered[subject] = refold.state, refold.items
        session.info[EDGE_TIME] = max(row["at"] for rows in found.values() for row in rows)
        await _saved(session, bounds, states, said)
        await items.remember(session, part, {subject: kept for subject, kept in remembered.items() if kept})
        return max(found), len(found)

    def _refolded(self, subject: str, rows: Sequence[Any], stages: Sequence[Stage[Any, Any]]) -> tuple[Refold, list[tuple[str, Told]]]:
        heard, said, known = list[tuple[Stage[Any, Any], Told]](), list[tuple[Voice, Told]](), dict[int, Told]()
        for row in rows:
            told = known.get(row["number"]) or known.setdefault(row["number"], self._told(row))
            voice = self.voices[row["voice"]]
            if row["is_said"]:
                said.append((voice, told))
            else:
                heard.append((voice.stage, told))
        refold = Refold(subject, self.house, [stage for stage in stages if Woken in stage.handles])
        refold.through(steps(subject, heard, said, self.house), self.today)
        return refold, [(voice.stage.name, told) for voice, told in said]

    def _told(self, row: Any) -> Told:
        envelope = Envelope(row["id"], row["type"], row["source"], row["key"], row["at"], row["correlation"], row["causation"])
        event = self.kinds[row["type"]].model_validate_json(row["value"])
        return Told(Message(envelope, event), row["topic"], row["partition"], row["place"], row["written_at"])


async def _saved(session: Session, bounds: Sequence[Bound[Any, Any]], states: Mapping[str, Any], said: Sequence[tuple[str, Told]]) -> None:
    """States once, then what each stage's store projects from what the stage said."""
    await bounds[0].store.load(session, sorted(states))
    left = states
    for store in {id(bound.store): bound.store for bound in bounds}.values():
        names = {bound.stage.name for bound in bounds if bound.store is store}
        await store.save(session, left, [told.message for name, told in said if name in names])
        left = {}
