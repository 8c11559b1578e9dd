"""What a registrar changes in a registration: only what is said changes, and the result is a whole new version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from pydantic import Field

from services.eligibility.intake.facts import coverages_of
from services.eligibility.intake.versions import OnFile, next_opened
from services.eligibility.intake.visit import MOST_COVERAGES, CoverageTold, SubscriberTold, Text, Told
from shared.contracts.eligibility import CoverageOnFile, MedicareSecondary, Patient, PatientRegistered, Sex
from shared.contracts.ids import Names
from shared.contracts.values import Actor
from shared.site.model import Site


class NameChange(Told):
    last: Text | None = None
    first: Text | None = None
    middle: Text | None = None


class AddressChange(Told):
    line: Text | None = None
    line2: Text | None = None
    city: Text | None = None
    state: Text | None = None
    postal_code: Text | None = None


class PatientChange(Told):
    name: NameChange | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    address: AddressChange | None = None
    phone: Text | None = None


class CoverageChange(Told):
    """Fields of the coverage with this billing order; an order that is not on file yet adds a coverage."""

    order: int = Field(ge=1)
    payer_id: Text | None = None
    payer_name: Text | None = None
    member_id: Text | None = None
    group_number: Text | None = None
    relationship: Literal["self", "spouse", "child", "other"] | None = None
    subscriber: SubscriberTold | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    medicare_secondary: MedicareSecondary | None = None


class Correction(Told):
    """A correction. Fields that are left out stay as they are."""

    patient: PatientChange | None = None
    birth_date: date | None = None
    """The patient's: short for `patient.birth_date`."""
    consent_on_file: bool | None = None
    coverages: tuple[CoverageTold, ...] | None = Field(default=None, max_length=MOST_COVERAGES)
    """Replaces all coverages."""
    changes: tuple[CoverageChange, ...] = ()
    """Changes or adds single coverages, by billing order."""
    same_person: bool | None = None
    """The answer to `possible_duplicate`: are this patient and the one of the same name and birth date one person?"""
    answers: str = ""
    """The correction request (denial id) or rejection that this answers; needed only when nothing on the claim changes."""


def corrected(on_file: OnFile, correction: Correction, actor: Actor, reason: str, names: Names, site: Site) -> OnFile:
    """The next version with the correction in it, signed. A corrected sex is a new version of the other half, too."""
    before = on_file.registered
    patient = _patient(before.patient, correction)
    registered = PatientRegistered(
        encounter_id=before.encounter_id,
        person_id=before.person_id,
        version=before.version + 1,
        visit_number=before.visit_number,
        patient=patient,
        coverages=tuple(_coverages(before, correction, names, site)),
        consent_on_file=before.consent_on_file if correction.consent_on_file is None else correction.consent_on_file,
        actor=actor,
        reason=reason,
        same_person=correction.same_person,
        answers=correction.answers,
    )
    opened = next_opened(on_file.opened, on_file.opened.model_copy(update={"sex": patient.sex}))
    return on_file.model_copy(update={"registered": registered, "opened": opened})


def _patient(patient: Patient, correction: Correction) -> Patient:
    changes = correction.patient.model_dump(exclude_none=True) if correction.patient else {}
    if correction.birth_date is not None:
        changes["birth_date"] = correction.birth_date
    return Patient.model_validate(_changed(patient.model_dump(), changes))


def _changed(value: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    nested = {name: _changed(value.get(name) or {}, change) for name, change in changes.items() if isinstance(change, dict)}
    return {**value, **changes, **nested}


def _coverages(registered: PatientRegistered, correction: Correction, names: Names, site: Site) -> Iterable[CoverageOnFile]:
    if correction.coverages is None and not correction.changes:
        return registered.coverages
    told = correction.coverages if correction.coverages is not None else tuple(map(_as_told, registered.coverages))
    by_order = {coverage.order or place: coverage for place, coverage in enumerate(told, 1)}
    for change in correction.changes:
        known = by_order[change.order].model_dump() if change.order in by_order else {}
        by_order[change.order] = CoverageTold.model_validate({**known, **_other_payer(change), **change.model_dump(exclude_none=True)})
    return coverages_of((by_order[order] for order in sorted(by_order)), registered.person_id, names, site)


def _other_payer(change: CoverageChange) -> dict[str, Any]:
    """A payer named anew must not meet the name of the old one."""
    return {"payer_id": "", "payer_name": "", "payer_identifiers": ()} if change.payer_id or change.payer_name else {}


def _as_told(coverage: CoverageOnFile) -> CoverageTold:
    fields = coverage.model_dump(exclude={"coverage_id"})
    return CoverageTold.model_validate({**fields, "payer_id": coverage.payer_id or ""})
