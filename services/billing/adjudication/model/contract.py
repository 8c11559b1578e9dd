"""What the contract allows, and how far a decision falls short of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol

from shared.contracts.coding import CodedLine
from shared.contracts.values import ClaimKind, PayerId
from shared.remittance.decision import Billed


class Contracts(Protocol):
    """The part of a site that prices claims."""

    def allowed(
        self, payer_id: str, kind: ClaimKind | str, lines: Iterable[CodedLine], on: date, plan: str | None = None
    ) -> list[Decimal | None]: ...


Expected = Mapping[int, Decimal]
"""By line number, the patient's share included; 0.00 is a line paid with another one, a missing line has no price."""


def expected(billed: Billed, payer_id: PayerId, contracts: Contracts) -> Expected:
    """What the contract of this payer allows for the claim as billed."""
    amounts = contracts.allowed(payer_id, billed.kind, billed.lines, billed.priced_on)
    return {line.line_number: amount for line, amount in zip(billed.lines, amounts, strict=True) if amount is not None}
