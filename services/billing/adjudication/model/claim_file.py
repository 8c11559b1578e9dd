"""What we billed under one claim number, and what payers decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.billing.adjudication.model.decision import ORDERS, Billed, Decision
from services.billing.adjudication.model.waiting import work_items_of
from shared.contracts.adjudication import DecisionReference
from shared.contracts.values import ClaimId, EncounterId, PayerId, WorkItem
from shared.stage.stage import State


class ClaimFile(State):
    """One claim: every submission, the decisions that stand, and those that wait for something."""

    claim_id: ClaimId
    encounter_id: EncounterId | None = None
    billed: tuple[Billed, ...] = ()
    """By submission; empty while nobody here knows the claim."""
    standing: tuple[Decision, ...] = ()
    waiting: tuple[Decision, ...] = ()
    """In order of arrival, as received."""
    remitted: tuple[DecisionReference, ...] = ()
    """Every decision that was passed on, standing or taken back since."""

    @property
    def is_known(self) -> bool:
        return bool(self.billed)

    def columns(self) -> Mapping[str, Any]:
        return {"encounter_id": self.encounter_id, "waiting": len(self.waiting)}

    def work_items(self) -> Sequence[WorkItem]:
        return work_items_of(self.claim_id, self.encounter_id, self.waiting, self.standing)

    def has_seen(self, reference: DecisionReference) -> bool:
        return reference in self.remitted or any(decision.reference == reference for decision in self.waiting)

    def order_of(self, decision: Decision) -> int:
        """Which payer in line decided: CLP02 where it says so, else the place under which this payer was billed."""
        stated = ORDERS.get(decision.payment.status)
        billed = (one.payer_order for one in self.billed if one.payer_id == decision.payer_id)
        return stated or next(billed, 1)

    def payer_of(self, decision: Decision) -> PayerId:
        """The payer; one that the directory does not know is taken from the claim."""
        if decision.payer_id is not None:
            return decision.payer_id
        order = self.order_of(decision)
        return next((one.payer_id for one in reversed(self.billed) if one.payer_order == order), self.billed[-1].payer_id)
