"""Whom a visit is about: the desk's own copy of the registration, which a 275 has to name."""

from __future__ import annotations

from shared.contracts.eligibility import CoverageOnFile, PatientRegistered
from shared.contracts.event import Event
from shared.contracts.values import CoverageId, EncounterId
from shared.stage.stage import State


class KnownPatient(State):
    """The latest registration of one visit. Identifying: it stays in this service's own database."""

    encounter_id: EncounterId
    registered: PatientRegistered | None = None

    def coverage(self, coverage_id: CoverageId) -> CoverageOnFile | None:
        """A policy of the patient; None when registration has it no more."""
        return next((one for one in (self.registered.coverages if self.registered else ()) if one.coverage_id == coverage_id), None)


def evolve(patient: KnownPatient, event: Event) -> KnownPatient:
    """An older version changes nothing."""
    if not isinstance(event, PatientRegistered) or (patient.registered is not None and event.version < patient.registered.version):
        return patient
    return patient.but(registered=event)
