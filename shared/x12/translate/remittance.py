"""The 835 (005010X221A1): a payment and the claims it pays, one claim in memory at a time.

`read_remittance(transaction)` reads the header; `claims()` then streams; what stands behind the claims (PLB) and what could
not be read (faults) is complete after that. Amounts are dollars as Decimal. Nothing is corrected: `balance` tells whether
the payer's own arithmetic holds, and an 835 with faults or imbalances must be set aside, not posted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from shared.x12.faults import Fault
from shared.x12.interchange import Transaction
from shared.x12.scalars import ZERO
from shared.x12.segments import Segment
from shared.x12.translate.adjudication import ClaimGroup, InpatientSummary, ProviderSummary
from shared.x12.translate.laid_out import read_laid
from shared.x12.translate.read_remittance_header import read_header, read_provider_adjustments
from shared.x12.translate.read_remitted_claim import read_claim
from shared.x12.translate.remittance_header import ProviderAdjustment, RemittanceHeader
from shared.x12.translate.remitted_claim import NO_GROUP, RemittedClaim
from shared.x12.translate.values import Values

__all__ = [
    "Balance", "Imbalance", "ProviderAdjustment", "Remittance", "RemittanceDocument", "RemittanceHeader", "balance", "read_remittance",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imbalance:
    """Where the arithmetic breaks: `claim` and `line` count from 1 (0 when the level is above them).

    `expected` is what the payer states as charge or payment, `found` what its parts add up to.
    """

    level: str
    claim: int
    line: int
    expected: Decimal
    found: Decimal


class Remittance:
    """One 835. `header` is known at once; iterate `claims()` to the end before using the lists."""

    def __init__(self, transaction: Transaction) -> None:
        self.transaction = transaction
        self.provider_adjustments: list[ProviderAdjustment] = []
        self._segments = iter(transaction)
        self._component = transaction.delimiters.component
        self._values = Values(next(self._segments))
        self.header, self._next = read_header(transaction.control_number, self._segments, self._values)

    @property
    def faults(self) -> list[Fault]:
        """Values that could not be read, then the envelope's faults of this set."""
        return self._values.faults + self.transaction.faults

    def claims(self) -> Iterator[RemittedClaim]:
        """The claims in file order; each counts from 1 as `ordinal`. May be iterated once."""
        ordinal, group = 0, NO_GROUP
        segment = self._next
        while segment is not None:
            if segment.id == "CLP":
                ordinal += 1
                claim, segment = read_claim(segment, self._segments, self._values, self._component, ordinal, group)
                yield claim
                continue
            if segment.id == "PLB":
                self.provider_adjustments += read_provider_adjustments(segment, self._values, self._component)
            else:
                group = self._group(segment, group)
            segment = next(self._segments, None)

    def _group(self, segment: Segment, group: ClaimGroup) -> ClaimGroup:
        """The group that the next claim stands in."""
        match segment.id:
            case "LX":
                return ClaimGroup(segment.get(1))
            case "TS3":
                return replace(group, provider=read_laid(ProviderSummary, segment, self._values))
            case "TS2":
                return replace(group, inpatient=read_laid(InpatientSummary, segment, self._values))
        return group

    def load(self) -> "RemittanceDocument":
        """The whole set in memory."""
        claims = tuple(self.claims())
        return RemittanceDocument(self.header, claims, tuple(self.provider_adjustments))


@dataclass(frozen=True, slots=True)
class RemittanceDocument:
    """A whole 835 as a value: what a payer writes (see write_remittance), and what `load` reads."""

    header: RemittanceHeader
    claims: tuple[RemittedClaim, ...] = ()
    provider_adjustments: tuple[ProviderAdjustment, ...] = ()


def read_remittance(transaction: Transaction) -> Remittance:
    """Reads the header of an 835 and leaves the claims to be streamed.

    Raises ValueError when the set is not an 835.
    """
    if transaction.set_id != "835":
        raise ValueError("not an 835")
    return Remittance(transaction)


@dataclass(slots=True)
class Balance:
    """The three sums of an 835, added up while its claims stream by.

    Line: SVC02 = SVC03 + its CAS. Claim: CLP03 = CLP04 + all its CAS. Payment: BPR02 = sum of CLP04 less PLB.
    """

    imbalances: list[Imbalance] = field(default_factory=list)
    paid: Decimal = ZERO

    def add(self, claim: RemittedClaim) -> None:
        """Proves one claim and its lines."""
        adjusted = claim.adjusted
        for line in claim.lines:
            off = line.adjusted
            if line.charge != line.paid + off:
                self.imbalances.append(Imbalance("line", claim.ordinal, line.ordinal, line.charge, line.paid + off))
            adjusted += off
        if claim.charge != claim.paid + adjusted:
            self.imbalances.append(Imbalance("claim", claim.ordinal, 0, claim.charge, claim.paid + adjusted))
        self.paid += claim.paid

    def finish(self, remittance: Remittance | RemittanceDocument) -> list[Imbalance]:
        """Proves the payment, after the last claim; gives all imbalances."""
        found = self.paid - sum((entry.amount for entry in remittance.provider_adjustments), ZERO)
        if found != remittance.header.paid:
            self.imbalances.append(Imbalance("transaction", 0, 0, remittance.header.paid, found))
        return self.imbalances


def balance(remittance: Remittance) -> list[Imbalance]:
    """Reads all claims and proves the three levels; empty when the 835 balances. Check `remittance.faults`, too."""
    proof = Balance()
    for claim in remittance.claims():
        proof.add(claim)
    return proof.finish(remittance)
