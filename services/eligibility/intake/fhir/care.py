"""What was found and done during an encounter: Condition and Procedure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from services.eligibility.intake.fhir.bundle import Bundle, Entry
from services.eligibility.intake.fhir.look import Resource, at, codes, codings, day, each, text

SNOMED = "http://snomed.info/sct"
ICD10CM = frozenset({"http://hl7.org/fhir/sid/icd-10-cm", "http://hl7.org/fhir/sid/icd-10", "urn:oid:2.16.840.1.113883.6.90"})
ICD10PCS = frozenset({"http://www.cms.gov/Medicare/Coding/ICD10", "http://hl7.org/fhir/sid/icd-10-pcs", "urn:oid:2.16.840.1.113883.6.4"})
HCPCS = frozenset(
    {
        "http://www.ama-assn.org/go/cpt",
        "urn:oid:2.16.840.1.113883.6.12",
        "urn:oid:2.16.840.1.113883.6.285",
        "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
        "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
        "http://terminology.hl7.org/CodeSystem/HCPCS",
        "https://bluebutton.cms.gov/resources/codesystem/hcpcs",
    }
)
"""CPT and HCPCS Level II."""
DIAGNOSES = (("icd10cm", ICD10CM), ("snomed", frozenset({SNOMED})))
PROCEDURES = (("hcpcs", HCPCS), ("icd10pcs", ICD10PCS), ("snomed", frozenset({SNOMED})))
NOT_DONE = frozenset({"entered-in-error", "not-done", "preparation"})
NOT_SO = frozenset({"refuted", "entered-in-error"})
ADMISSION = "AD"
"""Encounter.diagnosis.use."""

Systems = Iterable[tuple[str, frozenset[str]]]


def diagnoses_of(encounter: Entry, recorded: list[Entry], bundle: Bundle, *, inpatient: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, diagnosis): those the encounter lists, by rank, then those that name the encounter. Of a stay, without that of the admission."""
    uses = [use for use in each(encounter.resource, "diagnosis") if not (inpatient and _is_of_admission(use))]
    listed = sorted(uses, key=lambda use: _rank(use) or 99)
    found = [(bundle.find(at(use, "condition"), encounter, "Condition"), _rank(use)) for use in listed]
    apart = {entry.name for entry in _of_admission(encounter, bundle)} - {entry.name for entry, _ in found if entry} if inpatient else set()
    seen: set[tuple[str, str]] = set()
    for condition, rank in (*found, *((entry, None) for entry in recorded if entry.name not in apart)):
        if condition is None or NOT_SO & codes(at(condition.resource, "verificationStatus")):
            continue
        named = _named(at(condition.resource, "code"), DIAGNOSES)
        if named and named not in seen:
            seen.add(named)
            yield condition.place, {"system": named[0], "code": named[1], "rank": rank}


def admitting_diagnosis_of(encounter: Entry, bundle: Bundle) -> dict[str, Any] | None:
    """The diagnosis that the encounter lists for the admission."""
    for condition in _of_admission(encounter, bundle):
        if named := _named(at(condition.resource, "code"), DIAGNOSES):
            return {"system": named[0], "code": named[1]}
    return None


def _of_admission(encounter: Entry, bundle: Bundle) -> list[Entry]:
    uses = filter(_is_of_admission, each(encounter.resource, "diagnosis"))
    found = (bundle.find(at(use, "condition"), encounter, "Condition") for use in uses)
    return [condition for condition in found if condition and not NOT_SO & codes(at(condition.resource, "verificationStatus"))]


def _is_of_admission(use: Resource) -> bool:
    return ADMISSION in codes(at(use, "use"))


def _rank(use: Resource) -> int | None:
    rank = at(use, "rank")
    return rank if isinstance(rank, int) and rank > 0 else None


def procedures_of(recorded: list[Entry], zone: ZoneInfo) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, procedure) of each Procedure that took place."""
    for entry in recorded:
        resource = entry.resource
        named = _named(at(resource, "code"), PROCEDURES)
        if named is None or text(resource, "status") in NOT_DONE:
            continue
        performed = at(resource, "performedDateTime") or at(resource, "performedPeriod", "start")
        details = {"modifiers": modifiers_of(resource), "performed_on": day(performed, zone), "units": Decimal(1)}
        yield entry.place, {"system": named[0], "code": named[1], **details}


def modifiers_of(resource: Resource) -> list[str]:
    """FHIR has no place for modifiers outside a claim; source systems put them into extensions named so."""
    found = [extension for extension in each(resource, "extension") if text(extension, "url").lower().endswith("modifier")]
    stated = (text(extension, "valueCode") or next(iter(codes(at(extension, "valueCodeableConcept"))), "") for extension in found)
    return list(filter(None, stated))


def _named(concept: Any, systems: Systems) -> tuple[str, str] | None:
    """The coding that is worth most to a claim: in the order of the systems, then anything else as `other`."""
    stated = list(codings(concept))
    for name, urls in systems:
        for system, code in stated:
            if system in urls:
                return name, code
    return ("other", stated[0][1]) if stated else None
