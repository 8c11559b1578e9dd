"""Fingerprints of a registration: what of it a payer is asked about, and what of it stands on a claim.

Versions are compared by them long after the older snapshot is gone, so that a payer is asked again only when something it judges has changed.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from pydantic_core import to_json

from shared.contracts.eligibility import CoverageOnFile, Patient, PatientRegistered
from shared.contracts.values import CoverageId, Value


class Face(Value):
    """One version of a registration as fingerprints."""

    version: int
    claim: str
    """Everything that stands on a claim: the patient and every coverage, in order. Consent is not on it."""
    coverages: dict[CoverageId, str]
    """What the payer of each coverage is asked with (270, loops 2100C and 2100D)."""


def face_of(registered: PatientRegistered) -> Face:
    """The fingerprints of this version."""
    patient = registered.patient
    return Face(
        version=registered.version,
        claim=_print(patient, *registered.coverages),
        coverages={coverage.coverage_id: _question(patient, coverage) for coverage in registered.coverages},
    )


def likeness(patient: Patient) -> str:
    """The same for two records of one name and birth date, whatever case and punctuation they were typed in; empty when something is missing."""
    last, first = _letters(patient.name.last), _letters(patient.name.first)
    if not (last and first and patient.birth_date):
        return ""
    return _print(last, first, patient.birth_date)


def _question(patient: Patient, coverage: CoverageOnFile) -> str:
    holder = coverage.subscriber
    return _print(
        (patient.name, patient.birth_date, patient.sex),
        (holder.name, holder.birth_date, holder.sex) if holder and coverage.relationship != "self" else None,
        (coverage.payer_id, coverage.member_id, coverage.relationship, coverage.starts_on, coverage.ends_on),
    )


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _print(*parts: Any) -> str:
    return sha256(to_json(parts)).hexdigest()[:32]
