"""CAS: why a payer pays less than was charged. Read from the 835, written to the 837 of the next payer."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from shared.x12.rows import Row

TRIPLETS = 6


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One reason and its amount: `group` CO, PR, OA, PI (CR before 5010), `carc` the reason code, `amount` in dollars.

    A positive amount lowers the payment. `quantity` counts units taken off, where the payer says so.
    """

    group: str
    carc: str
    amount: Decimal
    quantity: Decimal | None = None


def read_adjustments(elements: tuple[str, ...], number: Callable[[str, int], Decimal]) -> Iterator[Adjustment]:
    """The up to six reasons of a CAS segment, by position: CAS02-04, 05-07, 08-10, 11-13, 14-16, 17-19.

    `number` turns (text, element) into a Decimal and deals with text that is none. An empty triplet is skipped; the segment's
    end ends the list, an amount of zero does not.
    """
    for at in range(2, min(len(elements), 2 + 3 * TRIPLETS), 3):
        carc = elements[at]
        amount = elements[at + 1] if at + 1 < len(elements) else ""
        quantity = elements[at + 2] if at + 2 < len(elements) else ""
        if carc or amount:
            yield Adjustment(elements[1], carc, number(amount, at + 1), number(quantity, at + 2) if quantity else None)


def adjustment_rows(adjustments: Iterable[Adjustment]) -> Iterator[Row]:
    """CAS segments: one for each group code and six reasons, in the order in which the groups first appear."""
    groups: dict[str, list[Adjustment]] = {}
    for adjustment in adjustments:
        groups.setdefault(adjustment.group, []).append(adjustment)
    for group, members in groups.items():
        for start in range(0, len(members), TRIPLETS):
            row: list[str | Decimal | None] = ["CAS", group]
            for member in members[start : start + TRIPLETS]:
                row += [member.carc, member.amount, member.quantity]
            yield tuple(row)
