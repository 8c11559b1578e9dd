"""The chart: what was documented, what coders changed, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.contracts.coding import CodingCorrected, CodingHeld, EncounterCoded
from shared.contracts.denials import CorrectionRequested, DenialClosed
from shared.contracts.eligibility import EncounterOpened
from shared.contracts.event import Event
from shared.contracts.submission import ClaimRejected
from shared.contracts.values import EncounterId, HoldReason, Owner, WorkItem
from shared.stage.stage import State


class Chart(State):
    """One encounter at the coding desk."""

    encounter_id: EncounterId
    opened: EncounterOpened | None = None
    corrections: tuple[CodingCorrected, ...] = ()
    """In the order in which they arrived; each applies on top of the ones before it."""
    version: int = 0
    """Of the last EncounterCoded or CodingHeld."""
    coded: EncounterCoded | None = None
    """The last one; kept while a later version is held."""
    reasons: tuple[HoldReason, ...] = ()
    requests: tuple[CorrectionRequested, ...] = ()
    """Denials that ask for a correction and are not answered yet."""
    rejection: ClaimRejected | None = None
    """A rejection of the clearinghouse or payer that coding has to mend."""

    @property
    def status(self) -> str:
        """`waiting` (nothing documented yet), `held`, `asked` (a payer's answer wants a correction), or `coded`."""
        if self.reasons:
            return "held"
        if self.requests or self.rejection:
            return "asked"
        return "coded" if self.coded else "waiting"

    def columns(self) -> Mapping[str, Any]:
        return {
            "status": self.status,
            "kind": self.opened.kind.value if self.opened else None,
            "service_from": self.opened.service_from if self.opened else None,
            "reason": self.reasons[0].code if self.reasons else None,
            "total": self.coded.total if self.coded else None,
        }

    def work_items(self) -> Sequence[WorkItem]:
        return [*self._held_items(), *self._asked_items()]

    def _held_items(self) -> list[WorkItem]:
        return [
            WorkItem(
                id=f"{self.encounter_id}:{self.version}:{place}",
                kind=reason.code,
                subject=self.encounter_id,
                encounter_id=self.encounter_id,
                place=reason.place,
                sentence=reason.sentence,
            )
            for place, reason in enumerate(self.reasons)
        ]

    def _asked_items(self) -> list[WorkItem]:
        items = [
            WorkItem(
                id=request.denial_id,
                kind=request.root_cause,
                subject=self.encounter_id,
                encounter_id=self.encounter_id,
                claim_id=request.claim_id,
                place=f"lines[{request.line_number - 1}]" if request.line_number > 0 else "claim",
                sentence=request.sentence,
                due_on=request.due_on.isoformat(),
            )
            for request in self.requests
        ]
        if self.rejection:
            items.append(
                WorkItem(
                    id=f"{self.rejection.claim_id}:{self.rejection.submission}:rejected",
                    kind="claim_rejected",
                    subject=self.encounter_id,
                    encounter_id=self.encounter_id,
                    claim_id=self.rejection.claim_id,
                    place=self.rejection.reason.place,
                    sentence=self.rejection.reason.sentence,
                )
            )
        return items


def evolve(chart: Chart, event: Event) -> Chart:
    """Fold what was documented, corrected, asked and answered."""
    if isinstance(event, EncounterOpened):
        return chart.but(opened=event) if chart.opened is None or event.version > chart.opened.version else chart
    if isinstance(event, CodingCorrected):
        return chart.but(corrections=(*chart.corrections, event))
    if isinstance(event, EncounterCoded):
        answered = tuple(each for each in chart.requests if each.denial_id != event.answers)
        return chart.but(version=event.version, coded=event, reasons=(), requests=answered, rejection=None)
    if isinstance(event, CodingHeld):
        return chart.but(version=event.version, reasons=event.reasons)
    if isinstance(event, CorrectionRequested) and event.owner is Owner.CODING:
        known = any(each.denial_id == event.denial_id for each in chart.requests)
        return chart if known else chart.but(requests=(*chart.requests, event))
    if isinstance(event, DenialClosed):
        return chart.but(requests=tuple(each for each in chart.requests if each.denial_id != event.denial_id))
    if isinstance(event, ClaimRejected) and event.responsible is Owner.CODING:
        return chart.but(rejection=event)
    return chart
