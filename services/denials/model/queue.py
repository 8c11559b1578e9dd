"""The decisions about one claim that denials' own intake brought, until it is their turn to be judged."""

from __future__ import annotations

from collections.abc import Sequence

from shared.contracts.values import WorkItem
from shared.remittance.claim_file import ClaimFile
from shared.remittance.verdict import judge
from shared.remittance.waiting import work_items_of


class Queue(ClaimFile):
    """A claim as its remittances tell it. Nothing here knows what was billed, so only the order of decisions can keep one waiting."""

    def work_items(self) -> Sequence[WorkItem]:
        """One for each decision that waits, with the reason of today."""
        judged = [(decision, judge(self, decision)) for decision in self.waiting]
        waiting = [decision.model_copy(update={"cause": verdict}) for decision, verdict in judged if verdict != "ready"]
        return work_items_of(self.claim_id, self.encounter_id, waiting, ())
