"""One payment of a payer on its way: remittance, deposit at the bank, and what of it waits in suspense. Found by its trace number (TRN02)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.clearing.payer_match import pairs
from services.billing.adjudication.model.clearing.work import work_items_of
from shared.contracts.adjudication import ProviderAdjustment
from shared.contracts.values import ZERO, Money, PayerId, RemittanceId, Value, WorkItem
from shared.stage.stage import State

PATIENCE = timedelta(days=14)
"""How long remittance and deposit may be apart before somebody asks. Health plans owe both within three business days of each other (CAQH CORE
370); checks take longer."""


class Payment(Value):
    """A balanced remittance."""

    remittance_id: RemittanceId
    payer_id: PayerId | None
    originator: str = ""
    """TRN03."""
    total: Money
    """BPR02: what the bank should show."""
    remitted_on: date
    content: str = ""
    paper_key: str = ""
    meaning: str = ""
    adjustments: tuple[ProviderAdjustment, ...] = ()
    """Those that are not posted yet."""


class SetAside(Value):
    """A remittance that nothing is posted of."""

    remittance_id: RemittanceId
    cause: str
    total: Money | None
    place: str = ""
    """File and set, and the claim where it is one."""
    difference: Money | None = None
    out_by: tuple[str, ...] = ()
    """Place and difference of each imbalance."""


class Deposit(Value):
    """Money the bank shows under this trace number."""

    amount: Money
    fee: Money = ZERO
    deposited_on: date
    originator: str = ""
    payer_id: PayerId | None = None
    account: str = ""
    """Where its other side stands: remit clearing, or suspense; empty until it is posted."""

    @property
    def gross(self) -> Decimal:
        """What the payer paid, before the bank or the card kept its fee."""
        return self.amount + self.fee


class Unexplained(Value):
    """A provider adjustment that no rule can explain."""

    remittance_id: RemittanceId
    payer_id: PayerId | None = None
    originator: str = ""
    adjustment: ProviderAdjustment
    account: str
    """Where it stands: suspense, or the account of what payers adjust."""
    meant: str = ""
    """Where a person says that it belongs."""
    told_on: date | None = None


class Clearing(State):
    """Everything under one trace number. Two payers may use the same number: payer and amount keep them apart."""

    trace_number: str
    payments: tuple[Payment, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    duplicates: int = 0
    deposits: tuple[Deposit, ...] = ()
    unknown: tuple[Unexplained, ...] = ()
    """Provider adjustments that no rule can explain, in order of arrival."""
    as_of: date | None = None
    """The last day on which it was looked at for what is missing."""

    @property
    def open_set_aside(self) -> list[SetAside]:
        """Those that no good copy has replaced; a copy with other content than what was posted always needs a person."""
        good = {one.remittance_id for one in self.payments}
        return [one for one in self.set_aside if one.cause == "conflicting_copy" or one.remittance_id not in good]

    def accounts(self) -> list[str]:
        """Where the other side of each deposit belongs: a remittance of the same payer and amount, or suspense.

        While no remittance is known it waits in remit clearing: money before remittance is normal.
        """
        if not self.payments and not self.set_aside:
            return [chart.REMIT_CLEARING] * len(self.deposits)
        found = pairs(self.payments, self.deposits)
        return [chart.REMIT_CLEARING if place in found else chart.SUSPENSE for place in range(len(self.deposits))]

    def undeposited(self) -> list[Payment]:
        """Remittances with money in them that the bank has not shown. A payment of nothing expects no deposit (BPR04 NON)."""
        found = set().union(*pairs(self.payments, self.deposits).values())
        return [one for place, one in enumerate(self.payments) if one.total and place not in found]

    @property
    def state(self) -> str:
        """One word for lists."""
        if self.open_set_aside:
            return "set_aside"
        if any(one.account == chart.SUSPENSE for one in self.deposits):
            return "mismatched"
        if not self.payments:
            return "awaiting_remittance"
        if self.undeposited():
            return "received"
        return "deposited" if self.deposits else "no_deposit_due"

    @property
    def expected(self) -> Decimal:
        return sum((one.total for one in self.payments), ZERO)

    @property
    def deposited(self) -> Decimal:
        return sum((one.amount for one in self.deposits), ZERO)

    def waits_until(self) -> Iterator[date]:
        """The days on which somebody has to ask for the other half."""
        if self.payments or self.set_aside:
            yield from (one.remitted_on + PATIENCE for one in self.undeposited())
        else:
            yield from (one.deposited_on + PATIENCE for one in self.deposits)

    def is_overdue(self, since: date) -> bool:
        return self.as_of is not None and since + PATIENCE <= self.as_of

    def columns(self) -> Mapping[str, Any]:
        dates = [one.remitted_on for one in self.payments] or [one.deposited_on for one in self.deposits]
        return {
            "state": self.state,
            "payer_id": next((one.payer_id for one in self.payments), None),
            "total_paid": self.expected,
            "deposited": self.deposited,
            "remitted_on": max(dates, default=None),
            "duplicates": self.duplicates,
        }

    def work_items(self) -> Sequence[WorkItem]:
        return work_items_of(self)
