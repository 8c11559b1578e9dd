"""From one document to the three facts from which a claim is built, as if eligibility and coding had told them. Pure."""

from __future__ import annotations

from collections import Counter
from typing import Any

from services.billing.submission.handed.told import AddressTold, CodedTold, CoverageTold, HandedIn, LineTold, NameTold, PersonTold
from shared.contracts.coding import CodedDiagnosis, CodedLine, CodedStay, EncounterCoded
from shared.contracts.eligibility import (
    Address,
    ClearedCoverage,
    CoverageOnFile,
    EncounterCleared,
    Patient,
    PatientRegistered,
    PersonName,
    Subscriber,
)
from shared.contracts.event import Event
from shared.contracts.ids import Names
from shared.contracts.values import ZERO, Actor, ClaimKind, CoverageId, EncounterId, PayerId, PersonId
from shared.site.model import Payer, Site

ELSEWHERE = "another system"
"""What judged the codes."""
MOST_POINTERS = 4


class UnknownPayer(Exception):
    """A coverage names a payer that is not in the directory; the text is its place."""


def encounter_of(told: HandedIn, names: Names) -> EncounterId:
    """The same id that eligibility gives the visit."""
    return EncounterId(names.of("encounter", told.source_system, told.visit_number))


def facts_of(told: HandedIn, version: int, names: Names, site: Site) -> list[Event]:
    """Registration, codes, clearance. Raises UnknownPayer.

    In this order a draft never mixes two versions: a newer registration keeps it from building until the clearance that belongs to it has come.
    """
    encounter_id, person_id = encounter_of(told, names), PersonId(names.of("person", told.source_system, told.patient.mrn))
    coverages = _coverages(told, person_id, names, site)
    registered = PatientRegistered(
        encounter_id=encounter_id,
        person_id=person_id,
        version=version,
        visit_number=told.visit_number,
        patient=Patient(mrn=told.patient.mrn, **_person(told.patient)),
        coverages=coverages,
        consent_on_file=told.consent_on_file,
        actor=Actor(id=ELSEWHERE, role="client") if told.patient.sex == "U" else None,
    )
    cleared = EncounterCleared(
        encounter_id=encounter_id,
        version=version,
        registration_version=version,
        coverages=tuple(ClearedCoverage(coverage_id=c.coverage_id, payer_id=c.payer_id or PayerId(""), order=c.order) for c in coverages),
        authorizations=(told.authorization,) if told.authorization else (),
    )
    return [registered, coded_of(told.encounter, encounter_id, version, site), cleared]


def coded_of(told: CodedTold, encounter_id: EncounterId, version: int, site: Site) -> EncounterCoded:
    """The codes, dots removed, places filled in."""
    facility = site.find_facility(told.facility_id)
    kind = told.kind or _kind(told)
    lines = tuple(_line(place, line, told, kind) for place, line in enumerate(told.lines, start=1))
    return EncounterCoded(
        encounter_id=encounter_id,
        version=version,
        kind=kind,
        facility_id=facility.id if facility else told.facility_id,
        rendering_npi=told.rendering_npi,
        service_from=told.service_from,
        service_to=told.service_to or told.service_from,
        diagnoses=tuple(CodedDiagnosis(code=_undotted(each.code), present_on_admission=each.present_on_admission) for each in told.diagnoses),
        lines=lines,
        total=sum((line.charge for line in lines), ZERO),
        rules_version=ELSEWHERE,
        stay=CodedStay(**{**told.stay.model_dump(), "admitting_diagnosis": _undotted(told.stay.admitting_diagnosis)}) if told.stay else None,
    )


def _kind(told: CodedTold) -> ClaimKind:
    facility = told.stay is not None or any(line.revenue_code for line in told.lines)
    return ClaimKind.INSTITUTIONAL if facility else ClaimKind.PROFESSIONAL


def _line(place: int, line: LineTold, told: CodedTold, kind: ClaimKind) -> CodedLine:
    first = tuple(range(1, min(MOST_POINTERS, len(told.diagnoses)) + 1))
    pointers = first if line.diagnosis_pointers is None else line.diagnosis_pointers
    return CodedLine(
        line_number=line.line_number or place,
        code=line.code,
        modifiers=line.modifiers,
        revenue_code=line.revenue_code,
        units=line.units,
        charge=line.charge,
        service_on=line.service_on or told.service_from,
        diagnosis_pointers=() if kind is ClaimKind.INSTITUTIONAL else pointers,
    )


def _coverages(told: HandedIn, person_id: PersonId, names: Names, site: Site) -> tuple[CoverageOnFile, ...]:
    seen: Counter[str] = Counter()
    filed = list[CoverageOnFile]()
    for order, coverage in enumerate(told.coverages, start=1):
        payer = site.find_payer(coverage.payer_id, coverage.payer_name)
        if payer is None:
            raise UnknownPayer(f"coverages[{order - 1}].payer_id")
        seen[payer.payer_id] += 1
        id = CoverageId(names.of("coverage", person_id, payer.payer_id, str(seen[payer.payer_id])))
        filed.append(_coverage(coverage, id, order, payer))
    return tuple(filed)


def _coverage(told: CoverageTold, id: CoverageId, order: int, payer: Payer) -> CoverageOnFile:
    holder = told.subscriber if told.relationship != "self" else None
    return CoverageOnFile(
        coverage_id=id,
        order=order,
        payer_id=PayerId(payer.payer_id),
        payer_name=payer.name,
        member_id=told.member_id.replace(" ", "").upper(),
        group_number=told.group_number,
        relationship=told.relationship,
        subscriber=Subscriber(**_person(holder)) if holder else None,
        medicare_secondary=told.medicare_secondary,
    )


def _person(told: PersonTold) -> dict[str, Any]:
    return {"name": _name(told.name), "birth_date": told.birth_date, "sex": told.sex, "address": _address(told.address)}


def _name(told: NameTold) -> PersonName:
    return PersonName.model_validate(told.model_dump())


def _address(told: AddressTold | None) -> Address | None:
    return Address.model_validate(told.model_dump()) if told else None


def _undotted(code: str) -> str:
    """ICD-10-CM as X12 wants it (HI, no decimal point)."""
    return code.replace(".", "")
