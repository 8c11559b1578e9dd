"""What earlier payers did with a claim adds up: by line (loop 2430) and as a whole (loop 2320)."""

from collections.abc import Iterator
from decimal import Decimal

from shared.x12.finding import Finding, at_element
from shared.x12.loop import Loop
from shared.x12.scalars import ZERO, read_number
from shared.x12.segments import Segment

_AMOUNTS = (3, 6, 9, 12, 15, 18)
Charges = list[tuple[Loop, Segment, Decimal | None]]


def check_earlier_payers(claim: Loop, charges: Charges, total: Decimal | None) -> Iterator[Finding]:
    """Loops 2320 of a claim with loops 2430 of its lines."""
    decided = [(line, charge) for line, _, charge in charges if line.children]
    for line, charge in decided:
        yield from _line(line.loops("2430"), charge)
    for other in claim.loops("2320"):
        paid = next((segment for segment in other.segments if segment.id == "AMT" and segment.get(1) == "D"), None)
        named = other.loop("2330B")
        if paid is not None and named is not None:
            yield from _claim(paid, _adjusted(other), [line for line, _ in decided], named.get("NM1", 9), total)


def _line(decisions: list[Loop], charge: Decimal | None) -> Iterator[Finding]:
    """The charge is what a payer paid for the line and adjusted, in each of his decisions or, where he split the line, in all of them.

    A line that was bundled into another one has no charge of its own.
    """
    stated = [(decision.segments[0], (read_number(decision.segments[0].get(2)) or ZERO) + _adjusted(decision)) for decision in decisions]
    whole: dict[str, Decimal] = {}
    for svd, found in stated:
        whole[svd.get(1)] = whole.get(svd.get(1), ZERO) + found
    for svd, found in stated:
        if charge is not None and charge not in (found, whole[svd.get(1)]) and not svd.get(6):
            yield at_element(svd, "2430", "earlier-payer-balance", "I12", "paid and adjusted do not add up to the charge", (2, 0))


def _claim(amt: Segment, adjusted: Decimal, lines: list[Loop], payer: str, total: Decimal | None) -> Iterator[Finding]:
    """AMT*D is what the lines were paid less what the claim as a whole was adjusted; without lines it and the adjustments are the total."""
    paid = read_number(amt.get(2))
    decisions = [decision.segments[0] for line in lines for decision in line.loops("2430") if decision.segments[0].get(1) == payer]
    if paid is None:
        return
    if decisions:
        if paid != sum((read_number(svd.get(2)) or ZERO for svd in decisions), ZERO) - adjusted:
            message = "the payer's amount is not what he paid for the lines less the adjustments of the claim"
            yield at_element(amt, "2320", "earlier-payer-balance", "I12", message, (2, 0), "warning")
    elif adjusted and total is not None and paid + adjusted != total:
        message = "the payer's amount and the adjustments are not the total of the claim"
        yield at_element(amt, "2320", "earlier-payer-balance", "I12", message, (2, 0), "warning")


def _adjusted(loop: Loop) -> Decimal:
    """The sum of a loop's CAS."""
    amounts = [read_number(cas.get(at)) for cas in loop.segments if cas.id == "CAS" for at in _AMOUNTS]
    return sum((amount for amount in amounts if amount is not None), ZERO)
