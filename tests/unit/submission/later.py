"""Values of stories with several payers: what the first one decided, and who is due."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from shared.contracts.adjudication import Adjustment, ClaimPayment, PriorDecision, RemittedLine, SecondaryClaimDue
from shared.contracts.eligibility import ClearedCoverage, EncounterCleared, PatientRegistered
from shared.contracts.event import Event
from shared.contracts.submission import ClaimBuilt, ClaimVoidRequested
from shared.contracts.values import CoverageId, PayerId
from tests.unit.submission.given import BILLER, CLAIM, DAY, ENCOUNTER, about, accepted, coded, coverage, drafts, line, registered, submitted

VISIT_500 = (line(1, "99214", "500.00"),)
REMITTED = DAY + timedelta(days=10)
S8 = ("CO-45 200.00", "PR-1 100.00", "PR-2 40.00")
ORDER = ("NWHP1", "CASC2", "FEDS3")


def two_plans(version: int = 1, **second: Any) -> PatientRegistered:
    return registered(version, coverage(1), coverage(2, "CASC2", **second))


def three_plans(version: int = 1) -> PatientRegistered:
    return registered(version, coverage(1), coverage(2, "CASC2"), coverage(3, "FEDS3", medicare_secondary="12"))


def both_cleared(version: int = 1, registration: int = 1, payers: tuple[str, ...] = ORDER[:2], **changes: Any) -> EncounterCleared:
    coverages = tuple(
        ClearedCoverage(coverage_id=CoverageId(f"COV{number}"), payer_id=PayerId(payer), order=number) for number, payer in enumerate(payers, start=1)
    )
    return EncounterCleared(encounter_id=ENCOUNTER, version=version, registration_version=registration, coverages=coverages, **changes)


def cas(*reasons: str) -> tuple[Adjustment, ...]:
    """From `CO-45 200.00`."""
    parts = [each.replace("-", " ", 1).split() for each in reasons]
    return tuple(Adjustment(group=group, carc=carc, amount=Decimal(amount)) for group, carc, amount in parts)


def decided_line(number: int, charge: str, paid: str, *reasons: str, **changes: Any) -> RemittedLine:
    return RemittedLine(line_number=number, charge=Decimal(charge), paid=Decimal(paid), adjustments=cas(*reasons), **changes)


def prior(*lines: RemittedLine, order: int = 1, payer: str = "", number: str = "ICN1", on: date = REMITTED, **changes: Any) -> PriorDecision:
    known = {
        "ordinal": 1,
        "status": "1",
        "charge": sum((each.charge for each in lines), Decimal(0)),
        "paid": sum((each.paid for each in lines), Decimal(0)),
        "payer_claim_control_number": number,
        "lines": lines,
    }
    return PriorDecision(payer_id=PayerId(payer or ORDER[order - 1]), payer_order=order, remitted_on=on, payment=ClaimPayment(**{**known, **changes}))


def s8_prior(paid: str = "160.00", *reasons: str, **changes: Any) -> PriorDecision:
    return prior(decided_line(1, "500.00", paid, *(reasons or S8)), **changes)


def due(*decisions: PriorDecision, order: int = 2, remaining: str = "140.00", **changes: Any) -> SecondaryClaimDue:
    return SecondaryClaimDue(
        claim_id=CLAIM,
        encounter_id=ENCOUNTER,
        payer_order=order,
        prior=decisions or (s8_prior(),),
        remaining=Decimal(remaining),
        due_on=REMITTED,
        **changes,
    )


def void_requested(built: ClaimBuilt, **changes: Any) -> ClaimVoidRequested:
    return ClaimVoidRequested(**about(built), actor=BILLER, reason="wrong patient", **changes)


def secondary(*more: Event, lines: Any = VISIT_500, told: SecondaryClaimDue | None = None, who: PatientRegistered | None = None) -> ClaimBuilt:
    """The claim to the second payer, after the first one has taken and decided its own."""
    bench = drafts()
    (first,) = bench.take(who or two_plans(), both_cleared(), coded(1, lines))
    assert isinstance(first, ClaimBuilt)
    claim = bench.take(submitted(first), accepted(first), *more, told or due())[-1]
    assert isinstance(claim, ClaimBuilt)
    return claim
