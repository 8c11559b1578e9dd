"""The other payers of a claim: loops 2320, 2330A, 2330B, and at the lines 2430.

Those before this payer are told of with what they decided, those after it by their names alone. Day of adjudication and remaining liability stand
at the lines where a payer decided by line, else at the claim; never at both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from services.billing.submission.model.draft import on_file
from services.billing.submission.model.edits.prior import MEDICARE
from services.billing.submission.model.prior import Told, liability_of, stated, told_by
from shared.contracts import adjudication, eligibility
from shared.contracts.coding import CodedLine
from shared.contracts.submission import ClaimBuilt
from shared.contracts.values import ClaimKind
from shared.site.model import Site
from shared.x12.faults import WriteError
from shared.x12.translate.adjudication import OutpatientAdjudication
from shared.x12.translate.adjustment import Adjustment
from shared.x12.translate.claim import Address, LineAdjudication, Name, OtherPayer, Payer, Subscriber

SEQUENCES = "PSTABCDEFGH"
"""SBR01 by the payer's place in the order: primary, secondary, tertiary, then payers four to eleven."""
MOST_REMARKS = 5
"""MOA03 to MOA07."""
RELATIONSHIPS = {"self": "18", "spouse": "01", "child": "19", "other": "G8"}
"""SBR02 and PAT01."""


def insured(patient: eligibility.Patient, coverage: eligibility.CoverageOnFile, filing_indicator: str, payer_order: int) -> Subscriber:
    """Loops 2000B and 2010BA, or 2320 and 2330A: whose policy it is, its place in the order, and why Medicare is not first where it is not.

    Somebody else's policy carries that person's name, and the patient's own data stand in 2000C.
    """
    own = coverage.relationship == "self"
    holder = patient if own or coverage.subscriber is None else coverage.subscriber
    return Subscriber(
        member_id=coverage.member_id,
        name=name_of(holder.name),
        born_on=holder.birth_date,
        sex=holder.sex,
        address=home_of(holder.address) if own else None,
        group_number=coverage.group_number,
        sequence=SEQUENCES[payer_order - 1],
        filing_indicator=filing_indicator,
        medicare_secondary=coverage.medicare_secondary if payer_order > 1 and filing_indicator in MEDICARE else "",
    )


def other_payers(claim: ClaimBuilt, registered: eligibility.PatientRegistered, site: Site) -> Iterator[OtherPayer]:
    """All of them, in billing order. Raises WriteError when an earlier payer or its coverage is not known any more."""
    coverages = dict(enumerate(claim.prior_coverages, start=1))
    for told in told_by(claim.prior):
        named = _named(claim, coverages.get(told.payer_order, ""), told.payer_order, registered, site)
        if named is None:
            raise WriteError("an earlier payer that directory and registration know is missing", "NM1")
        yield _decided(claim, told, named)
    for order, coverage_id in enumerate(claim.later_coverages, start=claim.payer_order + 1):
        named = _named(claim, coverage_id, order, registered, site)
        if named is not None:
            yield named


def _named(claim: ClaimBuilt, coverage_id: str, order: int, registered: eligibility.PatientRegistered, site: Site) -> OtherPayer | None:
    """A payer and whom it insures; None where one of the two cannot be said."""
    coverage = on_file(registered, coverage_id)
    payer = site.payer(coverage.payer_id) if coverage else None
    if coverage is None or payer is None or not coverage.member_id or (coverage.relationship != "self" and coverage.subscriber is None):
        return None
    subscriber = insured(registered.patient, coverage, payer.filing_code(claim.kind), order)
    return OtherPayer(
        payer=Payer(name=payer.name, id=payer.payer_id),
        subscriber=replace(subscriber, born_on=None),
        relationship=RELATIONSHIPS[coverage.relationship],
    )


def _decided(claim: ClaimBuilt, told: Told, named: OtherPayer) -> OtherPayer:
    """Loop 2320 and below of a payer that has decided. What it said of the whole claim stands here, what it said of lines at the lines."""
    remarks = told.remarks[:MOST_REMARKS]
    return replace(
        named,
        paid=told.paid,
        remaining=None if told.liability_is_by_line else liability_of(told.every_adjustment),
        adjudicated_on=None if told.is_by_line else told.remitted_on,
        adjustments=adjustments(told.adjustments),
        payer_claim_control_number=told.number,
        outpatient=OutpatientAdjudication(remarks=remarks) if remarks and claim.stay is None else None,
    )


def line_adjudications(claim: ClaimBuilt, line: CodedLine) -> tuple[LineAdjudication, ...]:
    """Loop 2430 of one line: once for each payer, more often where a payer split the line."""
    return tuple(_adjudication(claim, told, line, each) for told in told_by(claim.prior) for each in told.of_line(line.line_number))


def _adjudication(claim: ClaimBuilt, told: Told, line: CodedLine, decided: adjudication.RemittedLine) -> LineAdjudication:
    """SVD names what the payer paid for; without news that is what was billed."""
    institutional = claim.kind is ClaimKind.INSTITUTIONAL
    return LineAdjudication(
        payer_id=told.payer_id,
        paid=decided.paid,
        units=decided.units if decided.units is not None else line.units,
        adjudicated_on=told.remitted_on,
        adjustments=adjustments(decided.adjustments),
        code=decided.code or line.code or "",
        modifiers=decided.modifiers if decided.code else line.modifiers,
        revenue_code=(decided.revenue_code or line.revenue_code or "") if institutional else "",
        remaining=liability_of(decided.adjustments) if told.liability_is_by_line else None,
    )


def adjustments(said: Sequence[adjudication.Adjustment]) -> tuple[Adjustment, ...]:
    """CAS without reasons of nothing; the writer puts those of one group into one segment."""
    return tuple(Adjustment(each.group, each.carc, each.amount, stated(each.quantity)) for each in said if each.amount != Decimal(0))


def name_of(name: eligibility.PersonName) -> Name:
    return Name(name.last, name.first, name.middle)


def home_of(address: eligibility.Address | None) -> Address | None:
    return Address(address.line, address.city, address.state, address.postal_code, address.line2) if address else None
