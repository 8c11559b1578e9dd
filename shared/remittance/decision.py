"""What was billed, and one decision of a payer about it."""

from __future__ import annotations

from datetime import date

from shared.contracts.adjudication import ClaimPayment, DecisionReference, Manual, PayerDecision, PayerStatement
from shared.contracts.coding import CodedLine
from shared.contracts.submission import ClaimSubmitted, Frequency
from shared.contracts.values import ClaimKind, Document, Money, PayerId, RemittanceId, Value

ORDERS = {"1": 1, "19": 1, "2": 2, "20": 2, "3": 3, "21": 3}
"""CLP02 → which payer in line decided. Other codes say nothing about it."""
PRIOR_PAYER = "23"
FORWARDED = frozenset({"19", "20", "21"})
"""CLP02: the payer sent the claim on to the next one (crossover)."""
FORWARD_REMARKS = frozenset({"MA18", "N89"})
"""Remarks (MIA, MOA, LQ) that say the same; a payer that runs both plans of a patient may forward under status 1."""


def was_forwarded(payment: ClaimPayment) -> bool:
    """Whether the payer says in any way that it sent the claim on: status, crossover carrier (NM1*TT), remark."""
    return payment.status in FORWARDED or bool(payment.crossover_payer) or not FORWARD_REMARKS.isdisjoint(payment.remarks)


class Billed(Value):
    """One submission of the claim as it left the house."""

    submission: int
    frequency: Frequency
    kind: ClaimKind
    payer_id: PayerId
    payer_order: int
    later_payers: int = 0
    total: Money
    lines: tuple[CodedLine, ...]
    service_from: date
    service_to: date
    submitted_on: date

    @classmethod
    def of(cls, submitted: ClaimSubmitted) -> Billed:
        return cls.model_validate({name: getattr(submitted, name) for name in cls.model_fields})

    @property
    def priced_on(self) -> date:
        """The day whose contract counts: discharge for a facility claim, else the first day of service."""
        return self.service_to if self.kind is ClaimKind.INSTITUTIONAL else self.service_from


class Decision(Value):
    """One CLP of one remittance, with our line numbers once the claim is known."""

    remittance_id: RemittanceId
    payer_id: PayerId | None
    payer_order: int = 1
    kind: ClaimKind | None = None
    """As far as the remittance tells; what was billed counts where it is known."""
    trace_number: str
    remitted_on: date
    payment: ClaimPayment
    manual: Manual | None = None
    """Who entered it from paper."""
    document: Document
    cause: str = ""
    """Why it waits, as it was last announced; empty while it has not been."""
    difference: Money | None = None
    """By how much it does not fit, where that can be said."""

    @classmethod
    def of(cls, event: PayerStatement | PayerDecision) -> Decision:
        return cls.model_validate({name: getattr(event, name) for name in cls.model_fields if hasattr(event, name)})

    @property
    def reference(self) -> DecisionReference:
        return DecisionReference(remittance_id=self.remittance_id, ordinal=self.payment.ordinal)

    @property
    def follows_another(self) -> bool:
        """Whether it accounts for what an earlier payer did (OA-23)."""
        lines = (one for line in self.payment.lines for one in line.adjustments)
        return any(one.group == "OA" and one.carc == PRIOR_PAYER for one in (*self.payment.adjustments, *lines))

    def is_from(self, payer_id: PayerId | None) -> bool:
        """Whether this payer may have made it; a payer outside the directory may be any."""
        return payer_id is None or self.payer_id is None or payer_id == self.payer_id
