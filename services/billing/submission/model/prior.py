"""Decisions of earlier payers, put together by payer: one payer may decide a claim in several parts (CLP with one CLM01)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from shared.contracts.adjudication import Adjustment, PriorDecision, RemittedLine
from shared.contracts.values import ZERO, Value

PATIENT = "PR"


class Told(Value):
    """All that one payer decided on the claim, as far as it stands."""

    payer_id: str
    payer_order: int
    remitted_on: date
    """Day of the newest part (DTP*573)."""
    number: str
    """The payer's number of the claim (REF*F8)."""
    paid: Decimal
    adjustments: tuple[Adjustment, ...]
    """Of the claim as a whole."""
    lines: tuple[RemittedLine, ...]
    remarks: tuple[str, ...]

    @property
    def is_by_line(self) -> bool:
        return bool(self.lines)

    @property
    def liability_is_by_line(self) -> bool:
        """Whether all that is left to the patient is left at lines (AMT*EAF stands at one level only)."""
        return self.is_by_line and not any(each.group == PATIENT for each in self.adjustments)

    @property
    def every_adjustment(self) -> tuple[Adjustment, ...]:
        return (*self.adjustments, *(each for line in self.lines for each in line.adjustments))

    def of_line(self, number: int) -> Iterator[RemittedLine]:
        return (each for each in self.lines if each.line_number == number)


def told_by(prior: Sequence[PriorDecision]) -> list[Told]:
    """By payer, in their order."""
    by_payer: dict[tuple[int, str], list[PriorDecision]] = {}
    for each in prior:
        by_payer.setdefault((each.payer_order, each.payer_id), []).append(each)
    return [_told(parts) for _, parts in sorted(by_payer.items())]


def _told(parts: Sequence[PriorDecision]) -> Told:
    payments = [each.payment for each in parts]
    numbers = [each.payer_claim_control_number for each in payments if each.payer_claim_control_number]
    return Told(
        payer_id=parts[0].payer_id,
        payer_order=parts[0].payer_order,
        remitted_on=max(each.remitted_on for each in parts),
        number=numbers[-1] if numbers else "",
        paid=sum((each.paid for each in payments), ZERO),
        adjustments=tuple(each for payment in payments for each in payment.adjustments),
        lines=tuple(each for payment in payments for each in payment.lines),
        remarks=tuple(dict.fromkeys(each for payment in payments for each in payment.remarks)),
    )


def liability_of(adjustments: Iterable[Adjustment]) -> Decimal:
    """What a payer left to the patient: its PR amounts (AMT*EAF)."""
    return total(each for each in adjustments if each.group == PATIENT)


def total(adjustments: Iterable[Adjustment]) -> Decimal:
    return sum((each.amount for each in adjustments), ZERO)


def stated(quantity: Decimal | None) -> Decimal | None:
    """A quantity of nothing says nothing."""
    return quantity or None
