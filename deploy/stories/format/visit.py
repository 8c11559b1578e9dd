"""A visit of a story as the hospital's records tell it: the body of `POST /v1/encounters`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from deploy.stories.format.care import Charge, Coverage, Encounter, Stay
from deploy.stories.format.story import Person

SOURCE = "registration"
"""The source system of all stories."""


def visit(encounter: Encounter, people: Mapping[str, Person], on: date, provider: str) -> dict[str, Any]:
    """The body; `on` is the day of the step, `provider` the NPI where the story names none."""
    served = encounter.served or on
    care = {
        "kind": encounter.kind,
        "facility_id": encounter.facility,
        "service_from": served.isoformat(),
        "service_to": encounter.through.isoformat() if encounter.through else None,
        "rendering_npi": encounter.provider or provider,
        "diagnoses": [{"code": code, "rank": rank} for rank, code in enumerate(encounter.diagnoses, 1)],
        "charges": [_charge(each) for each in encounter.charges],
        "stay": _stay(encounter.stay) if encounter.stay else None,
    }
    return {
        "visit_number": encounter.name,
        "source_system": SOURCE,
        "patient": patient(encounter.patient, people[encounter.patient]),
        "coverages": coverages(encounter.coverages, people),
        "consent_on_file": encounter.consent,
        "encounter": {name: value for name, value in care.items() if value is not None},
    }


def patient(name: str, person: Person) -> dict[str, Any]:
    """One person as registration tells them."""
    told = _told(person)
    return {"mrn": person.mrn or f"MRN-{name}", "phone": person.phone, **told}


def coverages(given: Sequence[Coverage], people: Mapping[str, Person]) -> list[dict[str, Any]]:
    """Policies in billing order."""
    return [_coverage(order, each, people) for order, each in enumerate(given, 1)]


def _coverage(order: int, coverage: Coverage, people: Mapping[str, Person]) -> dict[str, Any]:
    told = {
        "order": order,
        "payer_id": coverage.payer,
        "member_id": coverage.member,
        "group_number": coverage.group,
        "relationship": coverage.relationship,
    }
    return {**told, "subscriber": _told(people[coverage.subscriber])} if coverage.subscriber else told


def _told(person: Person) -> dict[str, Any]:
    address = {name: getattr(person, name) for name in ("line", "city", "state", "postal_code")}
    return {"name": {"last": person.last, "first": person.first}, "birth_date": person.born.isoformat(), "sex": person.sex, "address": address}


def _charge(charge: Charge) -> dict[str, Any]:
    told = {
        "code": charge.code,
        "revenue_code": charge.revenue,
        "modifiers": list(charge.modifiers),
        "units": str(charge.units),
        "amount": f"{charge.amount:.2f}" if charge.amount is not None else None,
        "service_on": charge.on.isoformat() if charge.on else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _stay(stay: Stay) -> dict[str, Any]:
    told = {
        "admitted_at": stay.admitted,
        "discharged_at": stay.discharged,
        "admission_type": stay.type,
        "admission_source": stay.source,
        "patient_status": stay.status,
        "admitting_diagnosis": {"code": stay.admitting} if stay.admitting else None,
    }
    return {name: value for name, value in told.items() if value is not None}
