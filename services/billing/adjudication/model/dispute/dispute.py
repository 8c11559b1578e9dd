"""What the payer billed first has allowed on a claim, held against its contract; open while it allows too little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from shared.contracts.adjudication import ClaimRemitted, OverpaymentFound, UnderpaymentClosed, UnderpaymentFound
from shared.contracts.values import ZERO, ClaimId, EncounterId, Money, WorkItem
from shared.remittance.decision import Billed
from shared.stage.stage import State

Status = Literal["none", "open", "closed", "overpaid"]
Said = UnderpaymentFound | UnderpaymentClosed | OverpaymentFound
UNDERPAID = (
    "The payer allowed {allowed} where the contract allows {expected} ({row}): {short} too little, {payer} of the payer's part and {patient} of the "
    "patient's. Dispute it: send the payer the contract's rate with this claim, or concede it with a reason."
)


class Dispute(State):
    """A claim from its first submission to the end of every dispute about it."""

    claim_id: ClaimId
    encounter_id: EncounterId | None = None
    bills: tuple[Billed, ...] = ()
    """What the payer billed first was sent, without voids, in order."""
    void: int = 0
    """Number of the latest submission that voids the claim."""
    decisions: tuple[ClaimRemitted, ...] = ()
    """Of the payers, in the order in which they were passed on, reversals among them."""
    found: UnderpaymentFound | None = None
    """The last underpayment, open or closed."""
    closed: UnderpaymentClosed | None = None
    """How it ended; None while it is open."""
    over: OverpaymentFound | None = None
    conceded: Money = ZERO
    """What a person gave up of it."""
    said: tuple[str, ...] = ()
    """Decisions about which something was announced."""

    @property
    def is_open(self) -> bool:
        return self.found is not None and self.closed is None

    @property
    def short(self) -> Money:
        """What is still missing of the open underpayment."""
        return self.found.expected - self.found.allowed if self.found and self.is_open else ZERO

    @property
    def status(self) -> Status:
        if self.is_open:
            return "open"
        stands = {one.reference.key for one in standing(self.decisions)}
        if self.over is not None and reference_of(self.over) in stands:
            return "overpaid"
        return "closed" if self.found else "none"

    @property
    def told(self) -> UnderpaymentFound | OverpaymentFound | None:
        """What the list shows."""
        return self.over if self.status == "overpaid" else self.found

    def bill_of(self, remitted: ClaimRemitted) -> Billed | None:
        """What the payer had before it when it decided."""
        known = [one for one in self.bills if not remitted.submission or one.submission <= remitted.submission]
        return (known or self.bills or (None,))[-1]

    @property
    def comparable(self) -> int:
        """How many of the decisions, from the first, can be compared with what was billed: topics have no order between them."""
        newest = max((self.void, *(one.submission for one in self.bills)))
        waits = (place for place, one in enumerate(self.decisions) if not self.bills or one.submission > newest)
        return next(waits, len(self.decisions))

    @property
    def is_caught_up(self) -> bool:
        """Whether everything that was announced is about decisions that are known: not so while topics are read again after a restore."""
        known = {one.reference.key for one in self.decisions}
        return known.issuperset(self.said)

    def columns(self) -> Mapping[str, Any]:
        told = self.told
        return {
            "encounter_id": self.encounter_id,
            "payer_id": told.payer_id if told else None,
            "status": self.status,
            "variance": told.allowed - told.expected if told else ZERO,
            "found_on": told.found_on if told else None,
        }

    def work_items(self) -> Sequence[WorkItem]:
        found = self.found
        if found is None or not self.is_open:
            return ()
        short = self.short - self.conceded
        words = {
            "allowed": found.allowed, "expected": found.expected, "row": found.contract_row or found.contract_version, "short": short,
            "payer": -found.payer_variance, "patient": -found.patient_variance,
        }  # fmt: skip
        mine = {"subject": self.claim_id, "claim_id": self.claim_id, "encounter_id": self.encounter_id}
        id = f"payer_underpaid-{self.claim_id}"
        return [WorkItem(id=id, kind="payer_underpaid", place=found.contract_row, sentence=UNDERPAID.format(**words), amount=short, **mine)]


def reference_of(event: Said) -> str:
    """The decision that an announcement is about."""
    return f"{event.remittance_id}/{event.ordinal}"


def standing(decisions: Sequence[ClaimRemitted]) -> list[ClaimRemitted]:
    """Those that were not taken back."""
    gone = {one.reverses.key for one in decisions if one.reverses is not None}
    return [one for one in decisions if not one.payment.is_reversal and one.reference.key not in gone]
