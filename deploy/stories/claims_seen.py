"""Claims and visits as the desks show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from deploy.stories.desks import Desks
from deploy.stories.names import Known
from deploy.stories.services import SERVICES

Entry = Mapping[str, Any]


def claim(desks: Desks, known: Known, sent: int, name: str) -> dict[str, Any]:
    """How a claim stands at submission, in the ledger, and in its life. `sent` counts its transactions."""
    claim_id = known.claim(name)
    submission = desks.find("submission", f"/v1/claims/{claim_id}") or {}
    ledger = desks.find("adjudication", f"/v1/claims/{claim_id}") or {}
    account = ledger.get("account") or {}
    built = submission.get("built") or {}
    return {
        "state": _state(desks, claim_id),
        "status": submission.get("status"),
        "icn": submission.get("icn"),
        "frequency": built.get("frequency"),
        "submissions": sent,
        "settled": account.get("settled"),
        "correction_open": account.get("correction_open"),
        "balances": account.get("balances"),
        "accounts": accounts(ledger.get("entries", [])),
        "variance": _variance(desks, claim_id),
    }


def accounts(entries: Sequence[Entry]) -> dict[str, str]:
    """Balance of each account: debits above zero. Receivables of later payers have the payer's place in their name."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        sums[entry["debit"]] += Decimal(entry["amount"])
        sums[entry["credit"]] -= Decimal(entry["amount"])
    return {account: f"{amount:.2f}" for account, amount in sorted(sums.items())}


def encounter(desks: Desks, known: Known, name: str) -> dict[str, Any]:
    """A visit at the front desk and as an account."""
    encounter_id = known.encounter(name)
    front = desks.find("eligibility", f"/v1/encounters/{encounter_id}") or {}
    account = desks.find("adjudication", f"/v1/accounts/{encounter_id}") or {}
    steps = [step for service in SERVICES for step in desks.ask(service, f"/v1/timeline/{encounter_id}")["steps"]]
    estimate = desks.find("eligibility", f"/v1/encounters/{encounter_id}/estimate") or {}
    return {
        "status": front.get("status"),
        "holds": [each["code"] for each in front.get("reasons", [])],
        "credit": account.get("patient_credit"),
        "estimate": (estimate.get("estimate") or {}).get("amount"),
        "claims": desks.ask("submission", "/v1/claims", encounter=encounter_id)["total"],
        "traces": len({step["encounter_id"] for step in steps}),
    }


def _state(desks: Desks, claim_id: str) -> str | None:
    found = desks.find("adjudication", f"/v1/lifecycle/{claim_id}") or {"claims": []}
    return next((each["state"] for each in found["claims"] if each["claim_id"] == claim_id), None)


def _variance(desks: Desks, claim_id: str) -> dict[str, Any]:
    """Allowed less expected, and what was recovered; nothing differs where no decision was ever compared."""
    found = desks.find("adjudication", f"/v1/disputes/{claim_id}") or {}
    names = {"total": "variance", "payer": "payer_variance", "patient": "patient_variance", "recovered": "recovered"}
    return {ours: found.get(theirs) or "0.00" for ours, theirs in names.items()}
