"""Everything that stands of a payer's decisions on a claim against its contract: a payer may split a claim over several decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.billing.adjudication.model.dispute.contract import Contracts, Expected, expected
from services.billing.adjudication.model.dispute.dispute import Dispute
from services.billing.adjudication.model.dispute.variance import Variance, parts_of, variance_of
from shared.contracts.adjudication import ClaimRemitted
from shared.contracts.values import ZERO


@dataclass(frozen=True, slots=True)
class Compared:
    """Sums over the decisions that have a price."""

    variances: tuple[Variance, ...]
    row: str
    version: str

    @property
    def expected(self) -> Decimal:
        return sum((each.expected for each in self.variances), ZERO)

    @property
    def allowed(self) -> Decimal:
        return sum((each.allowed for each in self.variances), ZERO)

    @property
    def short(self) -> Decimal:
        """What is missing of all of them; nothing unless one of them lacks more than is tolerated."""
        return max(ZERO, self.expected - self.allowed) if any(each.short for each in self.variances) else ZERO

    @property
    def over(self) -> Decimal:
        return max(ZERO, self.allowed - self.expected) if any(each.over for each in self.variances) else ZERO

    @property
    def of_payer(self) -> Decimal:
        return sum((each.of_payer for each in self.variances), ZERO)

    @property
    def payment(self) -> Decimal:
        """What the payer should pay: net of the patient's share and of sequestration."""
        return sum((each.payment for each in self.variances), ZERO)

    @property
    def of_patient(self) -> Decimal:
        return sum((each.of_patient for each in self.variances), ZERO)


def compare(dispute: Dispute, stands: Sequence[ClaimRemitted], contracts: Contracts) -> Compared:
    """Decisions of later payers are left out: they pay what the first one left."""
    found = [(variance, view) for one in stands for variance, view in _of(dispute, one, contracts)]
    rows = dict.fromkeys(view.row for _, view in found)
    return Compared(tuple(variance for variance, _ in found), "; ".join(rows), found[-1][1].version if found else "")


def _of(dispute: Dispute, remitted: ClaimRemitted, contracts: Contracts) -> list[tuple[Variance, Expected]]:
    bill = dispute.bill_of(remitted)
    if bill is None or remitted.payer_order > bill.payer_order:
        return []
    view = expected(bill, remitted.payer_id, contracts)
    variance = variance_of(parts_of(remitted, view), view)
    return [(variance, view)] if variance is not None else []
