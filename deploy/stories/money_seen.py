"""Money as adjudication shows it: statements, remittances, clearing, the ledger, sums, the board."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from deploy.stories.desks import Desks
from deploy.stories.format import Story
from deploy.stories.names import Known


def statements(desks: Desks, known: Known, name: str) -> list[dict[str, Any]]:
    """All statements of a claim."""
    claim_id = known.claim(name)
    found = [each for each in desks.every("adjudication", "/v1/statements", "statements") if each["claim_id"] == claim_id]
    return [{**each, "lines": [{**line, "line": line.get("line_number")} for line in each.get("lines", [])]} for each in found]


def remittance(desks: Desks, known: Known, name: str) -> dict[str, Any]:
    """One payment: what the list says, and why it was set aside."""
    trace = known.trace(name)
    found = next((each for each in desks.every("adjudication", "/v1/remittances", "remittances") if each["trace_number"] == trace), None)
    if found is None:
        return {"state": None}
    whole = desks.find("adjudication", f"/v1/remittances/{trace}") or {}
    return {**whole, **found, "cause": next((each.get("cause") for each in whole.get("set_aside", [])), None)}


def clearing(desks: Desks) -> list[dict[str, Any]]:
    """Open balances with payers."""
    found = desks.ask("adjudication", "/v1/ledger/summary")["clearing"]
    return [{"payer": each["payer_id"], **each} for each in found if Decimal(each["balance"])]


def ledger(desks: Desks) -> dict[str, str]:
    """Every account of the installation."""
    return dict(desks.ask("adjudication", "/v1/ledger/summary")["trial_balance"])


def total(desks: Desks, known: Known, names: Sequence[str], story: Story) -> dict[str, str]:
    """Sums of the balances of these claims; of all claims of the story when none is named."""
    sums: dict[str, Decimal] = {}
    chosen = names or sorted(story.subjects & set(known.book.encounters))
    for name in chosen:
        found = desks.find("adjudication", f"/v1/claims/{known.claim(name)}") or {}
        for kind, amount in ((found.get("account") or {}).get("balances") or {}).items():
            sums[kind] = sums.get(kind, Decimal(0)) + Decimal(amount)
    return {kind: f"{amount:.2f}" for kind, amount in sums.items()}


def kpi(desks: Desks) -> dict[str, Any]:
    """The board, each figure also by its own name."""
    board = dict(desks.ask("adjudication", "/v1/kpi"))
    return {**board, **board.get("figures", {}), **board.get("population", {})}
