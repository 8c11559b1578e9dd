"""What a payer's answer to one question means (271, loops 2110C and 2110D)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from shared.contracts.eligibility import (
    BenefitStated,
    CoverageInactive,
    CoverageOnFile,
    CoverageUnanswered,
    CoverageVerified,
    InquiryAnswered,
    InquiryRequested,
    InquiryUnanswered,
)

NOT_FOUND = frozenset({"58", "64", "65", "67", "68", "71", "72", "73", "74", "75", "76", "77", "78"})
"""AAA03: the payer does not find the person with what we sent."""
BUSY = frozenset({"42", "80"})
"""AAA03: the payer cannot answer at the moment; the same question may be put again."""
ACTIVE, COINSURANCE, COPAY, DEDUCTIBLE = "1", "A", "B", "C"
"""EB01."""
REMAINING = "29"
"""EB06: what is left of the amount."""
VISIT, WHOLE_PLAN = "98", "30"
"""EB03: an office visit, and the plan's general terms."""

Fact = CoverageVerified | CoverageInactive | CoverageUnanswered


def fact_of(answer: InquiryAnswered, question: InquiryRequested, coverage: CoverageOnFile) -> Fact:
    """What we know about this coverage now. No status and no rejection is no answer: nobody may guess."""
    about = _about(question, coverage)
    if answer.active:
        return CoverageVerified(**about, **_terms(answer.benefits, question.procedures))
    if answer.active is False:
        return CoverageInactive(**about, cause="inactive", rejects=answer.rejects)
    if not answer.rejects or BUSY.issuperset(answer.rejects):
        return CoverageUnanswered(**about, attempts=1)
    cause = "member_not_found" if NOT_FOUND.intersection(answer.rejects) else "refused"
    return CoverageInactive(**about, cause=cause, rejects=answer.rejects)


def silence_of(unanswered: InquiryUnanswered, question: InquiryRequested, coverage: CoverageOnFile) -> CoverageUnanswered:
    """Nobody answered within the attempts."""
    return CoverageUnanswered(**_about(question, coverage), attempts=unanswered.attempts)


def _about(question: InquiryRequested, coverage: CoverageOnFile) -> dict[str, Any]:
    names = ("encounter_id", "coverage_id", "payer_id", "registration_version", "service_on")
    return {"order": coverage.order, **{name: getattr(question, name) for name in names}}


def _terms(benefits: Sequence[BenefitStated], procedures: Iterable[str]) -> dict[str, Any]:
    near = [benefit for benefit in benefits if benefit.in_network is not False]
    guarded = {benefit.procedure for benefit in benefits if benefit.authorization_required and benefit.procedure}
    return {
        "plan": next((benefit.plan for benefit in near if benefit.info == ACTIVE and benefit.plan), ""),
        "copay": _amount(near, lambda benefit: benefit.info == COPAY),
        "coinsurance_rate": _best(near, lambda benefit: benefit.info == COINSURANCE and benefit.rate is not None, "rate"),
        "deductible_left": _amount(near, lambda benefit: benefit.info == DEDUCTIBLE and benefit.time_period == REMAINING),
        "authorization_required_for": tuple(code for code in procedures if code in guarded),
    }


def _amount(benefits: Iterable[BenefitStated], wanted: Callable[[BenefitStated], bool]) -> Decimal | None:
    return _best(benefits, lambda benefit: wanted(benefit) and benefit.amount is not None, "amount")


def _best(benefits: Iterable[BenefitStated], wanted: Callable[[BenefitStated], bool], field: str) -> Decimal | None:
    """Of several statements the one about an office visit, then the plan's general one, then the first."""
    found = sorted((benefit for benefit in benefits if wanted(benefit)), key=_rank)
    value: Decimal | None = getattr(found[0], field) if found else None
    return value


def _rank(benefit: BenefitStated) -> int:
    return next((rank for rank, kind in enumerate((VISIT, WHOLE_PLAN)) if kind in benefit.service_types), 2)
