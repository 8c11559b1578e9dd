"""What a refused line is worth: the contract's allowed amount, never the charge. And by when it has to be fought for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shared.contracts.adjudication import ClaimRemitted, RemittedLine
from shared.contracts.values import ZERO
from shared.site.model import Site

APPEAL_DAYS_WITHOUT_CONTRACT = 30
"""A payer outside the directory gets the shortest window met in practice, so that nothing expires unseen."""


@dataclass(frozen=True, slots=True)
class _Priced:
    code: str | None
    revenue_code: str | None
    units: Decimal


@dataclass(frozen=True, slots=True)
class Expectation:
    """The contract's view of one decision."""

    allowed: tuple[Decimal | None, ...]
    """Per remitted line in order; None where the contract is silent."""
    by_line: Mapping[int | None, Decimal | None]
    appeal_days: int

    @property
    def packaged(self) -> tuple[bool, ...]:
        """Lines that the contract pays as part of another one."""
        return tuple(amount == ZERO for amount in self.allowed)

    def recoverable(self, line_number: int, gross: Decimal) -> Decimal:
        """At most what was refused. A line without a contract row counts as nothing: nobody may guess. Line 0 is the whole claim."""
        if line_number == 0:
            return min(gross, sum((amount or ZERO for amount in self.allowed), ZERO))
        return min(gross, self.by_line.get(line_number) or ZERO)


@dataclass(frozen=True, slots=True)
class Contracts:
    """The site's contracts, as the denials desk asks them."""

    site: Site

    @property
    def site_id(self) -> str:
        return self.site.site

    @property
    def version(self) -> str:
        return self.site.version[:12]

    def expect(self, remitted: ClaimRemitted) -> Expectation:
        """Allowed amount per line on the date of service, and the appeal window counted from the remittance."""
        on = _served_on(remitted)
        lines = [_Priced(line.code, line.revenue_code, _units(line)) for line in remitted.payment.lines]
        allowed = self.site.allowed(remitted.payer_id, remitted.kind, lines, on)
        terms = self.site.terms(remitted.payer_id, on)
        numbers = (line.line_number for line in remitted.payment.lines)
        return Expectation(tuple(allowed), dict(zip(numbers, allowed, strict=True)), terms.appeal_days if terms else APPEAL_DAYS_WITHOUT_CONTRACT)


def _units(line: RemittedLine) -> Decimal:
    return line.billed_units or line.units or Decimal(1)


def _served_on(remitted: ClaimRemitted) -> date:
    """The first date of service; an old-system claim without dates is judged by the contract of the remittance's day."""
    return min((line.service_on for line in remitted.payment.lines if line.service_on), default=remitted.remitted_on)
