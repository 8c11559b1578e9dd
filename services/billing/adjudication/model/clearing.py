"""One payment of a payer on its way: remittance, deposit at the bank, and what of it waits in suspense. Found by its trace number (TRN02)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.clearing_work import work_items_of
from shared.contracts.adjudication import ProviderAdjustment
from shared.contracts.values import ZERO, ClaimId, Money, PayerId, RemittanceId, Value, WorkItem
from shared.stage.stage import State


class Payment(Value):
    """A balanced remittance."""

    remittance_id: RemittanceId
    payer_id: PayerId | None
    total: Money
    """BPR02: what the bank should show."""
    remitted_on: date
    content: str = ""
    adjustments: tuple[ProviderAdjustment, ...] = ()
    """Those that are not posted yet."""


class SetAside(Value):
    """A remittance that nothing is posted of."""

    remittance_id: RemittanceId
    cause: str
    total: Money | None
    out_by: tuple[str, ...] = ()
    """Place and difference of each imbalance."""


class Deposit(Value):
    """Money the bank shows under this trace number."""

    amount: Money
    deposited_on: date
    account: str = ""
    """Where its other side stands: remit clearing, or suspense; empty until it is posted."""


class Suspended(Value):
    """A claim's payment that is not posted to a claim yet."""

    remittance_id: RemittanceId
    claim_id: ClaimId
    ordinal: int
    paid: Money
    remitted_on: date
    posted: bool = False
    released: bool = False
    """It has been matched: suspense is countered."""


class Clearing(State):
    """Everything under one trace number. Two payers may use the same number: amounts keep them apart."""

    trace_number: str
    payments: tuple[Payment, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    duplicates: int = 0
    deposits: tuple[Deposit, ...] = ()
    suspended: tuple[Suspended, ...] = ()
    unknown: tuple[ProviderAdjustment, ...] = ()
    """Provider adjustments whose code has no account: they stand in suspense."""

    @property
    def open_set_aside(self) -> list[SetAside]:
        """Those that no good copy has replaced; a copy with other content than what was posted always needs a person."""
        good = {one.remittance_id for one in self.payments}
        return [one for one in self.set_aside if one.cause == "conflicting_copy" or one.remittance_id not in good]

    def account_of(self, place: int) -> str:
        """Where the other side of a deposit belongs: a remittance of the same amount that no earlier deposit has taken, or suspense.

        While no remittance is known it waits in remit clearing: money before remittance is normal.
        """
        if not self.payments and not self.set_aside:
            return chart.REMIT_CLEARING
        expected = [one.total for one in self.payments]
        for deposit in self.deposits[:place]:
            if deposit.amount in expected:
                expected.remove(deposit.amount)
        return chart.REMIT_CLEARING if self.deposits[place].amount in expected else chart.SUSPENSE

    @property
    def state(self) -> str:
        """One word for lists."""
        if self.open_set_aside:
            return "set_aside"
        if any(one.account == chart.SUSPENSE for one in self.deposits):
            return "mismatched"
        if not self.payments:
            return "awaiting_remittance"
        return "deposited" if self.expected <= self.deposited else "received"

    @property
    def expected(self) -> Decimal:
        return sum((one.total for one in self.payments), ZERO)

    @property
    def deposited(self) -> Decimal:
        return sum((one.amount for one in self.deposits), ZERO)

    def columns(self) -> Mapping[str, Any]:
        dates = [one.remitted_on for one in self.payments] or [one.deposited_on for one in self.deposits]
        return {
            "state": self.state,
            "payer_id": next((one.payer_id for one in self.payments), None),
            "total_paid": self.expected,
            "deposited": self.deposited,
            "suspended": sum((one.paid for one in self.suspended if not one.released), ZERO),
            "remitted_on": max(dates, default=None),
            "duplicates": self.duplicates,
        }

    def work_items(self) -> Sequence[WorkItem]:
        stray = [one.amount for one in self.deposits if one.account == chart.SUSPENSE]
        return work_items_of(self.trace_number, [(one.remittance_id, one.cause, one.out_by) for one in self.open_set_aside], stray, self.unknown)
