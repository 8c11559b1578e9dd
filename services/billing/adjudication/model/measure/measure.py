"""What is remembered of one claim to say where it is in its life and what it adds to the figures of the board.

One slot for each topic, because topics have no order between them: each slot is a fold of its own topic alone, and what is asked of all of them
(`model/measure/lifecycle.py`, `model/measure/outcome.py`) is computed from the slots, so that every interleaving ends the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from services.billing.adjudication.model.measure.given_up import work_items_of
from services.billing.adjudication.model.measure.outcome import columns_of
from shared.contracts.adjudication import Balances, ClaimState
from shared.contracts.values import ZERO, ClaimId, EncounterId, Money, PayerId, Value, WorkItem
from shared.stage.stage import State

Phase = Literal["built", "held", "released", "submitted", "accepted", "rejected", "withdrawn"]
Outcome = Literal["overturned", "partly_overturned", "other_payer", "upheld", "withdrawn", "expired"]


class Sending(Value):
    """One submission that left the house."""

    payer_id: PayerId
    payer_order: int
    frequency: str
    total: Money
    on: date
    reference: str = ""
    """BHT03, which acknowledgements echo."""


class Sent(Value):
    """Slot of rcm.submission.claim."""

    newest: int = 0
    """The newest submission that was built; what is said of older ones no longer moves the claim."""
    phase: Phase | None = None
    frequency: str = "1"
    payer_id: PayerId = PayerId("")
    payer_order: int = 1
    service_to: date | None = None
    left: dict[int, Sending] = {}
    rejected: tuple[int, ...] = ()
    """Submissions that never got in (999, 277CA)."""
    void_asked: int = 0
    """The newest submission when a person asked for the void; 0: nobody did."""


class Heard(Value):
    """Slot of rcm.submission.acknowledgement: what 277CA and 277 say, which accepts, rejects and denies nothing by itself."""

    received: str = ""
    """BHT03 of the newest submission that a receiver confirmed (A0, A1), before the payer took it in."""
    pended: bool = False
    """The newest 277 says that the payer still works on it (category P)."""
    pended_on: date | None = None


class Verdict(Value):
    """What the payer in one place of the order has decided so far."""

    payer_id: PayerId
    standing: int = 0
    """Decisions less those taken back. A payer may split one claim into several; below zero when an earlier system's decision was taken back."""
    taken_back: Money | None = None
    """What a reversal took back, until the payer says what it pays instead."""
    forwarded: bool = False
    """CLP02 19 to 21: it sent the claim on to the next payer."""
    submission: int = 0
    on: date


class First(Value):
    """The first decision of the first payer: what the rates count."""

    payer_id: PayerId
    submission: int
    charge: Money
    on: date


class Decided(Value):
    """Slot of rcm.adjudication.claim."""

    first: First | None = None
    verdicts: dict[int, Verdict] = {}
    """By the payer's place in the order."""
    told: int = 0
    """Decisions and reversals in all."""
    held: tuple[str, ...] = ()
    """Decisions that wait for another one."""
    due_order: int = 0
    """The later payer whose turn it is; 0: none was named."""
    full: int = 0
    partial: int = 0
    """Take-backs after payment: all of it, or a part."""
    taken_back_on: date | None = None
    reversed_on: date | None = None


class Shortfall(Value):
    """An underpayment: what the payer allowed less than its contract."""

    amount: Money
    """Allowed less expected: below zero."""
    found_on: date
    outcome: Literal["open", "recovered", "partly_recovered", "conceded"] = "open"
    recovered: Money = ZERO


class Booked(Value):
    """Slot of rcm.adjudication.account."""

    opening: int = 0
    """Decisions that an earlier system brought along, plus one; 0: a claim of ours."""
    balances: Balances | None = None
    sequestration: Money = ZERO
    capitation: Money = ZERO
    posted: int = 0
    """Decisions and reversals that are in the ledger."""
    statements: int = 0
    shortfall: Shortfall | None = None


class Refused(Value):
    """One denial of the claim."""

    gross: Money
    counts: bool
    """The first payer's first word on the line: what initial rates count."""
    outcome: Outcome | None = None


class Measure(State):
    """One claim over its whole life."""

    claim_id: ClaimId
    encounter_id: EncounterId = EncounterId("")
    told: ClaimState | None = None
    """The state that was announced last."""
    told_known: tuple[int, ...] = ()
    """What was known then."""
    known: tuple[int, ...] = (0, 0, 0, 0, 0)
    """How many facts each slot has folded, in the order of the slots below."""
    sent: Sent = Sent()
    heard: Heard = Heard()
    decided: Decided = Decided()
    booked: Booked = Booked()
    denials: dict[str, Refused] = {}
    """Slot of rcm.denials.denial, by denial."""

    def columns(self) -> Mapping[str, Any]:
        return columns_of(self)

    def work_items(self) -> Sequence[WorkItem]:
        return tuple(work_items_of(self))

    @property
    def is_behind(self) -> bool:
        """Less is known than when a state was announced last: after a restore, the topics are being read again."""
        return any(now < then for now, then in zip(self.known, self.told_known, strict=False))

    @property
    def standing(self) -> int:
        """Decisions that stand, of all payers."""
        return sum(each.standing for each in self.decided.verdicts.values()) + max(self.booked.opening - 1, 0)

    @property
    def is_decided(self) -> bool:
        return bool(self.decided.verdicts) or self.booked.opening > 0

    @property
    def settled(self) -> Balances | None:
        """Where the money is, once every decision is in the ledger; None before."""
        return self.booked.balances if self.is_decided and self.decided.told <= self.booked.posted else None
