"""A payer's decision against the contract: what it allows, what the contract allows, and how much of the difference counts.

The comparison is one of the claim: a payer may spread what it allows over the lines as it likes. Refused lines and capitated ones are left out;
a claim whose decision names no lines is compared as a whole, if all of it has a price.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.billing.adjudication.model.dispute.contract import Expected
from shared.contracts.adjudication import Adjustment, PayerDecision
from shared.contracts.adjustments import Nature, nature
from shared.contracts.values import ZERO

FEE_SCHEDULE = "45"
"""The reason under which a payer hides an underpayment: charge above what it says the contract allows."""
SETTLED_ELSEWHERE = frozenset({Nature.DENIED, Nature.CAPITATION})
"""A line with one of these is not compared with the contract."""


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the decision, or what the claim level adds to its lines (line None)."""

    line: int | None
    service_on: date | None
    charge: Decimal
    paid: Decimal
    reasons: tuple[tuple[Nature, Adjustment], ...]

    def amount(self, *natures: Nature) -> Decimal:
        return sum((one.amount for what, one in self.reasons if what in natures), ZERO)

    @property
    def allowed(self) -> Decimal:
        """What the payer allows: its payment, what sequestration took of it, and the patient's share."""
        return self.paid + self.amount(Nature.PATIENT, Nature.SEQUESTRATION)

    @property
    def reduced(self) -> Decimal:
        """What the payer calls above its fee schedule."""
        return sum((one.amount for what, one in self.reasons if what is Nature.CONTRACTUAL and one.carc == FEE_SCHEDULE), ZERO)

    def has(self, *natures: Nature) -> bool:
        return any(what in natures for what, _ in self.reasons)


@dataclass(frozen=True, slots=True)
class Variance:
    """Allowed against expected, the patient's share included in both."""

    expected: Decimal
    allowed: Decimal
    patient_expected: Decimal | None
    """None where the contract states no share of the patient."""
    patient: Decimal
    """The patient's share of `allowed`."""
    tolerated: Decimal
    held_back: Decimal = ZERO
    """What sequestration keeps of the payer's payment by the contract."""

    @property
    def whole(self) -> Decimal:
        """Below zero: the payer allows less than the contract."""
        return self.allowed - self.expected

    @property
    def of_patient(self) -> Decimal:
        return ZERO if self.patient_expected is None else self.patient - self.patient_expected

    @property
    def of_payer(self) -> Decimal:
        return self.whole - self.of_patient

    @property
    def payment(self) -> Decimal:
        """What the payer should pay: net of the patient's share and of sequestration."""
        share = self.patient if self.patient_expected is None else self.patient_expected
        return self.expected - share - self.held_back

    @property
    def short(self) -> Decimal:
        """What is missing, if that is more than is tolerated; never below zero."""
        return -self.whole if -self.whole > self.tolerated else ZERO

    @property
    def over(self) -> Decimal:
        """What is allowed too much, if that is more than is tolerated."""
        return self.whole if self.whole > self.tolerated else ZERO


def parts_of(remitted: PayerDecision, expected: Expected) -> list[Part]:
    """The decision by line, each adjustment with its meaning; what the claim level adds comes last."""
    payment, later = remitted.payment, remitted.payer_order > 1

    def judged(adjustments: Sequence[Adjustment], packaged: bool) -> tuple[tuple[Nature, Adjustment], ...]:
        return tuple((nature(one.group, one.carc, packaged=packaged, later_payer=later), one) for one in adjustments)

    parts = [
        Part(one.line_number, one.service_on, one.charge, one.paid, judged(one.adjustments, expected.packages(one.line_number)))
        for one in payment.lines
    ]
    charge = payment.charge - sum((part.charge for part in parts), ZERO)
    paid = payment.paid - sum((part.paid for part in parts), ZERO)
    if charge or paid or payment.adjustments:
        parts.append(Part(None, None, charge, paid, judged(payment.adjustments, packaged=False)))
    return parts


def variance_of(parts: Sequence[Part], expected: Expected) -> Variance | None:
    """None when nothing that was decided has a price."""
    compared = [part for part in parts if _is_priced(part, parts, expected)]
    if not compared:
        return None
    numbers = list(expected.lines) if any(part.line is None for part in compared) else [part.line for part in compared if part.line is not None]
    due, share = expected.allowed(numbers), expected.patient_share(numbers)
    patient = sum((part.amount(Nature.PATIENT) for part in compared), ZERO)
    return Variance(
        expected=due,
        allowed=sum((part.allowed for part in compared), ZERO),
        patient_expected=share,
        patient=patient,
        tolerated=expected.tolerates(due),
        held_back=expected.held_back(due - (patient if share is None else share)),
    )


def disputed(parts: Sequence[Part], expected: Expected, place: int) -> Iterator[tuple[Part, Decimal]]:
    """Each part with what of its contractual reduction the contract does not explain. Only the payer billed first is held to its contract."""
    variance = variance_of(parts, expected) if place == 1 else None
    left = variance.short if variance else ZERO
    for part in parts:
        taken = max(ZERO, min(left, part.reduced)) if _is_priced(part, parts, expected) else ZERO
        left -= taken
        yield part, taken


def _is_priced(part: Part, parts: Sequence[Part], expected: Expected) -> bool:
    """A line with a price; or the whole claim, when the payer gave no lines and all of it has one."""
    if part.has(*SETTLED_ELSEWHERE):
        return False
    return part.line in expected if part.line is not None else len(parts) == 1 and bool(expected.lines)
