"""One claim as the ledger sees it: what was charged, which decisions stand, where the money is."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from services.billing.adjudication.model import chart
from shared.contracts.adjudication import ClaimRemitted, DecisionReference, LedgerEntry
from shared.contracts.values import ClaimId, Money, Value
from shared.remittance.decision import Billed

CROSSOVER_DAYS = 30
"""How long to wait for a payer to which the claim was forwarded (15 to 30 days are usual)."""


class Standing(Value):
    """A posted decision that has not been taken back, with the very entries it made."""

    reference: DecisionReference
    payer_order: int
    remitted_on: date
    forwarded: bool = False
    reasons: tuple[str, ...] = ()
    """Reason codes of the patient's share."""
    entries: tuple[LedgerEntry, ...]


class ClaimAccount(Value):
    """One claim of the account."""

    claim_id: ClaimId
    billed: Billed | None = None
    """The latest submission that is no void."""
    replaced_on: date | None = None
    """When the latest replacement or void left the house."""
    void: int = 0
    """Number of the latest submission that voids the claim."""
    waiting: tuple[ClaimRemitted, ...] = ()
    held: tuple[DecisionReference, ...] = ()
    """Decisions that are not yet passed on; no statement while there are any."""
    standing: tuple[Standing, ...] = ()
    taken_back: int = 0
    charged: dict[str, Money] = {}
    """Charge posted so far, by line number."""
    books: dict[str, Money] = {}
    """Balance by account, debits less credits."""
    last_on: date | None = None
    stated: tuple[DecisionReference, ...] = ()
    """The decisions that the last statement was about."""
    closed: bool = False
    """It was announced that nothing is open, and nothing was posted since."""

    def on(self, account: str) -> Decimal:
        return chart.balance(self.books, account)

    @property
    def is_voided(self) -> bool:
        """We asked to void it and the payer took its decision back."""
        return bool(self.taken_back and not self.standing and not self.waiting and self.billed and self.void > self.billed.submission)

    @property
    def correction_is_open(self) -> bool:
        """A decision waits, or a replacement has not been answered."""
        decided_on = max((one.remitted_on for one in self.standing), default=None)
        unanswered = self.replaced_on is not None and decided_on is not None and decided_on < self.replaced_on
        return bool(self.waiting or self.held or unanswered)

    @property
    def is_settled(self) -> bool:
        """Payers owe and fight nothing more. A dispute about an underpayment does not keep the patient's share from being due."""
        owed = any(amount for account, amount in self.books.items() if chart.is_payer_receivable(account))
        decided = bool(self.standing or self.is_voided)
        return decided and not (owed or self.on(chart.DENIED) or self.correction_is_open or self.awaits_later_payer)

    @property
    def is_finished(self) -> bool:
        """Settled with the payers, paid by the patient, undisputed: what was charged is paid or adjusted."""
        return self.is_settled and not (self.on(chart.PATIENT) or self.on(chart.DISPUTED))

    @property
    def awaits_later_payer(self) -> bool:
        """Something is left to the patient, and a coverage further in line has not been asked to pay it yet."""
        if self.billed is None or not self.standing or self.on(chart.PATIENT) <= 0:
            return False
        return max(one.payer_order for one in self.standing) - self.billed.payer_order < self.billed.later_payers

    @property
    def forwarded_until(self) -> date | None:
        """The day by which a payer further in line should have paid what was forwarded to it; None when nothing is."""
        waits = [one.remitted_on for one in self.standing if one.forwarded and self.on(chart.receivable(one.payer_order + 1)) > 0]
        return min(waits) + timedelta(days=CROSSOVER_DAYS) if waits else None
