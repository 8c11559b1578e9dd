"""One encounter as a FHIR R4 Bundle of type collection, the way an EHR exports a finished visit.

Facility and professional bundles differ in one thing only: charges of a facility carry a revenue code (a second coding of `ChargeItem.code`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from deploy.samples.case import Diagnosis, Item
from deploy.samples.people import Member, Person, Visit
from deploy.samples.world import CLINIC, HOSPITAL, PAYER_NAMES, PRICES

BASE = "https://riverbend.example/fhir"
MRN, VISIT_NUMBER, MEMBER_ID, PAYER_ID, FACILITY_ID = (f"{BASE}/sid/{name}" for name in ("mrn", "visit", "member", "payer", "facility"))
LOCAL_TERMS = f"{BASE}/CodeSystem/local-terms"
MODIFIER = f"{BASE}/StructureDefinition/procedure-modifier"
NPI = "http://hl7.org/fhir/sid/us-npi"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
SNOMED = "http://snomed.info/sct"
CPT = "http://www.ama-assn.org/go/cpt"
HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
REVENUE_CODES = "https://www.nubc.org/CodeSystem/RevenueCodes"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
ZONE = ZoneInfo("America/New_York")
SYSTEMS = {"icd10cm": ICD10CM, "snomed": SNOMED, "local": LOCAL_TERMS}
GENDERS = {"F": "female", "M": "male"}
DOCUMENTED = frozenset({"20610", "73721", "G0105", "45385", "G0008"})
"""Codes that are a procedure in the record and not only a charge."""

Resource = dict[str, Any]


def bundle(visit: Visit) -> Resource:
    """All resources of the visit; every reference in it points to a resource in it."""
    return {
        "resourceType": "Bundle",
        "id": visit.number,
        "identifier": {"system": VISIT_NUMBER, "value": visit.number},
        "type": "collection",
        "timestamp": (_period(visit)[1] + timedelta(hours=2)).isoformat(),
        "entry": [{"fullUrl": f"{BASE}/{each['resourceType']}/{each['id']}", "resource": each} for each in _resources(visit)],
    }


def _resources(visit: Visit) -> Iterator[Resource]:
    number = visit.number
    place = HOSPITAL if visit.case.facility else CLINIC
    yield _patient(visit)
    yield {
        "resourceType": "Organization",
        "id": place.id,
        "identifier": [{"system": FACILITY_ID, "value": place.id}, {"system": NPI, "value": place.npi}],
        "name": place.name,
    }
    yield {
        "resourceType": "Practitioner",
        "id": visit.doctor.npi,
        "identifier": [{"system": NPI, "value": visit.doctor.npi}],
        "name": [{"family": visit.doctor.last, "given": [visit.doctor.first]}],
    }
    recorded = [member for member in visit.members if member.policy.recorded]
    for order, member in enumerate(recorded, start=1):
        yield from _coverage(visit, member, order)
    for rank, diagnosis in enumerate(visit.case.diagnoses, start=1):
        yield _condition(visit, diagnosis, rank)
    yield _encounter(visit, place.id)
    for line, item in enumerate(visit.case.items, start=1):
        if item.code in DOCUMENTED:
            yield _procedure(visit, item, line)
        if visit.case.charges_recorded:
            yield _charge(visit, item, line)
    if visit.case.consent_recorded:
        yield {
            "resourceType": "Consent",
            "id": f"{number}-consent",
            "status": "active",
            "scope": _concept(f"{TERMINOLOGY}/consentscope", "treatment"),
            "category": [{"text": "Treatment and billing"}],
            "patient": _reference("Patient", visit.person.mrn),
            "dateTime": visit.on.isoformat(),
            "policyRule": {"text": "Consent to treatment, billing and assignment of benefits"},
        }


def _patient(visit: Visit) -> Resource:
    person = visit.person
    patient: Resource = {
        "resourceType": "Patient",
        "id": person.mrn,
        "identifier": [{"type": _concept(f"{TERMINOLOGY}/v2-0203", "MR"), "system": MRN, "value": person.mrn}],
        **_demographics(person),
    }
    if not visit.case.birth_date_recorded:
        del patient["birthDate"]
    return patient


def _demographics(person: Person) -> Resource:
    zip_code = f"{person.zip9[:5]}-{person.zip9[5:]}"
    return {
        "name": [{"use": "official", "family": person.last, "given": [person.first]}],
        "telecom": [{"system": "phone", "value": person.phone}],
        "gender": GENDERS[person.sex],
        "birthDate": person.birth.isoformat(),
        "address": [{"use": "home", "line": [person.street], "city": "Springfield", "state": "OH", "postalCode": zip_code, "country": "US"}],
    }


def _coverage(visit: Visit, member: Member, order: int) -> Iterator[Resource]:
    """The policy, the payer it names and, for a dependent, the subscriber."""
    policy, key = member.policy, f"{visit.number}-coverage-{order}"
    payer: Resource = {
        "resourceType": "Organization",
        "id": f"{visit.number}-payer-{order}",
        "name": policy.mentioned_as or PAYER_NAMES[policy.payer],
    }
    if not policy.mentioned_as:
        payer["identifier"] = [{"system": PAYER_ID, "value": policy.payer}]
    yield payer
    coverage: Resource = {
        "resourceType": "Coverage",
        "id": key,
        "identifier": [{"type": _concept(f"{TERMINOLOGY}/v2-0203", "MB"), "system": MEMBER_ID, "value": member.recorded_id}],
        "status": "active",
        "subscriberId": member.recorded_id,
        "beneficiary": _reference("Patient", visit.person.mrn),
        "relationship": _concept(f"{TERMINOLOGY}/subscriber-relationship", "child" if visit.parent else "self"),
        "period": {"start": "2026-01-01"},
        "payor": [_reference("Organization", payer["id"])],
        "class": [{"type": _concept(f"{TERMINOLOGY}/coverage-class", "plan"), "value": policy.plan}],
        "order": order,
    }
    if visit.parent is None:
        coverage["subscriber"] = _reference("Patient", visit.person.mrn)
    elif visit.case.subscriber_recorded:
        coverage["subscriber"] = _reference("RelatedPerson", visit.parent.mrn)
        yield {
            "resourceType": "RelatedPerson",
            "id": visit.parent.mrn,
            "patient": _reference("Patient", visit.person.mrn),
            "relationship": [_concept(f"{TERMINOLOGY}/v3-RoleCode", "PRN")],
            **_demographics(visit.parent),
        }
    yield coverage


def _condition(visit: Visit, diagnosis: Diagnosis, rank: int) -> Resource:
    code = f"{diagnosis.code[:3]}.{diagnosis.code[3:]}".rstrip(".") if diagnosis.system == "icd10cm" else diagnosis.code
    return {
        "resourceType": "Condition",
        "id": f"{visit.number}-condition-{rank}",
        "clinicalStatus": _concept(f"{TERMINOLOGY}/condition-clinical", "active"),
        "category": [_concept(f"{TERMINOLOGY}/condition-category", "encounter-diagnosis")],
        "code": _concept(SYSTEMS[diagnosis.system], code),
        "subject": _reference("Patient", visit.person.mrn),
        "encounter": _reference("Encounter", visit.number),
    }


def _encounter(visit: Visit, place: str) -> Resource:
    begins, ends = _period(visit)
    return {
        "resourceType": "Encounter",
        "id": visit.number,
        "identifier": [{"type": _concept(f"{TERMINOLOGY}/v2-0203", "VN"), "system": VISIT_NUMBER, "value": visit.number}],
        "status": "finished",
        "class": {"system": f"{TERMINOLOGY}/v3-ActCode", "code": "AMB"},
        "subject": _reference("Patient", visit.person.mrn),
        "participant": [
            {"type": [_concept(f"{TERMINOLOGY}/v3-ParticipationType", "ATND")], "individual": _reference("Practitioner", visit.doctor.npi)}
        ],
        "period": {"start": begins.isoformat(), "end": ends.isoformat()},
        "diagnosis": [
            {"condition": _reference("Condition", f"{visit.number}-condition-{rank}"), "rank": rank}
            for rank in range(1, len(visit.case.diagnoses) + 1)
        ],
        "serviceProvider": _reference("Organization", place),
    }


def _procedure(visit: Visit, item: Item, line: int) -> Resource:
    return {
        "resourceType": "Procedure",
        "id": f"{visit.number}-procedure-{line}",
        "status": "completed",
        "code": {"coding": [_coding(item)]},
        "subject": _reference("Patient", visit.person.mrn),
        "encounter": _reference("Encounter", visit.number),
        "performedDateTime": _served(visit),
        "performer": [{"actor": _reference("Practitioner", visit.doctor.npi)}],
    }


def _charge(visit: Visit, item: Item, line: int) -> Resource:
    price = PRICES[item.price_key]
    codings = [_coding(item)] if item.code else []
    if visit.case.facility:
        codings.append({"system": REVENUE_CODES, "code": price.revenue_code})
    charge: Resource = {
        "resourceType": "ChargeItem",
        "id": f"{visit.number}-charge-{line}",
        "status": "billable",
        "code": {"coding": codings},
        "subject": _reference("Patient", visit.person.mrn),
        "context": _reference("Encounter", visit.number),
        "occurrenceDateTime": _served(visit),
        "quantity": {"value": item.units},
    }
    if item.modifiers:
        charge["extension"] = [{"url": MODIFIER, "valueCode": modifier} for modifier in item.modifiers]
    if visit.case.priced:
        charge["priceOverride"] = {"value": _number(price.charge * item.units), "currency": "USD"}
    if item.code in DOCUMENTED:
        charge["service"] = [_reference("Procedure", f"{visit.number}-procedure-{line}")]
    return charge


def _coding(item: Item) -> Resource:
    return {"system": CPT if item.code[0].isdigit() else HCPCS, "code": item.code}


def _period(visit: Visit) -> tuple[datetime, datetime]:
    begins = _local(visit.on, time(22, 15) if visit.case.late_evening else time(9, 30))
    return begins, begins + timedelta(minutes=90)


def _served(visit: Visit) -> str:
    return (_period(visit)[0] + timedelta(minutes=20)).isoformat()


def _local(on: date, at: time) -> datetime:
    return datetime.combine(on, at, ZONE)


def _number(amount: Decimal) -> int | float:
    """FHIR decimals are JSON numbers; amounts of two places survive the way through a float's shortest text."""
    return int(amount) if amount == int(amount) else float(amount)


def _concept(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def _reference(kind: str, key: str) -> dict[str, str]:
    return {"reference": f"{kind}/{key}"}
