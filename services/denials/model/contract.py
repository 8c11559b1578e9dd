"""What a refused line is worth: the contract's allowed amount, never the charge. And by when it has to be fought for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.denials.model.judgement import CLAIM_LEVEL, lines_of
from shared.contracts.adjudication import PayerDecision, RemittedLine
from shared.contracts.coding import CodedLine
from shared.contracts.values import ZERO, ClaimKind, PayerId
from shared.site.model import Site

APPEAL_DAYS_WITHOUT_CONTRACT = 30
"""A payer outside the directory gets a window shorter than any contract's, so that nothing expires unseen."""


@dataclass(frozen=True, slots=True)
class _Priced:
    code: str | None
    revenue_code: str | None
    units: Decimal
    charge: Decimal
    service_on: date | None


@dataclass(frozen=True, slots=True)
class Expectation:
    """The contract's view of one decision."""

    by_line: Mapping[int, Decimal | None]
    """Allowed amount by line number; None where the contract is silent. 0 is the whole claim, as far as the contract speaks."""
    appeal_days: int
    version: str
    filing_limit_on: date | None = None
    """The last day on which the payer had to have the claim, counted from the end of the service; None where the contract is silent."""
    packaged: frozenset[int] = frozenset()
    """Lines that the contract pays as part of another one."""

    def recoverable(self, line_number: int, gross: Decimal, allowed: Decimal) -> Decimal:
        """What the contract owes beyond what was allowed, at most what was refused. Nothing where the contract is silent: nobody may guess."""
        return max(ZERO, min(gross, (self.by_line.get(line_number) or ZERO) - allowed))


@dataclass(frozen=True, slots=True)
class Contracts:
    """The site's contracts, as the denials desk asks them."""

    site: Site

    @property
    def site_id(self) -> str:
        return self.site.site

    def takes_replacement(self, payer_id: PayerId, kind: ClaimKind) -> bool:
        """Whether a corrected claim may be sent to this payer at all (claim frequency 7)."""
        payer = self.site.payer(payer_id)
        return payer is None or payer.takes_replacement_of(kind)

    def expect(self, remitted: PayerDecision, billed: Sequence[CodedLine]) -> Expectation:
        """Allowed amount per line on the date of service, and the appeal window counted from the remittance.

        `billed` prices a decision that names no lines.
        """
        first, last = _served(remitted, billed)
        on = last if remitted.kind is ClaimKind.INSTITUTIONAL else first
        terms = self.site.terms(remitted.payer_id, on)
        days = terms.appeal_days if terms else APPEAL_DAYS_WITHOUT_CONTRACT
        amounts = self._by_line(remitted, billed, on)
        return Expectation(
            amounts,
            days,
            terms.version if terms else self.site.version[:12],
            last + timedelta(days=terms.filing_days) if terms else None,
            frozenset(number for number, amount in amounts.items() if number != CLAIM_LEVEL and amount == ZERO),
        )

    def _by_line(self, remitted: PayerDecision, billed: Sequence[CodedLine], on: date) -> dict[int, Decimal | None]:
        pairs = [(number, _priced(line)) for number, parts in lines_of(remitted.payment).items() for line in parts]
        if not pairs:
            pairs = [(line.line_number, _Priced(line.code, line.revenue_code, line.units, line.charge, line.service_on)) for line in billed]
        priced = self.site.price(remitted.payer_id, remitted.kind, [line for _, line in pairs], on)
        found: dict[int, Decimal | None] = {}
        for (number, _), amount in zip(pairs, priced.allowed, strict=True):
            known = found.get(number)
            found[number] = amount if known is None else known + (amount or ZERO)
        return {**found, CLAIM_LEVEL: sum((amount or ZERO for amount in priced.allowed), ZERO)}


def _priced(line: RemittedLine) -> _Priced:
    return _Priced(line.code, line.revenue_code, line.billed_units or line.units or Decimal(1), line.charge, line.service_on)


def _served(remitted: PayerDecision, billed: Sequence[CodedLine]) -> tuple[date, date]:
    """The first and the last day of service; without any, the contract of the remittance's day counts."""
    remitted_days = [line.service_on for line in remitted.payment.lines if line.service_on]
    days = remitted_days or [line.service_on for line in billed] or [remitted.remitted_on]
    return min(days), max(days)
