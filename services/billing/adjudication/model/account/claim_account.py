"""One claim as the ledger sees it: what was charged, which decisions stand, where the money is."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from services.billing.adjudication.model import chart
from shared.contracts.adjudication import ClaimRemitted, DecisionReference, LedgerEntry, Manual
from shared.contracts.values import ZERO, ClaimId, Money, RemittanceId, Value
from shared.remittance.decision import Billed

CROSSOVER_DAYS = 30
"""How long to wait for a payer to which the claim was forwarded (15 to 30 days are usual)."""

DECISION_DAYS = 30
"""How long a payer that takes its decision back may leave the claim undecided, or have a replacement, before somebody asks it."""


class Standing(Value):
    """A posted decision that has not been taken back, with the very entries it made."""

    reference: DecisionReference
    payer_order: int
    remitted_on: date
    forwarded: bool = False
    reasons: tuple[str, ...] = ()
    """Reason codes of the patient's share."""
    line_reasons: dict[str, tuple[str, ...]] = {}
    """The same by line number; `None` is the claim as a whole."""
    entries: tuple[LedgerEntry, ...]


class Adjusted(Value):
    """What a person wrote off or moved, and what has not been taken back since."""

    adjustment_id: str
    kind: str
    amount: Money
    entries: tuple[LedgerEntry, ...]


class Opening(Value):
    """That the claim was billed by an earlier system."""

    remittance_id: RemittanceId
    """Stands for the remittances of that system."""
    opened_on: date
    patient_paid: Money
    """What is still to be posted of what the patient had paid."""
    manual: Manual


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
    opening: Opening | None = None
    before: dict[str, Money] = {}
    """What an earlier system adds to the books, so that they tell the whole life of the claim."""
    adjusted: tuple[Adjusted, ...] = ()
    """What people wrote off or moved, the oldest first."""
    lapsed: tuple[Adjusted, ...] = ()
    """What fell with the decision it was made on, and nobody has entered again."""
    last_on: date | None = None
    asked: int = 0
    """The place in line of the last payer that was billed."""
    stated: tuple[DecisionReference, ...] = ()
    """The decisions that the last statement was about."""
    stated_share: Money = ZERO
    """The patient's share that it told of."""
    notice: int = 0
    """1 after the statement, 2 and 3 after the reminders."""
    noticed_on: date | None = None
    """When the patient was last told, or last paid something of it."""
    closed: bool = False
    """It was announced that nothing is open, and nothing was posted since."""

    def on(self, account: str) -> Decimal:
        return chart.balance(self.books, account)

    @property
    def whole(self) -> dict[str, Decimal]:
        """The books together with those of an earlier system: opening balances are told as what they stand for."""
        if not self.before:
            return self.books
        return {name: amount for name in {*self.books, *self.before} if (amount := self.on(name) + chart.balance(self.before, name))}

    def was_taken_over(self, remitted: ClaimRemitted) -> bool:
        """Whether this decision was made to the earlier system."""
        return self.opening is not None and remitted.remittance_id == self.opening.remittance_id

    def service_on(self, line: int | None) -> date | None:
        """The day of a line as it was billed; None for the claim as a whole."""
        lines = self.billed.lines if self.billed else ()
        return next((one.service_on for one in lines if one.line_number == line), None)

    def held_by_line(self, account: str) -> dict[int | None, Decimal]:
        """How much of an account each line holds by the decisions that stand and what people changed of it; lines without any are left out."""
        held: dict[int | None, Decimal] = {}
        for one in (*(entry for each in self.standing for entry in each.entries), *(entry for each in self.adjusted for entry in each.entries)):
            signed = (one.amount if one.debit == account else ZERO) - (one.amount if one.credit == account else ZERO)
            held[one.line_number] = held.get(one.line_number, ZERO) + signed
        return {line: amount for line, amount in held.items() if amount}

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
        return decided and not (owed or self.on(chart.DENIED) or self.correction_is_open)

    @property
    def is_finished(self) -> bool:
        """Settled with the payers, paid by the patient, undisputed: what was charged is paid or adjusted."""
        return self.is_settled and not (self.on(chart.PATIENT) or self.on(chart.DISPUTED))

    @property
    def later_receivable(self) -> str:
        """The account of the payer further in line that holds what is left."""
        later = (name for name, amount in self.books.items() if chart.is_payer_receivable(name) and name != chart.receivable(1) and amount > 0)
        return max(later, default=chart.receivable(2))

    @property
    def forwarded_until(self) -> date | None:
        """The day by which a payer further in line should have paid what was forwarded to it; None when nothing is, or when it was billed since."""
        first = self.billed.payer_order if self.billed else 1
        waits = [one.remitted_on for one in self.standing if one.forwarded and self._waits_behind(one.payer_order, first)]
        return min(waits) + timedelta(days=CROSSOVER_DAYS) if waits else None

    @property
    def undecided_until(self) -> date | None:
        """The day by which a payer that took its decision back should have decided again; None when it has, or when nothing is to be decided."""
        waits = self.waiting or self.held or self.standing or self.is_voided or not self.taken_back
        if waits or self.last_on is None or not chart.payer_open(self.books):
            return None
        return max(self.last_on, self.replaced_on or self.last_on) + timedelta(days=DECISION_DAYS)

    def _waits_behind(self, order: int, first: int) -> bool:
        return self.asked <= order and self.on(chart.receivable(order - first + 2)) > 0
