"""A claim from edits to acknowledgement. All stages behind `build` keep this one state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from services.billing.submission.model.claim_items import items_of
from services.billing.submission.model.policy import DAYS_TO_ACKNOWLEDGE
from shared.contracts.submission import ClaimAccepted, ClaimAcknowledged, ClaimBuilt, ClaimRejected, ClaimStatusReported, ClaimSubmitted
from shared.contracts.values import ClaimId, EncounterId, HoldReason, Value, WorkItem
from shared.stage.stage import State

Status = Literal["unknown", "built", "held", "released", "submitted", "accepted", "rejected", "withdrawn"]
Said = Literal["submitted", "accepted", "rejected"]


class Submission(Value):
    """One submission that left the house, and what was said about it."""

    billed: ClaimSubmitted
    accepted: ClaimAccepted | None = None
    """The acceptance that counts: the first one, with the payer's number once that is known. Proof of timely filing."""
    rejected: ClaimRejected | None = None
    disputed: bool = False
    """A rejection came after the payer had accepted it under a number."""
    overdue: bool = False
    """Nobody has acknowledged it within the days the site allows."""

    @property
    def said(self) -> Said:
        """A payer that named its number has the claim; without a number, a rejection has the last word."""
        if self.accepted and (self.accepted.payer_claim_control_number or not self.rejected):
            return "accepted"
        return "rejected" if self.rejected else "submitted"


class Claim(State):
    claim_id: ClaimId
    encounter_id: EncounterId | None = None
    """None while only acknowledgements are known."""
    patience_days: int = DAYS_TO_ACKNOWLEDGE
    """Days after which a submission without acknowledgement becomes a work item."""
    built: ClaimBuilt | None = None
    """The newest build that has not left the house, or did as it is."""
    verdict: Literal["", "held", "released"] = ""
    """What edits said about that build."""
    reasons: tuple[HoldReason, ...] = ()
    warnings: tuple[HoldReason, ...] = ()
    overridden: tuple[str, ...] = ()
    """Codes of reasons that a person set aside for this submission."""
    submissions: dict[int, Submission] = {}
    withdrawn: tuple[int, ...] = ()
    reported: ClaimStatusReported | None = None
    """What the payer said last when it was asked where the claim is (277)."""
    pending: tuple[ClaimAcknowledged, ...] = ()
    """Acknowledgements that came before the submission they answer was known."""

    @property
    def number(self) -> int:
        """The newest submission; 0 when there is none."""
        return max((self.built.submission if self.built else 0, *self.submissions))

    @property
    def newest(self) -> Submission | None:
        """The newest submission that left the house."""
        return self.submissions[max(self.submissions)] if self.submissions else None

    @property
    def status(self) -> Status:
        said = self.submissions[self.number].said if self.number in self.submissions else None
        if self.number in self.withdrawn and said in (None, "rejected"):
            return "accepted" if any(each.said == "accepted" for each in self.submissions.values()) else "withdrawn"
        if said is not None:
            return said
        return "unknown" if self.built is None else self.verdict or "built"

    @property
    def icn(self) -> str:
        """The payer's number from the newest acceptance that named one."""
        numbers = [each.accepted.payer_claim_control_number for _, each in sorted(self.submissions.items()) if each.accepted]
        return next((number for number in reversed(numbers) if number), "")

    def referring(self, reference: str) -> Submission | None:
        """The submission with this BHT03; without a reference, the newest one."""
        if not reference:
            return self.newest
        return next((each for each in self.submissions.values() if each.billed.reference == reference), None)

    def columns(self) -> Mapping[str, Any]:
        shown = self.submissions[self.number].billed if self.number in self.submissions else self.built
        return {
            "encounter_id": self.encounter_id,
            "status": self.status,
            "submission": self.number,
            "icn": self.icn,
            "payer_id": shown.payer_id if shown else None,
            "kind": str(shown.kind) if shown else None,
            "total": shown.total if shown else None,
            "frequency": shown.frequency if shown else None,
            "service_from": shown.service_from if shown else None,
        }

    def work_items(self) -> Sequence[WorkItem]:
        return items_of(self)
