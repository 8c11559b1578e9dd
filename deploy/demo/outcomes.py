"""What became of each visit of a run, by visit number: what a test compares with what the world was meant to make of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx

from deploy.demo.story import Claim, Story

PAGE = 1000


def write(story: Story, eligibility: str, path: Path) -> None:
    """As JSON. `eligibility` is the address of the service that knows visit numbers; the event stream does not carry them in the clear."""
    found = {number: of_encounter(story, encounter_id) for number, encounter_id in sorted(_visits(eligibility))}
    path.write_text(json.dumps(found, indent=1) + "\n")


def of_encounter(story: Story, encounter_id: str) -> dict[str, Any]:
    """Outcome and claims of one encounter, and the reasons that hold it."""
    known = encounter_id in story.encounters
    claims = {claim_id: claim for claim_id, claim in story.claims.items() if claim.encounter_id == encounter_id}
    return {
        "encounter_id": encounter_id,
        "outcome": story.outcome(encounter_id) if known else None,
        "reasons": sorted(set(story.reasons(encounter_id))) if known else [],
        "claims": [_claim(story, claim_id, claim) for claim_id, claim in claims.items()],
    }


def _claim(story: Story, claim_id: str, claim: Claim) -> dict[str, Any]:
    denials = {id: denial for id, denial in story.denials.items() if denial["claim_id"] == claim_id}
    return {
        "claim_id": claim_id,
        "payer_id": claim.payer_id,
        "state": claim.state,
        "frequencies": [claim.frequencies[number] for number in sorted(claim.submitted)],
        "rejections": claim.rejections,
        "denials": [_denial(story, id, denial) for id, denial in denials.items()],
        "balances": claim.balances,
    }


def _denial(story: Story, denial_id: str, denial: Mapping[str, Any]) -> dict[str, Any]:
    names = ("line_number", "code", "category", "group", "carc", "phase", "gross", "expected_recoverable", "appeal_by")
    return {**{name: denial[name] for name in names}, "outcome": story.closed.get(denial_id)}


def _visits(address: str) -> Iterator[tuple[str, str]]:
    """Visit number and encounter id of every encounter on file."""
    offset = 0
    while True:
        answer = httpx.get(f"{address}/v1/encounters", params={"limit": PAGE, "offset": offset}, timeout=30, trust_env=False)
        page = answer.raise_for_status().json()["encounters"]
        yield from ((each["visit_number"], each["encounter_id"]) for each in page)
        offset += PAGE
        if len(page) < PAGE:
            return
