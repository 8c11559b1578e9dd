"""What waits for people, and what was announced, about the subjects of one story."""

from __future__ import annotations

from collections import Counter
from typing import Any

from deploy.stories.desks import Desks
from deploy.stories.format import Story
from deploy.stories.names import Known
from deploy.stories.services import SERVICES


def work(desks: Desks, known: Known, story: Story) -> list[dict[str, Any]]:
    """Open work items about the story's encounters, claims and remittances."""
    found = []
    for service in SERVICES:
        for item in desks.every(service, "/v1/work-items", "items"):
            named = _named(item, known, story)
            if named:
                rest = {name: item[name] for name in ("kind", "place", "amount", "due_on", "sentence")}
                found.append({"service": service, **named, **rest, "says": item["sentence"]})
    return found


def _named(item: dict[str, Any], known: Known, story: Story) -> dict[str, str]:
    """The names of the story that an item is about; nothing when it is another story's."""
    claims, encounters, traces = known.by_claim(), known.by_encounter(), known.by_trace()
    claim = claims.get(item["claim_id"]) or claims.get(item["subject"])
    encounter = encounters.get(item["encounter_id"]) or encounters.get(item["subject"])
    remittance = next((name for trace, name in traces.items() if trace in (item["subject"], item["place"].removeprefix("remittance "))), None)
    found = {"claim": claim, "encounter": encounter or claim, "remittance": remittance}
    return {kind: name for kind, name in found.items() if name} if story.subjects & set(found.values()) else {}


def denials(desks: Desks, known: Known, name: str) -> list[dict[str, Any]]:
    """All denials of a claim, open and closed."""
    case = desks.find("denials", f"/v1/denials/{known.claim(name)}") or {"denials": []}
    return [_denial(each) for each in case["denials"]]


def _denial(shown: dict[str, Any]) -> dict[str, Any]:
    same = ("category", "group", "carc", "gross", "outcome", "recovered", "appeal_by", "phase", "waits_for")
    return {
        **{name: shown[name] for name in same},
        "line": shown["line_number"],
        "status": "open" if shown["outcome"] is None else "closed",
        "cause": shown["root_cause"],
        "expected": shown["expected_recoverable"],
        "proof_on": _proof(shown.get("filing_proof") or {}),
    }


def _proof(told: dict[str, Any]) -> str | None:
    """The day of the payer's acceptance that proves timely filing."""
    found: str | None = told["acceptance"]["accepted_on"] if told.get("found") else None
    return found


def events(desks: Desks, known: Known, story: Story) -> dict[str, int]:
    """How often each kind of event was announced about the story's visits, claims and remittances."""
    counts: Counter[str] = Counter()
    for service in SERVICES:
        seen: dict[str, str] = {}
        for about in _abouts(known, story):
            for step in desks.ask(service, f"/v1/timeline/{about}")["steps"]:
                seen[step["id"]] = step["type"].split(".")[2]
        counts.update(seen.values())
    return dict(counts)


def _abouts(known: Known, story: Story) -> list[str]:
    """Ids under which services tell the history of the story's subjects."""
    remittances = [known.trace(name) for name in story.subjects if name in known.book.remittances]
    others = [name for name in story.subjects if name not in known.book.remittances]
    visits = [known.encounter(name) for name in others if name in known.book.encounters]
    return sorted({*remittances, *visits, *(known.claim(name) for name in others)})
