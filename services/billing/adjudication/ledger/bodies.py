"""What a person may tell the ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.values import MOST_MONEY, ZERO, ClaimKind, Money, Quantity
from shared.http.commands import Command

MOST_CLAIMS = 1000
Amount = Annotated[Money, Field(gt=0, le=MOST_MONEY)]
Charge = Annotated[Money, Field(ge=0, le=MOST_MONEY)]
Signed = Annotated[Money, Field(ge=-MOST_MONEY, le=MOST_MONEY)]
Code = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[\x21-\x7e]+$")]


class Strict(BaseModel):
    """A typing error must not pass for a decision."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class OldAdjustment(Strict):
    """One CAS of an earlier remittance."""

    group: Literal["CO", "PR", "OA", "PI", "CR"]
    carc: Annotated[str, Field(min_length=1, max_length=5)]
    amount: Signed


class OldDecisionLine(Strict):
    """A line of the claim as the payer decided it."""

    line_number: int = Field(ge=1)
    paid: Signed
    adjustments: tuple[OldAdjustment, ...] = ()


class OldDecision(Strict):
    """What a payer had decided and not taken back. It must add up: charge = paid + adjustments, per line and in all."""

    payer_id: str | None = None
    """The claim's payer when left out."""
    payer_order: int = Field(1, ge=1, le=9)
    remitted_on: date
    status: Literal["1", "2", "3", "4", "19", "20", "21"] = "1"
    payer_claim_control_number: str = Field("", max_length=50)
    lines: tuple[OldDecisionLine, ...] = ()
    paid: Signed | None = None
    """Without lines: what was paid on the claim as a whole. With lines: their sum when left out."""
    adjustments: tuple[OldAdjustment, ...] = ()
    """Of the claim as a whole."""


class OldLine(Strict):
    """A service line as it was billed. Numbers follow the order where none is given."""

    line_number: int | None = Field(None, ge=1)
    code: Code | None = None
    revenue_code: Code | None = None
    modifiers: tuple[Code, ...] = Field((), max_length=4)
    units: Quantity = Decimal(1)
    charge: Charge
    service_on: date | None = None
    """The first day of the claim when left out."""


class OpeningClaim(Strict):
    """A claim as the earlier system had it on the day of the change."""

    claim_id: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[\x21-\x7e]+$")]
    """CLM01 as it was sent; the payer will name it (CLP01)."""
    kind: ClaimKind = ClaimKind.PROFESSIONAL
    payer_id: str
    payer_order: int = Field(1, ge=1, le=9)
    later_payers: int = Field(0, ge=0, le=8)
    service_from: date
    service_to: date | None = None
    submitted_on: date | None = None
    lines: Annotated[tuple[OldLine, ...], Field(min_length=1, max_length=999)]
    decisions: tuple[OldDecision, ...] = ()
    patient_paid: Charge = ZERO


class OpenClaims(Command):
    """Claims of an earlier system, all or none."""

    claims: Annotated[tuple[OpeningClaim, ...], Field(min_length=1, max_length=MOST_CLAIMS)]
    opened_on: date | None = None
    """The day of the change; today when left out."""


class Adjust(Command):
    """Write off or move part of a claim's balance."""

    kind: Literal[
        "denial_write_off", "charity", "small_balance", "bad_debt", "dispute_conceded", "denied_to_patient", "later_payer_to_patient",
        "payer_credit_refunded",
    ]  # fmt: skip
    amount: Amount
    line_number: int | None = Field(None, ge=1)
    recorded_on: date | None = None


class Refund(Command):
    """Approve a refund of the patient's credit, or record that an approved one was paid."""

    step: Literal["approved", "paid"]
    amount: Amount
    recorded_on: date | None = None


class TakeBack(Command):
    """Post the exact opposite of what was posted, or withdraw what waits."""

    recorded_on: date | None = None


class ClosePeriod(Command):
    """Nothing is posted into this month or an earlier one any more."""
