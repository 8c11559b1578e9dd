"""One case per claim: its denied lines, each open or closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from shared.contracts.adjudication import ClaimRemitted
from shared.contracts.denials import CorrectionRequested, DenialClosed, DenialDecided, DenialOpened
from shared.contracts.event import Event
from shared.contracts.values import ZERO, ClaimId, DenialId, EncounterId, Money, Owner, PayerId, RemittanceId, Value, WorkItem
from shared.stage.stage import State


class Denial(Value):
    """One denial of one line, from the day it was opened to its outcome."""

    opened: DenialOpened
    asked: CorrectionRequested | None = None
    outcome: str | None = None
    recovered: Money = ZERO

    @property
    def is_open(self) -> bool:
        return self.outcome is None


class DenialCase(State):
    """What the denials desk knows about one claim."""

    claim_id: ClaimId
    encounter_id: EncounterId | None = None
    payer_id: PayerId | None = None
    decisions: tuple[RemittanceId, ...] = ()
    """Decisions judged so far, as `remittance/ordinal`, so that a repeat judges nothing."""
    reversal_pending: bool = False
    """A decision was taken back and the new one is not here yet."""
    denials: tuple[Denial, ...] = ()

    def open_denials(self) -> tuple[Denial, ...]:
        return tuple(each for each in self.denials if each.is_open)

    def open_on(self, line_number: int) -> Denial | None:
        """The open denial of this line; a line has one at most."""
        return next((each for each in self.open_denials() if each.opened.line_number == line_number), None)

    def find(self, denial_id: DenialId) -> Denial | None:
        return next((each for each in self.denials if each.opened.denial_id == denial_id), None)

    def status(self) -> str:
        """`none` (nothing was ever refused), `open`, or `closed`."""
        if self.open_denials():
            return "open"
        return "closed" if self.denials else "none"

    def at_risk(self) -> Decimal:
        """What the contract would allow for everything still refused."""
        return sum((each.opened.expected_recoverable for each in self.open_denials()), ZERO)

    def columns(self) -> Mapping[str, Any]:
        first = min(self.open_denials(), key=lambda each: (each.opened.appeal_by, each.opened.line_number), default=None)
        return {
            "encounter_id": self.encounter_id,
            "payer_id": self.payer_id,
            "status": self.status(),
            "category": first.opened.category.value if first else None,
            "appeal_by": first.opened.appeal_by if first else None,
            "gross": sum((each.opened.gross for each in self.open_denials()), ZERO),
            "expected_recoverable": self.at_risk(),
            "recovered": sum((each.recovered for each in self.denials), ZERO),
        }

    def work_items(self) -> Sequence[WorkItem]:
        """What the denials desk itself has to do; what it asked others to do is a work item of theirs."""
        return [_item(each) for each in self.open_denials() if each.opened.owner is Owner.DENIALS]


def _item(denial: Denial) -> WorkItem:
    opened = denial.opened
    return WorkItem(
        id=opened.denial_id,
        kind=opened.root_cause,
        subject=opened.claim_id,
        encounter_id=opened.encounter_id,
        claim_id=opened.claim_id,
        place=f"line {opened.line_number}" if opened.line_number else "claim",
        sentence=f"{opened.group}-{opened.carc} refused {opened.gross}. Appeal by {opened.appeal_by} or give it up with a reason.",
        amount=opened.expected_recoverable,
        due_on=opened.appeal_by.isoformat(),
    )


def decision_of(remitted: ClaimRemitted) -> RemittanceId:
    return RemittanceId(f"{remitted.remittance_id}/{remitted.payment.ordinal}")


def evolve(case: DenialCase, event: Event) -> DenialCase:
    """Fold what the payer decided and what was made of it."""
    if isinstance(event, ClaimRemitted):
        case = case.but(
            encounter_id=event.encounter_id,
            payer_id=event.payer_id,
            decisions=(*case.decisions, decision_of(event)) if decision_of(event) not in case.decisions else case.decisions,
            reversal_pending=event.payment.is_reversal,
        )
    elif isinstance(event, DenialOpened) and case.find(event.denial_id) is None:
        case = case.but(denials=(*case.denials, Denial(opened=event)))
    elif isinstance(event, CorrectionRequested):
        case = _changed(case, event.denial_id, asked=event)
    elif isinstance(event, DenialClosed):
        case = _changed(case, event.denial_id, outcome=event.outcome, recovered=event.recovered)
    elif isinstance(event, DenialDecided):
        return case
    return case.but(wake_on=_wakes_on(case))


def _changed(case: DenialCase, denial_id: DenialId, **changes: Any) -> DenialCase:
    return case.but(denials=tuple(each.model_copy(update=changes) if each.opened.denial_id == denial_id else each for each in case.denials))


def _wakes_on(case: DenialCase) -> date | None:
    """The day after the first appeal deadline: on it, what nobody fought for has expired."""
    first = min((each.opened.appeal_by for each in case.open_denials()), default=None)
    return first + timedelta(days=1) if first else None
