"""Is the registration complete? Everything that is wrong at once, so that one visit to the record mends it all.

A reason names the field and what to do, never what stands in the field. Loops are those of the 837 and 270.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from services.eligibility.model.desk import Desk
from services.eligibility.model.spelling import spelling_reasons
from shared.contracts.eligibility import Address, CoverageOnFile, EncounterOpened, Patient, PatientRegistered, Subscriber
from shared.contracts.values import HoldReason

MEMBER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{1,29}")
"""NM109 of loop 2010BA; payers print letters and digits, some with dashes."""
STATE = re.compile(r"[A-Z]{2}")
POSTAL_CODE = re.compile(r"\d{5}(-?\d{4})?")


def registration_reasons(registered: PatientRegistered, opened: EncounterOpened, desk: Desk, on: date) -> tuple[HoldReason, ...]:
    """What keeps this registration from being used; empty when it is complete."""
    return (
        *_patient(registered, opened, on),
        *spelling_reasons(registered),
        *_namesake(registered, desk),
        *_consent(registered),
        *_coverages(registered, on),
        *_visit(opened, desk, on),
    )


def _patient(registered: PatientRegistered, opened: EncounterOpened, on: date) -> Iterator[HoldReason]:
    patient = registered.patient
    for part in ("last", "first"):
        if not getattr(patient.name, part).strip():
            yield _reason("patient_name_missing", f"patient.name.{part}", f"The patient's {part} name is missing. Enter it as on the insurance card.")
    yield from _born(patient.birth_date, "patient", "The patient", on)
    if patient.birth_date and opened.service_to < patient.birth_date <= on:
        sentence = "The patient was born after the service. Correct the birth date, or the visit belongs to another person."
        yield _reason("birth_date_after_service", "patient.birth_date", sentence)
    yield from _sex(patient, registered)
    yield from _address(patient.address)


def _born(birth_date: date | None, place: str, who: str, on: date) -> Iterator[HoldReason]:
    if birth_date is None:
        yield _reason("birth_date_missing", f"{place}.birth_date", f"{who}'s birth date is missing. Enter it as on the insurance card.")
    elif birth_date > on:
        yield _reason("birth_date_in_future", f"{place}.birth_date", f"{who}'s birth date lies in the future. Correct it.")


def _sex(patient: Patient, registered: PatientRegistered) -> Iterator[HoldReason]:
    """U may stand on a claim (DMG03), but only when a person has looked: source systems send it for a field nobody filled in."""
    if patient.sex == "U" and registered.actor is None:
        sentence = "The patient's sex is unknown. Enter it as the payer has it on file, or save the registration to confirm that it is unknown."
        yield _reason("sex_unconfirmed", "patient.sex", sentence)


def _address(address: Address | None) -> Iterator[HoldReason]:
    """Loop 2010BA or 2010CA: street, city, state, postal code."""
    stated = address or Address()
    for part, words in (("line", "street"), ("city", "city"), ("state", "state"), ("postal_code", "postal code")):
        if not getattr(stated, part).strip():
            yield _reason("address_missing", f"patient.address.{part}", f"The {words} of the patient's address is missing. Enter it.")
    if stated.state.strip() and not STATE.fullmatch(stated.state):
        yield _reason("state_malformed", "patient.address.state", "The state of the patient's address does not have two letters. Correct it.")
    if stated.postal_code and not POSTAL_CODE.fullmatch(stated.postal_code):
        yield _reason("postal_code_malformed", "patient.address.postal_code", "The postal code does not have five or nine digits. Correct it.")


def _namesake(registered: PatientRegistered, desk: Desk) -> Iterator[HoldReason]:
    if registered.encounter_id in desk.namesakes and registered.same_person is None:
        sentence = "Another record has the same name and birth date. Compare the two and say whether they are the same person."
        yield _reason("possible_duplicate", "same_person", sentence)


def _consent(registered: PatientRegistered) -> Iterator[HoldReason]:
    if not registered.consent_on_file:
        sentence = "No consent to release information to the payer is on file. Obtain it and record it."
        yield _reason("consent_missing", "consent_on_file", sentence)


def _coverages(registered: PatientRegistered, on: date) -> Iterator[HoldReason]:
    if not registered.coverages:
        sentence = "No coverage is on file. Ask the patient for the insurance card and add the coverage."
        yield _reason("coverage_missing", "coverages", sentence)
    for index, coverage in enumerate(registered.coverages):
        yield from _coverage(coverage, f"coverages[{index}]", on)


def _coverage(coverage: CoverageOnFile, place: str, on: date) -> Iterator[HoldReason]:
    if coverage.payer_id is None:
        sentence = "The payer is not in the payer directory. Choose the payer printed on the card, or have it added to the site file."
        yield _reason("payer_unknown", f"{place}.payer_id", sentence)
    if not coverage.member_id.strip():
        yield _reason("member_id_missing", f"{place}.member_id", "The member id is missing. Enter the number on the card.")
    elif not MEMBER_ID.fullmatch(coverage.member_id):
        sentence = "The member id holds something else than letters, digits and dashes, or too few or too many. Enter the number on the card."
        yield _reason("member_id_malformed", f"{place}.member_id", sentence)
    if coverage.relationship != "self":
        yield from _subscriber(coverage.subscriber, f"{place}.subscriber", on)


def _subscriber(subscriber: Subscriber | None, place: str, on: date) -> Iterator[HoldReason]:
    """Loop 2010BA with the patient in 2000C: the payer finds the policy by its holder."""
    if subscriber is None:
        sentence = "The patient is insured through somebody else. Enter that person's name and birth date."
        yield _reason("subscriber_missing", place, sentence)
        return
    if not (subscriber.name.last.strip() and subscriber.name.first.strip()):
        yield _reason("subscriber_name_missing", f"{place}.name", "The policy holder's name is incomplete. Enter it as on the card.")
    yield from _born(subscriber.birth_date, place, "The policy holder", on)


def _visit(opened: EncounterOpened, desk: Desk, on: date) -> Iterator[HoldReason]:
    if opened.service_from > on:
        yield _reason("service_in_future", "encounter.service_from", "The date of service lies in the future. Have the source system correct it.")
    if desk.site.facility(opened.facility_id) is None:
        sentence = "The facility is not in the site file. Have it added, or have the source system name it differently; then check again."
        yield _reason("facility_unknown", "encounter.facility_id", sentence)
    if not opened.rendering_npi:
        sentence = "No rendering or attending provider with an NPI is named. Have the source system add the provider and send the visit again."
        yield _reason("provider_missing", "encounter.rendering_npi", sentence)
    elif desk.site.provider(opened.rendering_npi) is None:
        sentence = "The rendering or attending provider is not in the site file. Have the provider added, or correct the NPI; then check again."
        yield _reason("provider_unknown", "encounter.rendering_npi", sentence)


def _reason(code: str, place: str, sentence: str) -> HoldReason:
    return HoldReason(code=code, place=place, sentence=sentence)
