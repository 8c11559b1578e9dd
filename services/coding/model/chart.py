"""The chart: what was documented, what coders changed, what payers want mended, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.coding.model.lines import SourceLine
from shared.contracts.coding import CodingCorrected, EncounterCoded
from shared.contracts.denials import CorrectionRequested
from shared.contracts.eligibility import EncounterOpened
from shared.contracts.submission import ClaimRejected
from shared.contracts.values import EncounterId, HoldReason, WorkItem
from shared.stage.stage import State


class Chart(State):
    """One encounter at the coding desk. One slot per source, so that the order in which topics are read does not matter."""

    encounter_id: EncounterId
    opened: EncounterOpened | None = None
    """The latest version."""
    lines: tuple[SourceLine, ...] = ()
    """Its lines, numbered; also those that earlier versions had."""
    corrections: tuple[CodingCorrected, ...] = ()
    """In the order in which they arrived; each applies on top of the ones before it."""
    answering: str = ""
    """The request that a correction means to answer, as long as something holds the codes."""
    version: int = 0
    """Of the last EncounterCoded or CodingHeld."""
    coded: EncounterCoded | None = None
    """The last one; kept while a later version is held."""
    reasons: tuple[HoldReason, ...] = ()
    asked: tuple[CorrectionRequested, ...] = ()
    """Everything denials ever asked of coding, oldest first."""
    answered: tuple[str, ...] = ()
    """Requests that were answered or declined."""
    closed: tuple[str, ...] = ()
    """Denials that ended."""
    rejection: ClaimRejected | None = None
    """A rejection of the clearinghouse or payer that coding has to mend."""

    @property
    def requests(self) -> tuple[CorrectionRequested, ...]:
        """What denials still wants: not answered, not ended, and not asked again in a later request."""
        return tuple(each for place, each in enumerate(self.asked) if each.denial_id not in self.answered and self._wanted(place))

    def _wanted(self, place: int) -> bool:
        later = {id for each in self.asked[place + 1 :] for id in denials_of(each)}
        return bool(set(denials_of(self.asked[place])) - set(self.closed) - later)

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
        rejected = [_rejected_item(self.rejection)] if self.rejection else []
        return [*(_held_item(self, reason) for reason in self.reasons), *map(_asked_item, self.requests), *rejected]


def denials_of(request: CorrectionRequested) -> tuple[str, ...]:
    """Every denial that an answer to this request settles."""
    return (request.denial_id, *request.also)


def _held_item(chart: Chart, reason: HoldReason) -> WorkItem:
    return WorkItem(
        id=f"{chart.encounter_id}:{reason.code}:{reason.place}",
        kind=reason.code,
        subject=chart.encounter_id,
        encounter_id=chart.encounter_id,
        place=reason.place,
        sentence=reason.sentence,
    )


def _asked_item(request: CorrectionRequested) -> WorkItem:
    return WorkItem(
        id=request.denial_id,
        kind=request.root_cause,
        subject=request.encounter_id,
        encounter_id=request.encounter_id,
        claim_id=request.claim_id,
        place=f"lines[{request.line_number - 1}]" if request.line_number > 0 else "",
        sentence=request.sentence,
        due_on=request.due_on.isoformat(),
    )


def _rejected_item(rejected: ClaimRejected) -> WorkItem:
    return WorkItem(
        id=f"{rejected.claim_id}:{rejected.submission}:rejected",
        kind="claim_rejected",
        subject=rejected.encounter_id,
        encounter_id=rejected.encounter_id,
        claim_id=rejected.claim_id,
        place=rejected.reason.place,
        sentence=rejected.reason.sentence,
    )
