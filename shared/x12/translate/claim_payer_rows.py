"""Loops 2320 and 2330: the other payers of a claim, as segments."""

from collections.abc import Iterator

from shared.x12.rows import Row
from shared.x12.translate.adjustment import adjustment_rows
from shared.x12.translate.claim import Kind, OtherPayer, Subscriber
from shared.x12.translate.claim_rows import payer_rows
from shared.x12.translate.laid_out import laid_row
from shared.x12.translate.naming import address_rows, fitting, name_row, reference_rows


def other_payer_rows(other: OtherPayer, kind: Kind) -> Iterator[Row]:
    """Loops 2320, 2330A, 2330B and those of the other payer's providers."""
    yield policy_row(other.subscriber, other.relationship, kind)
    yield from adjustment_rows(other.adjustments)
    yield from _amounts(other, kind)
    signature = "P" if kind == "professional" and not other.patient_signed else None
    yield ("OI", None, None, other.benefits_assigned, signature, None, other.release)
    if other.inpatient is not None and kind == "institutional":
        yield laid_row("MIA", other.inpatient)
    if other.outpatient is not None:
        yield laid_row("MOA", other.outpatient)
    insured = other.subscriber
    yield name_row("IL", insured.name, insured.person, insured.id_qualifier, insured.member_id)
    yield from address_rows(insured.address)
    yield from reference_rows(insured.references)
    yield from _payer(other)
    for provider in other.providers:
        yield ("NM1", provider.role, "1" if provider.person else "2")
        yield from reference_rows(provider.references)


def policy_row(subscriber: Subscriber, relationship: str, kind: Kind) -> Row:
    """SBR of 2000B or 2320. The group's name is sent where it has no number; SBR05 on professional claims only."""
    group_name = fitting(subscriber.group_name, 60, "SBR", 4) if not subscriber.group_number else ""
    reason = subscriber.medicare_secondary if kind == "professional" else ""
    return ("SBR", subscriber.sequence, relationship, subscriber.group_number, group_name, reason, "", "", "", subscriber.filing_indicator)


def _amounts(other: OtherPayer, kind: Kind) -> Iterator[Row]:
    """AMT in the order of the guide, which differs between the two."""
    remaining = ("EAF", other.remaining)
    noncovered = ("A8", other.noncovered)
    rest = (noncovered, remaining) if kind == "professional" else (remaining, noncovered)
    for qualifier, amount in (("D", other.paid), *rest):
        if amount is not None:
            yield ("AMT", qualifier, amount)


def _payer(other: OtherPayer) -> Iterator[Row]:
    yield from payer_rows(other.payer)
    if other.adjudicated_on is not None:
        yield ("DTP", "573", "D8", other.adjudicated_on)
    yield from reference_rows(other.payer.references)
    if other.payer_claim_control_number:
        yield ("REF", "F8", other.payer_claim_control_number)
