"""What one claim adds to the figures: the columns by which the board counts.

Rates count original claims at the first decision of the first payer. Opening claims of an earlier system are outside of everything but take-backs.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from services.billing.adjudication.model.measure.lifecycle import state_of
from shared.contracts.adjudication import Balances
from shared.contracts.submission import ORIGINAL
from shared.contracts.values import ZERO

if TYPE_CHECKING:  # a measure fills its columns from here
    from services.billing.adjudication.model.measure.measure import Measure, Sending

NOTHING = Balances.model_validate(dict.fromkeys(Balances.model_fields, ZERO))
WON = ("overturned", "partly_overturned")


def columns_of(claim: Measure) -> Mapping[str, Any]:
    """Every column, computed from the slots."""
    state = state_of(claim) or claim.told
    first = claim.decided.first
    refused = initial_denials(claim)
    shortfall = claim.booked.shortfall
    return {
        "encounter_id": claim.encounter_id or None,
        "payer_id": first_payer(claim),
        "state": state,
        "opening": claim.booked.opening > 0,
        "service_on": claim.sent.service_to,
        "billed_on": min((each.on for each in claim.sent.left.values()), default=None),
        "decided_on": first.on if first else None,
        "charged": charged(claim),
        "clean": is_clean(claim),
        "first_pass": is_clean(claim) and not refused and shortfall is None,
        "rejections": len(claim.sent.rejected),
        "rejected_on": min((claim.sent.left[number].on for number in claim.sent.rejected if number in claim.sent.left), default=None),
        "denied_lines": len(refused),
        "denied": sum(refused.values(), ZERO),
        "overturned": bool(refused) and all(claim.denials[each].outcome in WON for each in refused),
        "full_take_backs": claim.decided.full,
        "partial_take_backs": claim.decided.partial,
        "taken_back_on": claim.decided.taken_back_on,
        "voided_on": claim.decided.reversed_on if state == "voided" else None,
        "underpaid": shortfall.amount if shortfall else ZERO,
        "recovered": shortfall.recovered if shortfall else ZERO,
        "underpaid_on": shortfall.found_on if shortfall else None,
        "statements": claim.booked.statements,
        **_money(claim),
    }


def _money(claim: Measure) -> dict[str, Any]:
    """Where the money is: balances of the newest posting, contractual without capitation."""
    found = claim.booked.balances or NOTHING
    names = ("payer_paid", "payer_open", "denied_open", "disputed", "patient_paid", "patient_open", "written_off")
    owed = found.payer_open + found.denied_open + found.disputed + found.patient_open
    return {
        **{name: getattr(found, name) for name in names},
        "charged_now": found.charged,
        "contractual": found.contractual - claim.booked.capitation,
        "sequestration": claim.booked.sequestration,
        "capitation": claim.booked.capitation,
        "owed": owed,
    }


def first_payer(claim: Measure) -> str | None:
    """Who was billed first; figures by payer are by this one."""
    if claim.decided.first:
        return claim.decided.first.payer_id
    originals = _originals(claim)
    if originals:
        return originals[max(originals)].payer_id
    return claim.sent.payer_id or None


def charged(claim: Measure) -> Decimal:
    """The charge of the first adjudication: what the submission that it decided on had billed; as the payer names it until that is known."""
    first = claim.decided.first
    if first is None:
        return ZERO
    known = claim.sent.left.get(first.submission) or _reached(claim)
    return known.total if known else first.charge


def is_clean(claim: Measure) -> bool:
    """Accepted and adjudicated at the first submission, without a rejection."""
    first = claim.decided.first
    if first is None:
        return False
    reach = first.submission or 1
    sent = [number for number in _originals(claim) if number <= reach]
    return len(sent) <= 1 and not any(number <= reach for number in claim.sent.rejected)


def initial_denials(claim: Measure) -> dict[str, Decimal]:
    """Gross charge by denial: the first payer's first word on a line. A denial that a person took out because it was none does not count."""
    return {name: each.gross for name, each in claim.denials.items() if each.counts and each.outcome != "withdrawn"}


def _originals(claim: Measure) -> dict[int, Sending]:
    """Submissions to the first payer that were no replacement and no void."""
    return {number: each for number, each in claim.sent.left.items() if each.frequency == ORIGINAL and each.payer_order == 1}


def _reached(claim: Measure) -> Sending | None:
    """The original submission that a decision without a number must have been about: the first."""
    originals = _originals(claim)
    return originals[min(originals)] if originals else None
