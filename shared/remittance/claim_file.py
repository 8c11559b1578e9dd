"""What we billed under one claim number, and what payers decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Self

from shared.contracts.adjudication import DecisionReference, OpeningClaimRecorded, PayerDecision, PriorDecision
from shared.contracts.submission import ClaimSubmitted
from shared.contracts.values import ClaimId, EncounterId, PayerId, WorkItem
from shared.remittance import opening
from shared.remittance.decision import ORDERS, Billed, Decision
from shared.remittance.waiting import work_items_of
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
    taken_back: tuple[Decision, ...] = ()
    """Where several payers are in line: earlier decisions, on which a later payer may have rested."""
    told: dict[int, tuple[PriorDecision, ...]] = {}
    """By a later payer's place in line: the decisions with which its claim was last found due."""
    woken_on: date | None = None

    @property
    def is_known(self) -> bool:
        return bool(self.billed)

    def columns(self) -> Mapping[str, Any]:
        return {"encounter_id": self.encounter_id, "waiting": len(self.waiting)}

    def work_items(self) -> Sequence[WorkItem]:
        return work_items_of(self.claim_id, self.encounter_id, self.waiting, self.standing)

    @property
    def first_order(self) -> int:
        """The place in line of the payer that was billed first."""
        return min((one.payer_order for one in self.billed), default=1)

    @property
    def _has_line(self) -> bool:
        return any(one.later_payers or one.payer_order > 1 for one in self.billed) or any(one.payer_order > 1 for one in self.standing)

    def has_seen(self, reference: DecisionReference) -> bool:
        return reference in self.remitted or any(decision.reference == reference for decision in self.waiting)

    def order_of(self, decision: Decision) -> int:
        """Which payer in line decided: CLP02 where it says so, else the place under which this payer was billed.

        A payer that was only ever billed further in line and calls itself the first one is not. While nobody knows the claim: the place in which this
        payer decided before, and behind another one if it says that one was there (OA-23).
        """
        stated = ORDERS.get(decision.payment.status)
        places = sorted({one.payer_order for one in self.billed if one.payer_id == decision.payer_id})
        if stated == 1 and places:
            return places[0]
        if stated or self.is_known:
            return stated or next(iter(places), 1)
        before = next((one.payer_order for one in self.standing if one.payer_id == decision.payer_id), 1)
        return max(before, 2) if decision.follows_another else before

    def payer_of(self, decision: Decision) -> PayerId:
        """The payer; one that the directory does not know is taken from the claim."""
        if decision.payer_id is not None:
            return decision.payer_id
        order = self.order_of(decision)
        return next((one.payer_id for one in reversed(self.billed) if one.payer_order == order), self.billed[-1].payer_id)

    def submitted(self, event: ClaimSubmitted) -> Self:
        """It went out once more; what was billed is known now."""
        billed = {**{one.submission: one for one in self.billed}, event.submission: Billed.of(event)}
        return self.but(encounter_id=event.encounter_id, billed=tuple(billed[number] for number in sorted(billed)))

    def opened(self, event: OpeningClaimRecorded) -> Self:
        """An earlier system billed it, and what payers had decided there stands. A claim is taken over once."""
        known = opening.billed(event)
        if any(one.submission == known.submission for one in self.billed):
            return self
        decided = opening.standing(event)
        return self.but(
            encounter_id=self.encounter_id or event.encounter_id,
            billed=(*opening.bills(event), *self.billed),
            standing=(*decided, *self.standing),
            remitted=(*(one.reference for one in decided), *self.remitted),
        )

    def received(self, decision: Decision) -> Self:
        """A decision came in; a copy changes nothing."""
        return self if self.has_seen(decision.reference) else self.but(waiting=(*self.waiting, decision))

    def passed_on(self, event: PayerDecision) -> Self:
        """The decision leaves the queue; it stands from now on, or what it takes back no longer does."""
        decision = Decision.of(event)
        standing = tuple(one for one in self.standing if one.reference != event.reverses)
        gone = tuple(one for one in self.standing if one.reference == event.reverses) if self._has_line else ()
        return self.but(
            waiting=tuple(one for one in self.waiting if one.reference != decision.reference),
            standing=standing if event.payment.is_reversal else (*standing, decision),
            remitted=(*self.remitted, decision.reference),
            taken_back=(*self.taken_back, *gone),
        )
