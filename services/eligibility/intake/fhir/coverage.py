"""Policies of a bundle: Coverage, its payer, and who holds it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from services.eligibility.intake.fhir.bundle import Bundle, Entry
from services.eligibility.intake.fhir.look import Resource, at, codes, day, each, text
from services.eligibility.intake.fhir.people import demographics, names_of

IGNORED = frozenset({"draft", "entered-in-error"})
RELATIONSHIPS = {"self": "self", "SEL": "self", "18": "self", "spouse": "spouse", "SPO": "spouse", "child": "child", "CHD": "child"}
"""Coverage.relationship: the patient is the subscriber's …; what is not listed is `other`."""
RELATIVES = {
    **dict.fromkeys(("PRN", "MTH", "FTH", "NMTH", "NFTH", "GUARD"), "child"),
    **dict.fromkeys(("SPS", "WIFE", "HUSB"), "spouse"),
    "ONESELF": "self",
}
"""RelatedPerson.relationship: the holder is the patient's …, turned round."""


def coverages_of(patient: Entry, bundle: Bundle, zone: ZoneInfo) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, policy) of each Coverage of the patient, in billing order. Self-pay is no coverage."""
    mine = [entry for entry in bundle.of("Coverage") if _is_of(entry, patient, bundle)]
    ranked = sorted(enumerate(mine), key=lambda each: (_order(each[1].resource) or len(mine) + 1, each[0]))
    return ((entry.place, _coverage(entry, patient, bundle, zone)) for _, entry in ranked)


def _is_of(coverage: Entry, patient: Entry, bundle: Bundle) -> bool:
    if text(coverage.resource, "status") in IGNORED or "selfpay" in codes(at(coverage.resource, "type")) | {_payer_kind(coverage, bundle)}:
        return False
    beneficiary = bundle.find(at(coverage.resource, "beneficiary"), coverage, "Patient")
    return beneficiary is not None and beneficiary.name == patient.name


def _payer_kind(coverage: Entry, bundle: Bundle) -> str:
    payer = bundle.find(at(coverage.resource, "payor", 0), coverage)
    return "selfpay" if payer is not None and text(payer.resource, "resourceType") in ("Patient", "RelatedPerson") else ""


def _order(resource: Resource) -> int | None:
    order = at(resource, "order")
    return order if isinstance(order, int) and order > 0 else None


def _coverage(entry: Entry, patient: Entry, bundle: Bundle, zone: ZoneInfo) -> dict[str, Any]:
    resource = entry.resource
    holder = bundle.find(at(resource, "subscriber"), entry)
    names = list(names_of(at(resource, "payor", 0), entry, bundle, "Organization"))
    relationship = _relationship(resource, holder, patient)
    return {
        "payer_name": names[-1] if names else text(resource, "type", "text"),
        "payer_identifiers": names[:-1],
        "member_id": _member_id(resource),
        "group_number": next((text(part, "value") for part in each(resource, "class") if "group" in codes(at(part, "type"))), ""),
        "relationship": relationship,
        "subscriber": _subscriber(holder, zone) if holder and relationship != "self" else None,
        "starts_on": day(at(resource, "period", "start"), zone),
        "ends_on": day(at(resource, "period", "end"), zone),
    }


def _relationship(resource: Resource, holder: Entry | None, patient: Entry) -> str:
    stated = codes(at(resource, "relationship"))
    if stated:
        return next((RELATIONSHIPS[code] for code in stated if code in RELATIONSHIPS), "other")
    if holder is None or holder.name == patient.name:
        return "self"
    return next((RELATIVES[code] for code in codes(at(holder.resource, "relationship")) if code in RELATIVES), "other")


def _subscriber(holder: Entry, zone: ZoneInfo) -> dict[str, Any] | None:
    """A person; a policy of the patient that names the patient as its holder, whatever the relationship says, has no other holder."""
    return demographics(holder.resource, zone) if text(holder.resource, "resourceType") in ("RelatedPerson", "Patient") else None


def _member_id(resource: Resource) -> str:
    identifiers = [identifier for identifier in each(resource, "identifier") if text(identifier, "value")]
    typed = (text(identifier, "value") for identifier in identifiers if "MB" in codes(at(identifier, "type")))
    plain = (text(identifier, "value") for identifier in identifiers)
    return text(resource, "subscriberId") or next(typed, "") or next(plain, "")
