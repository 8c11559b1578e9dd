"""Edits on what the payer takes: frequency, authorization, filing limit, duplicates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from services.billing.submission.model.edits.facts import Facts, reason
from services.billing.submission.model.edits.prior import MEDICARE
from shared.contracts.submission import ORIGINAL, ClaimBuilt
from shared.contracts.values import HoldReason

FILING_LIMIT, DUPLICATE = "filing_limit_passed", "possible_duplicate"
LONGEST_REFERENCE = 50
"""REF02."""


def the_payer_is_in_the_directory(facts: Facts) -> Iterator[HoldReason]:
    if facts.site.payer(facts.claim.payer_id) is None:
        yield reason("payer_unknown", "payer_id", "The payer is not in the payer directory. Add it to the site file, or choose another payer.")


def the_payer_takes_replacements(facts: Facts) -> Iterator[HoldReason]:
    payer = facts.site.payer(facts.claim.payer_id)
    if facts.claim.frequency != ORIGINAL and payer and not payer.takes_replacement_of(facts.claim.kind):
        sentence = "This payer takes no replacement or void for such claims. Appeal, or ask it for a reopening; then withdraw this submission."
        yield reason("payer_takes_no_replacement", "frequency", sentence)


def the_authorization_fits(facts: Facts) -> Iterator[HoldReason]:
    number = facts.claim.authorization
    if len(number) > LONGEST_REFERENCE or number != number.strip():
        yield reason("authorization_malformed", "authorization", "The authorization number is too long or has blanks around it. Record it again.")


def the_claim_arrives_in_time(facts: Facts) -> Iterator[HoldReason]:
    """From the last day of service to today, by the terms of the day of service. A replacement inherits the receipt of the original."""
    claim = facts.claim
    terms = facts.site.terms(claim.payer_id, claim.service_from)
    if claim.frequency == ORIGINAL and terms and (facts.on - _clock_starts_on(facts)).days > terms.filing_days:
        sentence = f"The filing limit of {terms.filing_days} days has passed. Look for proof of an earlier filing; expect a denial without it."
        yield reason(FILING_LIMIT, "service_to", sentence)


def _clock_starts_on(facts: Facts) -> date:
    """The end of the service; for a later payer the day on which the last payer before it decided. Medicare's year runs from service, always."""
    claim, payer = facts.claim, facts.site.payer(facts.claim.payer_id)
    if not claim.prior or (payer and payer.filing_code(claim.kind) in MEDICARE):
        return claim.service_to
    return max(each.remitted_on for each in claim.prior)


def the_services_are_not_billed_already(facts: Facts) -> Iterator[HoldReason]:
    if facts.claim.frequency == ORIGINAL and facts.twins:
        sentence = f"The same services of the same day stand on claim {facts.twins[0]}. Withdraw one of the two if they are one visit."
        yield reason(DUPLICATE, "lines", sentence)


def has_the_same_services(claim: ClaimBuilt, other: ClaimBuilt) -> bool:
    """Same payer, kind of claim, days, codes and modifiers. Charges and units may differ and it is still the same service to a payer."""
    return (claim.payer_id, claim.kind, _services(claim)) == (other.payer_id, other.kind, _services(other))


def _services(claim: ClaimBuilt) -> list[tuple[str, ...]]:
    return sorted((str(line.service_on), line.code or line.revenue_code or "", *sorted(line.modifiers)) for line in claim.lines)


RULES = (
    the_payer_is_in_the_directory,
    the_payer_takes_replacements,
    the_authorization_fits,
)
RISKS = (the_claim_arrives_in_time, the_services_are_not_billed_already)
"""What only may be denied: a warning, or a hold where the site says so."""
