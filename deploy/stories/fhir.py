"""The same visit as a FHIR R4 Bundle, the way an EHR exports it. The story's visit number and record number are kept, so it is the same visit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

BASE = "https://riverbend.example/fhir"
MRN, VISIT_NUMBER, MEMBER_ID, PAYER_ID, FACILITY_ID = (f"{BASE}/sid/{name}" for name in ("mrn", "visit", "member", "payer", "facility"))
MODIFIER = f"{BASE}/StructureDefinition/procedure-modifier"
NPI = "http://hl7.org/fhir/sid/us-npi"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
CPT, HCPCS = "http://www.ama-assn.org/go/cpt", "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
REVENUE_CODES = "https://www.nubc.org/CodeSystem/RevenueCodes"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
GENDERS = {"F": "female", "M": "male", "U": "unknown"}
Resource = dict[str, Any]


def bundle(visit: Mapping[str, Any]) -> Resource:
    """All resources of a visit that is written as for `POST /v1/encounters`."""
    if "stay" in visit["encounter"]:
        raise KeyError("a stay cannot be told as FHIR here: leave `as: fhir` out")
    found = list(_resources(visit))
    entries = [{"fullUrl": f"{BASE}/{each['resourceType']}/{each['id']}", "resource": each} for each in found]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _resources(visit: Mapping[str, Any]) -> Iterator[Resource]:
    number, patient, care = visit["visit_number"], visit["patient"], visit["encounter"]
    person = _reference("Patient", patient["mrn"])
    yield {"resourceType": "Patient", "id": patient["mrn"], "identifier": [_number("MR", MRN, patient["mrn"])], **_demographics(patient)}
    yield {
        "resourceType": "Organization",
        "id": care["facility_id"],
        "identifier": [{"system": FACILITY_ID, "value": care["facility_id"]}],
        "name": care["facility_id"],
    }
    yield {"resourceType": "Practitioner", "id": care["rendering_npi"], "identifier": [{"system": NPI, "value": care["rendering_npi"]}]}
    for coverage in visit["coverages"]:
        yield from _coverage(coverage, number, person)
    for diagnosis in care["diagnoses"]:
        yield {
            "resourceType": "Condition",
            "id": f"{number}-condition-{diagnosis['rank']}",
            "code": _concept(ICD10CM, diagnosis["code"]),
            "subject": person,
            "encounter": _reference("Encounter", number),
        }
    yield _encounter(number, person, care)
    yield from (_charge(number, person, place, each) for place, each in enumerate(care["charges"], 1))
    if visit["consent_on_file"]:
        status = {"status": "active", "scope": _concept(f"{TERMINOLOGY}/consentscope", "treatment"), "policyRule": {"text": "Consent to billing"}}
        yield {"resourceType": "Consent", "id": f"{number}-consent", "category": [{"text": "Billing"}], "patient": person, **status}


def _coverage(told: Mapping[str, Any], number: str, person: Resource) -> Iterator[Resource]:
    """The payer, the holder where it is somebody else, and the policy."""
    order = told["order"]
    payer, holder = f"{number}-payer-{order}", f"{number}-holder-{order}"
    yield {"resourceType": "Organization", "id": payer, "identifier": [{"system": PAYER_ID, "value": told["payer_id"]}], "name": told["payer_id"]}
    if "subscriber" in told:
        yield {"resourceType": "RelatedPerson", "id": holder, "patient": person, **_demographics(told["subscriber"])}
    groups = [{"type": _concept(f"{TERMINOLOGY}/coverage-class", "group"), "value": told["group_number"]}] if told["group_number"] else []
    yield {
        "resourceType": "Coverage",
        "id": f"{number}-coverage-{order}",
        "status": "active",
        "subscriberId": told["member_id"],
        "subscriber": _reference("RelatedPerson", holder) if "subscriber" in told else person,
        "beneficiary": person,
        "relationship": _concept(f"{TERMINOLOGY}/subscriber-relationship", told["relationship"]),
        "payor": [_reference("Organization", payer)],
        "class": groups,
        "order": order,
    }


def _encounter(number: str, person: Resource, care: Mapping[str, Any]) -> Resource:
    doctor = _reference("Practitioner", care["rendering_npi"])
    return {
        "resourceType": "Encounter",
        "id": number,
        "identifier": [_number("VN", VISIT_NUMBER, number)],
        "status": "finished",
        "class": {"system": f"{TERMINOLOGY}/v3-ActCode", "code": "AMB"},
        "subject": person,
        "participant": [{"type": [_concept(f"{TERMINOLOGY}/v3-ParticipationType", "ATND")], "individual": doctor}],
        "period": {"start": care["service_from"], "end": care.get("service_to", care["service_from"])},
        "diagnosis": [
            {"condition": _reference("Condition", f"{number}-condition-{each['rank']}"), "rank": each["rank"]} for each in care["diagnoses"]
        ],
        "serviceProvider": _reference("Organization", care["facility_id"]),
    }


def _charge(number: str, person: Resource, place: int, told: Mapping[str, Any]) -> Resource:
    code = told.get("code", "")
    codings = [{"system": CPT if code[0].isdigit() else HCPCS, "code": code}] if code else []
    codings += [{"system": REVENUE_CODES, "code": told["revenue_code"]}] if "revenue_code" in told else []
    charge: Resource = {
        "resourceType": "ChargeItem",
        "id": f"{number}-charge-{place:03d}",
        "status": "billable",
        "code": {"coding": codings},
        "subject": person,
        "context": _reference("Encounter", number),
        "quantity": {"value": float(told["units"])},
        "extension": [{"url": MODIFIER, "valueCode": modifier} for modifier in told["modifiers"]],
    }
    if "service_on" in told:
        charge["occurrenceDateTime"] = told["service_on"]
    return {**charge, "priceOverride": {"value": float(told["amount"]), "currency": "USD"}} if "amount" in told else charge


def _demographics(told: Mapping[str, Any]) -> Resource:
    address = told["address"]
    code = address["postal_code"]
    home = {"line": [address["line"]], "city": address["city"], "state": address["state"], "postalCode": code}
    return {
        "name": [{"use": "official", "family": told["name"]["last"], "given": [told["name"]["first"]]}],
        "telecom": [{"system": "phone", "value": told["phone"]}] if told.get("phone") else [],
        "gender": GENDERS[told["sex"]],
        "birthDate": told["birth_date"],
        "address": [{"use": "home", **home}],
    }


def _number(kind: str, system: str, value: str) -> Resource:
    return {"type": _concept(f"{TERMINOLOGY}/v2-0203", kind), "system": system, "value": value}


def _concept(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def _reference(kind: str, key: str) -> Resource:
    return {"reference": f"{kind}/{key}"}
