"""What the contract allows for a claim, and how far short of it a payer may stay before that is an underpayment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from shared.contracts.coding import CodedLine
from shared.contracts.values import ZERO, ClaimKind, PayerId
from shared.remittance.decision import Billed
from shared.site.contracts.price import PricedClaim, PricedLine
from shared.site.model import ContractTerms


class Contracts(Protocol):
    """The part of a site that prices claims."""

    def price(self, payer_id: str, kind: ClaimKind | str, lines: Iterable[CodedLine], on: date) -> PricedClaim: ...
    def terms(self, payer_id: str, on: date) -> ContractTerms | None: ...


@dataclass(frozen=True, slots=True)
class Expected:
    """The contract's view of a claim as billed. A line that is missing here has no price: nobody may guess."""

    lines: Mapping[int, PricedLine] = field(default_factory=dict)
    """By line number; the patient's share is included."""
    terms: ContractTerms | None = None
    """None: the payer has no contract on that day. Then every cent short of a price counts."""

    def __contains__(self, number: int | None) -> bool:
        return number in self.lines

    def packages(self, number: int | None) -> bool:
        """Whether another line pays for this one."""
        line = self.lines.get(number) if number is not None else None
        return line is not None and not line.allowed

    def allowed(self, numbers: Iterable[int]) -> Decimal:
        """What the contract allows for these lines; each counts once."""
        return sum((self.lines[number].allowed or ZERO for number in set(numbers)), ZERO)

    def patient_share(self, numbers: Iterable[int]) -> Decimal | None:
        """The patient's part of it, where the contract states one for each of these lines."""
        shares = [self.lines[number].coinsurance for number in set(numbers)]
        known = [share for share in shares if share is not None]
        return sum(known, ZERO) if shares and len(known) == len(shares) else None

    def tolerates(self, expected: Decimal) -> Decimal:
        return self.terms.tolerates(expected) if self.terms else ZERO

    def held_back(self, payment: Decimal) -> Decimal:
        """What sequestration keeps of the payer's payment by the contract."""
        return self.terms.held_back(payment) if self.terms else ZERO

    @property
    def row(self) -> str:
        """Which rows of the contract decided."""
        decided = (line.row.name for line in self.lines.values() if line.row is not None and not line.packaged)
        return "; ".join(dict.fromkeys(decided))

    @property
    def version(self) -> str:
        return self.terms.version if self.terms else ""


def expected(billed: Billed, payer_id: PayerId, contracts: Contracts) -> Expected:
    """What the contract of this payer allows for the claim as billed."""
    priced = contracts.price(payer_id, billed.kind, billed.lines, billed.priced_on)
    lines = {line.line_number: each for line, each in zip(billed.lines, priced.lines, strict=True) if each.allowed is not None}
    return Expected(lines, contracts.terms(payer_id, billed.priced_on))
