"""What the patient will probably owe for a visit: the contract's price, and the plan's terms as the payer stated them for the date of service.

Deductible first, coinsurance on the rest, the copay beside it; never more than the contract allows. What nobody has said is not guessed: then there
is no estimate, and a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from shared.contracts.eligibility import (
    CapturedCharge,
    CoverageInactive,
    CoverageUnanswered,
    CoverageVerified,
    EncounterCleared,
    EncounterHeld,
    EncounterOpened,
    PatientEstimated,
)
from shared.contracts.event import Event
from shared.contracts.values import ZERO, ClaimKind, EncounterId, cents
from shared.site.model import Site
from shared.stage.stage import State

AUTHORIZATION = "authorization_needed"
"""The one reason of a hold that leaves the price as it is."""


class Estimate(State):
    """What the price of a visit for its patient rests on, and the last one that was told."""

    encounter_id: EncounterId
    opened: EncounterOpened | None = None
    active: dict[str, CoverageVerified] = {}
    """Coverages that their payers have confirmed."""
    outcome: EncounterHeld | EncounterCleared | None = None
    told: PatientEstimated | None = None

    @property
    def is_ready(self) -> bool:
        """Every coverage has been looked at: the visit is cleared, or waits for an authorization only."""
        if isinstance(self.outcome, EncounterHeld):
            return all(reason.code == AUTHORIZATION for reason in self.outcome.reasons)
        return self.outcome is not None

    def columns(self) -> Mapping[str, Any]:
        return {"amount": self.told.amount if self.told else None}


@dataclass(frozen=True, slots=True)
class Item:
    """A charge of the visit as the contract prices it."""

    code: str | None
    revenue_code: str | None
    units: Decimal
    charge: Decimal
    service_on: date


def evolve(estimate: Estimate, event: Event) -> Estimate:
    match event:
        case EncounterOpened() if estimate.opened is None or event.version >= estimate.opened.version:
            return estimate.but(opened=event)
        case CoverageVerified():
            return estimate.but(active={**estimate.active, event.coverage_id: event})
        case CoverageInactive() | CoverageUnanswered():
            return estimate.but(active={id: fact for id, fact in estimate.active.items() if id != event.coverage_id})
        case EncounterHeld() | EncounterCleared():
            return estimate.but(outcome=event)
        case PatientEstimated():
            return estimate.but(told=event)
    return estimate


def quote(estimate: Estimate, site: Site, on: date) -> PatientEstimated | str:
    """The estimate as of `on`, or why there is none."""
    opened = estimate.opened
    if opened is None or not estimate.is_ready:
        return "The coverage is not verified yet. The estimate follows the payer's answer."
    facts = _confirmed(estimate, opened.service_from)
    if len(facts) != 1:
        return _why_not(len(facts))
    items = priced_items(opened, site)
    if isinstance(items, str):
        return items
    return _quoted(estimate, opened, facts[0], items, site, on)


def _confirmed(estimate: Estimate, service_on: date) -> list[CoverageVerified]:
    """Coverages that were active on the day; those of the clearance once there is one."""
    cleared = {one.coverage_id for one in estimate.outcome.coverages} if isinstance(estimate.outcome, EncounterCleared) else estimate.active
    return [fact for id, fact in estimate.active.items() if id in cleared and fact.service_on == service_on]


def _why_not(active: int) -> str:
    if active:
        return "Another active coverage decides on what the first payer leaves. What remains for the patient is known when both have decided."
    return "No payer has confirmed a coverage for the date of service."


def _quoted(
    estimate: Estimate, opened: EncounterOpened, fact: CoverageVerified, items: Sequence[Item], site: Site, on: date
) -> PatientEstimated | str:
    if fact.copay is None and fact.coinsurance_rate is None and fact.deductible_left is None:
        return "The payer confirmed the coverage and stated neither copay nor coinsurance nor deductible. Ask it for the patient's share."
    if fact.coinsurance_rate and fact.deductible_left is None:
        return "The payer stated a coinsurance and not what is left of the deductible. Ask it, or ask the patient."
    day = opened.service_to if opened.kind is ClaimKind.INSTITUTIONAL else opened.service_from
    amounts = site.price(fact.payer_id, opened.kind, items, day).allowed
    silent = [item.code or item.revenue_code or "" for item, amount in zip(items, amounts, strict=True) if amount is None]
    if silent:
        return f"The contract of {fact.payer_id} has no row for {', '.join(dict.fromkeys(silent))}. Add it to the site's contracts for an estimate."
    terms = site.terms(fact.payer_id, day)
    allowed = sum((amount for amount in amounts if amount is not None), ZERO)
    return PatientEstimated(
        encounter_id=estimate.encounter_id,
        version=estimate.told.version + 1 if estimate.told else 1,
        payer_id=fact.payer_id,
        coverage_id=fact.coverage_id,
        charged=sum((item.charge for item in items), ZERO),
        allowed=allowed,
        **share(allowed, fact),
        contract_version=terms.version if terms else site.version[:12],
        estimated_on=on,
    )


def share(allowed: Decimal, fact: CoverageVerified) -> dict[str, Decimal]:
    """copay, deductible, coinsurance and their sum; each at most what the ones before it left of the allowed amount."""
    deductible = min(max(fact.deductible_left or ZERO, ZERO), allowed)
    rest = allowed - deductible
    coinsurance = min(cents(rest * (fact.coinsurance_rate or ZERO)), rest)
    copay = min(max(fact.copay or ZERO, ZERO), rest - coinsurance)
    return {"copay": copay, "deductible": deductible, "coinsurance": coinsurance, "amount": deductible + coinsurance + copay}


def priced_items(opened: EncounterOpened, site: Site) -> tuple[Item, ...] | str:
    """The visit's charges; where the source system sent none, its procedures at the prices of the charge master. Or why that cannot be said."""
    charges = opened.charges or tuple(
        CapturedCharge(code=one.code, modifiers=one.modifiers, units=one.units, service_on=one.performed_on)
        for one in opened.procedures
        if one.system == "hcpcs" and one.code
    )
    items = [_item(charge, opened, site) for charge in charges]
    unpriced = [charge.code or charge.revenue_code or "" for charge, item in zip(charges, items, strict=True) if item is None]
    if unpriced:
        return f"The charge master has no price for {', '.join(dict.fromkeys(unpriced))}. Add it, or have the source system send the amount."
    return tuple(item for item in items if item is not None) or "The source system has sent no charge of the visit yet."


def _item(charge: CapturedCharge, opened: EncounterOpened, site: Site) -> Item | None:
    revenue = charge.revenue_code if opened.kind is ClaimKind.INSTITUTIONAL else None
    on = charge.service_on or opened.service_from
    row = site.charge(charge.code, revenue, on) if charge.amount is None else None
    amount = row.total(charge.units) if row else charge.amount
    return None if amount is None else Item(charge.code, revenue, charge.units, amount, on)
