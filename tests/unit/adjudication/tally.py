"""The figures of the board counted once more, in plain Python over the columns of claims and visits: what the SQL has to agree with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Row = Mapping[str, Any]


def percent(part: Decimal | int, whole: Decimal | int) -> str:
    return str((Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def figures(claims: Iterable[Row], visits: Mapping[str, Row]) -> dict[str, str]:
    """By the words of the definitions, not by their SQL."""
    everything = list(claims)
    ours = [row for row in everything if not row["opening"]]
    decided = [row for row in ours if row["decided_on"]]
    denied = [row for row in decided if row["denied_lines"]]
    short = [row for row in ours if row["underpaid_on"]]
    charge = sum(row["charged"] for row in decided)
    collectible = sum(row["charged_now"] - row["contractual"] - row["capitation"] for row in decided)
    estimates = [(visit["estimated"], _share(ours, key)) for key, visit in visits.items() if visit["estimated"] is not None]
    unbilled = [row["gross"] for row in visits.values() if row["discharged_on"] and not row["billed_on"] and row["state"] != "withdrawn"]
    return {
        "clean_claim_rate": percent(sum(row["clean"] for row in decided), len(decided)),
        "first_pass_resolution_rate": percent(sum(row["first_pass"] for row in decided), len(decided)),
        "initial_denial_rate_claims": percent(len(denied), len(decided)),
        "initial_denial_rate_line_dollars": percent(sum(row["denied"] for row in denied), charge),
        "initial_denial_rate_claim_dollars": percent(sum(row["charged"] for row in denied), charge),
        "denials_overturned": percent(sum(row["overturned"] for row in denied), len(denied)),
        "rejections": str(sum(row["rejections"] for row in ours)),
        "take_backs": str(sum(row["full_take_backs"] + row["partial_take_backs"] for row in everything)),
        "take_backs_full": str(sum(row["full_take_backs"] for row in everything)),
        "take_backs_partial": str(sum(row["partial_take_backs"] for row in everything)),
        "voids": str(sum(row["voided_on"] is not None for row in ours)),
        "underpayments": str(len(short)),
        "underpaid_amount": f"{sum(row['underpaid'] for row in short):.2f}",
        "underpayment_recovered": percent(sum(row["recovered"] for row in short), -sum(row["underpaid"] for row in short)),
        "prevented_dollars": f"{sum(row['prevented'] for row in visits.values()):.2f}",
        "estimate_accuracy": percent(sum(min(pair) for pair in estimates), sum(max(pair) for pair in estimates)),
        "net_collection_rate": percent(sum(row["payer_paid"] + row["patient_paid"] for row in decided), collectible),
        "statements": str(sum(row["statements"] for row in ours)),
        "dnfb_dollars": f"{sum(unbilled, Decimal(0)):.2f}",
    }


def _share(claims: Iterable[Row], encounter: str) -> Decimal:
    mine = (row["patient_paid"] + row["patient_open"] for row in claims if row["encounter_id"] == encounter and row["voided_on"] is None)
    return sum(mine, Decimal(0))
