"""The same 835s in two houses, in memory: adjudication and denials together, and denials with nothing but its own intake."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.billing.adjudication.facts import FACTS as ADJUDICATION
from services.billing.adjudication.model.books import Closed
from services.billing.adjudication.stages import match
from services.denials.facts import FACTS as DENIALS
from services.denials.model.contract import Contracts
from services.denials.stages import order, receive, triage
from shared.contracts.denials import DenialOpened
from shared.contracts.event import Event, Message
from shared.contracts.ids import Names
from shared.contracts.topics import topic_of
from shared.contracts.values import RemittanceId, WorkItem
from shared.db.blobs import document_for
from shared.remittance.read import Facts, Intake, Verdict
from shared.stage.stage import Stage, State
from shared.stage.step import Origin, step, subject_of
from tests.unit.denials.desk import SITE

NAMES = Names(SITE.site, b"0123456789abcdef")
ZONE = ZoneInfo(SITE.time_zone)
Opened = tuple[str, int, str, str, str]
"""Claim, line, category, gross, deadline."""


class House:
    """Stages without plumbing; every message comes as often as `copies` says."""

    def __init__(self, facts: Facts, stages: Sequence[Stage[Any, Any]], copies: int = 1) -> None:
        self.intake, self.stages, self.copies = Intake(SITE, NAMES, facts), stages, copies
        self.states: dict[tuple[str, str], State] = {}
        self.known: dict[str, str] = {}
        self.log: list[Event] = []
        self.causes = 0

    def take(self, body: bytes) -> list[Event]:
        """An 835 file through the intake."""
        events = list(asyncio.run(self.intake.read(body, document_for(body, "835"), self._register)))
        self.hear(*events)
        return events

    def hear(self, *events: Event) -> None:
        self.causes += 1
        waiting = Origin(SITE.site, "test.source", f"cause {self.causes}", datetime(2026, 12, 1, 15, tzinfo=UTC)).messages(events)
        while waiting:
            message = waiting.pop(0)
            self.log.append(message.event)
            for _ in range(self.copies):
                waiting += self._handle(message)

    def _handle(self, message: Message) -> list[Message]:
        emitted: list[Message] = []
        for stage in self.stages:
            if topic_of(message.event) in stage.subscribes and isinstance(message.event, stage.handles):
                key = (stage.name, subject_of(stage, message.event))
                state = self.states.get(key) or stage.initial(key[1])
                self.states[key], new = step(stage, state, message, Closed() if stage is match.STAGE else Contracts(SITE), SITE.site, ZONE)
                emitted += new
        return emitted

    async def _register(self, remittance_id: RemittanceId, content: str, trace_number: str, *, enter: bool) -> Verdict:
        known = self.known.get(remittance_id)
        if known is None and enter:
            self.known[remittance_id] = content
        return "new" if known is None else "same" if known == content else "other"

    def opened(self) -> set[Opened]:
        """Each denial; one that was opened twice fails here."""
        found = list({each.denial_id: each for each in self.log if isinstance(each, DenialOpened)}.values())
        rows = [(each.claim_id, each.line_number, each.category.value, f"{each.gross:.2f}", each.appeal_by.isoformat()) for each in found]
        assert len(set(rows)) == len(rows), "the same denial was opened twice"
        return set(rows)

    def work(self) -> list[WorkItem]:
        return [item for state in self.states.values() for item in state.work_items()]


def whole(copies: int = 1) -> House:
    """Adjudication takes the 835s in and knows what was billed."""
    return House(ADJUDICATION, (match.STAGE, triage.STAGE), copies)


def alone(copies: int = 1) -> House:
    """Denials takes the 835s in itself and knows nothing else."""
    return House(DENIALS, (order.STAGE, receive.STAGE, triage.STAGE), copies)
