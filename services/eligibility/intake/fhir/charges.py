"""Charges of an encounter: ChargeItem, or the items of a Claim where there are none.

A Claim counts only with the items that name a billable code or a revenue code. A ChargeItem always counts, also with a code nobody knows: coding
holds it, and no charge is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from services.eligibility.intake.fhir.bundle import Bundle, Entry
from services.eligibility.intake.fhir.care import HCPCS, modifiers_of
from services.eligibility.intake.fhir.look import Resource, at, codings, day, each, text

REVENUE = frozenset({"https://www.nubc.org/CodeSystem/RevenueCodes", "urn:oid:2.16.840.1.113883.6.301.3"})
NOT_BILLABLE = frozenset({"entered-in-error", "not-billable", "aborted", "planned"})

Charge = tuple[str, dict[str, Any]]


def charges_of(charge_items: list[Entry], claim_items: list[Charge], zone: ZoneInfo) -> list[Charge]:
    """(place, charge) of each line: of the charge items, else of the claims."""
    billable = [entry for entry in charge_items if text(entry.resource, "status") not in NOT_BILLABLE]
    return [(entry.place, _charge_item(entry.resource, zone)) for entry in billable] or claim_items


def _charge_item(resource: Resource, zone: ZoneInfo) -> dict[str, Any]:
    code, revenue = _codes(at(resource, "code"), otherwise=True)
    when = at(resource, "occurrenceDateTime") or at(resource, "occurrencePeriod", "start")
    return {
        "code": code,
        "revenue_code": revenue,
        "modifiers": modifiers_of(resource),
        "units": _number(at(resource, "quantity", "value"), 1),
        "amount": at(resource, "priceOverride", "value"),
        "service_on": day(when, zone),
    }


def claim_charges(bundle: Bundle, zone: ZoneInfo) -> dict[str, list[Charge]]:
    """Billable items of every Claim, by the name of their encounter. An item without one belongs to the claim's only encounter."""
    charges: dict[str, list[Charge]] = defaultdict(list)
    for claim in bundle.of("Claim"):
        if text(claim.resource, "use") in ("", "claim") and text(claim.resource, "status") in ("", "active"):
            for encounter, charge in _claimed(claim, bundle, zone):
                charges[encounter].append(charge)
    return charges


def _claimed(claim: Entry, bundle: Bundle, zone: ZoneInfo) -> Iterator[tuple[str, Charge]]:
    items = list(enumerate(each(claim.resource, "item")))
    named = {number: found.name for number, item in items if (found := bundle.find(at(item, "encounter", 0), claim, "Encounter"))}
    only = next(iter(named.values())) if len(set(named.values())) == 1 else None
    for number, item in items:
        code, revenue = _codes(at(item, "productOrService"), otherwise=False)
        revenue = revenue or next((code for _, code in codings(at(item, "revenue"))), None)
        encounter = named.get(number, only)
        if encounter and (code or revenue):
            yield encounter, (f"{claim.place}.item[{number}]", _claim_item(item, code, revenue, zone))


def _claim_item(item: Resource, code: str | None, revenue: str | None, zone: ZoneInfo) -> dict[str, Any]:
    units, net = _number(at(item, "quantity", "value"), 1), at(item, "net", "value")
    return {
        "code": code,
        "revenue_code": revenue,
        "modifiers": [modifier for _, modifier in codings(at(item, "modifier"))],
        "units": units,
        "amount": net if net is not None else _product(at(item, "unitPrice", "value"), units),
        "service_on": day(at(item, "servicedDate") or at(item, "servicedPeriod", "start"), zone),
    }


def _codes(concept: Any, *, otherwise: bool) -> tuple[str | None, str | None]:
    """(procedure code, revenue code); `otherwise` takes a code of any other system for a procedure code."""
    stated = list(codings(concept))
    revenue = next((code for system, code in stated if system in REVENUE), None)
    code = next((code for system, code in stated if system in HCPCS), None)
    if code is None and revenue is None and otherwise and stated:
        code = stated[0][1]
    return code, revenue


def _number(value: Any, default: int) -> Any:
    return default if value is None else value


def _product(price: Any, units: Any) -> Any:
    return price * units if isinstance(price, int | Decimal) and isinstance(units, int | Decimal) else price
