"""A 277CA (005010X214) as values: the file, each billing provider's claims, and each claim, accepted or refused."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from shared.x12.translate.naming import Reference
from shared.x12.translate.status import ClaimNumbers, Party, Person, StatusLine, StatusReport, all_statuses


@dataclass(frozen=True, slots=True)
class Totals:
    """How many claims, and for how much, were taken in and refused (QTY, AMT*YU, AMT*YY). None is not said."""

    accepted: Decimal | None = None
    rejected: Decimal | None = None
    accepted_charge: Decimal | None = None
    rejected_charge: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LevelStatus:
    """What is said of a file (2200B) or of one provider's claims in it (2200C).

    `trace` is at file level the BHT03 of the 837; at provider level often 0. `references` (REF) name the provider once more.
    """

    trace: str
    reports: tuple[StatusReport, ...]
    totals: Totals = field(default_factory=Totals)
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class AcknowledgedClaim:
    """One claim (2200D): `trace` is its CLM01; `numbers` may have the payer's (1K), the clearinghouse's (D9) and the type of bill."""

    patient: Person
    trace: str
    reports: tuple[StatusReport, ...]
    numbers: ClaimNumbers = field(default_factory=ClaimNumbers)
    service_from: date | None = None
    service_to: date | None = None
    lines: tuple[StatusLine, ...] = ()

    @property
    def is_rejected(self) -> bool:
        """Whether a status of the claim or of one of its lines refuses it: a claim is taken in whole or not at all."""
        return any(status.is_rejection for status in all_statuses(self.reports)) or any(line.is_rejected for line in self.lines)

    @property
    def charge(self) -> Decimal:
        """What the claim comes to (STC04 of its first report)."""
        return next((report.charge for report in self.reports if report.charge is not None), Decimal(0))


@dataclass(frozen=True, slots=True)
class ProviderClaims:
    """A billing provider (2100C), his claims, and what is said of them together (2200C), if anything."""

    provider: Party
    claims: tuple[AcknowledgedClaim, ...] = ()
    status: LevelStatus | None = None


@dataclass(frozen=True, slots=True)
class ClaimAcknowledgement:
    """A 277CA. `source` acknowledges (`source_role` PR a payer, AY a clearinghouse), `receiver` had sent the claims.

    `trace` (2200A) is the source's number for the receipt; `received_on` and `processed_on` are its days (DTP*050, DTP*009).
    A file that was refused as a whole has no `providers`.
    """

    reference: str
    on: date | None
    at: time | None
    source: Party
    trace: str
    received_on: date | None
    processed_on: date | None
    receiver: Party
    file: LevelStatus
    providers: tuple[ProviderClaims, ...] = ()
    source_role: str = "PR"


def tally(claims: Iterable[AcknowledgedClaim]) -> Totals:
    """Numbers and charges of the claims taken in and refused."""
    counts, charges = [0, 0], [Decimal(0), Decimal(0)]
    for claim in claims:
        counts[claim.is_rejected] += 1
        charges[claim.is_rejected] += claim.charge
    return Totals(Decimal(counts[0]), Decimal(counts[1]), *charges)
