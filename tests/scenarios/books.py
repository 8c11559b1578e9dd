"""What the ledger and the event log say, in the words of the scenarios."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.scenarios.world import World

Pairs = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Ending:
    """What must be the same however often messages came and whatever was killed meanwhile."""

    digest: str
    counts: Counter[str]
    work: tuple[str, ...]

    @classmethod
    async def of(cls, world: World) -> Ending:
        items = [f"{service}: {item['kind']} {item['id']}" for service in world.harness.runtimes for item in await world.work(service)]
        counts = await world.counts()
        del counts["claim-state-changed"]  # a state that passes may be left out, as facts of several topics come together
        return cls(await world.digest(), counts, tuple(sorted(items)))


async def entries(world: World, encounter_id: str) -> list[dict[str, Any]]:
    """All entries of an account, in the order in which they were made."""
    account = await world.get("adjudication", f"/v1/accounts/{encounter_id}")
    return sorted(account["entries"], key=lambda entry: int(entry["number"]))


def by_cause(found: list[dict[str, Any]]) -> dict[str, Pairs]:
    """Cause → (debit, credit) → amount."""
    sums: dict[str, dict[tuple[str, str], Decimal]] = {}
    for entry in found:
        pairs = sums.setdefault(entry["cause"], {})
        pair = entry["debit"], entry["credit"]
        pairs[pair] = pairs.get(pair, Decimal(0)) + Decimal(entry["amount"])
    return {cause: {pair: f"{amount:.2f}" for pair, amount in pairs.items()} for cause, pairs in sums.items()}


async def balances(world: World, encounter_id: str) -> dict[str, str]:
    """Of the account's only claim."""
    account = await world.get("adjudication", f"/v1/accounts/{encounter_id}")
    assert len(account["claims"]) == 1, account["claims"]
    return dict(account["claims"][0]["balances"])


def stands(charged: str, **others: str) -> dict[str, str]:
    """Balances with everything that is not named at zero."""
    paid, owed = ("payer_paid", "contractual", "written_off", "patient_paid"), ("payer_open", "denied_open", "disputed", "patient_open")
    return {"charged": charged, **dict.fromkeys((*paid, *owed, "patient_credit"), "0.00"), **others}


async def trial_balance(world: World) -> dict[str, str]:
    """Accounts that are not at zero; the sum of all is."""
    summary = await world.get("adjudication", "/v1/ledger/summary")
    assert summary["balanced"]
    assert summary["explained"]
    return {account: amount for account, amount in summary["trial_balance"].items() if Decimal(amount)}


async def history(world: World, claim_id: str) -> list[str]:
    """What submission announced about a claim, acknowledgements left out."""
    found = await world.events(key=claim_id)
    return [each["name"] for each in found if "/submission/" in each["source"] and each["name"] != "claim-acknowledged"]


def rows(segments: list[list[str]], *begin: str) -> list[list[str]]:
    """The segments that begin with these elements."""
    return [segment for segment in segments if tuple(segment[: len(begin)]) == begin]
