"""Which of our lines a payer means: by the number it echoes (REF*6R), else by what was billed, never by position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from shared.contracts.adjudication import ClaimPayment, RemittedLine
from shared.contracts.coding import CodedLine
from shared.remittance.decision import Billed


def matched(payment: ClaimPayment, billed: Sequence[Billed]) -> ClaimPayment:
    """The payment with our line numbers and with code, modifiers and date as billed.

    A line that fits none of ours, or more than one, keeps line number None: it posts to the claim and a person looks at it. While nobody knows what
    was billed, the payer's word stands.
    """
    if not billed:
        return payment
    variants = [line for one in billed for line in one.lines]
    echoed = {line.line_number for line in payment.lines} & {line.line_number for line in variants}
    numbers = [_number(line, variants, echoed) for line in payment.lines]
    claimed = Counter(number for number, line in zip(numbers, payment.lines, strict=True) if line.line_number not in echoed)
    lines = tuple(
        _as_billed(line, number if line.line_number in echoed or claimed[number] == 1 else None, variants)
        for number, line in zip(numbers, payment.lines, strict=True)
    )
    return payment.model_copy(update={"lines": lines})


def _number(line: RemittedLine, variants: Sequence[CodedLine], echoed: set[int | None]) -> int | None:
    """The echoed number when it is one of ours; else the one line that fits and is not echoed elsewhere."""
    if line.line_number in echoed:
        return line.line_number
    candidates = {variant.line_number for variant in variants if variant.line_number not in echoed and _fits(line, variant)}
    return candidates.pop() if len(candidates) == 1 else None


def _fits(line: RemittedLine, billed: CodedLine) -> bool:
    """Code, modifiers, charge and date agree. A reversal carries the charge negated; a date that is not stated agrees with any."""
    same_date = line.service_on is None or line.service_on == billed.service_on
    return same_date and abs(line.charge) == billed.charge and _same_service(line, billed)


def _same_service(line: RemittedLine, billed: CodedLine) -> bool:
    if line.code is None or billed.code is None:
        return line.code == billed.code and line.revenue_code == billed.revenue_code
    return line.code == billed.code and sorted(line.modifiers) == sorted(billed.modifiers)


def _as_billed(line: RemittedLine, number: int | None, variants: Sequence[CodedLine]) -> RemittedLine:
    """The submission the payer speaks of where it can be told by code and modifiers, else the latest."""
    ours = [variant for variant in variants if variant.line_number == number]
    if not ours:
        return line.model_copy(update={"line_number": None})
    chosen = next((variant for variant in reversed(ours) if _same_service(line, variant)), ours[-1])
    update = {name: getattr(chosen, name) for name in ("line_number", "code", "modifiers", "service_on")}
    return line.model_copy(update={**update, "revenue_code": chosen.revenue_code or line.revenue_code})
