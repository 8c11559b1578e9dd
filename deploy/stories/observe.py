"""What stands in the house, in the words of a story: asked for through the public APIs, named by the story's own names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from deploy.stories import claims_seen, money_seen, work_seen
from deploy.stories.clearinghouse import Clearinghouse
from deploy.stories.desks import Desks
from deploy.stories.format import Expect, Story
from deploy.stories.names import Known


@dataclass
class Observer:
    """Looks at what a checkpoint wants to know."""

    desks: Desks
    known: Known
    clearinghouse: Clearinghouse

    def observed(self, story: Story, expect: Expect) -> dict[str, Any]:
        """The sections that are expected, whole, in the shape of `expect`."""
        looks: dict[str, Callable[[Story, Expect], Any]] = {
            "claims": lambda story, expect: {name: claims_seen.claim(self.desks, self.known, self._sent(name), name) for name in expect.claims or ()},
            "encounters": lambda story, expect: {name: claims_seen.encounter(self.desks, self.known, name) for name in expect.encounters or ()},
            "denials": lambda story, expect: {name: work_seen.denials(self.desks, self.known, name) for name in expect.denials or ()},
            "work": lambda story, expect: work_seen.work(self.desks, self.known, story),
            "statements": lambda story, expect: {name: money_seen.statements(self.desks, self.known, name) for name in expect.statements or ()},
            "outgoing": lambda story, expect: {name: self._outgoing(name) for name in expect.outgoing or ()},
            "remittances": lambda story, expect: {name: money_seen.remittance(self.desks, self.known, name) for name in expect.remittances or ()},
            "clearing": lambda story, expect: money_seen.clearing(self.desks),
            "ledger": lambda story, expect: money_seen.ledger(self.desks),
            "total": lambda story, expect: money_seen.total(self.desks, self.known, expect.total.claims if expect.total else (), story),
            "kpi": lambda story, expect: money_seen.kpi(self.desks),
            "shows": lambda story, expect: {(each.service, each.get): self.desks.find(each.service, each.get) for each in expect.shows or ()},
            "events": lambda story, expect: work_seen.events(self.desks, self.known, story),
        }
        return {name: looks[name](story, expect) for name in sorted(expect.wants())}

    def digest(self) -> str:
        """Of the whole ledger."""
        return str(self.desks.ask("adjudication", "/v1/ledger/digest")["sha256"])

    def _sent(self, name: str) -> int:
        return len([each for each in self.clearinghouse.sent if each.name == name and each.document])

    def _outgoing(self, name: str) -> list[dict[str, Any]]:
        return [
            {"transaction": each.transaction, "payer": each.payer, "frequency": each.frequency, "segments": each.segments}
            for each in self.clearinghouse.sent
            if each.name == name
        ]
