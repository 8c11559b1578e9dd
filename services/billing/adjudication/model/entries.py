"""A payer's decision as double entries: every dollar of the charge goes where its reason says, or stays in the receivable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.contract import Expected
from shared.contracts.adjudication import Adjustment, ClaimPayment, ClaimRemitted, LedgerEntry
from shared.contracts.adjustments import Nature, nature
from shared.contracts.values import ZERO
from shared.remittance.decision import FORWARDED

FEE_SCHEDULE = "45"
"""The reason under which a payer hides an underpayment: charge above what it says the contract allows."""
ACCOUNTS = {
    Nature.CONTRACTUAL: chart.CONTRACTUAL, Nature.SEQUESTRATION: chart.SEQUESTRATION, Nature.CAPITATION: chart.CAPITATION,
    Nature.DENIED: chart.DENIED, Nature.PATIENT: chart.PATIENT,
}  # fmt: skip
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

    @property
    def allowed(self) -> Decimal:
        """What the payer allows: its payment, what sequestration took of it, and the patient's share."""
        return self.paid + sum((one.amount for what, one in self.reasons if what in (Nature.PATIENT, Nature.SEQUESTRATION)), ZERO)

    def has(self, *natures: Nature) -> bool:
        return any(what in natures for what, _ in self.reasons)


def decision_entries(remitted: ClaimRemitted, books: Mapping[str, Decimal], expected: Expected) -> tuple[LedgerEntry, ...] | None:
    """The entries of a decision; None when the claim's balances do not hold what the payer decided on.

    A later payer decides on what the one before it left: that is in its own receivable, or with the patient. Another payer billed after a
    refusal decides on what was refused.
    """
    order = remitted.payer_order
    own = chart.receivable(order)
    entries = [one for part in _disputed(_parts(remitted, expected), expected, order) for one in _part_entries(*part, remitted)]
    short = -chart.balance(chart.posted(books, entries), own)
    source = chart.DENIED if order == 1 else chart.PATIENT
    if short > 0 and order == 1 and chart.balance(books, source) < short:
        return None
    return (*(chart.entry(own, source, short) if short > 0 else ()), *entries)


def patient_reasons(payment: ClaimPayment) -> tuple[str, ...]:
    """The reason codes of the patient's share, each once, in the payer's order."""
    adjustments = (*payment.adjustments, *(one for line in payment.lines for one in line.adjustments))
    found = (one.carc for one in adjustments if one.amount > 0 and nature(one.group, one.carc, packaged=False) is Nature.PATIENT)
    return tuple(dict.fromkeys(found))


def _parts(remitted: ClaimRemitted, expected: Expected) -> list[Part]:
    payment, later = remitted.payment, remitted.payer_order > 1

    def judged(adjustments: Sequence[Adjustment], packaged: bool) -> tuple[tuple[Nature, Adjustment], ...]:
        return tuple((nature(one.group, one.carc, packaged=packaged, later_payer=later), one) for one in adjustments)

    def is_packaged(number: int | None) -> bool:
        return number is not None and expected.get(number) == 0

    parts = [
        Part(one.line_number, one.service_on, one.charge, one.paid, judged(one.adjustments, is_packaged(one.line_number))) for one in payment.lines
    ]
    charge = payment.charge - sum((part.charge for part in parts), ZERO)
    paid = payment.paid - sum((part.paid for part in parts), ZERO)
    if charge or paid or payment.adjustments:
        parts.append(Part(None, None, charge, paid, judged(payment.adjustments, packaged=False)))
    return parts


def _disputed(parts: Sequence[Part], expected: Expected, order: int) -> Iterator[tuple[Part, Decimal]]:
    """Each part with what of its contractual reduction the contract does not explain. The variance is one of the claim, not of its lines."""
    left = _shortfall(parts, expected) if order == 1 else ZERO
    for part in parts:
        reducible = sum((one.amount for what, one in part.reasons if what is Nature.CONTRACTUAL and one.carc == FEE_SCHEDULE), ZERO)
        taken = max(ZERO, min(left, reducible)) if _is_priced(part, parts, expected) else ZERO
        left -= taken
        yield part, taken


def _shortfall(parts: Sequence[Part], expected: Expected) -> Decimal:
    """Expected less allowed, over everything that has a price and was not refused; never below zero."""
    compared = [part for part in parts if _is_priced(part, parts, expected)]
    whole = any(part.line is None for part in compared)
    due = sum(expected.values(), ZERO) if whole else sum((expected[part.line] for part in compared if part.line is not None), ZERO)
    return max(ZERO, due - sum((part.allowed for part in compared), ZERO))


def _is_priced(part: Part, parts: Sequence[Part], expected: Expected) -> bool:
    """A line with a price; or the whole claim, when the payer gave no lines and all of it has one."""
    if part.has(*SETTLED_ELSEWHERE):
        return False
    return part.line in expected if part.line is not None else len(parts) == 1 and bool(expected)


def _part_entries(part: Part, disputed: Decimal, remitted: ClaimRemitted) -> Iterator[LedgerEntry]:
    own = chart.receivable(remitted.payer_order)

    def moved(account: str, amount: Decimal) -> list[LedgerEntry]:
        return chart.entry(account, own, amount, part.line, part.service_on)

    yield from moved(chart.REMIT_CLEARING, part.paid)
    for what, one in part.reasons:
        if what is Nature.PRIOR_PAYER:
            continue
        held_back = min(disputed, one.amount) if what is Nature.CONTRACTUAL and one.carc == FEE_SCHEDULE and one.amount > 0 else ZERO
        disputed -= held_back
        yield from moved(chart.DISPUTED, held_back)
        yield from moved(_account(what, remitted), one.amount - held_back)


def _account(what: Nature, remitted: ClaimRemitted) -> str:
    """The patient's share goes to the next payer when this one has forwarded the claim."""
    forwarded = remitted.payment.status in FORWARDED
    return chart.receivable(remitted.payer_order + 1) if what is Nature.PATIENT and forwarded else ACCOUNTS[what]
