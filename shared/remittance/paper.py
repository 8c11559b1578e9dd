"""An explanation of benefits on paper, typed in: the same proof, the same meaning and the same decisions as of an 835."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.adjudication import ClaimPayment, Imbalance, ProviderAdjustment
from shared.contracts.values import MOST_MONEY, Money
from shared.remittance.meaning import Meaning
from shared.remittance.payments import payment_of
from shared.remittance.proof import imbalance_of
from shared.x12.translate import adjustment as x12
from shared.x12.translate import remittance as x12_remittance
from shared.x12.translate.naming import Reference
from shared.x12.translate.remitted_claim import RemittedClaim, RemittedLine

CODE = r"^[0-9A-Z]{1,5}$"
NUMBER = r"^[\x20-\x7e]*$"


class Entered(BaseModel):
    """What a person types. An unknown field is refused: a typing error must not pass for a decision."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class EnteredReason(Entered):
    """One reason and amount."""

    group: Literal["CO", "PR", "OA", "PI", "CR"]
    carc: str = Field(pattern=CODE)
    amount: Money = Field(ge=-MOST_MONEY, le=MOST_MONEY)


class EnteredLine(Entered):
    """One service of a claim, by our line number or by its code."""

    line_number: int | None = Field(default=None, ge=1, le=999_999)
    code: str | None = Field(default=None, pattern=r"^[0-9A-Z]{5}$")
    revenue_code: str | None = Field(default=None, pattern=r"^[0-9]{4}$")
    modifiers: tuple[str, ...] = Field(default=(), max_length=4)
    charge: Money = Field(ge=-MOST_MONEY, le=MOST_MONEY)
    paid: Money = Field(ge=-MOST_MONEY, le=MOST_MONEY)
    adjustments: tuple[EnteredReason, ...] = ()
    remarks: tuple[str, ...] = ()


class EnteredClaim(Entered):
    """A payer's decision about one claim; status 22 takes an earlier one back, every amount with the opposite sign."""

    claim_id: str = Field(min_length=1, max_length=38, pattern=NUMBER)
    status: Literal["1", "2", "3", "4", "19", "20", "21", "22", "23"] = "1"
    charge: Money = Field(ge=-MOST_MONEY, le=MOST_MONEY)
    paid: Money = Field(ge=-MOST_MONEY, le=MOST_MONEY)
    icn: str = Field(default="", max_length=50, pattern=NUMBER)
    """The payer's own number of the claim."""
    adjustments: tuple[EnteredReason, ...] = ()
    """Of the claim as a whole."""
    lines: tuple[EnteredLine, ...] = Field(default=(), max_length=999)
    remarks: tuple[str, ...] = ()


class EnteredAdjustment(Entered):
    """Money that belongs to no claim, with the sign of PLB: positive lowers the payment."""

    code: str = Field(pattern=r"^[0-9A-Z]{2}$")
    reference: str = Field(default="", max_length=50, pattern=NUMBER)
    amount: Money = Field(ge=-MOST_MONEY, le=MOST_MONEY)


class Paper(Entered):
    """A payment as the paper tells it; `paid` may be below zero where it corrects what was entered before."""

    payer_id: str = Field(min_length=1)
    trace_number: str = Field(min_length=1, max_length=50, pattern=NUMBER)
    """The number of the check or transfer."""
    paid: Money = Field(ge=-MOST_MONEY, le=MOST_MONEY)
    method: Literal["CHK", "ACH", "NON", "BOP", "FWT"] = "CHK"
    """BPR04."""
    remitted_on: date
    claims: tuple[EnteredClaim, ...] = Field(min_length=1, max_length=1000)
    provider_adjustments: tuple[EnteredAdjustment, ...] = ()

    def decisions(self) -> Iterator[tuple[str, ClaimPayment]]:
        """Claim number and decision, in the order of the paper."""
        for entered, claim in zip(self.claims, self._claims(), strict=True):
            yield entered.claim_id, payment_of(claim).model_copy(update={"remarks": entered.remarks})

    def moved(self) -> tuple[ProviderAdjustment, ...]:
        return tuple(ProviderAdjustment(code=one.code, reference=one.reference, amount=one.amount) for one in self.provider_adjustments)

    def imbalances(self) -> list[Imbalance]:
        """Where it does not add up, as of a file: line, claim, payment."""
        balance, claims = x12_remittance.Balance(), self._claims()
        for claim in claims:
            balance.add(claim)
        header = x12_remittance.RemittanceHeader("", self.paid)
        moved = tuple(x12_remittance.ProviderAdjustment("", None, one.code, one.reference, one.amount) for one in self.provider_adjustments)
        return [imbalance_of(one) for one in balance.finish(x12_remittance.RemittanceDocument(header, tuple(claims), moved))]

    def meaning(self) -> str:
        """The same as that of a file that says the same."""
        meaning = Meaning()
        for claim in self._claims():
            meaning.add(claim.patient_control_number, claim)
        return meaning.digest(self.provider_adjustments)

    def _claims(self) -> list[RemittedClaim]:
        return [_claim(claim, ordinal) for ordinal, claim in enumerate(self.claims, 1)]


def _claim(claim: EnteredClaim, ordinal: int) -> RemittedClaim:
    return RemittedClaim(
        claim.claim_id,
        claim.status,
        claim.charge,
        claim.paid,
        None,
        "",
        claim.icn,
        adjustments=_reasons(claim.adjustments),
        lines=tuple(_line(line, place) for place, line in enumerate(claim.lines, 1)),
        ordinal=ordinal,
    )


def _line(line: EnteredLine, ordinal: int) -> RemittedLine:
    return RemittedLine(
        "HC" if line.code else "NU" if line.revenue_code else "",
        line.code or line.revenue_code or "",
        line.charge,
        line.paid,
        modifiers=line.modifiers,
        revenue_code=line.revenue_code or "",
        adjustments=_reasons(line.adjustments),
        references=(Reference("6R", str(line.line_number)),) if line.line_number else (),
        remarks=line.remarks,
        ordinal=ordinal,
    )


def _reasons(reasons: Sequence[EnteredReason]) -> tuple[x12.Adjustment, ...]:
    return tuple(x12.Adjustment(one.group, one.carc, Decimal(one.amount)) for one in reasons)
