"""Claims written as an 837: 837P (005010X222A1) or 837I (005010X223A2), several claims in one set.

Claims are grouped as the HL structure wants it: billing provider (2000A), subscriber and payer (2000B), patient who is not
the subscriber (2000C), then the claim (2300). HL numbers run through the set; the order of first appearance is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from shared.x12.characters import Text
from shared.x12.envelope import InterchangeHeader
from shared.x12.faults import WriteError
from shared.x12.rows import Row, Value
from shared.x12.scalars import day_text
from shared.x12.translate.claim import VERSIONS, ClaimDocument, Condition, Kind, Patient, Provider, Receiver, Submitter
from shared.x12.translate.claim_level_rows import claim_rows
from shared.x12.translate.claim_levels import SubscriberLevel, levels_of
from shared.x12.translate.claim_payer_rows import policy_row
from shared.x12.translate.claim_rows import KnownRows, payer_rows
from shared.x12.translate.naming import Contact, address_rows, contact_rows, name_row, reference_rows
from shared.x12.write import Writer


@dataclass(frozen=True, slots=True)
class ClaimBatch:
    """The claims of one set and who exchanges it. `reference` is BHT03, at most 30 characters, echoed by the 277CA (trace)."""

    submitter: Submitter
    receiver: Receiver
    reference: str
    on: date
    at: time
    claims: Sequence[ClaimDocument]


def write_claims(header: InterchangeHeader, batch: ClaimBatch, *, group_control_number: int | str, set_control_number: int | str = 1) -> bytes:
    """One interchange with one group and one set of claims, all of one kind.

    Raises WriteError when the claims are of two kinds, when there is none, or when a value cannot be sent.
    """
    kind = kind_of(batch.claims)
    writer = Writer(header)
    writer.group("HC", VERSIONS[kind], group_control_number)
    writer.transaction("837", set_control_number, VERSIONS[kind]).add(claim_set(batch))
    return writer.finish()


def kind_of(claims: Sequence[ClaimDocument]) -> Kind:
    """The one kind that all claims have. Raises WriteError when there is no claim or when kinds are mixed."""
    kinds = {claim.kind for claim in claims}
    if len(kinds) != 1:
        raise WriteError("a set holds claims, and all of one kind", "ST")
    return kinds.pop()


def claim_set(batch: ClaimBatch) -> Iterator[Row]:
    """The segments between ST and SE."""
    kind, known = kind_of(batch.claims), KnownRows()
    yield ("BHT", "0019", "00", batch.reference, batch.on, batch.at, "CH")
    yield from _exchange(batch)
    counter = 0
    for billing in levels_of(batch.claims):
        counter += 1
        billing_level = str(counter)
        yield ("HL", billing_level, "", "20", "1")
        yield from _billing(billing.provider)
        for level in billing.subscribers.values():
            counter += 1
            subscriber_level = str(counter)
            yield ("HL", subscriber_level, billing_level, "22", "0" if level.is_patient else "1")
            yield from _subscriber(kind, level, known)
            for patient, claims in [(each.patient, each.claims) for each in level.patients.values()]:
                if patient is not None:
                    counter += 1
                    yield ("HL", str(counter), subscriber_level, "23", "0")
                    yield from _patient(kind, patient)
                for claim in claims:
                    yield from claim_rows(claim, known)


def _exchange(batch: ClaimBatch) -> Iterator[Row]:
    """Loops 1000A and 1000B."""
    submitter, receiver = batch.submitter, batch.receiver
    yield ("NM1", "41", "2", Text(submitter.name), None, None, None, None, "46", submitter.id)
    ways: list[str] = []
    for qualifier, value in (("TE", submitter.telephone), ("EX", submitter.extension), ("EM", submitter.email)):
        if value:
            ways += [qualifier, value]
    if not ways or ways[0] == "EX":
        raise WriteError("the submitter needs a telephone number or an e-mail address", "PER", 3)
    yield ("PER", "IC", Text(submitter.contact), *ways)
    yield ("NM1", "40", "2", Text(receiver.name), None, None, None, None, "46", receiver.id)


def _billing(provider: Provider) -> Iterator[Row]:
    """Loops 2000A, 2010AA, 2010AB and 2010AC."""
    if provider.address is None or not provider.tax_id:
        raise WriteError("a billing provider needs an address and a tax id", "NM1", 1)
    if provider.taxonomy:
        yield ("PRV", "BI", "PXC", provider.taxonomy)
    if provider.currency:
        yield ("CUR", "85", provider.currency)
    yield name_row("85", provider.name, provider.person, "XX", provider.npi)
    yield from address_rows(provider.address)
    yield ("REF", provider.tax_id_kind, provider.tax_id.replace("-", ""))
    yield from reference_rows(provider.references)
    yield from contact_rows(provider.contacts, least=1)
    if provider.pay_to is not None:
        yield ("NM1", "87", "1" if provider.person else "2")
        yield from address_rows(provider.pay_to)
    if provider.pay_to_plan is not None:
        yield from payer_rows(provider.pay_to_plan, "PE")
        yield from reference_rows(provider.pay_to_plan.references)


def _subscriber(kind: Kind, level: SubscriberLevel, known: KnownRows) -> Iterator[Row]:
    """Loops 2000B, 2010BA and 2010BB."""
    subscriber, is_patient = level.subscriber, level.is_patient
    yield policy_row(subscriber, "18" if is_patient else "", kind)
    if kind == "professional" and is_patient and subscriber.condition is not None:
        yield ("PAT", *_condition(None, subscriber.condition))
    yield name_row("IL", subscriber.name, subscriber.person, subscriber.id_qualifier, subscriber.member_id)
    if is_patient:
        if subscriber.born_on is None:
            raise WriteError("a subscriber who is the patient needs a birth date", "DMG", 2)
        yield from address_rows(subscriber.address)
        yield ("DMG", "D8", day_text(subscriber.born_on), subscriber.sex)
    if subscriber.references:
        yield from reference_rows(subscriber.references)
    if subscriber.contact is not None:
        yield from _contact(kind, subscriber.contact)
    yield from known.payer(level.payer)


def _patient(kind: Kind, patient: Patient) -> Iterator[Row]:
    """Loops 2000C and 2010CA: never a member id."""
    yield ("PAT", *_condition(patient.relationship, patient.condition if kind == "professional" else None))
    yield name_row("QC", patient.name, True)
    yield from address_rows(patient.address)
    yield ("DMG", "D8", day_text(patient.born_on), patient.sex)
    yield from reference_rows(patient.references)
    yield from _contact(kind, patient.contact)


def _condition(relationship: str | None, condition: Condition | None) -> tuple[Value, ...]:
    """PAT01 to PAT09."""
    if condition is None:
        return (relationship,)
    died_on, weight = condition.died_on, condition.weight
    death = ("D8" if died_on is not None else None, died_on)
    return (relationship, None, None, None, *death, "01" if weight is not None else None, weight, "Y" if condition.pregnant else None)


def _contact(kind: Kind, contact: Contact | None) -> Iterator[Row]:
    """Whom to call about a property and casualty claim (professional only)."""
    if kind == "professional" and contact is not None:
        yield from contact_rows((contact,), least=1)
