"""Edits on patient, subscriber and coverage (loops 2000B, 2010BA, 2000C, 2010CA)."""

from __future__ import annotations

from collections.abc import Iterator

from services.billing.submission.model.edits.facts import Facts, reason
from shared.contracts.eligibility import Address, PersonName
from shared.contracts.values import HoldReason

POSTAL_CODE_LENGTHS = (5, 9)


def the_registration_is_at_hand(facts: Facts) -> Iterator[HoldReason]:
    if facts.registration is None:
        yield reason("registration_missing", "patient", "The registration this claim was built from is not here. Register the visit again.")
    elif facts.coverage is None:
        yield reason("coverage_missing", "coverages", "The billed coverage is no longer in the registration. Clear the encounter again.")


def the_member_id_is_there(facts: Facts) -> Iterator[HoldReason]:
    if facts.coverage and not facts.coverage.member_id.strip():
        yield reason("member_id_missing", f"{facts.coverage_place}.member_id", "The member id is missing. Enter the number on the card.")


def the_patient_is_described(facts: Facts) -> Iterator[HoldReason]:
    """Name, birth date, sex and address: NM1, DMG, N3 and N4 of whoever is the patient."""
    if facts.registration is None:
        return
    patient = facts.registration.patient
    if not _named(patient.name):
        yield reason("patient_name_missing", "patient.name", "The patient's name is incomplete. Enter it as on the insurance card.")
    if patient.birth_date is None:
        yield reason("birth_date_missing", "patient.birth_date", "The birth date is missing. Enter it as on the insurance card.")
    elif patient.birth_date > facts.claim.service_to:
        yield reason("birth_date_after_service", "patient.birth_date", "The patient was born after the service. Correct the birth date.")
    if patient.sex == "U" and facts.registration.actor is None:
        yield reason("sex_unconfirmed", "patient.sex", "The patient's sex is unknown and nobody has confirmed that. Look at the registration.")
    if not _reachable(patient.address):
        yield reason("address_missing", "patient.address", "The patient's address is incomplete. Enter street, city, state and postal code.")


def the_subscriber_is_described(facts: Facts) -> Iterator[HoldReason]:
    """Where the patient is insured through somebody else, the payer finds the policy by its holder."""
    coverage = facts.coverage
    if coverage is None or coverage.relationship == "self":
        return
    if coverage.subscriber is None or not _named(coverage.subscriber.name):
        sentence = "The policy belongs to somebody else. Enter that person's name as on the card."
        yield reason("subscriber_missing", f"{facts.coverage_place}.subscriber", sentence)


def _named(name: PersonName) -> bool:
    return bool(name.last.strip() and name.first.strip())


def _reachable(address: Address | None) -> bool:
    if address is None or not (address.line.strip() and address.city.strip() and address.state.strip()):
        return False
    return len(address.postal_code.replace("-", "")) in POSTAL_CODE_LENGTHS


RULES = (the_registration_is_at_hand, the_member_id_is_there, the_patient_is_described, the_subscriber_is_described)
