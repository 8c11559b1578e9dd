"""Which remitted money was refused. Context decides, not the group code: a zero payment is no denial, and a denial may stand on a paid claim.

Sources: X12 RFI 1423 and 1079 (status 4 is not "denied"), the public CARC list by number. The meaning of each adjustment is shared with the ledger
(`shared.contracts.adjustments`), so that money is never a denial in one place and a write-off in the other.
"""

from __future__ import annotations

from collections.abc import Sequence
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


def refused(adjustments: Sequence[Adjustment], *, packaged: bool, later_payer: bool) -> tuple[Adjustment, ...]:
    """The adjustments that refuse money we can fight for."""
    return tuple(each for each in adjustments if nature(each.group, each.carc, packaged=packaged, later_payer=later_payer) is Nature.DENIED)


def refusals(payment: ClaimPayment, packaged: Sequence[bool], *, later_payer: bool) -> tuple[Refusal, ...]:
    """Every line with refused money (above zero in sum), and the claim level if it has some.

    `packaged[i]` says whether the contract pays line i as part of another one.
    """
    found = [
        _refusal(_number(line, place), line.code, line.modifiers, refused(line.adjustments, packaged=flag, later_payer=later_payer), line.remarks)
        for place, (line, flag) in enumerate(zip(payment.lines, packaged, strict=True), start=1)
    ]
    found.append(_refusal(CLAIM_LEVEL, None, (), refused(payment.adjustments, packaged=False, later_payer=later_payer), payment.remarks))
    return tuple(each for each in found if each is not None)


def _number(line: RemittedLine, place: int) -> int:
    """Our line number; a line that matching could not place is known by its position, below zero so that it never meets one of ours."""
    return line.line_number if line.line_number is not None else -place


def _refusal(number: int, code: str | None, modifiers: tuple[str, ...], refused_by: Sequence[Adjustment], remarks: tuple[str, ...]) -> Refusal | None:
    gross = sum((each.amount for each in refused_by), ZERO)
    if gross <= 0:
        return None
    chief = max(refused_by, key=lambda each: (each.amount, each.carc))
    return Refusal(number, code, modifiers, chief.group, chief.carc, remarks, gross)
