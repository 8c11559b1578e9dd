"""Patients, policy holders, providers and places of a bundle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from services.eligibility.intake.fhir.bundle import Bundle, Entry
from services.eligibility.intake.fhir.look import Resource, at, codes, day, each, text

SEXES = {"female": "F", "male": "M"}
NPI_SYSTEMS = frozenset({"http://hl7.org/fhir/sid/us-npi", "urn:oid:2.16.840.1.113883.4.6"})
CARE_ROLES = ("ATND", "PPRF", "SPRF", "PART")
"""Encounter.participant.type: the attending before the primary, then others who treated."""
SECRETS = frozenset({"SS", "DL", "PPN"})
"""Kinds of identifiers (v2 table 0203) that are no record numbers: social security, driving licence, passport."""


def demographics(person: Resource, zone: ZoneInfo) -> dict[str, Any]:
    """Name, birth date, sex and address. What is missing or unreadable stays empty: a registrar can mend it."""
    return {
        "name": _name(each(person, "name")),
        "birth_date": day(at(person, "birthDate"), zone),
        "sex": SEXES.get(text(person, "gender"), "U"),
        "address": _address(each(person, "address")),
    }


def patient(entry: Entry, zone: ZoneInfo) -> dict[str, Any]:
    """A Patient as the visit body has it."""
    phones = (text(point, "value") for point in each(entry.resource, "telecom") if text(point, "system") == "phone")
    return {"mrn": record_number(entry)[1], **demographics(entry.resource, zone), "phone": next(phones, "")}


def record_number(entry: Entry) -> tuple[str, str]:
    """(system, number) of the medical record; the resource's id where no identifier is one."""
    return identifier_of(entry, "MR")


def identifier_of(entry: Entry, kind: str) -> tuple[str, str]:
    """The identifier of this kind (v2 table 0203), else the first that names no secret, else the id of the resource."""
    found = [identifier for identifier in each(entry.resource, "identifier") if text(identifier, "value")]
    typed = [identifier for identifier in found if kind in codes(at(identifier, "type"))]
    plain = [identifier for identifier in found if not SECRETS & codes(at(identifier, "type"))]
    for identifier in (*typed, *plain):
        return text(identifier, "system"), text(identifier, "value")
    return "", text(entry.resource, "id") or entry.name.removeprefix("urn:uuid:")


def rendering_npi(encounter: Entry, bundle: Bundle) -> str:
    """Who treated: the NPI of the attending, else of the primary performer, else of anybody who took part."""
    taking_part = sorted(each(encounter.resource, "participant"), key=_role)
    return next((npi for part in taking_part if (npi := _npi(at(part, "individual"), encounter, bundle))), "")


def _role(participant: Resource) -> int:
    kinds = codes(at(participant, "type"))
    return next((rank for rank, role in enumerate(CARE_ROLES) if role in kinds), len(CARE_ROLES))


def _npi(reference: Any, origin: Entry, bundle: Bundle) -> str:
    entry = bundle.find(reference, origin, "Practitioner")
    if entry is not None and text(entry.resource, "resourceType") == "PractitionerRole":
        reference, origin = at(entry.resource, "practitioner"), entry
        entry = bundle.find(reference, origin, "Practitioner")
    if entry is None:
        return _stated_npi(reference)
    return next((text(identifier, "value") for identifier in each(entry.resource, "identifier") if _is_npi(identifier)), "")


def _stated_npi(reference: Any) -> str:
    """A reference may name a person outside the bundle by NPI."""
    if _is_npi(at(reference, "identifier")):
        return text(reference, "identifier", "value")
    system, _, value = text(reference, "reference").partition("?identifier=")[2].partition("|")
    return value if system in NPI_SYSTEMS else ""


def _is_npi(identifier: Any) -> bool:
    return text(identifier, "system") in NPI_SYSTEMS or "NPI" in codes(at(identifier, "type"))


def names_of_place(encounter: Entry, bundle: Bundle) -> Iterator[str]:
    """Ids and names under which the site may know the facility, the best first."""
    yield from names_of(at(encounter.resource, "serviceProvider"), encounter, bundle, "Organization")
    for stay in each(encounter.resource, "location"):
        yield from names_of(at(stay, "location"), encounter, bundle, "Location")


def names_of(reference: Any, origin: Entry, bundle: Bundle, kind: str) -> Iterator[str]:
    """Identifiers, then names, of what a reference points to."""
    entry = bundle.find(reference, origin, kind)
    resource = entry.resource if entry else {}
    found = [text(reference, "identifier", "value"), *(text(identifier, "value") for identifier in each(resource, "identifier"))]
    yield from filter(None, (*found, text(resource, "name"), text(reference, "display")))


def _name(names: list[Resource]) -> dict[str, str]:
    current = [name for name in names if text(name, "use") not in ("old", "maiden", "nickname")]
    best = next((name for name in current if text(name, "use") == "official"), current[0] if current else {})
    given = at(best, "given")
    first, *middle = [part.strip() for part in given if isinstance(part, str)] if isinstance(given, list) and given else [""]
    return {"last": text(best, "family"), "first": first, "middle": " ".join(middle)}


def _address(addresses: list[Resource]) -> dict[str, str] | None:
    current = [address for address in addresses if text(address, "use") != "old"]
    if not current:
        return None
    best = next((address for address in current if text(address, "use") == "home"), current[0])
    parts = {"city": text(best, "city"), "state": text(best, "state"), "postal_code": text(best, "postalCode")}
    return {"line": text(best, "line", 0), "line2": text(best, "line", 1), **parts}
