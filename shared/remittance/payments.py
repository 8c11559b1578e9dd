"""Second pass: the claims of a proven 835 as events. Of people nothing is kept; what the payer wrote about them stays in the stored file."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from shared.contracts.adjudication import Adjustment, ClaimPayment, RemittedLine
from shared.contracts.values import cents
from shared.x12.interchange import Transaction
from shared.x12.translate import adjustment as x12
from shared.x12.translate.remittance import read_remittance
from shared.x12.translate.remitted_claim import RemittedClaim
from shared.x12.translate.remitted_claim import RemittedLine as Line

REVENUE_CODE = "NU"
MANY_UNITS = Decimal(10) ** 9
THOUSANDTH = Decimal("0.001")


def payments(transaction: Transaction) -> Iterator[tuple[RemittedClaim, ClaimPayment]]:
    """Each claim of an 835 as read, and the decision as events carry it."""
    for claim in read_remittance(transaction).claims():
        yield claim, payment_of(claim)


def payment_of(claim: RemittedClaim) -> ClaimPayment:
    crossover = claim.crossover
    return ClaimPayment(
        ordinal=claim.ordinal,
        status=claim.status,
        charge=cents(claim.charge),
        paid=cents(claim.paid),
        patient_responsibility=None if claim.patient_responsibility is None else cents(claim.patient_responsibility),
        payer_claim_control_number=claim.payer_claim_control_number,
        adjustments=_adjustments(claim.adjustments),
        lines=tuple(_line(line) for line in claim.lines),
        remarks=claim.remarks,
        frequency=claim.frequency,
        crossover_payer=(crossover.id or crossover.name) if crossover else "",
    )


def _line(line: Line) -> RemittedLine:
    """As billed where the payer says so (SVC06), else as adjudicated (SVC01)."""
    original = bool(line.original_code)
    qualifier, code = (line.original_qualifier, line.original_code) if original else (line.qualifier, line.code)
    is_revenue = qualifier == REVENUE_CODE
    return RemittedLine.model_construct(
        line_number=_line_number(line.control_number),
        code=None if is_revenue else code or None,
        revenue_code=(code if is_revenue else line.revenue_code) or None,
        modifiers=line.original_modifiers if original else line.modifiers,
        units=_units(line.paid_units),
        charge=cents(line.charge),
        paid=cents(line.paid),
        allowed=None if line.allowed is None else cents(line.allowed),
        adjustments=_adjustments(line.adjustments),
        remarks=line.remarks,
        service_on=line.service_from,
    )


def _adjustments(found: tuple[x12.Adjustment, ...]) -> tuple[Adjustment, ...]:
    return tuple(Adjustment.model_construct(group=one.group, carc=one.carc, amount=cents(one.amount), quantity=_units(one.quantity)) for one in found)


def _line_number(text: str) -> int | None:
    """REF*6R as we write it: a plain number."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 7 and int(text) > 0 else None


def _units(quantity: Decimal | None) -> Decimal | None:
    """Three places, as contracts carry them; a senseless count is left out."""
    if quantity is None or abs(quantity) >= MANY_UNITS:
        return None
    return quantity.quantize(THOUSANDTH)
