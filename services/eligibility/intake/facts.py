"""From one visit to the two facts that open it: who came (PatientRegistered) and what was done (EncounterOpened)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from services.eligibility.intake.stay import documented, stay_of
from services.eligibility.intake.visit import CareTold, CoverageTold, Visit
from shared.contracts.eligibility import (
    CapturedCharge,
    CoverageOnFile,
    DocumentedProcedure,
    EncounterOpened,
    Patient,
    PatientRegistered,
    Subscriber,
)
from shared.contracts.ids import Names
from shared.contracts.values import ClaimKind, CoverageId, EncounterId, PersonId
from shared.site.model import Payer, Site


@dataclass(frozen=True)
class Told:
    """Both halves of a visit, as version 1 of each."""

    registered: PatientRegistered
    opened: EncounterOpened


def facts_of(visit: Visit, names: Names, site: Site) -> Told:
    """The facts of a visit. Ids follow from the site's key and the numbers of the source system."""
    encounter_id = EncounterId(names.of("encounter", visit.source_system, visit.visit_number))
    person_id = PersonId(names.of("person", visit.source_system, visit.patient.mrn))
    patient = Patient.model_validate(visit.patient.model_dump())
    registered = PatientRegistered(
        encounter_id=encounter_id,
        person_id=person_id,
        version=1,
        visit_number=visit.visit_number,
        patient=patient,
        coverages=tuple(coverages_of(visit.coverages, person_id, names, site)),
        consent_on_file=visit.consent_on_file,
    )
    return Told(registered, _opened(visit.encounter, encounter_id, person_id, patient, site))


def coverages_of(coverages: Iterable[CoverageTold], person_id: PersonId, names: Names, site: Site) -> list[CoverageOnFile]:
    """Policies in billing order, numbered from 1. The same person's policy at the same payer keeps its id when its number is corrected."""
    told = list(coverages)
    ordered = sorted(enumerate(told), key=lambda each: (each[1].order or each[0] + 1, each[0]))
    seen: Counter[str] = Counter()
    filed = []
    for order, (_, coverage) in enumerate(ordered, 1):
        payer = site.find_payer(coverage.payer_id, *coverage.payer_identifiers, coverage.payer_name)
        mentioned = payer.payer_id if payer else coverage.payer_name or coverage.payer_id
        seen[mentioned] += 1
        id = CoverageId(names.of("coverage", person_id, mentioned, str(seen[mentioned])))
        filed.append(_coverage(coverage, id, order, payer))
    return filed


def _coverage(coverage: CoverageTold, id: CoverageId, order: int, payer: Payer | None) -> CoverageOnFile:
    holder = coverage.subscriber if coverage.relationship != "self" else None
    return CoverageOnFile(
        coverage_id=id,
        order=order,
        payer_id=payer.payer_id if payer else None,
        payer_name=payer.name if payer else coverage.payer_name or coverage.payer_id,
        member_id=coverage.member_id.replace(" ", "").upper(),
        group_number=coverage.group_number,
        relationship=coverage.relationship,
        subscriber=Subscriber.model_validate(holder.model_dump()) if holder else None,
        starts_on=coverage.starts_on,
        ends_on=coverage.ends_on,
        medicare_secondary=coverage.medicare_secondary,
    )


def _opened(care: CareTold, encounter_id: EncounterId, person_id: PersonId, patient: Patient, site: Site) -> EncounterOpened:
    facility = site.find_facility(care.facility_id)
    stay = stay_of(care.stay, site.zone) if care.stay else None
    return EncounterOpened(
        encounter_id=encounter_id,
        person_id=person_id,
        version=1,
        kind=care.kind or _kind(care),
        facility_id=facility.id if facility else care.facility_id,
        service_from=care.service_from,
        service_to=care.service_to or (stay.discharged_on if stay and stay.discharged_on else care.service_from),
        sex=patient.sex,
        rendering_npi=care.rendering_npi,
        diagnoses=tuple(map(documented, care.diagnoses)),
        procedures=tuple(DocumentedProcedure.model_validate(each.model_dump()) for each in care.procedures),
        charges=tuple(CapturedCharge.model_validate(each.model_dump()) for each in care.charges),
        stay=stay,
    )


def _kind(care: CareTold) -> ClaimKind:
    """Revenue codes and stays stand on facility claims only."""
    return ClaimKind.INSTITUTIONAL if care.stay or any(charge.revenue_code for charge in care.charges) else ClaimKind.PROFESSIONAL
