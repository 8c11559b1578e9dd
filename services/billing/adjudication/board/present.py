"""The board as routes, command and page show it: amounts as text, every figure with its parts and its definition."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from services.billing.adjudication.board import queries
from services.billing.adjudication.board.figures import DERIVED, FIGURES, SOURCE, Unit
from services.billing.adjudication.board.queries import Span
from shared.contracts.values import ZERO, dollars
from shared.db.sql import Session

TENTH = Decimal("0.1")


async def board(session: Session, span: Span) -> dict[str, Any]:
    """All figures, aging, states and the control total."""
    sums, aging = await queries.sums(session, span), await queries.aging(session, span)
    claims, charged, now = await queries.population(session, span)
    daily = await queries.charges_in_window(session, span) / span.window
    owed = sum((each["total"] for each in aging.values()), ZERO)
    figures = {each.name: _figure(each.name, each.unit, each.definition, *sums[each.name], bool(each.of), span) for each in FIGURES}
    figures["days_in_ar"] = _days("days_in_ar", owed, daily, span)
    figures["dnfb_days"] = _days("dnfb_days", sums["dnfb_dollars"][0], daily, span)
    return {
        "from": span.since,
        "to": span.until,
        "payer": span.payer,
        "as_of": span.as_of,
        "window_days": span.window,
        "source": SOURCE,
        "population": {"claims": claims, "charged": dollars(charged), "charged_net_of_voids": dollars(now)},
        "figures": figures,
        "aging": {who: {name: dollars(amount) for name, amount in buckets.items()} for who, buckets in aging.items()},
        "states": await queries.states(session),
        "control": control(await queries.control(session, span)),
    }


def control(found: Mapping[str, Decimal]) -> dict[str, Any]:
    """What was charged, explained by payers, contracts, capitation, patients, what people wrote off, and what is denied, owed or disputed."""
    patient = found["patient_paid"] + found["patient_open"]
    explained = found["payer_paid"] + found["contractual"] + found["capitation"] + patient + found["written_off"]
    explained += found["denied_open"] + found["payer_open"] + found["disputed"]
    difference = found["charged_now"] - explained
    return {
        "charged": dollars(found["charged_now"]),
        "payers": dollars(found["payer_paid"]),
        "contractual": dollars(found["contractual"]),
        "sequestration": dollars(found["sequestration"]),
        "capitation": dollars(found["capitation"]),
        "patient": dollars(patient),
        "patient_collected": dollars(found["patient_paid"]),
        "written_off": dollars(found["written_off"]),
        "denied_open": dollars(found["denied_open"]),
        "payer_open": dollars(found["payer_open"]),
        "disputed": dollars(found["disputed"]),
        "patient_credits": dollars(found["patient_credits"]),
        "difference": dollars(difference),
        "explained": difference == 0,
    }


def ratio(numerator: Decimal, denominator: Decimal, scale: int = 1) -> str | None:
    """One digit after the point, halves up; None where there is nothing to divide by."""
    return None if denominator == 0 else str((numerator * scale / denominator).quantize(TENTH, ROUND_HALF_UP))


def _figure(
    name: str, unit: Unit, definition: str, numerator: Decimal, denominator: Decimal, count: int, divided: bool, span: Span
) -> dict[str, Any]:
    value = ratio(numerator, denominator, 100) if divided else _plain(numerator, unit)
    return {
        "value": value,
        "unit": unit,
        "numerator": _part(numerator),
        "denominator": _part(denominator) if divided else None,
        "count": count,
        "definition": definition,
        "claims": f"/v1/kpi/{name}/claims{span.query()}",
    }


def _days(name: str, amount: Decimal, daily: Decimal, span: Span) -> dict[str, Any]:
    parts = {"value": ratio(amount, daily), "unit": "days", "numerator": dollars(amount), "denominator": dollars(daily), "count": None}
    return {**parts, "definition": f"{DERIVED[name]} Window: {span.window} days.", "claims": None}


def _plain(amount: Decimal, unit: Unit) -> str:
    return dollars(amount) if unit == "usd" else str(int(amount))


def _part(amount: Decimal) -> str:
    """Counts are whole, amounts have cents."""
    return str(amount) if amount.as_tuple().exponent == 0 else dollars(amount)
