"""Adjustments as a story writes them: `{CO-45: 58.00, PR-3: 25.00}`, or a list where a reason stands twice or has a quantity."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from deploy.stories.format.shapes import REASON, Amount, Part, Units


def _reason(text: str) -> str:
    if not REASON.fullmatch(text):
        raise ValueError(f"{text!r} is not a group and a reason such as CO-45: the group is CO, PR, OA, PI or CR")
    return text


class Reason(Part):
    """One reason of a CAS segment: group, code, amount, and a quantity where the payer cut units."""

    reason: Annotated[str, AfterValidator(_reason)]
    """Such as CO-45."""
    amount: Amount
    quantity: Units | None = None

    @property
    def group(self) -> str:
        return self.reason.partition("-")[0]

    @property
    def carc(self) -> str:
        return self.reason.partition("-")[2]


def _spread(given: Any) -> Any:
    if isinstance(given, Mapping):
        return [{"reason": reason, "amount": amount} for reason, amount in given.items()]
    return given


Reasons = Annotated[tuple[Reason, ...], BeforeValidator(_spread)]


def total(reasons: tuple[Reason, ...], group: str = "") -> Decimal:
    """What these reasons take off the charge; with `group`, those of one group only."""
    return sum((each.amount for each in reasons if not group or each.group == group), Decimal("0.00"))


class ProviderLine(Part):
    """One pair of a PLB segment. Positive reduces the payment, negative increases it."""

    code: str = Field(pattern=r"^[0-9A-Z]{2}$")
    """WO, FB, L6, 72, CS, J1, LE, IR …"""
    reference: str = ""
    amount: Amount
