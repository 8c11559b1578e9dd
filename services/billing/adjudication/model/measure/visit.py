"""What is remembered of one visit until it is billed, and for what it tells of prevented denials and estimates.

One slot for each topic: what registration, coding and submission say of a visit comes in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal

from shared.contracts import coding, eligibility, submission
from shared.contracts.event import Event
from shared.contracts.values import ZERO, CoverageId, EncounterId, Money, PayerId, Value
from shared.stage.stage import State

VisitState = Literal["encounter_held", "coding_held", "coding", "ready", "billed", "withdrawn"]


class Estimate(Value):
    """What the patient was told beforehand."""

    version: int
    amount: Money


class Visit(State):
    """One visit."""

    encounter_id: EncounterId
    opened: int = 0
    """Newest version of the encounter that was told."""
    discharged_on: date | None = None
    """The last day of service, or the discharge of a stay; None while the patient is still in the house."""
    captured: Money = ZERO
    """Charges as the source system told them."""
    held: bool = False
    cleared: int = 0
    payer_id: PayerId | None = None
    """Of the first coverage in the newest clearance."""
    active: tuple[CoverageId, ...] = ()
    inactive: dict[CoverageId, PayerId] = {}
    """Coverages that were not active on the date of service, as their payers say."""
    estimate: Estimate | None = None
    coded: Money | None = None
    """Total charge of the coded encounter."""
    coding_held: bool = False
    billed: dict[CoverageId, date] = {}
    """Coverages that a claim went to, and the first day."""
    withdrawn: int = 0
    """The newest submission that a person withdrew."""

    @property
    def state(self) -> VisitState:
        if self.billed:
            return "billed"
        if self.withdrawn:
            return "withdrawn"
        if self.held or not self.cleared:
            return "encounter_held"
        if self.coding_held:
            return "coding_held"
        return "coding" if self.coded is None else "ready"

    @property
    def spared(self) -> PayerId | None:
        """The payer that a claim would have gone to although its coverage was not active."""
        dead = (payer for coverage, payer in self.inactive.items() if coverage not in self.active and coverage not in self.billed)
        return next(dead, None)

    def columns(self) -> Mapping[str, Any]:
        gross = self.captured if self.coded is None else self.coded
        spared = self.spared
        return {
            "state": self.state,
            "payer_id": self.payer_id,
            "discharged_on": self.discharged_on,
            "gross": gross,
            "billed_on": min(self.billed.values(), default=None),
            "spared_payer_id": spared,
            "prevented": gross if spared else ZERO,
            "estimated": self.estimate.amount if self.estimate else None,
        }


def evolve(visit: Visit, event: Event) -> Visit:
    """The visit after the event. An event of no interest leaves it as it is."""
    fold = FOLDS.get(type(event))
    return fold(visit, event) if fold else visit


def _opened(visit: Visit, event: eligibility.EncounterOpened) -> Visit:
    if event.version < visit.opened:
        return visit
    discharged = event.stay.discharged_on if event.stay else event.service_to
    captured = sum((charge.amount for charge in event.charges if charge.amount is not None), ZERO)
    return visit.but(opened=event.version, discharged_on=discharged, captured=captured)


def _held(visit: Visit, event: eligibility.EncounterHeld) -> Visit:
    return visit.but(held=True)


def _inactive(visit: Visit, event: eligibility.CoverageInactive) -> Visit:
    if event.cause != "inactive":
        return visit
    return visit.but(inactive={**visit.inactive, event.coverage_id: event.payer_id})


def _cleared(visit: Visit, event: eligibility.EncounterCleared) -> Visit:
    if event.version < visit.cleared:
        return visit
    active = tuple(each.coverage_id for each in event.coverages)
    payer = event.coverages[0].payer_id if event.coverages else None
    return visit.but(cleared=event.version, held=False, active=active, payer_id=payer)


def _estimated(visit: Visit, event: eligibility.PatientEstimated) -> Visit:
    if visit.estimate and event.version < visit.estimate.version:
        return visit
    return visit.but(estimate=Estimate(version=event.version, amount=event.amount))


def _coded(visit: Visit, event: coding.EncounterCoded) -> Visit:
    return visit.but(coded=event.total, coding_held=False)


def _coding_held(visit: Visit, event: coding.CodingHeld) -> Visit:
    return visit.but(coding_held=True)


def _submitted(visit: Visit, event: submission.ClaimSubmitted) -> Visit:
    first = min(visit.billed.get(event.coverage_id, event.submitted_on), event.submitted_on)
    return visit.but(billed={**visit.billed, event.coverage_id: first})


def _withdrawn(visit: Visit, event: submission.ClaimWithdrawn) -> Visit:
    return visit.but(withdrawn=max(visit.withdrawn, event.submission))


def _built(visit: Visit, event: submission.ClaimBuilt) -> Visit:
    """A claim that is built after a withdrawal is meant to be sent again."""
    return visit.but(withdrawn=0) if event.submission > visit.withdrawn else visit


FOLDS: dict[type[Event], Callable[[Visit, Any], Visit]] = {
    eligibility.EncounterOpened: _opened,
    eligibility.EncounterHeld: _held,
    eligibility.CoverageInactive: _inactive,
    eligibility.EncounterCleared: _cleared,
    eligibility.PatientEstimated: _estimated,
    coding.EncounterCoded: _coded,
    coding.CodingHeld: _coding_held,
    submission.ClaimBuilt: _built,
    submission.ClaimSubmitted: _submitted,
    submission.ClaimWithdrawn: _withdrawn,
}
"""What moves a visit, and how."""
