"""Which remitted money was refused. Context decides, not the group code: a zero payment is no denial, and a denial may stand on a paid claim.

Sources: X12 RFI 1423 and 1079 (status 4 is not "denied"), the public CARC list by number. The meaning of each adjustment is shared with the ledger
(`shared.contracts.adjustments`), so that money is never a denial in one place and a write-off in the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def refusals(payment: ClaimPayment, packaged: Sequence[bool], *, later_payer: bool) -> tuple[Refusal, ...]:
    """Every line with refused money (above zero in sum), and the claim level if it has some, in order of their numbers.

    `packaged[i]` says whether the contract pays line i as part of another one.
    """
    found = [
        _refusal(number, line.code, line.modifiers, _refused(line.adjustments, packaged=flag, later_payer=later_payer), line.remarks)
        for (number, line), flag in zip(numbered(payment).items(), packaged, strict=True)
    ]
    found.append(_refusal(CLAIM_LEVEL, None, (), _refused(payment.adjustments, packaged=False, later_payer=later_payer), payment.remarks))
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.line_number))


def numbered(payment: ClaimPayment) -> Mapping[int, RemittedLine]:
    """Lines by our number. One that matching could not place is known by its position, below zero so that it never meets one of ours."""
    return {-place if line.line_number is None else line.line_number: line for place, line in enumerate(payment.lines, start=1)}


def allowed(payment: ClaimPayment) -> dict[int, Decimal]:
    """What the payer allowed on each line and on the claim as a whole (0): paid, the patient's share, and what sequestration kept."""
    lines = {number: line.paid + _share(line.adjustments) for number, line in numbered(payment).items()}
    return {**lines, CLAIM_LEVEL: payment.paid + sum(map(_share, [payment.adjustments, *(line.adjustments for line in payment.lines)]), ZERO)}


def _share(adjustments: Sequence[Adjustment]) -> Decimal:
    counted = (Nature.PATIENT, Nature.SEQUESTRATION)
    return sum((each.amount for each in adjustments if nature(each.group, each.carc, packaged=False) in counted), ZERO)


def _refused(adjustments: Sequence[Adjustment], *, packaged: bool, later_payer: bool) -> tuple[Adjustment, ...]:
    return tuple(each for each in adjustments if nature(each.group, each.carc, packaged=packaged, later_payer=later_payer) is Nature.DENIED)


def _refusal(number: int, code: str | None, modifiers: tuple[str, ...], refused: Sequence[Adjustment], remarks: tuple[str, ...]) -> Refusal | None:
    gross = sum((each.amount for each in refused), ZERO)
    if gross <= 0:
        return None
    chief = max(refused, key=lambda each: (each.amount, each.group, each.carc))
    return Refusal(number, code, modifiers, chief.group, chief.carc, remarks, gross)
