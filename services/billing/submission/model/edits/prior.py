"""Edits on a claim to a later payer: what the payers before it decided has to add up to what is billed (loops 2320 and 2430)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from services.billing.submission.model.edits.facts import Facts, reason
from services.billing.submission.model.edits.lines import at
from services.billing.submission.model.prior import Told, told_by, total
from shared.contracts.coding import CodedLine
from shared.contracts.values import ZERO, HoldReason

REASON_OF_MEDICARE = "medicare_secondary_reason_missing"
MEDICARE = frozenset({"MA", "MB"})


def the_payers_before_it_have_decided(facts: Facts) -> Iterator[HoldReason]:
    """A claim to payer n tells of payers 1 to n - 1, each with its coverage."""
    claim = facts.claim
    if claim.payer_order == 1 or facts.registration is None:
        return
    decided = {each.payer_order for each in claim.prior}
    missing = [order for order in range(1, claim.payer_order) if order not in decided]
    if missing or len(claim.prior_coverages) != claim.payer_order - 1:
        sentence = (
            f"The decision of payer {missing[0] if missing else 1} is not there. Post its remittance before payer {claim.payer_order} is billed."
        )
        yield reason("prior_decision_missing", f"prior[{missing[0] if missing else 1}]", sentence)


def every_prior_payer_is_in_the_directory(facts: Facts) -> Iterator[HoldReason]:
    for told in told_by(facts.claim.prior):
        if facts.site.payer(told.payer_id) is None:
            sentence = f"Payer {told.payer_order} is not in the payer directory any more. Add it to the site file."
            yield reason("prior_payer_unknown", f"prior[{told.payer_order}]", sentence)


def every_line_adds_up(facts: Facts) -> Iterator[HoldReason]:
    """SV102 (SV203) = SVD02 + the CAS of loop 2430, for each line and each payer that decided by line."""
    for told in told_by(facts.claim.prior):
        if told.is_by_line:
            for line in facts.claim.lines:
                yield from _line_adds_up(told, line)
            yield from _belongs_to_a_line(facts, told)


def _line_adds_up(told: Told, line: CodedLine) -> Iterator[HoldReason]:
    parts = list(told.of_line(line.line_number))
    explained = sum((each.paid + total(each.adjustments) for each in parts), ZERO)
    if explained != line.charge:
        sentence = (
            f"What payer {told.payer_order} paid and adjusted on this line is {explained:.2f}, and {line.charge:.2f} was billed: "
            f"{line.charge - explained:.2f} is not explained. Compare its remittance with the claim before the next payer is billed."
        )
        yield reason("prior_line_out_of_balance", at(line), sentence)
    if any(each.paid < 0 for each in parts):
        sentence = f"Payer {told.payer_order} shows a payment below zero on this line, which no claim can carry. Ask it for a corrected remittance."
        yield reason("prior_payment_negative", at(line), sentence)


def _belongs_to_a_line(facts: Facts, told: Told) -> Iterator[HoldReason]:
    ours = {each.line_number for each in facts.claim.lines}
    strange = [each for each in told.lines if each.line_number not in ours]
    if strange:
        sentence = (
            f"Payer {told.payer_order} decided {sum((each.charge for each in strange), ZERO):.2f} on lines that are none of ours. "
            "Find out which lines it means before the next payer is billed."
        )
        yield reason("prior_line_unmatched", f"prior[{told.payer_order}]", sentence)


def the_claim_adds_up(facts: Facts) -> Iterator[HoldReason]:
    """CLM02 = what the payer paid (AMT*D) + the CAS of loop 2320 and of all its loops 2430; AMT*D = the sum of SVD02, less what 2320 takes."""
    for told in told_by(facts.claim.prior):
        explained = told.paid + total(told.every_adjustment)
        if explained != facts.claim.total:
            yield reason("prior_claim_out_of_balance", f"prior[{told.payer_order}]", _difference(told, explained, facts.claim.total))
        elif told.is_by_line:
            at_lines = sum((each.paid for each in told.lines), ZERO) - total(told.adjustments)
            if at_lines != told.paid:
                yield reason("prior_claim_out_of_balance", f"prior[{told.payer_order}]", _difference(told, at_lines, told.paid))
        if told.paid < 0:
            sentence = f"Payer {told.payer_order} shows a payment below zero for the claim. Ask it for a corrected remittance."
            yield reason("prior_payment_negative", f"prior[{told.payer_order}]", sentence)


def _difference(told: Told, found: Decimal, expected: Decimal) -> str:
    return (
        f"The decision of payer {told.payer_order} adds up to {found:.2f} and not to {expected:.2f}: {expected - found:.2f} is not explained. "
        "Compare its remittance with the claim before the next payer is billed."
    )


def medicare_knows_why_it_comes_later(facts: Facts) -> Iterator[HoldReason]:
    """SBR05 of a professional claim to Medicare that is not the first payer."""
    claim, payer = facts.claim, facts.site.payer(facts.claim.payer_id)
    if claim.payer_order == 1 or facts.is_institutional or payer is None or payer.filing_code(claim.kind) not in MEDICARE:
        return
    if facts.coverage is not None and not facts.coverage.medicare_secondary:
        sentence = "Medicare pays after another payer here, and the reason is not on file. Enter it (such as 12, working aged) and register again."
        yield reason(REASON_OF_MEDICARE, f"{facts.coverage_place}.medicare_secondary", sentence)


RULES = (
    the_payers_before_it_have_decided,
    every_prior_payer_is_in_the_directory,
    every_line_adds_up,
    the_claim_adds_up,
    medicare_knows_why_it_comes_later,
)
