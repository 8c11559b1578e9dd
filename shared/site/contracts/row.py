"""Rows of a contract and of a fee schedule, as the site's tables hold them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from shared.site import shapes
from shared.site.dated import Dated

Basis = Literal["fee", "percent_of_charge", "percent_of_schedule", "case_rate", "per_diem", "packaged"]
PERCENTAGES = frozenset({"percent_of_charge", "percent_of_schedule"})
PER_CLAIM = frozenset({"case_rate", "per_diem"})
"""Bases that pay the claim as a whole: its other lines are packaged unless they are carved out."""

MOST_PERCENT = Decimal(100)


def _share(percent: Decimal) -> Decimal:
    if not 0 <= percent <= MOST_PERCENT:
        raise ValueError(f"'{percent}' is not a percentage from 0 to 100, such as 10")
    return percent


Percent = Annotated[shapes.Price, AfterValidator(_share)]
Drg = Annotated[str, StringConstraints(pattern=r"^[0-9]{3,4}$")]
"""A diagnosis-related group, three digits (APR groups have a fourth for severity)."""


class ContractRow(Dated):
    """What one payer owes for one code, revenue code or both, or for one DRG."""

    payer_id: str
    plan: shapes.Text | None = None
    """None is every plan."""
    claim_kind: Literal["professional", "institutional", "any"] = "any"
    code: shapes.ProcedureCode | Literal["*"] | None = None
    """`*` is every line with or without a code, None a line without one."""
    revenue_code: shapes.RevenueCode | None = None
    """None is every revenue code."""
    drg: Drg | None = None
    """Of a case rate that goes by the claim's DRG: such a row names no code."""
    basis: Basis
    amount: shapes.Price | None = None
    """Dollars per unit for a fee, per claim for a case rate, per day for a per diem; a percentage (120 is 120 %) for the two percent bases."""
    schedule: shapes.Word | None = None
    """Which fee schedule of the site a percent_of_schedule row means."""
    from_day: int = Field(default=1, ge=1)
    """Of a per diem: the first day of the stay that has this rate; the rate with the highest one that has been reached counts."""
    lesser_of: bool = False
    """The contract pays its price or the charge, whichever is less."""
    carve_out: bool = False
    """Paid beside a case rate or per diem of the claim, not packaged into it."""
    further_percent: Percent | None = None
    """Multiple-procedure reduction: what is paid of every such line of a day but the one with the highest price (50 is 100/50/50).
    Medicare Claims Processing Manual, chapter 12, section 40.6. None: the line takes no part in it."""
    coinsurance: Percent | None = None
    """Percent of the allowed amount that is the patient's by the contract. None: the contract does not say."""

    @property
    def is_tier(self) -> bool:
        return self.basis == "per_diem"

    @property
    def name(self) -> str:
        """Such as `NWHP1 45385 case_rate 4200.00 from 2026-01-01`: which row decided, for the record of a decision."""
        what = [f"DRG {self.drg}" if self.drg else self.code, self.revenue_code and f"revenue {self.revenue_code}", self.plan]
        price = [None if self.amount is None else str(self.amount), self.schedule]
        return " ".join(part for part in (self.payer_id, *what, self.basis, *price, f"from {self.valid_from}") if part)


class ScheduleRow(Dated):
    """One fee of a named schedule, such as Medicare's, of which contracts pay a percentage."""

    schedule: shapes.Word
    code: shapes.ProcedureCode
    revenue_code: shapes.RevenueCode | None = None
    """None is every revenue code."""
    amount: shapes.Price
    """Dollars per unit."""
