"""Which remitted money was refused. Context decides, not the group code: a zero payment is no denial, and a denial may stand on a paid claim.

Sources: X12 RFI 1423 and 1079 (status 4 is not "denied"), the public CARC list by number. The meaning of each adjustment is shared with the ledger
(`shared.contracts.adjustments`), so that money is never a denial in one place and a write-off in the other.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shared.contracts.adjudication import Adjustment, ClaimPayment, RemittedLine
from shared.contracts.adjustments import Nature, nature
from shared.contracts.values import ZERO

CLAIM_LEVEL = 0
"""The line number of a denial that belongs to the claim as a whole."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Refused money on one line, or on the claim as a whole."""

    line_number: int
    code: str | None
    modifiers: tuple[str, ...]
    group: str
    carc: str
    """Of the largest refused amount; the others stay in the remittance."""
    remarks: tuple[str, ...]
    gross: Decimal


def refusals(payment: ClaimPayment, packaged: Container[int], *, later_payer: bool) -> tuple[Refusal, ...]:
    """Every line with refused money (above zero in sum), and the claim level if it has some, in order of their numbers.

    `packaged`: numbers of lines that the contract pays as part of another one.
    """
    found = [_refusal(number, parts, packaged=number in packaged, later_payer=later_payer) for number, parts in lines_of(payment).items()]
    whole = RemittedLine(charge=payment.charge, paid=payment.paid, adjustments=payment.adjustments, remarks=payment.remarks)
    found.append(_refusal(CLAIM_LEVEL, (whole,), packaged=False, later_payer=later_payer))
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.line_number))


def lines_of(payment: ClaimPayment) -> Mapping[int, tuple[RemittedLine, ...]]:
    """Remitted lines by our number; a payer may split a line of ours into several of its own.

    A line that matching could not place is known by its position, below zero so that it never meets one of ours.
    """
    lines: dict[int, tuple[RemittedLine, ...]] = {}
    for place, line in enumerate(payment.lines, start=1):
        number = -place if line.line_number is None else line.line_number
        lines[number] = (*lines.get(number, ()), line)
    return lines


def allowed(payment: ClaimPayment) -> dict[int, Decimal]:
    """What the payer allowed on each line and on the claim as a whole (0): paid, the patient's share, and what sequestration kept."""
    lines = {number: sum((line.paid + _share(line.adjustments) for line in parts), ZERO) for number, parts in lines_of(payment).items()}
    return {**lines, CLAIM_LEVEL: payment.paid + sum(map(_share, [payment.adjustments, *(line.adjustments for line in payment.lines)]), ZERO)}


def _share(adjustments: Sequence[Adjustment]) -> Decimal:
    counted = (Nature.PATIENT, Nature.SEQUESTRATION)
    return sum((each.amount for each in adjustments if nature(each.group, each.carc, packaged=False) in counted), ZERO)


def _refusal(number: int, parts: Sequence[RemittedLine], *, packaged: bool, later_payer: bool) -> Refusal | None:
    adjustments = [each for line in parts for each in line.adjustments]
    refused = [each for each in adjustments if nature(each.group, each.carc, packaged=packaged, later_payer=later_payer) is Nature.DENIED]
    gross = sum((each.amount for each in refused), ZERO)
    if gross <= 0:
        return None
    chief = max(refused, key=lambda each: (each.amount, each.group, each.carc))
    remarks = tuple(dict.fromkeys(remark for line in parts for remark in line.remarks))
    return Refusal(number, parts[0].code, parts[0].modifiers, chief.group, chief.carc, remarks, gross)
